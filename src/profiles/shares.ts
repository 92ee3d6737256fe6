/**
 * How many look-ups usually stay without an explanation: by person, by device and by site, over a memory that fades by half
 * in 120 days of its own.
 *
 * Memory: 56 bytes a key and 8–16 of slots. At the cap those not seen for longest give way, and are counted.
 */
import { type Key, NONE } from '../core/hash.ts';
import { keyTable } from '../state/key-table.ts';
import type { Primitive } from '../state/primitive.ts';
import { VERDICT } from '../verdicts/columns.ts';
import { mostByShares } from './tails.ts';

/** Whose share. */
export const SHARES_OF = ['person', 'device', 'site'] as const;
export type ShareOf = (typeof SHARES_OF)[number];

/** What is usual of a share. */
export interface UsualShare {
  /** The share of its own, and that of the others of its kind; 0 where nothing is known. */
  readonly own: number;
  readonly peers: number;
  /** Look-ups these rest on (fading). */
  readonly ownLookups: number;
  readonly peerLookups: number;
  /** Of the look-ups asked about, how many may be left unexplained: more happens with the probability asked for only. */
  readonly most: number;
}

/** Shares of everybody. */
export interface Shares extends Primitive {
  note(who: Key, device: Key, site: Key, verdict: number): void;
  /** The day is over: what was noted counts from now on. */
  close(): void;
  usual(of: ShareOf, key: Key, lookups: number, tail: number): UsualShare | null;
}

const FADE = 0.5 ** (1 / 120);
/** Fields behind those every record has. */
const LOOKUPS = 2;
const UNEXPLAINED = 3;
const TODAY = 4;
const TODAY_UNEXPLAINED = 5;
const FLOATS = 6;
/** Others of the kind, each with so many look-ups, that make a prior; own look-ups that do without. */
const OTHERS_MIN = 5;
const LOOKUPS_MIN = 20;
const ALONE_MIN = 50;
/** How many look-ups the others may stand for at least and at most. */
const WEIGHT_MIN = 2;
const WEIGHT_MAX = 200;

/** What the others of a kind have in common: a beta distribution of shares. */
interface Prior {
  readonly hits: number;
  readonly misses: number;
  readonly lookups: number;
}

/** Shares of nobody. */
export function shares(keysMax: number): Shares {
  const tables = SHARES_OF.map(() => keyTable({ keysMax, floats: FLOATS, ints: 1, forgetAfter: Infinity }));
  const priors: (Prior | null | undefined)[] = SHARES_OF.map(() => undefined);
  /** Rises with every day on which something was noted: what eviction goes by. */
  let closed = 1;
  let isNoted = false;

  const note = (kind: number, key: Key, isUnexplained: boolean): void => {
    if (key === NONE) return;
    const record = tables[kind].claim(key, closed);
    const { floats, stride } = tables[kind].pool;
    floats[record * stride + TODAY]++;
    if (isUnexplained) floats[record * stride + TODAY_UNEXPLAINED]++;
  };

  return {
    note(who, device, site, verdict) {
      const isUnexplained = verdict === VERDICT.unexplained || verdict === VERDICT.undecidable;
      note(0, who, isUnexplained);
      note(1, device, isUnexplained);
      note(2, site, isUnexplained);
      isNoted = true;
    },
    close() {
      if (!isNoted) return;
      isNoted = false;
      closed++;
      priors.fill(undefined);
      for (const { pool } of tables)
        for (let from = 0; from < pool.high * pool.stride; from += pool.stride) fold(pool.floats, from);
    },
    usual(of, key, lookups, tail) {
      const kind = SHARES_OF.indexOf(of);
      const { pool } = tables[kind];
      if (priors[kind] === undefined) priors[kind] = priorOf(pool.floats, pool.high, pool.stride);
      const prior = priors[kind] ?? null;
      const record = tables[kind].find(key);
      const own = record < 0 ? 0 : pool.floats[record * pool.stride + LOOKUPS];
      const unexplained = record < 0 ? 0 : pool.floats[record * pool.stride + UNEXPLAINED];
      if (prior === null && own < ALONE_MIN) return null;
      const { hits, misses } = prior ?? { hits: 0.5, misses: 0.5 };
      return {
        own: own === 0 ? 0 : unexplained / own,
        peers: prior === null ? 0 : hits / (hits + misses),
        ownLookups: own,
        peerLookups: prior?.lookups ?? 0,
        most: mostByShares(lookups, hits + unexplained, misses + own - unexplained, tail),
      };
    },
    usage() {
      let held = { keys: 0, bytes: 0, evicted: 0 };
      for (const table of tables)
        held = {
          keys: held.keys + table.pool.live,
          bytes: held.bytes + table.bytes(),
          evicted: held.evicted + table.evicted(),
        };
      return held;
    },
    save(out) {
      out.json({ closed, isNoted });
      for (const table of tables) table.save(out);
    },
    restore(from) {
      ({ closed, isNoted } = from.json<{ closed: number; isNoted: boolean }>());
      for (const table of tables) table.restore(from);
      priors.fill(undefined);
    },
  };
}

/** Adds a day to the memory of a record, where there was one. */
function fold(floats: Float64Array, from: number): void {
  if (floats[from + TODAY] === 0) return;
  floats[from + LOOKUPS] = floats[from + LOOKUPS] * FADE + floats[from + TODAY];
  floats[from + UNEXPLAINED] = floats[from + UNEXPLAINED] * FADE + floats[from + TODAY_UNEXPLAINED];
  floats[from + TODAY] = 0;
  floats[from + TODAY_UNEXPLAINED] = 0;
}

/**
 * The beta distribution with the mean and the variance of the shares of a kind, what chance adds to the variance left out; null
 * where too few are known. Source: method of moments, as in Casella, An Introduction to Empirical Bayes (1985).
 */
function priorOf(floats: Float64Array, high: number, stride: number): Prior | null {
  const found: { share: number; lookups: number }[] = [];
  for (let from = 0; from < high * stride; from += stride) {
    const lookups = floats[from + LOOKUPS];
    if (lookups >= LOOKUPS_MIN) found.push({ share: floats[from + UNEXPLAINED] / lookups, lookups });
  }
  if (found.length < OTHERS_MIN) return null;
  const sum = (of: (one: { share: number; lookups: number }) => number): number =>
    found.reduce((total, one) => total + of(one), 0);
  const mean = sum(({ share }) => share) / found.length;
  const clamped = Math.min(0.999, Math.max(0.001, mean));
  const byChance = (clamped * (1 - clamped) * sum(({ lookups }) => 1 / lookups)) / found.length;
  const between = sum(({ share }) => (share - mean) ** 2) / found.length - byChance;
  const weight = between <= 0 ? WEIGHT_MAX : (clamped * (1 - clamped)) / between - 1;
  const bounded = Math.min(WEIGHT_MAX, Math.max(WEIGHT_MIN, weight));
  return {
    hits: clamped * bounded,
    misses: (1 - clamped) * bounded,
    lookups: sum(({ lookups }) => lookups),
  };
}
