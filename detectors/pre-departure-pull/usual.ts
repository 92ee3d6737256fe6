/** What 30 days of somebody usually hold, by the own past and by the peers: worked out once a person and day. */
import { type Key, pairKey } from '../../src/core/hash.ts';
import type { Day } from '../../src/core/time.ts';
import { mostOfMonth, sampleOf } from '../../src/profiles/sample.ts';
import { MEASURES, type Measure, sumOf } from './evidence.ts';
import { KEPT_DAYS, type Memory, type Takings, WEEK_DAYS, WINDOW_DAYS } from './takings.ts';

/** What is usual, and how much is exceeded improbably only. Null where too little is known. */
export interface UsualMonth {
  readonly own: { readonly usual: number; readonly most: number } | null;
  readonly peers: { readonly usual: number; readonly most: number } | null;
}

/** Days before the window. */
export const PAST_DAYS = KEPT_DAYS - WINDOW_DAYS;
/** How far back profiles know the days of a person. */
export const PROFILE_DAYS = 64;
/** With fewer active days in the own past it says nothing. */
const OWN_DAYS_MIN = 10;
/** Working days of the window at least: who was on leave is not expected to stay away. */
const ACTIVE_MIN = 15;

const events = new Float64Array(PROFILE_DAYS);

/** So many answers are kept of one shard; then they are asked anew. */
const KEPT_MAX = 1 << 14;

/** Answers of one day, by person, measure and length of the past; what they rest on does not change within the day. */
const keptOf = new WeakMap<Memory, { day: Day; kept: Map<Key, UsualMonth> }>();

/** What is usual for whoever did a row. `series` holds the days kept, today last; its oldest `pastDays` are the own past. */
export function usualMonth(
  state: Memory,
  view: Takings,
  row: number,
  measure: Measure,
  series: Float64Array,
  pastDays: number,
  tail: number,
): UsualMonth {
  const who = view.who[row];
  const day = view.profiles.day();
  let answers = keptOf.get(state);
  if (answers === undefined || answers.day !== day) {
    answers = { day, kept: new Map() };
    keptOf.set(state, answers);
  }
  const question = pairKey(who, MEASURES.indexOf(measure) * KEPT_DAYS + pastDays);
  const before = answers.kept.get(question);
  if (before !== undefined) return before;
  const made = { own: ownOf(who, view, series, pastDays, tail), peers: peersOf(who, view, measure, tail) };
  if (answers.kept.size >= KEPT_MAX) answers.kept.clear();
  answers.kept.set(question, made);
  return made;
}

/**
 * By the active days of the own past; where a log is too young for that by those before the window, else before the last week,
 * which is better than nothing though part of what is judged may be in it. Farther back than profiles reach only days count on which something was taken: the usual
 * is then rather too high.
 */
function ownOf(
  who: Key,
  { profiles }: Takings,
  series: Float64Array,
  pastDays: number,
  tail: number,
): UsualMonth['own'] {
  profiles.series(who, 'events', events);
  const isActive = (i: number): boolean => events[i - (KEPT_DAYS - 1 - PROFILE_DAYS)] > 0;
  const countsBefore = (end: number): number[] =>
    Array.from(series.subarray(0, end)).filter((count, i) => count > 0 || isActive(i));
  const counts = [pastDays, PAST_DAYS, KEPT_DAYS - WEEK_DAYS]
    .map(countsBefore)
    .find(({ length }) => length >= OWN_DAYS_MIN);
  if (counts === undefined) return null;
  let active = 1; // today
  for (let i = PAST_DAYS; i < KEPT_DAYS - 1; i++) if (isActive(i)) active++;
  const days = Math.max(ACTIVE_MIN, active);
  return {
    usual: Math.round((sumOf(counts) / counts.length) * days),
    most: mostOfMonth(sampleOf(counts, tail), days, tail),
  };
}

/** By the profile of the peers. Where data may not go nothing is usual. */
function peersOf(who: Key, { profiles }: Takings, measure: Measure, tail: number): UsualMonth['peers'] {
  const usual = measure === 'unsanctioned' ? null : profiles.usual(who, measure, tail);
  if (usual === null || usual.peerDays === 0) return null;
  return { usual: Math.round(usual.month.peers), most: usual.month.peersMost };
}
