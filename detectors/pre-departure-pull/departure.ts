/** Who is about to leave, as far as the organisation knows then. */
import { NONE } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import type { Registers } from '../../src/registers/registers.ts';
import type { Reason } from './evidence.ts';
import type { Takings } from './takings.ts';

/** A departure that is known. One object, written over by every call of {@link departureOf}. */
export interface Departure {
  reason: Reason;
  notice: Micros | null;
  /** The first moment after the last day; Infinity where no day is known yet. */
  end: Micros;
  /** When the organisation came to know. */
  recorded: Micros;
  /** An end that was set from the start, as of terms, secondments and contracts: nobody has decided to leave. */
  isRoutine: boolean;
}

const departure: Departure = {
  reason: 'notice',
  notice: null,
  end: Infinity,
  recorded: -Infinity,
  isRoutine: false,
};

/** A notice without a last day is believed for so long: who has changed his mind stays. */
const NOTICE_LASTS: Micros = 180 * DAY;
/** Who was entered for so long at most has a term, and so have those whose time ends together: most are renewed, late. */
const TERM_MAX: Micros = 400 * DAY;
const TOGETHER_MIN = 5;

function told(reason: Reason, { notice = null, end, recorded }: Known, isRoutine: boolean): Departure {
  departure.reason = reason;
  departure.notice = notice;
  departure.end = end;
  departure.recorded = recorded;
  departure.isRoutine = isRoutine;
  return departure;
}

/**
 * The departure of whoever did a row: a notice given, or a last day (of the person, of the contract of the employer, of an account
 * of somebody the people register does not know) within so many days. Null where none is known, and after the last day.
 */
export function departureOf(
  { registers, person, actor, system, source, time }: Takings,
  row: number,
  withinDays: number,
): Departure | null {
  const now = time[row];
  const until = now + withinDays * DAY;
  const who = person[row] === NONE ? null : registers.person(person[row], now);
  if (who === null) {
    if (actor[row] === NONE) return null;
    const held = registers.account(actor[row], system[row], source[row], now);
    if (held === null || held.kind === 'service' || held.kind === 'shared') return null;
    return isNear(held.end, now, until)
      ? told('account', { end: held.end, recorded: held.recorded }, true)
      : null;
  }
  if (who.end <= now) return null;
  const { start, leaves: end, notice, recorded } = who; // a transfer ends a row, and nobody leaves
  if (notice !== null && notice <= now && (end !== Infinity || now - notice < NOTICE_LASTS))
    return told('notice', { notice, end, recorded }, false);
  const isStaff = who.employment === 'staff' || who.employment === null;
  if (isNear(end, now, until)) {
    const isTerm = end - start <= TERM_MAX || registers.endingAt(end, now) >= TOGETHER_MIN;
    return told('end', { end, recorded }, !isStaff || isTerm);
  }
  if (who.employer === NONE || who.employment === 'staff') return null;
  return contractEnd(registers, who.employer, now, until);
}

/** The last of the contracts in force, where it ends soon. */
function contractEnd(registers: Registers, employer: number, now: Micros, until: Micros): Departure | null {
  const inForce = registers.contracts(employer, now);
  if (inForce.length === 0) return null;
  let last = inForce[0];
  for (const contract of inForce) if (contract.end > last.end) last = contract;
  return isNear(last.end, now, until)
    ? told('contract', { end: last.end, recorded: last.recorded }, true)
    : null;
}

interface Known {
  readonly notice?: Micros | null;
  readonly end: Micros;
  readonly recorded: Micros;
}

function isNear(end: Micros, now: Micros, until: Micros): boolean {
  return now < end && end <= until;
}
