/**
 * The limits of one person: those of the duty, moved by what is usual for the person and the peers, within declared bounds.
 *
 * From the first day the limits of the duty hold. What is usual lowers them, never below the floor, once it is known for four
 * weeks; it raises them, never above the ceiling, only as far as the peers do as much. So slow teaching gains nobody more than
 * the limits of the duty. Computed once per person and day.
 */
import type { Key } from '../../src/core/hash.ts';
import type { Day } from '../../src/core/time.ts';
import type { Profiles, Usual, UsualOf } from '../../src/profiles/profiles.ts';
import { MEASURES, type Measure } from './limits.ts';
import type { Limits, Tuned } from './tuned.ts';

/** Limits of a person, and the usual they come from: measure × window, as in {@link Limits}; NaN where nothing is known. */
export interface Personal {
  readonly limits: Limits;
  /** The limits of the duty. */
  readonly general: Limits;
  readonly own: Float64Array;
  readonly peers: Float64Array;
}

/** The measures that have a usual. */
const USUAL = ['subjects', 'records', 'taken'] as const satisfies readonly Measure[];
const [HOUR, DAY, MONTH] = [0, 1, 2] as const;

/** So many answers are kept; then they are asked anew: they depend on the day alone, so nothing else changes. */
const KEPT_MAX = 1 << 14;

/** Answers of the day in force, per run. */
const kept = new WeakMap<Profiles, { day: Day; byWho: Map<Key, Personal> }>();

/** The limits of somebody today, from those of the duty. */
export function personalLimits(ready: Tuned, profiles: Profiles, who: Key, general: Limits): Personal {
  const day = profiles.day();
  let today = kept.get(profiles);
  if (today?.day !== day) {
    today = { day, byWho: new Map() };
    kept.set(profiles, today);
  }
  const before = today.byWho.get(who);
  if (before?.general === general) return before;
  const made = personal(ready, profiles, who, general);
  if (today.byWho.size >= KEPT_MAX) today.byWho.clear();
  today.byWho.set(who, made);
  return made;
}

function personal({ profile }: Tuned, profiles: Profiles, who: Key, general: Limits): Personal {
  const made: Personal = {
    limits: general.slice(),
    general,
    own: new Float64Array(general.length).fill(Number.NaN),
    peers: new Float64Array(general.length).fill(Number.NaN),
  };
  for (const measure of USUAL) {
    const usual = profiles.usual(who, measure, profile.falseAlarms);
    if (usual === null) continue;
    const at = MEASURES.indexOf(measure) * 3;
    for (const [window, span, floor] of [
      [DAY, usual.day, profile.floor[measure].day],
      [MONTH, usual.month, profile.floor[measure].month],
    ] as const) {
      made.limits[at + window] = moved(general[at + window], floor, profile.ceiling, usual, span);
      if (usual.ownDays > 0) made.own[at + window] = Math.round(span.own);
      if (usual.peerDays > 0) made.peers[at + window] = Math.round(span.peers);
    }
    if (measure === 'taken') raiseGuarded(made, usual);
    // busy hours come with busy days; a quiet day may have one busy hour
    made.limits[at + HOUR] = Math.ceil(
      general[at + HOUR] * Math.max(1, made.limits[at + DAY] / general[at + DAY]),
    );
  }
  return made;
}

/** As much as colleagues take may be taken of what is guarded, up to the limit of all that is taken; nobody can teach that alone. */
function raiseGuarded({ limits, general, own, peers }: Personal, usual: Usual): void {
  const [from, to] = [MEASURES.indexOf('taken') * 3, MEASURES.indexOf('guarded') * 3];
  for (const [window, span] of [
    [DAY, usual.day],
    [MONTH, usual.month],
  ] as const) {
    const most = Math.min(Math.floor(span.peersMost), general[from + window]);
    limits[to + window] = Math.max(general[to + window], most);
    own[to + window] = own[from + window];
    peers[to + window] = peers[from + window];
  }
  limits[to + HOUR] = Math.max(general[to + HOUR], Math.min(limits[to + DAY], general[from + HOUR]));
}

/** A limit moved by what is usual, within its bounds. */
function moved(general: number, floor: number, ceiling: number, { isFirm }: Usual, span: UsualOf): number {
  if (span.most >= general)
    return Math.floor(Math.min(span.most, Math.max(general, span.peersMost), general * ceiling));
  return isFirm ? Math.max(span.most, Math.min(floor, general)) : general;
}
