/**
 * What each person did on the days that are over: the last 64 days one by one, and a long memory of how
 * much is believed of a day.
 *
 * Memory: 64 × 9 counts of 4 bytes and 17 numbers of 8, 2.4 KB a person, and 8–16 bytes of slots; the arrays double as
 * people come, so up to half of it may be empty. Counts are exact to 16 million. Somebody of whom nothing was heard for 400
 * days is forgotten. At the cap people known by one day give way first, and are counted.
 */
import type { Key } from '../core/hash.ts';
import { DAY, type Day, type Micros, startOfDay } from '../core/time.ts';
import { keyTable } from '../state/key-table.ts';
import type { Primitive } from '../state/primitive.ts';
import { MEASURE, MEASURE_COUNT } from './measures.ts';

/** Days kept one by one. */
export const DAYS_KEPT = 64;
/** After so long without a day somebody is forgotten. */
const FORGET_AFTER: Micros = 400 * DAY;
/** The first days in a post are believed as they are; from then on what is believed rises by a hundredth (at least 1) a day. */
const WARM_DAYS = 20;
const RISE = 1 / 100;

/** Fields behind those every record has. */
const LAST_DAY = 2;
const SINCE = 3;
const GROUP = 4;
const DUTIES = 5;
const POST_DAYS = 6;
const BELIEVED = 7;
const FLOATS = BELIEVED + MEASURE_COUNT;

/** The days of everybody. */
export interface History extends Primitive {
  /** The record of somebody, or -1. */
  find(who: Key): number;
  /** Every record, in an order that the past alone decides. */
  records(): number[];
  whoOf(record: number): Key;
  /** Section and duties, and duties alone, when he was last seen. */
  groupOf(record: number): Key;
  dutiesOf(record: number): Key;
  /** The first day in that section with these duties. */
  sinceOf(record: number): Day;
  /** How much a day; 0 where he did nothing or the day is not kept. */
  count(record: number, day: Day, measure: number): number;
  isActive(record: number, day: Day): boolean;
  /**
   * How much of a day in the present post is believed: the highest of the first twenty days, and little more with every day
   * that is higher, so that doubling it takes 70 such days. Nobody teaches what is usual for him in a few weeks.
   */
  believed(record: number, measure: number): number;
  /** Adds a day that is over. `group` and `duties` are those of its end. */
  add(who: Key, day: Day, counts: Float64Array, group: Key, duties: Key): void;
}

/** Remembers at most so many people. */
export function history(peopleMax: number): History {
  const people = keyTable({
    keysMax: peopleMax,
    floats: FLOATS,
    ints: 1,
    forgetAfter: FORGET_AFTER,
    isSpared: (record) => pool.floats[record * pool.stride + POST_DAYS] > 1,
  });
  const { pool } = people;
  const size = DAYS_KEPT * MEASURE_COUNT;
  let days = new Float32Array(0);

  const field = (record: number, name: number): number => pool.floats[record * pool.stride + name];
  const slot = (record: number, day: Day): number =>
    record * size + (((day % DAYS_KEPT) + DAYS_KEPT) % DAYS_KEPT) * MEASURE_COUNT;
  const isKept = (record: number, day: Day): boolean => {
    const last = field(record, LAST_DAY);
    return day <= last && day > last - DAYS_KEPT;
  };
  const makeRoom = (): void => {
    if (days.length >= pool.high * size) return;
    const larger = new Float32Array(Math.min(peopleMax, Math.max(16, pool.high * 2)) * size);
    larger.set(days);
    days = larger;
  };

  /** Empties the days between the one added last and `day`. */
  const moveTo = (record: number, day: Day): void => {
    const last = field(record, LAST_DAY);
    for (let gone = Math.max(last + 1, day - DAYS_KEPT + 1); gone <= day; gone++) {
      const at = slot(record, gone);
      days.fill(0, at, at + MEASURE_COUNT);
    }
  };

  return {
    find: people.find,
    records: () => Array.from({ length: pool.high }, (_, record) => record).filter(pool.isLive),
    whoOf: (record) => field(record, 0),
    groupOf: (record) => field(record, GROUP),
    dutiesOf: (record) => field(record, DUTIES),
    sinceOf: (record) => field(record, SINCE),
    count: (record, day, measure) => (isKept(record, day) ? days[slot(record, day) + measure] : 0),
    isActive: (record, day) => isKept(record, day) && days[slot(record, day) + MEASURE.events] > 0,
    believed: (record, measure) => field(record, BELIEVED + measure),
    add(who, day, counts, group, duties) {
      const record = people.claim(who, startOfDay(day));
      if (record < 0) return;
      const from = record * pool.stride;
      makeRoom();
      const isNew = people.isNew();
      if (isNew) days.fill(0, record * size, (record + 1) * size);
      else moveTo(record, day);
      if (isNew || field(record, GROUP) !== group || field(record, DUTIES) !== duties) {
        pool.floats[from + SINCE] = day;
        pool.floats.fill(0, from + POST_DAYS, from + FLOATS);
      }
      pool.floats[from + GROUP] = group;
      pool.floats[from + DUTIES] = duties;
      pool.floats[from + LAST_DAY] = day;
      days.set(counts, slot(record, day));
      const isWarm = ++pool.floats[from + POST_DAYS] > WARM_DAYS;
      for (let measure = 0; measure < MEASURE_COUNT; measure++) {
        const believed = field(record, BELIEVED + measure);
        if (counts[measure] <= believed) continue;
        const raised = isWarm ? believed + Math.max(1, believed * RISE) : counts[measure];
        pool.floats[from + BELIEVED + measure] = Math.min(raised, counts[measure]);
      }
    },
    usage: () => ({ keys: pool.live, bytes: people.bytes() + days.byteLength, evicted: people.evicted() }),
    save(out) {
      people.save(out);
      out.json(days.length);
      out.numbers(new Uint8Array(days.buffer, 0, pool.high * size * days.BYTES_PER_ELEMENT));
    },
    restore(from) {
      people.restore(from);
      days = new Float32Array(from.json<number>());
      new Uint8Array(days.buffer).set(from.numbers(Uint8Array));
    },
  };
}
