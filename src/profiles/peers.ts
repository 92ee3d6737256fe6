/**
 * What is usual among people of one section and one duty, computed from their days when somebody asks.
 *
 * Of a group at most 256 people are asked (those with the lowest keys, which is as good as by lot).
 */
import { type Key, NONE } from '../core/hash.ts';
import { type Day, weekday } from '../core/time.ts';
import { DAYS_KEPT, type History } from './history.ts';
import { mostOfMonth, type Sample, sampleOf } from './sample.ts';

/** People of one group asked. */
const PEOPLE_MAX = 256;
/** Days that make a month. */
export const MONTH_DAYS = 30;
/** Fewer colleagues, or fewer of their days, are too few: the next wider group is asked. */
const COLLEAGUES_MIN = 5;
const PERSON_DAYS_MIN = 60;

/** Colleagues whose highest day or month is kept: two that count, and one more for the person who asks. */
const TOPS = 3;

/** The highest of several people, each with its record; highest first. */
interface Top {
  readonly record: number;
  readonly value: number;
}

/** What is usual in a group. */
export interface GroupUsual {
  readonly sample: Sample;
  readonly people: ReadonlySet<number>;
  readonly highestDays: readonly Top[];
  readonly highestMonths: readonly Top[];
  /** Whether the group is nearer than everybody. */
  readonly isNear: boolean;
}

/** Asks the peers of a day. */
export interface Peers {
  /** The nearest group with enough others than `record` (-1: not yet known): section × duty × weekday, section × duty, duty, everybody. */
  usual(group: Key, duties: Key, record: number, measure: number, tail: number): GroupUsual | null;
  /** Forgets what was computed: another day is in force. */
  forget(): void;
}

/** How much peers do at most: by their distribution, and what at least two colleagues have reached. */
export interface PeersMost {
  day: number;
  month: number;
  reachedInDay: number;
  reachedInMonth: number;
}

/**
 * How much the peers of a record do at most in a day and in a month of `active` days. What two colleagues have reached counts
 * where they share section or duty: it needs no explanation, however rare it is.
 */
export function mostOfPeers(
  near: GroupUsual | null,
  record: number,
  active: number,
  tail: number,
): PeersMost {
  if (near === null) return { day: 0, month: 0, reachedInDay: 0, reachedInMonth: 0 };
  const reached = (tops: readonly Top[]): number =>
    near.isNear ? (tops.filter((top) => top.record !== record)[1]?.value ?? 0) : 0;
  return {
    day: near.sample.most,
    month: mostOfMonth(near.sample, active, tail),
    reachedInDay: reached(near.highestDays),
    reachedInMonth: reached(near.highestMonths),
  };
}

/** Peers as of the day in force, which `today` gives. */
export function peersOf(people: History, today: () => Day): Peers {
  let groups: Map<Key, number[]> | null = null;
  const computed = new Map<string, GroupUsual>();

  const membersOf = (key: Key): readonly number[] => {
    groups ??= grouped(people);
    return groups.get(key) ?? [];
  };

  const compute = (key: Key, isWeekdayOnly: boolean, measure: number, tail: number): GroupUsual => {
    const day = today();
    const counts: number[] = [];
    const active = new Set<number>();
    let highestDays: Top[] = [];
    let highestMonths: Top[] = [];
    for (const record of membersOf(key)) {
      const { highest, month } = gather(people, record, day, isWeekdayOnly, measure, counts);
      if (highest < 0) continue;
      active.add(record);
      highestDays = raised(highestDays, { record, value: highest });
      highestMonths = raised(highestMonths, { record, value: month });
    }
    const sample = sampleOf(counts, tail);
    return { sample, people: active, highestDays, highestMonths, isNear: key !== NONE };
  };

  const enough = (
    key: Key,
    isWeekdayOnly: boolean,
    record: number,
    measure: number,
    tail: number,
  ): GroupUsual | null => {
    const name = `${key} ${isWeekdayOnly} ${measure} ${tail}`;
    let found = computed.get(name);
    if (found === undefined) {
      found = compute(key, isWeekdayOnly, measure, tail);
      computed.set(name, found);
    }
    if (found.sample.days < PERSON_DAYS_MIN) return null;
    const others = found.people.size - (found.people.has(record) ? 1 : 0);
    return others < COLLEAGUES_MIN ? null : found;
  };

  return {
    usual(group, duties, record, measure, tail) {
      const near =
        group === NONE
          ? null
          : (enough(group, true, record, measure, tail) ?? enough(group, false, record, measure, tail));
      const sameDuty = duties === NONE ? null : enough(duties, false, record, measure, tail);
      return near ?? sameDuty ?? enough(NONE, false, record, measure, tail);
    },
    forget() {
      groups = null;
      computed.clear();
    },
  };
}

/** Records by section and duties, by duties, and (NONE) everybody; of each those with the lowest keys. */
function grouped(people: History): Map<Key, number[]> {
  const groups = new Map<Key, number[]>();
  for (const record of people.records().sort((a, b) => people.whoOf(a) - people.whoOf(b))) {
    for (const key of new Set([people.groupOf(record), people.dutiesOf(record), NONE])) {
      const members = groups.get(key) ?? [];
      groups.set(key, members);
      if (members.length < PEOPLE_MAX) members.push(record);
    }
  }
  return groups;
}

/** Adds the counts of somebody's active days; gives the highest (-1: none) and the sum of the last month. */
function gather(
  people: History,
  record: number,
  today: Day,
  isWeekdayOnly: boolean,
  measure: number,
  counts: number[],
): { highest: number; month: number } {
  let highest = -1;
  let month = 0;
  const since = Math.max(people.sinceOf(record), today - DAYS_KEPT);
  for (let day = since; day < today; day++) {
    if (!people.isActive(record, day)) continue;
    const count = people.count(record, day, measure);
    if (day >= today - MONTH_DAYS) month += count;
    if (isWeekdayOnly && weekday(day) !== weekday(today)) continue;
    counts.push(count);
    highest = Math.max(highest, count);
  }
  return { highest, month };
}

/** The highest so far with one more. Of equal ones the first stays. */
function raised(tops: readonly Top[], top: Top): Top[] {
  if (tops.length === TOPS && top.value <= tops[TOPS - 1].value) return [...tops];
  return [...tops, top].sort((a, b) => b.value - a.value).slice(0, TOPS);
}
