/** Who looked, and when: one row's context and what the calendar adds to it. */
import { type Key, NONE } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { CaseRow, Registers } from '../registers/registers.ts';
import { ACCOUNT_KIND, type JudgedColumns, OFF_DUTY, ROW_CAUSE } from './columns.ts';
import { type Contexts, isLookup, NOTHING_KNOWN, type RowContext } from './context.ts';
import { WANT } from './want.ts';

/** Who looked, and when. One object is filled again and again: the judge allocates nothing. */
export interface Actor {
  time: Micros;
  /** The person; NONE where nobody is known. */
  key: Key;
  context: RowContext;
  isLookup: boolean;
  offDuty: number;
}

/** Kinds of accounts behind which somebody sits, known or not; of an account that no register knows it may be a nightly job. */
const IS_SOMEBODYS: readonly boolean[] = Object.values(ACCOUNT_KIND).map(
  (kind) => kind !== ACCOUNT_KIND.unknown && kind !== ACCOUNT_KIND.service,
);
const NO_UNITS: readonly Key[] = [];

/** An actor to be filled by {@link readActor}. */
export function blankActor(): Actor {
  return { time: 0, key: NONE, context: NOTHING_KNOWN, isLookup: false, offDuty: 0 };
}

/** Fills `actor` from a row. */
export function readActor(
  actor: Actor,
  columns: JudgedColumns,
  row: number,
  contexts: Contexts,
  registers: Registers,
): void {
  const key = columns.person[row];
  const context = contexts(columns, row);
  actor.time = columns.time[row];
  actor.key = key;
  actor.context = context;
  actor.isLookup = isLookup(columns, row);
  actor.offDuty =
    key === NONE && !IS_SOMEBODYS[context.accountKind]
      ? 0
      : registers.offDuty(key, context.person?.units ?? NO_UNITS, columns.time[row]);
}

/** True where a case is assigned to the actor or to his unit. */
export function isAssigned({ assignees }: CaseRow, actor: Actor): boolean {
  if (actor.key === NONE) return false;
  if (assignees.includes(actor.key)) return true;
  const { person } = actor.context;
  if (person === null) return false;
  for (const unit of person.units) if (assignees.includes(unit)) return true;
  return false;
}

/** Columns that {@link readActor} fills beside the verdict. */
export function writeActor(actor: Actor, columns: JudgedColumns, row: number): void {
  const { causes, person, permit, accountKind, deviceKind, atHome, hasOneAccount, mayLeave } = actor.context;
  const units = person?.units ?? NO_UNITS;
  const onLeave = actor.isLookup && actor.offDuty === OFF_DUTY.leave ? ROW_CAUSE.leave : 0;
  columns.rowCause[row] = causes | onLeave;
  columns.offDuty[row] = actor.offDuty;
  columns.unit[row] = units.length === 1 ? units[0] : NONE;
  columns.permitted[row] = permit === null ? 0 : 1;
  columns.accountKind[row] = accountKind;
  columns.deviceKind[row] = deviceKind;
  columns.atHome[row] = atHome ? 1 : 0;
  columns.mayLeave[row] = mayLeave ? 1 : 0;
  columns.hasOneAccount[row] = hasOneAccount ? 1 : 0;
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
