/** Whether a day off by the calendar is a day of work for somebody: shops are open on Sundays, and few enter a roster for them. */
import { OFF_DUTY } from '../../schemas/registers/off-duty.ts';
import type { LookUps } from './look-ups.ts';

const WEEK_DAYS = 7;
const WEEKS = 4;
/** Who was at work on so many of the last four such days works on them. */
const WORKED_MIN = 2;
const events = new Float64Array(WEEKS * WEEK_DAYS);

/** The reason for which a look-up was off duty, `none` where the person works on that day of most weeks. */
export function offDutyOf({ offDuty, who, profiles }: LookUps, row: number): number {
  if (offDuty[row] !== OFF_DUTY.weekend) return offDuty[row];
  profiles.series(who[row], 'events', events);
  let worked = 0;
  for (let at = 0; at < events.length; at += WEEK_DAYS) if (events[at] > 0) worked++;
  return worked >= WORKED_MIN ? OFF_DUTY.none : OFF_DUTY.weekend;
}
