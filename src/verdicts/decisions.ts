/**
 * Verdicts as they were decided a moment ago: people open several screens of one person, and each asks the same question.
 *
 * A direct-mapped cache by what a decision depends on; it holds for one period of the registers it comes from.
 */
import { REGISTER_NAMES } from '../../schemas/registers/registers.ts';
import { type Key, NONE } from '../core/hash.ts';
import { keptAnswers } from '../core/kept-answers.ts';
import type { Micros } from '../core/time.ts';
import type { Registers } from '../registers/registers.ts';
import type { Actor } from './actor.ts';
import { type JudgedColumns, OFF_DUTY } from './columns.ts';

/** Decisions kept at a time, 66 bytes each. */
const KEPT_MAX = 1 << 15;
/** The bit above a verdict and its cause. */
const OWN_WORK = 1 << 12;

/** Decisions of a judge. */
export interface KeptDecisions {
  /** Whether the decision on a row and subject is known; {@link verdict} and {@link cause} then say it. */
  find(columns: JudgedColumns, row: number, subject: Key, actor: Actor): boolean;
  /** Keeps what was decided on the row asked for last; `isOwnWork`: it is explained by a case without a subject that it cites. */
  keep(verdict: number, cause: number, isOwnWork: boolean): void;
  verdict(): number;
  cause(): number;
  isOwnWork(): boolean;
}

/** Makes a cache with nothing decided yet. A closed case counts for `afterClose`. */
export function keptDecisions(registers: Registers, afterClose: Micros): KeptDecisions {
  const names = REGISTER_NAMES.filter((name) => name !== 'shifts' && name !== 'calendar');
  const periodOf = registers.periods(names, afterClose);
  const answers = keptAnswers(KEPT_MAX);
  const said = new Uint16Array(KEPT_MAX);
  let place = 0;
  return {
    find(columns, row, subject, { key, context, offDuty, time }) {
      const caseId = columns.caseId[row];
      const period = periodOf(time) + 1;
      const whole =
        context.wants * 512 +
        context.hardCause * 8 +
        (columns.actor[row] === NONE ? 4 : 0) +
        (context.permit === null ? 0 : 2) +
        (offDuty === OFF_DUTY.leave ? 1 : 0);
      const found = answers.find(
        subject ^ Math.imul(key ^ caseId, 0x85ebca6b),
        key,
        subject,
        caseId,
        period,
        whole,
        0,
        0,
        0,
      );
      place = found < 0 ? -1 - found : found;
      return found >= 0;
    },
    keep(verdict, cause, isOwnWork) {
      said[place] = (isOwnWork ? OWN_WORK : 0) + verdict * 256 + cause;
    },
    isOwnWork: () => said[place] >= OWN_WORK,
    verdict: () => (said[place] & (OWN_WORK - 1)) >> 8,
    cause: () => said[place] & 255,
  };
}
