/**
 * What is usual among people of one section and one duty, computed from their days when somebody asks.
 *
 * Of a group at most 256 people are asked (those with the lowest keys, which is as good as by lot).
 */
import { type Key, NONE } from '../core/hash.ts';
import type { Day } from '../core/time.ts';
import { DAYS_KEPT, type History } from './history.ts';
import { isDense, isSparse, mostOfMonth, type Sample, sampleOf } from './sample.ts';

/** People of one group asked. */
const PEOPLE_MAX = 256;
/** Days that make a month. */
export const MONTH_DAYS = 30;
/** Fewer colleagues, or fewer of their days, are too few: the next wider group is asked. */
const COLLEAGUES_MIN = 5;
const PERSON_DAYS_MIN = 60;

/** Of those for whom a measure is sparse, the part (and the number) that must have reached what needs no explanation. */
const RARE_PART = 1 / 20;
const RARE_MIN = 3;

/** Colleagues whose highest day or month is kept: two that count, and one more for the person who asks. */
const TOPS = 3;

/** The highest of several people, each with its record; highest first. */
interface Top {
  readonly record: number;
  readonly value: number;
}

/** What is usual in a group. */
export interface GroupUsual {
  /** Of all days, and of days such as today: those of its weekday where counts are dense and there are enough. */
  readonly all: Sample;
  readonly sample: Sample;
  readonly people: ReadonlySet<number>;
  readonly firstDay: Day;
  readonly highestDays: readonly Top[];
  readonly highestMonths: readonly Top[];
  /** Whether the group is nearer than everybody. */
  readonly isNear: boolean;
}

/**
 * What rare days come to. A section of ten has too few days to know what happens once in a thousand; of the whole
 * organisation, what one in twenty of those for whom it is rare (and at least three) have reached needs no explanation.
 */
export interface Rare {
  readonly day: number;
  readonly month: number;
}

/** Asks the peers of a day. */
export interface Peers {
  /** The nearest group with enough others than `record` (-1: not yet known): section × duty, duty, everybody; where it can be told, on the weekday of the day in force. */
  usual(group: Key, duties: Key, record: number, measure: number, tail: number): GroupUsual | null;
  /** What people of the whole organisation, for whom the measure is as sparse, have on a rare day and in a rare month. */
  rare(measure: number): Rare;
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
    month: mostOfMonth(near.all, active, tail),
    reachedInDay: reached(near.highestDays),
    reachedInMonth: reached(near.highestMonths),
  };
}

/** Peers as of the day in force, which `today` gives. */
export function peersOf(people: History, today: () => Day): Peers {
  let groups: Map<Key, number[]> | null = null;
  const computed = new Map<string, GroupUsual>();
  const rare: (Rare | undefined)[] = [];

  const membersOf = (key: Key): readonly number[] => {
    groups ??= grouped(people);
    return groups.get(key) ?? [];
  };

  const compute = (key: Key, measure: number, tail: number): GroupUsual => {
    const members: Member[] = [];
    for (const record of membersOf(key)) {
      const member = memberOf(people, record, today(), measure);
      if (member.counts.length > 0) members.push(member);
    }
    const others = withoutBusiest(members);
    const all = sampleOf(
      others.flatMap(({ counts }) => counts),
      tail,
    );
    const weekdays = isDense(all) ? others.flatMap(({ onWeekday }) => onWeekday) : [];
    return {
      all,
      sample: weekdays.length >= PERSON_DAYS_MIN ? sampleOf(weekdays, tail) : all,
      people: new Set(members.map(({ record }) => record)),
      firstDay: members.reduce((first, member) => Math.min(first, member.first), Infinity),
      highestDays: topsOf(members, highestOf),
      highestMonths: topsOf(members, ({ month }) => month),
      isNear: key !== NONE,
    };
  };

  const enough = (key: Key, record: number, measure: number, tail: number): GroupUsual | null => {
    const name = `${key} ${measure} ${tail}`;
    let found = computed.get(name);
    if (found === undefined) {
      found = compute(key, measure, tail);
      computed.set(name, found);
    }
    const others = found.people.size - (found.people.has(record) ? 1 : 0);
    return others < COLLEAGUES_MIN || found.all.days < PERSON_DAYS_MIN ? null : found;
  };

  return {
    usual(group, duties, record, measure, tail) {
      for (const key of group === NONE ? [] : [group, duties]) {
        const found = key === NONE ? null : enough(key, record, measure, tail);
        if (found !== null) return found;
      }
      return enough(NONE, record, measure, tail);
    },
    rare(measure) {
      rare[measure] ??= rareOf(membersOf(NONE).map((record) => memberOf(people, record, today(), measure)));
      return rare[measure];
    },
    forget() {
      groups = null;
      rare.length = 0;
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

/** One of a group: the counts of all active days, of those on the weekday of today, and the sum of the last month. */
interface Member {
  readonly record: number;
  readonly counts: readonly number[];
  readonly onWeekday: readonly number[];
  readonly first: Day;
  readonly month: number;
}

function memberOf(people: History, record: number, today: Day, measure: number): Member {
  const counts: number[] = [];
  const onWeekday: number[] = [];
  let first: Day = Infinity;
  let month = 0;
  for (let day = Math.max(people.sinceOf(record), today - DAYS_KEPT); day < today; day++) {
    if (!people.isActive(record, day)) continue;
    const count = people.count(record, day, measure);
    counts.push(count);
    if ((today - day) % 7 === 0) onWeekday.push(count);
    if (day >= today - MONTH_DAYS) month += count;
    first = Math.min(first, day);
  }
  return { record, counts, onWeekday, first, month };
}

/** All but the one who did most on average: one thief must not move what is usual. */
function withoutBusiest(members: readonly Member[]): readonly Member[] {
  if (members.length <= COLLEAGUES_MIN) return members;
  const mean = ({ counts }: Member): number => counts.reduce((sum, count) => sum + count, 0) / counts.length;
  let busiest = members[0];
  for (const member of members) if (mean(member) > mean(busiest)) busiest = member;
  return members.filter((member) => member !== busiest);
}

function rareOf(members: readonly Member[]): Rare {
  const sparse = members.filter(({ counts }) => counts.length > 0 && isSparse(counts));
  const rank = Math.max(RARE_MIN, Math.ceil(sparse.length * RARE_PART));
  const reached = (amountOf: (member: Member) => number): number =>
    sparse.map(amountOf).sort((a, b) => b - a)[rank - 1] ?? 0;
  return { day: reached(highestOf), month: reached(({ month }) => month) };
}

function highestOf({ counts }: Member): number {
  return counts.reduce((most, count) => Math.max(most, count), 0);
}

/** The highest, of equal ones the first. */
function topsOf(members: readonly Member[], amountOf: (member: Member) => number): Top[] {
  return members
    .map((member) => ({ record: member.record, value: amountOf(member) }))
    .sort((a, b) => b.value - a.value)
    .slice(0, TOPS);
}
