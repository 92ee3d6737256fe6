import type { Columns, Register } from '../../schemas/registers/column.ts';
import { REGISTER_NAMES, REGISTERS, type RegisterName } from '../../schemas/registers/registers.ts';
import type { RegisterSettings } from '../../schemas/registers/settings.ts';
import { type Key, NONE, pairKey } from '../core/hash.ts';
import type { Problem } from '../core/problem.ts';
import type { Micros } from '../core/time.ts';
import { accountSystemsOf } from './account-systems.ts';
import { calendarOf } from './calendar.ts';
import { checkRegisters } from './checks.ts';
import { coverageOf, stalenessOf } from './coverage.ts';
import { destinationsOf } from './destinations.ts';
import { endsOf } from './ends.ts';
import { countResolved, type History, historyOf, holds, latestStarted, type Resolved } from './history.ts';
import { holdingsOf } from './holdings.ts';
import { householdsOf } from './households.ts';
import { lateEntriesOf } from './late-entries.ts';
import { lensOf, NO_ROWS } from './lens.ts';
import { openCasesOf } from './open-cases.ts';
import { periodsOf } from './periods.ts';
import { permitsOf } from './permits.ts';
import { placesOf } from './places.ts';
import { joinPerson, type PreparedRows, preparers, type RowsRead } from './prepare.ts';
import { type Prepare, readRows } from './read-rows.ts';
import type { Registers, Standing, Validity } from './registers.ts';
import { openReport, type Report } from './report.ts';
import { NO_ROSTER, rosterOf } from './roster.ts';
import type { RegisterTable } from './table.ts';

/** The tables of a run, by register; several for one are read one after the other. */
export type RegisterTables = Partial<Readonly<Record<RegisterName, readonly RegisterTable[]>>>;

/** What was read of one register. */
export interface RegisterSummary extends Resolved {
  readonly register: RegisterName;
  readonly rows: number;
}

/** The registers of a run, and what to tell the user about them. */
export interface BuiltRegisters {
  readonly registers: Registers;
  /** The same rows, as known at other instants than those they were built for. */
  knowing(knownAt: Knowledge): Registers;
  readonly problems: readonly Problem[];
  /** Rows that were left out. */
  readonly refused: number;
  /** One entry for each register that is present. */
  readonly summaries: readonly RegisterSummary[];
  readonly missing: readonly RegisterName[];
}

/** At which instant of knowledge a question about an event is answered. In `detect`: that of the event itself. */
export type Knowledge = (time: Micros) => Micros;
const asOfEvent: Knowledge = (time) => time;

/** Builds the registers of a run. Measured over a million cases: about 4 µs and 360 bytes each. */
export function buildRegisters(
  tables: RegisterTables,
  settings: RegisterSettings,
  knownAt: Knowledge = asOfEvent,
): BuiltRegisters {
  const report = openReport();
  const { histories, present, summaries } = readAll(tables, report);
  return {
    registers: answersOf(histories, present, settings, knownAt),
    knowing: (instants) => answersOf(histories, present, settings, instants),
    problems: report.problems(),
    refused: report.refused(),
    summaries,
    missing: REGISTER_NAMES.filter((name) => !present.has(name)),
  };
}

/** Reads and checks all registers. What is needed for that alone, as their bytes and lines, is not held on to. */
function readAll(
  tables: RegisterTables,
  report: Report,
): Pick<BuiltRegisters, 'summaries'> & { histories: Histories; present: ReadonlySet<RegisterName> } {
  const prepare = preparers(report) as Record<RegisterName, Prepare<Register, PreparedRows[RegisterName]>>;
  const present = new Set<RegisterName>();
  const read = Object.fromEntries(
    REGISTER_NAMES.map((name) => {
      const rows = readRows(REGISTERS[name] as Register<Columns>, tables[name] ?? [], prepare[name], report);
      if (rows.places.files.length > 0) present.add(name);
      return [name, rows];
    }),
  ) as RowsRead;
  const histories = historiesOf(read);
  const isPresent = (name: RegisterName) => present.has(name);
  checkRegisters({ read, groupsOf: (name) => histories[name].groups, isPresent }, report);
  const summaries = Array.from(present, (register) => ({
    register,
    rows: read[register].rows.length,
    ...countResolved(histories[register] as History<PreparedRows[RegisterName], unknown>),
  }));
  return { histories, present, summaries };
}

type Histories = ReturnType<typeof historiesOf>;

function historiesOf(read: RowsRead) {
  const plain = <N extends RegisterName>(name: N) =>
    historyOf<PreparedRows[N], readonly PreparedRows[N][]>(
      read[name],
      { addsUp: REGISTERS[name].addsUp, ended: (row, end) => ({ ...row, end }) },
      (rows) => rows,
    );
  const manner = { addsUp: false, ended: <T>(row: T, end: Micros) => ({ ...row, end }) };
  return {
    people: historyOf(read.people, manner, joinPerson),
    accounts: plain('accounts'),
    devices: plain('devices'),
    sites: plain('sites'),
    systems: plain('systems'),
    cases: plain('cases'),
    households: plain('households'),
    permits: plain('permits'),
    'no-contact': plain('no-contact'),
    protected: plain('protected'),
    contracts: plain('contracts'),
    destinations: plain('destinations'),
    calendar: plain('calendar'),
    shifts: historyOf(read.shifts, manner, rosterOf),
    duties: plain('duties'),
  };
}

function answersOf(
  from: Histories,
  present: ReadonlySet<RegisterName>,
  settings: RegisterSettings,
  knownAt: Knowledge,
): Registers {
  const ofHolder = ({ principal }: { readonly principal: Key }) =>
    principal === NONE ? NO_ROWS : [principal];
  const coversAccounts = lazy(() => accountSystemsOf(from.accounts));
  const accountsOf = lazy(() => lensOf(from.accounts, ofHolder, 'started'));
  const devicesOf = lazy(() => lensOf(from.devices, ofHolder, 'started'));
  const casesAbout = lazy(() => lensOf(from.cases, ({ subjects }) => subjects, 'known'));
  const protections = lazy(() => lensOf(from.protected, ({ subject }) => [subject], 'holding'));
  const contractsOf = lazy(() => lensOf(from.contracts, ({ employer }) => [employer], 'started'));
  const contracts = lazy(() => lensOf(from.contracts, ({ employer }) => [employer], 'holding'));
  const duty = lazy(() => lensOf(from.duties, ({ duty: name }) => [name], 'holding'));
  const ends = lazy(() => endsOf(from.people.entries));
  const casesCover = lazy(() => coverageOf(from.cases));
  const lateCases = lazy(() => lateEntriesOf(from.cases.entries));
  const hasOpenCase = lazy(() => openCasesOf(from.cases));
  const household = lazy(() => householdsOf(from.households));
  const permits = lazy(() => permitsOf(from.permits));
  const destinations = lazy(() => destinationsOf(from.destinations));
  const calendar = calendarOf(settings, from.calendar);
  const holdings = holdingsOf(from.accounts);
  const standing = standingOf(from, present, settings);

  const registers: Registers = {
    periods: (registers, echo = 0) =>
      periodsOf(registers, echo, {
        entries: (name) => from[name].entries,
        freshnessDays: (name) => settings.freshness_days[name],
        knownAt,
      }),
    standing: (register, time) => standing(register, knownAt(time), time),
    person: (principal, time) => latest(from.people.of(principal, knownAt(time)), time),
    endingAt: (end, time) => ends()(end, knownAt(time)),
    account: (account, system, source, time) => holdings.row(account, system, source, knownAt(time), time),
    holder: (account, system, source, time) =>
      holdings.principal(account, system, source, knownAt(time), time),
    coversAccounts: (system, source, time) => coversAccounts()(system, source, knownAt(time)),
    accountsOf: (principal, time) => accountsOf()(principal, knownAt(time), time),
    device: (device, time) => latest(from.devices.of(device, knownAt(time)), time),
    devicesOf: (principal, time) => devicesOf()(principal, knownAt(time), time),
    site: (site, time) => latest(from.sites.of(site, knownAt(time)), time),
    system: (source, time) => latest(from.systems.of(source, knownAt(time)), time),
    place: (source, device, ip, text, site, time) => places()(source, device, ip, text, site, time),
    caseVersions: (caseId, time) => from.cases.of(caseId, knownAt(time)) ?? NO_ROWS,
    casesAbout: (subject, time) => casesAbout()(subject, knownAt(time), time),
    casesCover: (time) => casesCover()(knownAt(time), time),
    lateCases: (time) => lateCases()(knownAt(time)),
    hasOpenCase: (assignee, time) => hasOpenCase()(assignee, knownAt(time), time),
    householdOf: (subject, time) => household()(subject, knownAt(time), time),
    permits: (principal, account, time) => permits()(principal, account, knownAt(time), time),
    noContact: (principal, subject, time) =>
      someHolds(from['no-contact'].of(pairKey(principal, subject), knownAt(time)), time),
    protections: (subject, time) => protections()(subject, knownAt(time), time),
    contractsOf: (employer, time) => contractsOf()(employer, knownAt(time), time),
    contracts: (employer, time) => contracts()(employer, knownAt(time), time),
    duty: (name, time) => duty()(name, knownAt(time), time),
    destination: (destination, text, time) =>
      standing('destinations', knownAt(time), time) === 'current'
        ? destinations()(destination, text, knownAt(time), time)
        : 'missing',
    offDuty: (principal, units, time) => {
      const roster = from.shifts.of(principal, knownAt(time));
      const rostered = roster === null ? NO_ROSTER : roster.offDuty(time);
      return rostered === NO_ROSTER ? calendar.offDuty(units, knownAt(time), time) : rostered;
    },
  };
  const places = lazy(() => placesOf(registers));
  return registers;
}

/** Something made when it is first asked for: few runs ask all questions. */
function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function latest<T extends Validity>(rows: readonly T[] | null, time: Micros): T | null {
  return rows === null ? null : latestStarted(rows, time);
}

function someHolds(rows: readonly Validity[] | null, time: Micros): boolean {
  if (rows === null) return false;
  for (let i = 0; i < rows.length; i++) if (holds(rows[i], time)) return true;
  return false;
}

function standingOf(
  histories: Histories,
  present: ReadonlySet<RegisterName>,
  { freshness_days }: RegisterSettings,
): (register: RegisterName, known: Micros, time: Micros) => Standing {
  const isStale = new Map(
    Array.from(present).flatMap((name) => {
      const days = freshness_days[name];
      return days === undefined ? [] : [[name, stalenessOf(histories[name].entries, days)] as const];
    }),
  );
  return (register, known, time) => {
    if (!present.has(register)) return 'missing';
    return isStale.get(register)?.(known, time) ? 'stale' : 'current';
  };
}
