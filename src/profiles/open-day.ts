/**
 * The day that is not over: what each person has done so far. Counted event by event, closed at midnight.
 *
 * Memory: 232 bytes a person and 8–16 of slots. At the cap those who came first give way, and are counted.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { type KeyTable, keyTable } from '../state/key-table.ts';
import type { Primitive } from '../state/primitive.ts';
import { MEASURE, MEASURE_COUNT } from './measures.ts';

/** Bits for different people, and for different client companies. */
const SUBJECT_BITS = 1_024;
const TENANT_BITS = 64;
/** Fields behind those every record has. */
const COUNTS = 2;
const SUBJECT_WORDS = 1;
const TENANT_WORDS = SUBJECT_WORDS + SUBJECT_BITS / 32;
const INTS = TENANT_WORDS + TENANT_BITS / 32;

/** What people have done today. */
export interface OpenDay extends Primitive {
  /** The record of somebody, made where there is none. */
  record(who: Key, time: Micros): number;
  /** Where the record's counts begin in {@link counts}: measure m lies at `start(record) + m`. Both hold until the next record. */
  start(record: number): number;
  counts(): Float64Array;
  addSubject(record: number, subject: Key): void;
  addTenant(record: number, tenant: Key): void;
  /** Gives everybody's counts in turn, then forgets them. The array is used again. */
  close(each: (who: Key, counts: Float64Array) => void): void;
}

/** An empty day for at most so many people. */
export function openDay(peopleMax: number): OpenDay {
  const fresh = (): KeyTable =>
    keyTable({ keysMax: peopleMax, floats: COUNTS + MEASURE_COUNT, ints: INTS, forgetAfter: Infinity });
  let people = fresh();
  let evictedBefore = 0;
  const counts = new Float64Array(MEASURE_COUNT);

  /** Sets a bit of a bitmap of `bits` bits; says nothing of what it was. */
  const mark = (record: number, words: number, bits: number, key: Key): void => {
    const { ints, stride, intsAt } = people.pool;
    const bit = (key | 0) & (bits - 1);
    ints[record * stride * 2 + intsAt + words + (bit >>> 5)] |= 1 << (bit & 31);
  };

  const marked = (record: number, words: number, bits: number): number => {
    const { ints, stride, intsAt } = people.pool;
    const from = record * stride * 2 + intsAt + words;
    let set = 0;
    for (let at = from; at < from + bits / 32; at++) set += bitsOf(ints[at]);
    return different(set, bits);
  };

  return {
    record: (who, time) => people.claim(who, time),
    start: (record) => record * people.pool.stride + COUNTS,
    counts: () => people.pool.floats,
    addSubject: (record, subject) => mark(record, SUBJECT_WORDS, SUBJECT_BITS, subject),
    addTenant: (record, tenant) => mark(record, TENANT_WORDS, TENANT_BITS, tenant),
    close(each) {
      const { pool } = people;
      for (let record = 0; record < pool.high; record++) {
        const from = record * pool.stride;
        for (let measure = 0; measure < MEASURE_COUNT; measure++)
          counts[measure] = pool.floats[from + COUNTS + measure];
        counts[MEASURE.subjects] = marked(record, SUBJECT_WORDS, SUBJECT_BITS);
        counts[MEASURE.tenants] = marked(record, TENANT_WORDS, TENANT_BITS);
        each(pool.floats[from], counts);
      }
      evictedBefore += people.evicted();
      people = fresh();
    },
    usage: () => ({
      keys: people.pool.live,
      bytes: people.bytes(),
      evicted: evictedBefore + people.evicted(),
    }),
    save(out) {
      out.json(evictedBefore);
      people.save(out);
    },
    restore(from) {
      evictedBefore = from.json();
      people.restore(from);
    },
  };
}

/**
 * How many different keys set so many bits of a bitmap. Source: Whang, Vander-Zanden, Taylor, A linear-time probabilistic
 * counting algorithm, ACM TODS 15 (1990).
 */
function different(set: number, bits: number): number {
  return Math.round(-bits * Math.log(Math.max(1, bits - set) / bits));
}

function bitsOf(word: number): number {
  let rest = word - ((word >>> 1) & 0x5555_5555);
  rest = (rest & 0x3333_3333) + ((rest >>> 2) & 0x3333_3333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
