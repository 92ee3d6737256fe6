/**
 * Which events must be judged again so that the judgement of the touched ones is right: everything the people behind them
 * did, from some time before, and what at their devices or under their transactions may explain it.
 */
import type { Action } from '../../../schemas/access-event.ts';
import { DAY, type Micros } from '../../core/time.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import type { EventFilter, Pick } from '../../store/stored-events.ts';
import type { Cause } from './causes.ts';

/** How long before a touched event judging begins, so that windows and habits are filled as they were. */
const WARM_UP: Micros = 100 * DAY;
/** More people, accounts, devices or transactions than this are not listed: all events are judged. */
const LISTED_MAX = 5_000;
/** At more touched devices than this only what may explain something is judged besides the people's own events. */
const DEVICES_MAX = 50;

const EXPLAINING: readonly Action[] = ['sale', 'refund', 'create', 'update', 'print'];

/** What is to be judged again. */
export interface Scope {
  readonly filter: EventFilter;
  /** The earliest time that a cause speaks of. */
  readonly from: Micros;
  /** How many people (or accounts of nobody) are touched; null: everybody. */
  readonly people: number | null;
}

/** The scope of causes among files of events; null where they touch no event. */
export async function scopeOf(
  causes: readonly Cause[],
  files: readonly string[],
  maker: TableMaker,
): Promise<Scope | null> {
  const picks = causes.flatMap((cause) => cause.picks);
  const from = causes.reduce((least, cause) => Math.min(least, cause.from), Number.POSITIVE_INFINITY);
  const start = from - WARM_UP;
  const touched = await maker.values(files, ['person', 'actor', 'device'], { picks });
  if (touched.length === 0) return null;
  const [people, actors, devices] = [0, 1, 2].map((column) => distinct(touched, column));
  const many = { filter: { picks: [since(null, null, start)] }, from, people: null };
  if (people.length + actors.length > LISTED_MAX) return many;
  const own = [since('person', people, start), since('actor', actors, start)];
  const places = await maker.values(files, ['device', 'transaction_id'], { picks: own });
  const [explainingAt, transactions] = [0, 1].map((column) => distinct(places, column));
  const explaining = (column: 'device' | 'transaction_id', values: readonly string[]): Pick => ({
    ...since(column, values.length > LISTED_MAX ? null : values, start),
    actions: EXPLAINING,
  });
  const all = [
    ...own,
    ...(devices.length <= DEVICES_MAX ? [since('device', devices, start)] : []),
    explaining('device', explainingAt),
    explaining('transaction_id', transactions),
  ];
  const nobodys = touched.filter(([person]) => person === null).map(([, actor]) => actor);
  return {
    filter: { picks: all.filter(({ values }) => values === null || values.length > 0) },
    from,
    people: people.length + new Set(nobodys).size,
  };
}

function since(column: Pick['column'], values: Pick['values'], from: Micros): Pick {
  return { column, values, from, to: Number.POSITIVE_INFINITY };
}

function distinct(rows: readonly (readonly (string | null)[])[], column: number): string[] {
  return [...new Set(rows.flatMap((row) => row[column] ?? []))].sort();
}
