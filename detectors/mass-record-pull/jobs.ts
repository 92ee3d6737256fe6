/** The job of a service account: what it reads day after day on its own machine needs no explanation. */
import { OFF_DUTY } from '../../schemas/registers/off-duty.ts';
import { hashText, type Key, NONE } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import { dailyPeak } from '../../src/state/daily-peak.ts';
import { firstSeen } from '../../src/state/first-seen.ts';
import { notes } from '../../src/state/notes.ts';
import { rateWindow } from '../../src/state/rate-window.ts';
import { ACCOUNT_KIND, DEVICE_KIND } from '../../src/verdicts/columns.ts';
import { isOwnMachine } from '../../src/verdicts/standing.ts';
import type { LookUps } from './look-ups.ts';

/** So many times the usual of a day are still the job: it grows with what there is to read. */
const JOB_TIMES = 3;
/** A log as young as this has no second week that could show a habit. */
const LEARNING: Micros = 14 * DAY;
/** A machine not used for so long is a new one. */
const MACHINE_KEPT: Micros = 180 * DAY;
const LOG: Key = hashText('log');

/** State: the machines of service accounts, what they read by day, and since when there are look-ups at all. */
export const jobs = () => ({
  machines: firstSeen({ horizon: MACHINE_KEPT }),
  byDay: dailyPeak(),
  lately: rateWindow({ horizon: DAY }),
  log: notes<{ readonly since: Micros }>(),
});
/** {@link jobs} as a type. */
export type Jobs = ReturnType<typeof jobs>;

/** Notes since when there are look-ups; called with the first row of each batch. */
export function noteLog({ log }: Jobs, { time, rows }: LookUps): void {
  log.of(LOG, () => ({ since: time[rows[0]] }));
}

/**
 * `usual`: a service account on its own machine reads no more in a day than three times what two weeks at least have seen ·
 * `new`: the log is too young to show a habit, and it does so on a registered server, or outside working hours where the log names no machine, as jobs do ·
 * `none`: everything else.
 */
export function jobOf(view: LookUps, row: number, state: Jobs): 'usual' | 'new' | 'none' {
  if (view.accountKind[row] !== ACCOUNT_KIND.service) return 'none';
  const account = view.actor[row];
  const now = view.time[row];
  if (!isOwnMachine(view, row, state.machines)) return 'none';
  const amount = Math.max(view.records[row], view.subjectStart[row + 1] - view.subjectStart[row]);
  const habit = state.byDay.habit(account, now, 1);
  const sum = state.lately.add(account, now, amount, view.ref[row]);
  state.byDay.add(account, now, amount);
  if (sum <= JOB_TIMES * habit) return 'usual';
  if (now - (state.log.get(LOG)?.since ?? now) >= LEARNING) return 'none';
  // a machine that no register knows may be anybody's
  if (view.device[row] !== NONE) return view.deviceKind[row] === DEVICE_KIND.server ? 'new' : 'none';
  return view.registers.offDuty(NONE, [], now) !== OFF_DUTY.none ? 'new' : 'none';
}
