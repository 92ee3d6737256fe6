/**
 * Profiles: what is usual for a person and for the peers, computed day by day from the days that are over.
 *
 * A version is in force for a whole day (JST). It rests on what was judged before that day and on nothing else; what comes
 * late counts on the day on which it came and alters no version in force. So the answers depend on the events alone.
 */
import type { Key } from '../core/hash.ts';
import { type Day, startOfDay } from '../core/time.ts';
import type { Registers } from '../registers/registers.ts';
import type { Primitive, Usage } from '../state/primitive.ts';
import { countRows, type ProfileColumns } from './count.ts';
import { postOf } from './groups.ts';
import { DAYS_KEPT, history } from './history.ts';
import { MEASURE, type Measure } from './measures.ts';
import { openDay } from './open-day.ts';
import { MONTH_DAYS, peersOf } from './peers.ts';
import { type ShareOf, shares, type UsualShare } from './shares.ts';
import { type Usual, usualOf } from './usual.ts';

export type { Usual, UsualOf } from './usual.ts';

/** What detectors may ask. Answers hold for the whole day in force; `null` and 0 days: nothing is known yet. */
export interface Profiles {
  /** The day whose version is in force (days since 1970, JST); -Infinity before the first event. Whoever keeps answers keeps them until it changes. */
  day(): Day;
  /** What is usual for somebody; null where neither he nor peers are known. `tail`: how rarely, per person and day, it may be exceeded. */
  usual(who: Key, measure: Measure, tail: number): Usual | null;
  /** Counts of the last days, yesterday last; 0 on days without a trace. At most {@link DAYS_KEPT}. Returns the active days among them. */
  series(who: Key, measure: Measure, into: Float64Array): number;
  /**
   * Of so many look-ups of named people, how many may stay without an explanation, for a person (`who`), a device or a site;
   * null where too little is known. Look-ups count on the day on which their verdict was settled.
   */
  unexplained(of: ShareOf, key: Key, lookups: number, tail: number): UsualShare | null;
}

/** Profiles as the engine keeps them. */
export interface ProfileKeeper extends Profiles, Primitive {
  /** Counts accepted rows, in event order, all of the day in force. */
  observe(rows: Int32Array, columns: ProfileColumns): void;
  /** Counts a look-up whose verdict was settled, under everything that took part in it (NONE: nothing). */
  settled(who: Key, device: Key, site: Key, verdict: number): void;
  /** Closes the day in force, and those up to `day`. */
  turnTo(day: Day): void;
}

/** People with a profile; beyond this those known by one day give way. */
const PEOPLE_MAX = 1 << 15;
/** Makes profiles of nobody. */
export function createProfiles(registers: Registers, peopleMax = PEOPLE_MAX): ProfileKeeper {
  const people = history(peopleMax);
  const open = openDay(peopleMax);
  const settled = shares(peopleMax);
  let today: Day = -Infinity;
  const peers = peersOf(people, () => today);

  /** The person's own days in the present post, each as far as it is believed. */
  const ownCounts = (record: number, measure: number): number[] => {
    const counts: number[] = [];
    const believed = people.believed(record, measure);
    for (let day = Math.max(people.sinceOf(record), today - DAYS_KEPT); day < today; day++)
      if (people.isActive(record, day)) counts.push(Math.min(believed, people.count(record, day, measure)));
    return counts;
  };

  /** Own record where the post is still the same, else -1: who was transferred begins anew. */
  const recordOf = (who: Key, group: Key, duties: Key): number => {
    const record = people.find(who);
    const isSamePost = record >= 0 && people.groupOf(record) === group && people.dutiesOf(record) === duties;
    return isSamePost ? record : -1;
  };

  /** Days of the last month on which he did something. */
  const activeDays = (record: number): number => {
    let active = 0;
    for (let day = Math.max(people.sinceOf(record), today - MONTH_DAYS); day < today; day++)
      if (people.isActive(record, day)) active++;
    return active;
  };

  const usual = (who: Key, measure: number, tail: number): Usual | null => {
    if (today === -Infinity) return null;
    const { group, duties } = postOf(who, registers, startOfDay(today));
    const record = recordOf(who, group, duties);
    const near = peers.usual(group, duties, record, measure, tail);
    const known =
      record < 0
        ? { record, counts: [], active: 0 }
        : {
            record,
            counts: ownCounts(record, measure),
            active: activeDays(record),
          };
    return usualOf(known, near, peers.rare(measure), today, tail);
  };

  const close = (day: Day): void => {
    const atEnd = startOfDay(day + 1) - 1;
    open.close((who, counts) => {
      const { group, duties } = postOf(who, registers, atEnd);
      people.add(who, day, counts, group, duties);
    });
    settled.close();
    peers.forget();
  };

  return {
    day: () => today,
    usual: (who, measure, tail) => usual(who, MEASURE[measure], tail),
    series(who, measure, into) {
      const record = people.find(who);
      let active = 0;
      for (let i = 0; i < into.length; i++) {
        const day = today - into.length + i;
        into[i] = record < 0 ? 0 : people.count(record, day, MEASURE[measure]);
        if (record >= 0 && people.isActive(record, day)) active++;
      }
      return active;
    },
    unexplained: settled.usual,
    observe: (rows, columns) => countRows(open, rows, columns, registers),
    settled: settled.note,
    turnTo(day) {
      if (day <= today) return;
      if (today !== -Infinity) close(today);
      today = day;
      peers.forget();
    },
    usage() {
      const held = [people.usage(), open.usage(), settled.usage()];
      const sum = (of: (usage: Usage) => number): number =>
        held.reduce((total, usage) => total + of(usage), 0);
      return {
        keys: sum(({ keys }) => keys),
        bytes: sum(({ bytes }) => bytes),
        evicted: sum(({ evicted }) => evicted),
      };
    },
    save(out) {
      out.json(today === -Infinity ? null : today);
      for (const part of [people, open, settled]) part.save(out);
    },
    restore(from) {
      today = from.json<Day | null>() ?? -Infinity;
      for (const part of [people, open, settled]) part.restore(from);
      peers.forget();
    },
  };
}
