/** Holds the last 30 days of somebody who leaves against the own past before them and against the peers. */
import type { Key } from '../../src/core/hash.ts';
import { type Day, dayAt } from '../../src/core/time.ts';
import { mostOfMonth, sampleOf } from '../../src/profiles/sample.ts';
import type { Departure } from './departure.ts';
import { type Measure, stepsOf, sumOf } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { KEPT_DAYS, type Memory, type Takings, WINDOW_DAYS } from './takings.ts';

/** A measure of the window above what is usual. */
export interface Pull {
  readonly measure: Measure;
  readonly seen: number;
  readonly limit: number;
  /** What 30 days usually hold; null where too little is known. */
  readonly own: number | null;
  readonly peers: number | null;
  readonly points: number;
}

const PAST_DAYS = KEPT_DAYS - WINDOW_DAYS;
/** How far back profiles know the days of a person. */
const PROFILE_DAYS = 64;
/** With fewer active days in the own past it says nothing. */
const OWN_DAYS_MIN = 10;
/** Working days of the window at least: who was on leave is not expected to stay away. */
const ACTIVE_MIN = 15;

/** The days kept, today last; and what profiles know of the latest of them, yesterday last. */
const series = new Float64Array(KEPT_DAYS);
const known = new Float64Array(PROFILE_DAYS);
const lately = series.subarray(KEPT_DAYS - PROFILE_DAYS - 1, KEPT_DAYS - 1);

/**
 * The worst measure of the 30 days up to a row; null where all is usual. What was only read is known as of yesterday, so it is
 * enough to ask for it with the first row of a day. Cost: some 50 µs where something was taken, for people who leave only.
 */
export function weigh(
  state: Memory,
  view: Takings,
  row: number,
  departure: Departure,
  limit: Thresholds,
  isFirstOfDay: boolean,
): Pull | null {
  const who = view.who[row];
  const today = view.profiles.day();
  const pastDays = pastOf(departure, today);
  const taken = heldAgainst('taken', limit.least_taken, limit, who, pastDays, view, () =>
    state.taken.series(who, today, series),
  );
  const unsanctioned = heldAgainst('unsanctioned', limit.least_unsanctioned, limit, who, pastDays, view, () =>
    state.unsanctioned.series(who, today, series),
  );
  const worst = worse(taken, unsanctioned);
  return isFirstOfDay ? worse(worst, readBy(who, pastDays, view, limit)) : worst;
}

/**
 * What was read on screens, by the profile's own days, of which yesterday is the last. What was taken is left out: it is counted
 * above, or has stayed inside.
 */
function readBy(who: Key, pastDays: number, view: Takings, limit: Thresholds): Pull | null {
  const { profiles } = view;
  let worst: Pull | null = null;
  for (const measure of ['records', 'subjects'] as const) {
    const pull = heldAgainst(measure, limit.least_read, limit, who, pastDays, view, () => {
      series.fill(0); // today and what lies too far back are not known
      profiles.series(who, measure, lately);
      profiles.series(who, 'taken', known);
      for (let i = 0; i < PROFILE_DAYS; i++) lately[i] = Math.max(0, lately[i] - known[i]);
    });
    worst = worse(worst, pull);
  }
  return worst;
}

/** The 30 days up to today under one measure, whose last 64 days `fill` writes into {@link series}. */
function heldAgainst(
  measure: Measure,
  least: number,
  { tail, unknown_taken }: Thresholds,
  who: Key,
  pastDays: number,
  { profiles }: Takings,
  fill: () => void,
): Pull | null {
  fill();
  let seen = 0;
  for (let i = PAST_DAYS; i < KEPT_DAYS; i++) seen += series[i];
  if (seen < least) return null;
  const { counts, inWindow } = activeDays(who, pastDays, profiles);
  const isOwnKnown = counts.length >= OWN_DAYS_MIN;
  const sample = sampleOf(counts, tail);
  const ownMost = isOwnKnown ? mostOfMonth(sample, inWindow, tail) : 0;
  const isOut = measure === 'unsanctioned';
  const usual = isOut ? null : profiles.usual(who, measure, tail);
  const peers = usual !== null && usual.peerDays > 0 ? usual.month : null;
  const isKnown = isOwnKnown || peers !== null || isOut;
  const ownLimit = Math.max(isKnown ? least : Math.max(least, unknown_taken), ownMost);
  const most = Math.max(ownLimit, peers?.peersMost ?? 0);
  const isRead = measure === 'records' || measure === 'subjects';
  // more than ever before and no more than peers do is how a hand-over reads: told, and low
  if (seen <= (isRead ? most : ownLimit)) return null;
  const isUnsure = peers === null && !isOut;
  return {
    measure,
    seen,
    limit: seen > most ? most : ownLimit,
    own: isOwnKnown ? Math.round((sumOf(counts) / counts.length) * inWindow) : null,
    peers: peers === null ? null : Math.round(peers.peers),
    points: Math.max(0, stepsOf(seen / most) - Number(isUnsure) - Number(isRead)),
  };
}

/**
 * How many of the oldest days kept are the own past: those before the window, and with a notice those before the month that led
 * up to it, so that what is judged does not become what is usual.
 */
function pastOf({ notice }: Departure, today: Day): number {
  const ledUpTo = notice === null ? today : Math.min(today, dayAt(notice));
  return Math.max(0, PAST_DAYS - (today - ledUpTo));
}

/**
 * The counts of the active days of the own past, and how many active days the window has, today included. Farther back than
 * profiles reach only days count on which something was taken: the usual is then rather too high.
 */
function activeDays(
  who: Key,
  pastDays: number,
  profiles: Takings['profiles'],
): { counts: number[]; inWindow: number } {
  profiles.series(who, 'events', known);
  const isActive = (i: number): boolean => series[i] > 0 || known[i - (KEPT_DAYS - 1 - PROFILE_DAYS)] > 0;
  const counts: number[] = [];
  for (let i = 0; i < pastDays; i++) if (isActive(i)) counts.push(series[i]);
  let inWindow = 1;
  for (let i = PAST_DAYS; i < KEPT_DAYS - 1; i++) if (isActive(i)) inWindow++;
  return { counts, inWindow: Math.max(ACTIVE_MIN, inWindow) };
}

function worse(one: Pull | null, other: Pull | null): Pull | null {
  if (one === null || other === null) return one ?? other;
  if (one.points !== other.points) return one.points > other.points ? one : other;
  return one.seen / one.limit >= other.seen / other.limit ? one : other;
}
