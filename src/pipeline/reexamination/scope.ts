/**
 * Which events must be judged again so that the judgement of the touched ones is right: everything the people behind them
 * did, from some time before, and what at their devices or under their transactions may explain it.
 */
import type { Action } from '../../../schemas/access-event.ts';
import { DAY, type Micros } from '../../core/time.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import type { DeviceUse, EventFilter, Pick } from '../../store/stored-events.ts';
import type { Cause } from './causes.ts';

/** Of more people than this it is not held when they were at which device: what may explain a look-up there is judged whenever it was. */
const FEW_PEOPLE = 100;
/** How long before a touched event judging begins, so that windows and habits are filled as they were. */
const WARM_UP: Micros = 100 * DAY;
/** More people, accounts, devices or transactions than this are not listed: all events are judged. */
const LISTED_MAX = 5_000;
/**
 * What everybody did at touched devices is judged where it is as little as this together, the least used devices first: a terminal that the whole
 * town hall uses would make the year of one person that of hundreds (512,276 events instead of 20,151 in a town of 400).
 */
const AT_DEVICES_MAX = 10_000;
/** Of more touched devices than this it is not asked how much they are used, and none is judged whole. */
const DEVICES_MAX = 50;

/** What may explain a look-up at the same device, within the grace time. */
const ISSUES: readonly Action[] = ['sale', 'create', 'print'];
/** What may explain one under the same transaction. */
const TRANSACTIONS: readonly Action[] = ['sale', 'refund', 'create', 'update'];

/** What is to be judged again. */
export interface Scope {
  readonly filter: EventFilter;
  /** The earliest time that a cause speaks of. */
  readonly from: Micros;
  /** How many people (or accounts of nobody) are touched; null: everybody. */
  readonly people: number | null;
}

/** Where to look for a scope. */
export interface SearchedLake {
  readonly files: readonly string[];
  readonly maker: TableMaker;
  /** How far a sale or an issue explains a look-up. */
  readonly grace: Micros;
}

/** The scope of causes among files of events; null where they touch no event. */
export async function scopeOf(causes: readonly Cause[], lake: SearchedLake): Promise<Scope | null> {
  const { files, maker } = lake;
  const picks = causes.flatMap((cause) => cause.picks);
  const from = causes.reduce((least, cause) => Math.min(least, cause.from), Number.POSITIVE_INFINITY);
  const start = from - WARM_UP;
  const touched = await maker.values(files, ['person', 'actor', 'device'], { picks });
  if (touched.length === 0) return null;
  const [people, actors, devices] = [0, 1, 2].map((column) => distinct(touched, column));
  const many = { filter: { picks: [since(null, null, start)] }, from, people: null };
  if (people.length + actors.length > LISTED_MAX) return many;
  const own = [since('person', people, start), since('actor', actors, start)];
  const transactions = distinct(await maker.values(files, ['transaction_id'], { picks: own }), 0);
  const nobodys = touched.filter(([person]) => person === null).map(([, actor]) => actor);
  const count = people.length + new Set(nobodys).size;
  const all = [
    ...own,
    since('device', await wholeDevices(causes, devices, start, lake), start),
    await issuesNear(own, count <= FEW_PEOPLE, start, lake),
    { ...since('transaction_id', listed(transactions), start), actions: TRANSACTIONS },
  ];
  return {
    filter: { picks: all.filter(({ values }) => values === null || values.length > 0) },
    from,
    people: count,
  };
}

/** Devices at which everything is judged: those that a cause names, and the least used of the touched ones, up to {@link AT_DEVICES_MAX} events together. */
async function wholeDevices(
  causes: readonly Cause[],
  touched: readonly string[],
  start: Micros,
  { files, maker, grace }: SearchedLake,
): Promise<string[]> {
  const picks = causes.flatMap((cause) => cause.picks);
  const named = new Set(picks.flatMap(({ column, values }) => (column === 'device' ? (values ?? []) : [])));
  const others = touched.filter((device) => !named.has(device));
  if (others.length === 0 || others.length > DEVICES_MAX) return [...named];
  const uses = await maker.devices(files, grace, { picks: [since('device', others, start)] });
  const byUse = [...uses].sort(([a, few], [b, many]) => few.events - many.events || (a < b ? -1 : 1));
  let sum = 0;
  const least = byUse.filter(([, { events }]) => {
    sum += events;
    return sum <= AT_DEVICES_MAX;
  });
  return [...named, ...least.map(([device]) => device)];
}

/** Sales and issues at the devices of some events; where only few people are concerned, only those near such an event in time. */
async function issuesNear(
  own: readonly Pick[],
  areFew: boolean,
  start: Micros,
  { files, maker, grace }: SearchedLake,
): Promise<Pick> {
  const issuesAt = (devices: readonly string[]): Pick => ({
    ...since('device', listed(devices), start),
    actions: ISSUES,
  });
  if (!areFew) return issuesAt(distinct(await maker.values(files, ['device'], { picks: own }), 0));
  const uses = await maker.devices(files, grace, { picks: own });
  const around = ({ spans }: DeviceUse) => new Set([...spans].flatMap((span) => [span - 1, span, span + 1]));
  const spans = new Map([...uses].map(([device, use]) => [device, around(use)]));
  return { ...issuesAt([...uses.keys()].sort()), near: { span: grace, spans } };
}

function listed(values: readonly string[]): readonly string[] | null {
  return values.length > LISTED_MAX ? null : values;
}

function since(column: Pick['column'], values: Pick['values'], from: Micros): Pick {
  return { column, values, from, to: Number.POSITIVE_INFINITY };
}

function distinct(rows: readonly (readonly (string | null)[])[], column: number): string[] {
  return [...new Set(rows.flatMap((row) => row[column] ?? []))].sort();
}
