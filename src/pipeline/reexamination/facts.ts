/**
 * What the organisation knows now of the past and did not know before: the difference of two deliveries of registers, and rows
 * that were recorded later than what they speak of.
 */
import { REGISTER_NAMES, type RegisterName } from '../../../schemas/registers/registers.ts';
import { DAY, type Micros } from '../../core/time.ts';
import type { RegisterTables } from '../../registers/build.ts';
import type { Validity } from '../../registers/registers.ts';
import { eachRow, hashRowOf, type RegisterRow } from './register-rows.ts';

/** What one row of a register says of the past. */
export interface Fact {
  readonly register: RegisterName;
  /** What the row is about: the cells of its key. Null: the register as a whole. */
  readonly name: string | null;
  /** The row as it was known before and as it is known now; null where there was none. */
  readonly before: RegisterRow | null;
  readonly after: RegisterRow | null;
  /** Which time it speaks of, and until when this was not known. */
  readonly from: Micros;
  readonly to: Micros;
  /** When it became known. */
  readonly knownOn: Micros;
}

/** Registers, and up to when a row counts as known in them. */
export interface KnownTables {
  readonly tables: RegisterTables;
  readonly by: Micros;
  /** Hashes of their files, by register: where two agree, nothing is compared. */
  readonly hashes: Partial<Readonly<Record<RegisterName, string>>>;
}

/** Registers in which a row says something for ever after it has ended, such as that somebody has left. */
const LASTING: ReadonlySet<RegisterName> = new Set([
  'people',
  'accounts',
  'devices',
  'sites',
  'systems',
  'cases',
  'contracts',
  'destinations',
]);

/** What `now` says otherwise than `before`. What gives no time of its recording became known `now.by`. */
export function factsBetween(before: KnownTables, now: KnownTables): Fact[] {
  return REGISTER_NAMES.flatMap((register) => {
    if (!isPresent(before.tables, register) && !isPresent(now.tables, register)) return [];
    if (isPresent(before.tables, register) !== isPresent(now.tables, register))
      return [wholeRegister(register, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, now.by)];
    if (before.hashes[register] !== undefined && before.hashes[register] === now.hashes[register])
      return recordedSince(register, now, before.by);
    const changed = changedKeys(register, before, now);
    const [old, fresh] = [
      newest(versionsOf(register, before.tables, changed), before.by),
      newest(versionsOf(register, now.tables, changed), now.by),
    ];
    const facts = [...changed].flatMap((key) => {
      const [was, is] = [old.get(key) ?? null, fresh.get(key) ?? null];
      return factOf(register, was, is, is?.recorded ?? now.by, Number.POSITIVE_INFINITY);
    });
    return [...facts, ...movedCoverage(register, before, now)];
  });
}

/** Rows recorded later than `since` that speak of a time before they were recorded. */
export function factsRecordedSince(now: KnownTables, since: Micros): Fact[] {
  return REGISTER_NAMES.flatMap((register) => recordedSince(register, now, since));
}

function recordedSince(register: RegisterName, { tables, by }: KnownTables, since: Micros): Fact[] {
  const isLate = (recorded: Micros | null) => recorded !== null && recorded > since && recorded <= by;
  const keys = new Set<string>();
  eachRow(register, tables[register], (recorded, read) => {
    if (isLate(recorded)) keys.add(read().key);
  });
  return [...versionsOf(register, tables, keys).values()].flatMap((versions) =>
    versions.flatMap((row, i) =>
      row.recorded !== null && isLate(row.recorded)
        ? factOf(register, inForce(versions[i - 1]), inForce(row), row.recorded, row.recorded)
        : [],
    ),
  );
}

/** The fact in the difference of two versions; none where they say the same of the time before `until`. */
function factOf(
  register: RegisterName,
  before: RegisterRow | null,
  after: RegisterRow | null,
  knownOn: Micros,
  until: Micros,
): Fact[] {
  const name = (after ?? before)?.name ?? null;
  if ((before === null && after === null) || name === null) return [];
  if (before !== null && after !== null && before.content === after.content) return [];
  const { start, end } = spanOf(register, before, after);
  const to = Math.min(end, until);
  return start < to ? [{ register, name, before, after, from: start, to, knownOn }] : [];
}

/** The time of which two versions say different things. */
function spanOf(register: RegisterName, before: RegisterRow | null, after: RegisterRow | null): Validity {
  const rows = [before, after].filter((row) => row !== null);
  const last = Math.max(...rows.map(({ end }) => end));
  const end = LASTING.has(register) ? Number.POSITIVE_INFINITY : last;
  const onlyEnds = before !== null && after !== null && before.withoutEnd === after.withoutEnd;
  const start = Math.min(...rows.map((row) => (onlyEnds ? row.end : row.start)));
  return { start, end };
}

function isPresent(tables: RegisterTables, register: RegisterName): boolean {
  return (tables[register]?.length ?? 0) > 0;
}

function wholeRegister(register: RegisterName, from: Micros, to: Micros, knownOn: Micros): Fact {
  return { register, name: null, before: null, after: null, from, to, knownOn };
}

/** Keys of rows that stand in one delivery only. Holds 53 bits a row, so that a million cases are no matter. */
function changedKeys(register: RegisterName, before: KnownTables, now: KnownTables): Set<string> {
  const keys = new Set<string>();
  const [old, fresh] = [hashes(register, before), hashes(register, now)];
  const collect = ({ tables, by }: KnownTables, other: ReadonlySet<number>) =>
    eachRow(register, tables[register], (recorded, read) => {
      if ((recorded ?? by) > by) return;
      const row = read();
      if (!other.has(hashRowOf(row))) keys.add(row.key);
    });
  collect(before, fresh);
  collect(now, old);
  return keys;
}

function hashes(register: RegisterName, { tables, by }: KnownTables): Set<number> {
  const all = new Set<number>();
  eachRow(register, tables[register], (recorded, read) => {
    if ((recorded ?? by) <= by) all.add(hashRowOf(read()));
  });
  return all;
}

/** All versions of some keys, in the order in which they became known. */
function versionsOf(
  register: RegisterName,
  tables: RegisterTables,
  keys: ReadonlySet<string>,
): Map<string, RegisterRow[]> {
  const versions = new Map<string, RegisterRow[]>();
  if (keys.size === 0) return versions;
  eachRow(register, tables[register], (_, read) => {
    const row = read();
    if (!keys.has(row.key)) return;
    const known = versions.get(row.key) ?? [];
    versions.set(row.key, known);
    known.push(row);
  });
  const order = ({ recorded }: RegisterRow) => recorded ?? Number.NEGATIVE_INFINITY;
  for (const known of versions.values())
    known.sort((a, b) => (order(a) === order(b) ? 0 : order(a) < order(b) ? -1 : 1));
  return versions;
}

/** The version in force of each key, as known at an instant. */
function newest(versions: ReadonlyMap<string, readonly RegisterRow[]>, by: Micros): Map<string, RegisterRow> {
  const held = new Map<string, RegisterRow>();
  for (const [key, rows] of versions) {
    const row = inForce(rows.findLast(({ recorded }) => recorded === null || recorded <= by));
    if (row !== null) held.set(key, row);
  }
  return held;
}

function inForce(row: RegisterRow | undefined): RegisterRow | null {
  return row === undefined || row.isWithdrawn ? null : row;
}

/** Days that the cases register covers in one delivery only: whatever was looked up then is judged otherwise. */
function movedCoverage(register: RegisterName, before: KnownTables, now: KnownTables): Fact[] {
  if (register !== 'cases') return [];
  const [was, is] = [earliestStart(before), earliestStart(now)];
  if (was === is) return [];
  return [wholeRegister(register, Math.min(was, is) - DAY, Math.max(was, is), now.by)];
}

function earliestStart({ tables, by }: KnownTables): Micros {
  let earliest = Number.POSITIVE_INFINITY;
  let isEmpty = true;
  eachRow('cases', tables.cases, (recorded, read) => {
    isEmpty = false;
    const { start } = read();
    if ((recorded ?? by) <= by && Number.isFinite(start)) earliest = Math.min(earliest, start);
  });
  return isEmpty ? Number.NEGATIVE_INFINITY : earliest;
}
