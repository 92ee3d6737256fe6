/** What source-health says: one episode for each source and kind of trouble. */
import type { Severity } from '../../schemas/finding.ts';
import { hashText, type Key, pairKey } from '../../src/core/hash.ts';
import { DAY, formatInstant, HOUR, MINUTE, type Micros } from '../../src/core/time.ts';
import type { Signal } from '../../src/detector/define.ts';
import type { MissingNumbers } from '../../src/state/numbering.ts';
import type { Silence } from '../../src/state/rhythm.ts';
import { type Evidence, TROUBLES, type Trouble } from './evidence.ts';

/** A source whose clock is wrong for hours on end is one finding; one that is right again for an hour has ended it. */
export const QUIET = HOUR;
/** A silence stays open so long, so that what comes after it belongs to it. */
export const SILENT_QUIET = 30 * DAY;
const KEYS = Object.fromEntries(TROUBLES.map((kind) => [kind, hashText(kind)])) as Record<Trouble, Key>;
const SCORES: Readonly<Record<Severity, number>> = { low: 20, medium: 45, high: 70, critical: 90 };
const QUIETS: Readonly<Record<Trouble, Micros>> = {
  silence: SILENT_QUIET,
  clock: QUIET,
  'clock-jump': DAY,
  gap: DAY,
  'reused-id': DAY,
  'stale-register': SILENT_QUIET,
  'late-register': SILENT_QUIET,
};

/** A signal about a source, or a register, by its key. */
export function trouble(
  kind: Trouble,
  key: Key,
  severity: Severity,
  facts: Partial<Evidence>,
): Signal<Evidence> {
  return {
    key: pairKey(key, KEYS[kind]),
    severity,
    score: SCORES[severity],
    evidence: { kind, ...facts },
    about: [],
    quiet: QUIETS[kind],
  };
}

/** A source is silent: broken off in the middle of a day, or for long, it is medium. */
export function silence({ key, since, isSudden, isLong }: Silence, source: string): Signal<Evidence> {
  const facts = { source, since: formatInstant(since), sudden: isSudden, long: isLong };
  return trouble('silence', key, isSudden || isLong ? 'medium' : 'low', facts);
}

/** Numbers are missing: many of them are medium. */
export function gap(
  { key, first, last, many }: MissingNumbers,
  source: string,
  gapRows: number,
): Signal<Evidence> {
  const facts = { source, missing: many, first_missing: first, last_missing: last };
  return trouble('gap', key, many >= gapRows ? 'medium' : 'low', facts);
}

/** Numbers stand at times where they do not belong: the clock was set. */
export function jump(key: Key, source: string, missed: Micros): Signal<Evidence> {
  return trouble('clock-jump', key, 'medium', { source, minutes: Math.round(missed / MINUTE) });
}
