/** What is remembered of an account’s sign-ins, and what it says of a new one. */

import type { Key } from '../../src/core/hash.ts';
import { DAY, MINUTE, type Micros } from '../../src/core/time.ts';
import type { Signal } from '../../src/detector/define.ts';
import type { FirstSeen } from '../../src/state/first-seen.ts';
import { type Recent, recent } from '../../src/state/recent.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { type Network, networkOf } from './networks.ts';
import type { Place, SignIns } from './sign-ins.ts';
import { isRoaming } from './uses.ts';

/** Sign-ins remembered per account. */
const KEEP = 32;
const WEEK: Micros = 7 * DAY;
/** Refusals from a place that count before a success there. */
const REFUSED_WITHIN: Micros = DAY;
/** Refusals from which a first entry is no slip of the finger. */
const REFUSALS = 3;
/** Fields of a sign-in. */
const FIELD = { place: 0, network: 1, kind: 2, ref: 3, acts: 4, family: 5 } as const;

/** Kinds of sign-ins: from a known place; from a new one outside, of an account without a past or with one; refused. */
export const KIND = { known: 0, first: 1, fresh: 2, refused: 3 } as const;

/** The latest sign-ins by account. */
export function signInLog({ actsDays }: Thresholds): Recent {
  return recent({ fields: 6, keep: KEEP, within: Math.max(7, actsDays) * DAY });
}

/** Notes a sign-in. */
export function noteSignIn(log: Recent, view: SignIns, row: number, place: Key, kind: number): void {
  const entry = log.add(view.actor[row], view.time[row]);
  if (entry < 0) return;
  log.set(entry, FIELD.place, place);
  const { key, family } = networkAt(view, row);
  log.set(entry, FIELD.network, key);
  log.set(entry, FIELD.family, family);
  log.set(entry, FIELD.kind, kind);
  log.set(entry, FIELD.ref, view.ref[row]);
}

const networkAt = (view: SignIns, row: number): Network => networkOf(view.ip[row], () => view.event(row).ip);

/**
 * From a place never seen for it, soon after another one outside. Whether anybody could have travelled no map tells us: minutes weigh
 * more than an hour, and an account with a past more than one that is new here. An address of the other family may be the same device.
 */
export function twoPlaces(
  log: Recent,
  view: SignIns,
  row: number,
  place: Readonly<Place>,
  hasPast: boolean,
  limit: Thresholds,
): Signal<Evidence> | null {
  const { actor, time } = view;
  const since = time[row] - limit.travelMinutes * MINUTE;
  const { key, family } = networkAt(view, row);
  for (let each = log.newest(actor[row]); each >= 0 && log.time(each) >= since; each = log.older(each)) {
    const other = log.get(each, FIELD.network);
    if (log.get(each, FIELD.kind) === KIND.refused || log.get(each, FIELD.place) === place.key) continue;
    if (other === key || log.get(each, FIELD.family) !== family || family === 0) continue;
    const apart = Math.ceil((time[row] - log.time(each)) / MINUTE);
    const isSure = hasPast && apart <= limit.atOnceMinutes;
    return {
      severity: isSure ? 'medium' : 'low',
      score: isSure ? 45 : 30,
      evidence: { how: 'two-places', minutes_apart: apart },
      about: ['actor', 'ip', 'device'],
      contributors: { refs: [log.get(each, FIELD.ref)], times: [log.time(each)] },
    };
  }
  return null;
}

/**
 * From one new place after the other: a password that has been handed round. That of an account which several people share was
 * meant to be, so that it takes twice as many places to weigh as much.
 */
export function newPlaces(
  log: Recent,
  uses: FirstSeen,
  { actor, time }: SignIns,
  row: number,
  isShared: boolean,
  limit: Thresholds,
): Signal<Evidence> | null {
  const refs: number[] = [];
  const times: Micros[] = [];
  const seen = new Set<Key>();
  for (let each = log.newest(actor[row]); each >= 0; each = log.older(each)) {
    if (time[row] - log.time(each) >= WEEK) break;
    if (log.get(each, FIELD.kind) !== KIND.fresh) continue;
    seen.add(log.get(each, FIELD.place));
    refs.unshift(log.get(each, FIELD.ref));
    times.unshift(log.time(each));
  }
  if (seen.size < limit.newPlacesWeek || isRoaming(uses, actor[row], seen.size)) return null;
  const isSure = !isShared || seen.size >= 2 * limit.newPlacesWeek;
  return {
    severity: isSure ? 'medium' : 'low',
    score: isSure ? Math.min(60, 44 + seen.size) : 30,
    evidence: { how: 'new-places', places: seen.size, limit: limit.newPlacesWeek, window_days: 7 },
    about: ['actor'],
    contributors: { refs, times },
  };
}

/** A hold on accounts, taken from a place that is new to this one. */
export function actFromNewPlace(
  log: Recent,
  { actor, time }: SignIns,
  row: number,
  place: Key,
  limit: Thresholds,
): Signal<Evidence> | null {
  let refused = 0;
  let entered = -1;
  for (let each = log.newest(actor[row]); each >= 0; each = log.older(each)) {
    if (log.get(each, FIELD.place) !== place) continue;
    if (entered < 0 && time[row] - log.time(each) > limit.actsDays * DAY) return null;
    const kind = log.get(each, FIELD.kind);
    if (entered < 0 && kind === KIND.fresh) entered = each;
    else if (entered >= 0 && kind === KIND.refused && log.time(entered) - log.time(each) < REFUSED_WITHIN)
      refused++;
  }
  if (entered < 0) return null;
  const acts = log.get(entered, FIELD.acts) + 1;
  log.set(entered, FIELD.acts, acts);
  const isGrave = acts > 1 || refused >= REFUSALS;
  return {
    severity: isGrave ? 'high' : 'medium',
    score: (isGrave ? 70 : 50) + Math.min(9, acts + refused),
    evidence: { how: 'new-place-acts', acts, refused_before: refused },
    about: ['actor', 'ip', 'device'],
    contributors: { refs: [log.get(entered, FIELD.ref)], times: [log.time(entered)] },
  };
}
