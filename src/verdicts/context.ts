/**
 * What the registers say of a row whoever was looked at: person, account, device, site, permit, contract, duty.
 *
 * People do the same things at the same desk all day, so answers are kept in a direct-mapped cache by what they depend on, and
 * hold for one period of the registers they come from: one look-up in place of a dozen. (600,000
 * events of the town, with decisions.ts and ids copied as bytes: 9.3 CPU seconds of the process before, 7.4 since, interleaved runs.)
 */
import { ACTION, IS_LOOKUP, NO_DAY, OUTCOME } from '../../schemas/event-columns.ts';
import { type Key, NONE } from '../core/hash.ts';
import { keptAnswers } from '../core/kept-answers.ts';
import type { Micros } from '../core/time.ts';
import type {
  DeviceRow,
  PermitRow,
  PersonRow,
  RegisterName,
  Registers,
  Validity,
} from '../registers/registers.ts';
import { ACCOUNT_KIND, CAUSE, DEVICE_KIND, type JudgedColumns, ROW_CAUSE } from './columns.ts';
import { coveringPermit } from './permitted.ts';
import { COVERED, contractCoverage, coverage, OUTSIDE_BY_CLASS } from './scope.ts';

/** What holds for a row. */
export interface RowContext {
  readonly person: PersonRow | null;
  /** Or-ed {@link ROW_CAUSE}, all but leave, which the calendar knows. */
  readonly causes: number;
  /** The gravest of `causes`, as a {@link CAUSE}; 0 where there is none. */
  readonly hardCause: number;
  /** What would decide about contract and duty but is not known: or-ed WANT. */
  readonly wants: number;
  /** The permit that covers the row. */
  readonly permit: PermitRow | null;
  /** A {@link ACCOUNT_KIND} and a {@link DEVICE_KIND}. */
  readonly accountKind: number;
  readonly deviceKind: number;
  /** Whether the device is the person's own or meant for many, or none is named. */
  readonly atHome: boolean;
  /** Whether the register knows of one account of the person, and no other. */
  readonly hasOneAccount: boolean;
  /** Whether an end of the person's or, where nobody is known, the account's time is in sight, however far. */
  readonly mayLeave: boolean;
}

/** The context of a row of which nothing is known. */
export const NOTHING_KNOWN: RowContext = {
  person: null,
  causes: 0,
  hardCause: 0,
  wants: 0,
  permit: null,
  accountKind: ACCOUNT_KIND.unknown,
  deviceKind: DEVICE_KIND.unknown,
  atHome: false,
  hasOneAccount: false,
  mayLeave: false,
};

/** Whether a row shows somebody something. */
export function isLookup(
  { action, outcome }: Pick<JudgedColumns, 'action' | 'outcome'>,
  row: number,
): boolean {
  return IS_LOOKUP[action[row]] && outcome[row] === OUTCOME.success;
}

/** Says what holds for a row. */
export type Contexts = (columns: JudgedColumns, row: number) => RowContext;

/** Answers kept at a time, 64 bytes each and, where nobody has an equal one, 100 for the context. */
const KEPT_MAX = 1 << 17;
/** Different contexts of one person that are shared. */
const SHARED_MAX = 16;
/** Registers that a context comes from. */
const CONTEXT_REGISTERS = [
  'people',
  'accounts',
  'devices',
  'sites',
  'permits',
  'contracts',
  'duties',
] as const satisfies readonly RegisterName[];

/** Makes contexts with nothing kept yet. */
export function contextsOf(registers: Registers): Contexts {
  const periodOf = registers.periods(CONTEXT_REGISTERS);
  const answers = keptAnswers(KEPT_MAX);
  const kept: RowContext[] = [];
  const shared = sharedContexts();

  return (columns, row) => {
    if (columns.recordDate[row] !== NO_DAY) return contextOf(columns, row, registers); // contracts may name dates
    const actor = columns.actor[row];
    const person = columns.person[row];
    const source = columns.source[row];
    const dataClass = columns.dataClass[row];
    const tenant = columns.tenant[row];
    const site = columns.site[row];
    const device = columns.device[row];
    const deed = columns.system[row] * 64 + columns.action[row] * 2 + columns.outcome[row];
    const period = periodOf(columns.time[row]) * 256 + deed + 1;
    const mixed = actor ^ Math.imul(dataClass ^ device ^ deed, 0x85ebca6b);
    const place = answers.find(mixed, actor, person, source, dataClass, tenant, site, device, period);
    if (place >= 0) return kept[place];
    kept[-1 - place] = shared(contextOf(columns, row, registers));
    return kept[-1 - place];
  };
}

/** Gives an equal context of the same person that was made before: whatever somebody does, it is mostly the same few. */
function sharedContexts(): (made: RowContext) => RowContext {
  const byPerson = new Map<PersonRow | null, RowContext[]>();
  return (made) => {
    const before = byPerson.get(made.person);
    if (before === undefined) {
      byPerson.set(made.person, [made]);
      return made;
    }
    for (const other of before) if (isSame(made, other)) return other;
    if (before.length < SHARED_MAX) before.push(made);
    return made;
  };
}

function isSame(one: RowContext, other: RowContext): boolean {
  return (
    one.person === other.person &&
    one.permit === other.permit &&
    one.causes === other.causes &&
    one.hardCause === other.hardCause &&
    one.wants === other.wants &&
    one.accountKind === other.accountKind &&
    one.deviceKind === other.deviceKind &&
    one.atHome === other.atHome &&
    one.hasOneAccount === other.hasOneAccount &&
    one.mayLeave === other.mayLeave
  );
}

/** Filled while a context is worked out. */
interface Findings {
  causes: number;
  hardCause: number;
  wants: number;
}

/** Asks the registers. */
function contextOf(columns: JudgedColumns, row: number, registers: Registers): RowContext {
  const time = columns.time[row];
  const key = columns.person[row];
  const account = columns.actor[row];
  const person = key === NONE ? null : registers.person(key, time);
  const holding =
    account === NONE ? null : registers.account(account, columns.system[row], columns.source[row], time);
  const device = columns.device[row] === NONE ? null : registers.device(columns.device[row], time);
  const looks = isLookup(columns, row);
  const permit = coveringPermit(registers, key, account, columns, row, looks);
  const found: Findings = { causes: 0, hardCause: 0, wants: 0 };
  if (person !== null && person.end <= time) note(found, ROW_CAUSE.ended, CAUSE['person-ended']);
  else if (holding !== null && holding.end <= time) note(found, ROW_CAUSE.ended, CAUSE['account-ended']);
  if (looks) {
    const site = columns.site[row] === NONE ? (device?.site ?? NONE) : columns.site[row];
    if (isSiteEnded(site, time, registers)) note(found, ROW_CAUSE.site, CAUSE['site-not-authorised']);
  }
  if (columns.outcome[row] === OUTCOME.success && columns.action[row] !== ACTION.logout)
    note(found, contractCause(found, person, columns, row, registers), CAUSE.contract);
  if (looks) {
    const duty = permit === null ? dutyCause(found, person, columns, row, registers) : 0;
    note(found, duty, duty === ROW_CAUSE.duty ? CAUSE.duty : CAUSE['data-class']);
  }
  return {
    ...found,
    person,
    permit,
    accountKind: ACCOUNT_KIND[holding?.kind ?? 'unknown'],
    deviceKind: DEVICE_KIND[device?.kind ?? 'unknown'],
    atHome: columns.device[row] === NONE || isHome(device, key, time),
    mayLeave:
      person === null
        ? hasEnd(holding)
        : hasEnd(person) || person.notice !== null || person.employer !== NONE,
    hasOneAccount: key !== NONE && registers.accountsOf(key, time).length === 1,
  };
}

/** Whether a device of the register is somebody's own, or meant for many. */
function isHome(device: DeviceRow | null, person: Key, time: Micros): boolean {
  if (device === null || device.end <= time) return false;
  if (device.kind === 'shared' || device.kind === 'terminal' || device.kind === 'server') return true;
  return device.principal !== NONE && device.principal === person;
}

function note(found: Findings, bit: number, cause: number): void {
  if (bit === 0) return;
  found.causes |= bit;
  if (found.hardCause === 0) found.hardCause = cause;
}

function hasEnd(row: Validity | null): boolean {
  return row !== null && row.end !== Number.POSITIVE_INFINITY;
}

/** A site, the event's own or that of its device, is no longer authorised to use the system. */
function isSiteEnded(site: Key, time: Micros, registers: Registers): boolean {
  const known = site === NONE ? null : registers.site(site, time);
  return known !== null && known.end <= time;
}

/** People of partners may do what one of their employer's contracts covers, and nothing where none is in force. */
function contractCause(
  found: Findings,
  person: PersonRow | null,
  columns: JudgedColumns,
  row: number,
  registers: Registers,
): number {
  const time = columns.time[row];
  if (person === null) return 0;
  if (!isUnderContract(person)) return 0;
  if (registers.standing('contracts', time) !== 'current') return 0;
  const looks = isLookup(columns, row);
  let wants = 0;
  for (const contract of registers.contracts(person.employer, time)) {
    const covered = contractCoverage(contract, columns, row, looks);
    if (covered === COVERED) return 0;
    if (covered > 0) wants |= covered;
  }
  found.wants |= wants;
  return wants === 0 ? ROW_CAUSE.contract : 0;
}

/** Whether contracts decide what a person may do: contractors, people of partners and agencies, where their employer is known. */
function isUnderContract({ employment, employer }: PersonRow): boolean {
  return (
    employer !== NONE && (employment === 'contractor' || employment === 'partner' || employment === 'agency')
  );
}

/** What none of the person's duties allows; a duty the register does not know lets it pass. */
function dutyCause(
  found: Findings,
  person: PersonRow | null,
  columns: JudgedColumns,
  row: number,
  registers: Registers,
): number {
  const time = columns.time[row];
  if (person === null || person.duties.length === 0) return 0;
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
  found.wants |= wants;
  return wants === 0 ? cause : 0;
}
