/** The thresholds of mass-record-pull made ready for rows: keys instead of names, limits in one array. */
import { hashText, type Key } from '../../src/core/hash.ts';
import type { Micros } from '../../src/core/time.ts';
import { madeOnce } from '../../src/detector/made-once.ts';
import type { Registers } from '../../src/registers/registers.ts';
import { MEASURES, type Measure, type Thresholds, WINDOWS, type WindowName } from './limits.ts';

/** Limits in one row: measure × window. */
export type Limits = Float64Array;
/** Thresholds made ready: keys instead of names. */
export interface Tuned {
  readonly ordinary: Limits;
  readonly administrator: Limits;
  readonly byDuty: ReadonlyMap<Key, Limits>;
  /** The higher of two, where somebody has several duties. */
  readonly combined: Map<Limits, Map<Limits, Limits>>;
  readonly profile: Thresholds['profile'];
  readonly sensitive: ReadonlySet<Key>;
  readonly guarded: ReadonlySet<Key>;
  readonly technical: ReadonlySet<Key>;
  readonly goods: ReadonlySet<Key>;
}

/** The thresholds made ready, once per run. */
export const tuned = madeOnce((limit: Thresholds): Tuned => {
  const keys = (names: readonly string[]) => new Set(names.map(hashText));
  return {
    ordinary: row((measure, window) => limit.ordinary[measure][window]),
    administrator: row((measure, window) => limit.administrator[measure][window]),
    byDuty: new Map(
      Object.entries(limit.byDuty).map(([duty, own]) => [
        hashText(duty),
        row((measure, window) => own[measure]?.[window] ?? limit.ordinary[measure][window]),
      ]),
    ),
    combined: new Map(),
    profile: limit.profile,
    sensitive: keys(limit.sensitiveClasses),
    guarded: keys(limit.guardedClasses),
    technical: keys(limit.technicalClasses),
    goods: keys(limit.goodsClasses),
  };
});

function row(limitOf: (measure: Measure, window: WindowName) => number): Limits {
  return Float64Array.from(MEASURES.flatMap((measure) => WINDOWS.map((window) => limitOf(measure, window))));
}

/** The limits of a person: by duty, the highest of several. The same array for the same duties. */
export function limitsOf(
  { byDuty, ordinary, combined }: Tuned,
  person: Key,
  registers: Registers,
  time: Micros,
): Limits {
  if (byDuty.size === 0) return ordinary;
  let found: Limits | null = null;
  for (const duty of registers.person(person, time)?.duties ?? []) {
    const own = byDuty.get(duty);
    if (own !== undefined) found = found === null ? own : highest(found, own, combined);
  }
  return found ?? ordinary;
}

/** The higher of each, made once a pair. */
function highest(one: Limits, other: Limits, combined: Tuned['combined']): Limits {
  let withOne = combined.get(one);
  if (withOne === undefined) {
    withOne = new Map();
    combined.set(one, withOne);
  }
  let made = withOne.get(other);
  if (made === undefined) {
    made = one.map((limit, at) => Math.max(limit, other[at]));
    withOne.set(other, made);
  }
  return made;
}
