/** The thresholds of destructive-administration made ready for rows: keys instead of names, limits in one array. */
import { hashText, type Key } from '../../src/core/hash.ts';
import { madeOnce } from '../../src/detector/made-once.ts';
import { KINDS, type Thresholds, WINDOWS } from './limits.ts';

/** Limits in one row: kind × window. */
export type Limits = Float64Array;
/** Whose deeds have limits of their own. */
type Limited = 'administrator' | 'unknown' | 'ordinary' | 'outsider';
/** Thresholds made ready: keys instead of names. */
export interface Tuned {
  /** By who somebody is; service and left have none of their own. */
  readonly of: Readonly<Record<Limited, Limits>>;
  /** The kind that a class of data decides: -1 where it is of no matter. */
  readonly kinds: ReadonlyMap<Key, number>;
}

/** The thresholds made ready, once per run. */
export const tuned = madeOnce((limit: Thresholds): Tuned => {
  const row = (own: Thresholds['ordinary']): Limits =>
    Float64Array.from(KINDS.flatMap((kind) => WINDOWS.map((window) => own[kind][window])));
  return {
    of: {
      administrator: row(limit.administrator),
      unknown: row(limit.unknown),
      ordinary: row(limit.ordinary),
      outsider: row(limit.outsider),
    },
    kinds: new Map([
      ...limit.recordClasses.map((name) => [hashText(name), KINDS.indexOf('record')] as const),
      ...limit.accountClasses.map((name) => [hashText(name), KINDS.indexOf('account')] as const),
      ...limit.safetyClasses.map((name) => [hashText(name), KINDS.indexOf('safety')] as const),
      ...limit.passingClasses.map((name) => [hashText(name), -1] as const),
    ]),
  };
});
