/** Who looked, and what holds for the whole event whoever was looked at: end, site, contract, duty, leave. */
import { type EventColumns, IS_LOOKUP, OUTCOME } from '../../schemas/event-columns.ts';
import { type Key, NONE } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { CaseRow, PermitRow, PersonRow, Registers } from '../registers/registers.ts';
import { CAUSE, OFF_DUTY, ROW_CAUSE, type VerdictColumns } from './columns.ts';
import { coveringPermit } from './permitted.ts';
import { COVERED, contractCoverage, coverage, OUTSIDE_BY_CLASS } from './scope.ts';
import { WANT } from './want.ts';

/** Columns the judge reads and writes. */
export type JudgedColumns = EventColumns & VerdictColumns & { person: Float64Array };

/** What the registers say of the actor of one row. One object is filled again and again: the judge allocates nothing. */
export interface Actor {
  time: Micros;
  /** The person; NONE where nobody is known. */
  key: Key;
  person: PersonRow | null;
  isLookup: boolean;
  /** Or-ed {@link ROW_CAUSE}. */
  causes: number;
  /** The gravest of `causes` but leave, as a {@link CAUSE}; 0 where there is none. */
  hardCause: number;
  /** What would decide about contract and duty but is not known: or-ed {@link WANT}. */
  wants: number;
  /** The permit that covers the event. */
  permit: PermitRow | null;
  offDuty: number;
}

const NO_UNITS: readonly Key[] = [];

/** An actor to be filled by {@link readActor}. */
export function blankActor(): Actor {
  return {
    time: 0,
    key: NONE,
    person: null,
    isLookup: false,
    causes: 0,
    hardCause: 0,
    wants: 0,
    permit: null,
    offDuty: 0,
  };
}

/** Fills `actor` from a row. */
export function readActor(actor: Actor, columns: JudgedColumns, row: number, registers: Registers): void {
  const time = columns.time[row];
  const key = columns.person[row];
  const person = key === NONE ? null : registers.person(key, time);
  actor.time = time;
  actor.key = key;
  actor.person = person;
  actor.isLookup = IS_LOOKUP[columns.action[row]] && columns.outcome[row] === OUTCOME.success;
  actor.causes = 0;
  actor.hardCause = 0;
  actor.wants = 0;
  actor.permit = null;
  actor.offDuty = key === NONE ? 0 : registers.offDuty(key, person === null ? NO_UNITS : person.units, time);
  const ended = endedCause(person, columns, row, registers);
  if (ended !== 0) {
    actor.causes |= ROW_CAUSE.ended;
    actor.hardCause = ended;
  }
  if (actor.isLookup) readLookup(actor, columns, row, registers);
}

/** True where a case is assigned to the actor or to his unit. */
export function isAssigned({ assignees }: CaseRow, actor: Actor): boolean {
  if (actor.key === NONE) return false;
  if (assignees.includes(actor.key)) return true;
  if (actor.person === null) return false;
  for (const unit of actor.person.units) if (assignees.includes(unit)) return true;
  return false;
}

function endedCause(
  person: PersonRow | null,
  columns: JudgedColumns,
  row: number,
  registers: Registers,
): number {
  const time = columns.time[row];
  if (person !== null && person.end <= time) return CAUSE['person-ended'];
  const account = columns.actor[row];
  if (account === NONE) return 0;
  const holding = registers.account(account, columns.system[row], columns.source[row], time);
  return holding !== null && holding.end <= time ? CAUSE['account-ended'] : 0;
}

function readLookup(actor: Actor, columns: JudgedColumns, row: number, registers: Registers): void {
  actor.permit = coveringPermit(registers, actor.key, columns.actor[row], columns, row, true);
  note(actor, isSiteEnded(columns, row, registers) ? ROW_CAUSE.site : 0, CAUSE['site-not-authorised']);
  note(actor, contractCause(actor, columns, row, registers), CAUSE.contract);
  const duty = dutyCause(actor, columns, row, registers);
  note(actor, duty, duty === ROW_CAUSE.duty ? CAUSE.duty : CAUSE['data-class']);
  if (actor.offDuty === OFF_DUTY.leave) actor.causes |= ROW_CAUSE.leave;
}

function note(actor: Actor, bit: number, cause: number): void {
  if (bit === 0) return;
  actor.causes |= bit;
  if (actor.hardCause === 0) actor.hardCause = cause;
}

/** The event's site, or else the place of its device, is no longer authorised to use the system. */
function isSiteEnded(columns: JudgedColumns, row: number, registers: Registers): boolean {
  const time = columns.time[row];
  let site = columns.site[row];
  if (site === NONE && columns.device[row] !== NONE)
    site = registers.device(columns.device[row], time)?.site ?? NONE;
  if (site === NONE) return false;
  const known = registers.site(site, time);
  return known !== null && known.end <= time;
}

/** Staff of partners may do what one of their employer's contracts covers. */
function contractCause(actor: Actor, columns: JudgedColumns, row: number, registers: Registers): number {
  const { person, time } = actor;
  if (person === null || person.employer === NONE) return 0;
  const { employment } = person;
  if (employment !== 'contractor' && employment !== 'partner' && employment !== 'agency') return 0;
  if (registers.standing('contracts', time) !== 'current') return 0;
  let wants = 0;
  for (const contract of registers.contracts(person.employer, time)) {
    const covered = contractCoverage(contract, columns, row);
    if (covered === COVERED) return 0;
    if (covered > 0) wants |= covered;
  }
  actor.wants |= wants;
  return wants === 0 ? ROW_CAUSE.contract : 0;
}

/** What none of the actor's duties allows; a duty the register does not know, or a permit, lets it pass. */
function dutyCause(actor: Actor, columns: JudgedColumns, row: number, registers: Registers): number {
  const { person, time, permit } = actor;
  if (person === null || person.duties.length === 0 || permit !== null) return 0;
  if (registers.standing('duties', time) !== 'current') return 0;
  let wants = 0;
  let cause: number = ROW_CAUSE.duty;
  for (const duty of person.duties) {
    const rows = registers.duty(duty, time);
    if (rows.length === 0) return 0;
    for (const allowed of rows) {
      const covered = coverage(allowed, columns, row, true);
      if (covered === COVERED) return 0;
      if (covered > 0) wants |= covered;
      if (covered === OUTSIDE_BY_CLASS) cause = ROW_CAUSE.dataClass;
    }
  }
  actor.wants |= wants;
  return wants === 0 ? cause : 0;
}

/** Columns that {@link readActor} fills beside the verdict. */
export function writeActor(actor: Actor, columns: JudgedColumns, row: number): void {
  const units = actor.person?.units ?? NO_UNITS;
  columns.rowCause[row] = actor.causes;
  columns.offDuty[row] = actor.offDuty;
  columns.unit[row] = units.length === 1 ? units[0] : NONE;
}

/** True where the actor cannot be known for want of the accounts register. */
function isActorUnknown(actor: Actor, columns: JudgedColumns, row: number, registers: Registers): boolean {
  if (actor.key !== NONE || columns.actor[row] === NONE) return false;
  return registers.standing('accounts', actor.time) !== 'current';
}

/** What the want of registers about people leaves open: or-ed {@link WANT}. */
export function actorWants(actor: Actor, columns: JudgedColumns, row: number, registers: Registers): number {
  if (isActorUnknown(actor, columns, row, registers)) return WANT.accounts;
  if (actor.key !== NONE && registers.standing('people', actor.time) !== 'current') return WANT.people;
  return 0;
}
