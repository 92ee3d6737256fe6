/**
 * Retention: events that are older than the organisation may keep them are removed, in a commit that says so. What was removed stays
 * in the chain as numbers and hashes; so it can be told from what somebody made disappear.
 */
import { SYSTEMS, type System } from '../../schemas/access-event.ts';
import { type LakeFile, PARQUET_TABLES, type ParquetTable, type Retention } from '../../schemas/commit.ts';
import type { RetentionPeriods } from '../../schemas/retention-settings.ts';
import {
  civilFromDay,
  type Day,
  dayFromCivil,
  daysInMonth,
  formatDate,
  parseDate,
  parseInstant,
  startOfDay,
} from '../core/time.ts';
import { adopted, withFooter } from './epoch-rows.ts';
import type { Gone, TableMaker } from './parquet-maker.ts';
import type { Snapshot } from './snapshot.ts';
import type { Store } from './store.ts';
import type { LakeWriter } from './writer.ts';

/** What is to go: events of these kinds of log before these days. */
export type Limits = ReadonlyMap<System, Day>;

/** The first days that are kept, as of a day. */
export function limitsOf(periods: RetentionPeriods, today: Day): Limits {
  return new Map(
    SYSTEMS.flatMap((system) => {
      const period = periods[system];
      return period === undefined ? [] : [[system, dayBefore(today, period)]];
    }),
  );
}

/** The same day so many years or months ago (the last one of a month that is shorter), or so many days ago. */
function dayBefore(today: Day, period: string): Day {
  const count = Number.parseInt(period, 10);
  if (period.endsWith('d')) return today - count;
  const { year, month, day } = civilFromDay(today);
  const months = year * 12 + month - 1 - count * (period.endsWith('y') ? 12 : 1);
  const [toYear, toMonth] = [Math.floor(months / 12), (months % 12) + 1];
  return dayFromCivil(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

/** A file of which rows are to go. */
interface Affected {
  readonly file: LakeFile;
  readonly kept: number;
}

/** What a retention would remove. */
export interface RetentionPlan {
  readonly limits: Limits;
  readonly files: readonly Affected[];
  readonly events: Retention['events'];
}

/** Finds what is to go; `null`: nothing is. Reads, and changes nothing. */
export async function planRetention(
  snapshot: Snapshot,
  store: Store,
  maker: TableMaker,
  limits: Limits,
): Promise<RetentionPlan | null> {
  const gone = goneOf(limits);
  const latest = Math.max(...gone.map(({ before }) => before));
  const old = snapshot.files.filter(({ tail, first }) => !tail && first !== null && first < latest);
  const isTouched = ({ days }: LakeFile) =>
    days.some(({ day, system }) => isOver(system, parseDate(day), limits));
  const touched = old.filter(isTouched);
  const files: Affected[] = [];
  for (const file of old) {
    const isBeside = file.table !== 'events' && touched.some((events) => overlap(events, file));
    if (!isParquet(file.table) || !(isTouched(file) || isBeside)) continue;
    const count = await maker.countGone(
      file.table,
      store.path(file.name),
      gone,
      eventsBeside(file, old, store),
    );
    if (count > 0) files.push({ file, kept: file.rows - count });
  }
  for (const table of ['findings', 'quarantine', 'replayed'] as const)
    files.push(...overLines(snapshot, store, table, limits).map((file) => ({ file, kept: 0 })));
  return files.length === 0 ? null : { limits, files, events: eventsGone(old, limits) };
}

/** Removes what was planned. */
export async function applyRetention(
  writer: LakeWriter,
  store: Store,
  maker: TableMaker,
  { limits, files: affected, events }: RetentionPlan,
): Promise<void> {
  const gone = goneOf(limits);
  const old = affected.map(({ file }) => file);
  await writer.retain(async (nameIn) => {
    const files: LakeFile[] = [];
    for (const { file, kept } of affected)
      if (kept > 0 && isParquet(file.table)) {
        const name = `${nameIn(file.name.slice(0, file.name.lastIndexOf('/')))}.parquet`;
        const scratch = store.scratch();
        const made = await maker.makeKept(
          file.table,
          store.path(file.name),
          gone,
          eventsBeside(file, old, store),
          scratch,
        );
        const rest = adopted(store, file.table, name, scratch, withFooter(made));
        if (rest.rows !== kept) throw new Error(`${name} would not hold the ${kept} rows to be kept`);
        const days = file.days.filter(({ day, system }) => !isOver(system, parseDate(day), limits));
        const first = days.length === 0 ? file.first : Math.max(file.first ?? 0, firstOf(days));
        files.push({ ...rest, first, last: file.last, days });
      }
    const removed = affected.map(({ file: { name, sha256, rows }, kept }) => ({ name, sha256, rows, kept }));
    return { files, retention: { limits: told(limits), events: [...events], removed } };
  });
}

/** Limits as a commit says them. */
function told(limits: Limits): Retention['limits'] {
  return [...limits].map(([system, before]) => ({ system, before: formatDate(before) }));
}

function goneOf(limits: Limits): Gone[] {
  return [...limits].map(([system, day]) => ({ system, before: startOfDay(day) }));
}

function isOver(system: System, day: Day, limits: Limits): boolean {
  return day < (limits.get(system) ?? Number.NEGATIVE_INFINITY);
}

function isParquet(table: LakeFile['table']): table is ParquetTable {
  return PARQUET_TABLES.some((name) => name === table);
}

/** The files of events of the time of another file, which may hold the events of its rows. */
function eventsBeside(file: LakeFile, files: readonly LakeFile[], store: Store): string[] {
  if (file.table === 'events') return [];
  return files.flatMap((one) => (one.table === 'events' && overlap(one, file) ? [store.path(one.name)] : []));
}

/** Whether two files hold times in common. */
function overlap(one: LakeFile, other: LakeFile): boolean {
  return (one.first ?? 0) <= (other.last ?? 0) && (one.last ?? 0) >= (other.first ?? 0);
}

function firstOf(days: LakeFile['days']): number {
  return startOfDay(Math.min(...days.map(({ day }) => parseDate(day))));
}

/** Events that go, by system. */
function eventsGone(files: readonly LakeFile[], limits: Limits): Retention['events'] {
  const days = files
    .flatMap((file) => file.days)
    .filter(({ day, system }) => isOver(system, parseDate(day), limits));
  return [...limits.keys()].flatMap((system) => {
    const own = days.filter((one) => one.system === system);
    const sorted = own.map(({ day }) => day).sort();
    const events = own.reduce((sum, one) => sum + one.events, 0);
    return own.length === 0 ? [] : [{ system, events, first: sorted[0], last: sorted[sorted.length - 1] }];
  });
}

/** So many files in a row that stay end the search: they come in the order of time, but for findings that lasted long. */
const STAYING_MAX = 64;

/** Files of lines that go as a whole: none of their lines is of a time that is kept. */
function overLines(
  { files }: Snapshot,
  store: Store,
  table: 'findings' | 'quarantine' | 'replayed',
  limits: Limits,
): LakeFile[] {
  const over: LakeFile[] = [];
  const present = new Set(files.flatMap(({ days }) => days.map(({ system }) => system)));
  const unknown = Math.min(...[...present].map((system) => limits.get(system) ?? Number.NEGATIVE_INFINITY));
  let staying = 0;
  for (const file of files) {
    if (file.table !== table || file.tail) continue;
    const goes =
      table === 'findings'
        ? areFindingsOver(store.get(file.name), limits)
        : file.last !== null && Number.isFinite(unknown) && file.last < startOfDay(unknown);
    if (goes) over.push(file);
    else if (++staying > STAYING_MAX) break;
  }
  return over;
}

/** Whether all findings of a file ended before what is kept of every system they concern. */
function areFindingsOver(bytes: Uint8Array | null, limits: Limits): boolean {
  if (bytes === null || limits.size === 0) return false;
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.every((line) => {
    if (line === '') return true;
    const { systems, last_time } = JSON.parse(line) as { systems: System[]; last_time: string };
    const time = parseInstant(last_time);
    return systems.every((system) => time < startOfDay(limits.get(system) ?? Number.NEGATIVE_INFINITY));
  });
}
