/** What is said of a look-up above a limit. */
import { OFF_DUTY_NAMES } from '../../schemas/registers/off-duty.ts';
import type { Key } from '../../src/core/hash.ts';
import { dayAt } from '../../src/core/time.ts';
import type { AboutField, Emit } from '../../src/detector/define.ts';
import { before } from './before.ts';
import { type Evidence, scoreOf, severityOf } from './evidence.ts';
import { MEASURES, WINDOWS } from './limits.ts';
import type { LookUps } from './look-ups.ts';
import type { Personal } from './personal.ts';
import { offDutyOf } from './weekend.ts';
import type { Windows, weigh } from './windows.ts';

/** Days above a limit within 30 from which a drip is no slip of one day. */
const LASTING_DAYS = 5;
/** Score of what may be a job that the log is too young to know. */
const NEW_JOB_SCORE = 20;

/** Tells of a look-up above a limit. */
export function say(
  view: LookUps,
  row: number,
  state: Windows,
  key: Key,
  pull: ReturnType<typeof weigh> & {
    isSensitive: boolean;
    administrator: boolean;
    accounts: number;
    own: Personal | null;
    isNewJob: boolean;
  },
  about: readonly AboutField[],
  emit: Emit<Evidence>,
): void {
  const {
    ratio,
    isSensitive,
    administrator,
    accounts,
    measure,
    window,
    seen,
    limit,
    own,
    isNewJob,
    isUnusualOnly,
  } = pull;
  const at = measure * WINDOWS.length + window;
  const offDuty = offDutyOf(view, row);
  state.oddDays.add(key, dayAt(view.time[row]), view.time[row], view.ref[row]);
  const isLasting = state.oddDays.count(key, 0) >= LASTING_DAYS;
  const gravity = {
    ratio,
    isSensitive,
    isAdministrator: administrator,
    isOffDuty: offDuty > 0,
    isUnusualOnly,
    isLasting,
  };
  const contributors = before(state, key, view, row, pull);
  emit(row, {
    severity: isNewJob ? 'low' : severityOf(gravity),
    score: isNewJob ? NEW_JOB_SCORE : scoreOf(gravity),
    evidence: {
      measure: MEASURES[measure],
      window: WINDOWS[window],
      seen,
      limit,
      administrator,
      accounts,
      off_duty: OFF_DUTY_NAMES[offDuty],
      usual: known(own?.own[at]),
      peers_usual: known(own?.peers[at]),
      new_job: isNewJob,
      ...(isSensitive ? { data_class: view.event(row).data_class } : {}),
    },
    about,
    ...(contributors === undefined ? {} : { contributors }),
  });
}

/** What is usual, or null where that is not known. */
function known(usual = Number.NaN): number | null {
  return Number.isNaN(usual) ? null : usual;
}
