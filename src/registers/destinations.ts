/**
 * Destinations: which pattern decides for a host, a device or a mail domain. Letter case does not matter.
 *
 * Which patterns match depends on the destination alone and is worked out once; what they say then is kept over the span of
 * knowledge and time in which it stays the same. So asking again, in time order, allocates nothing.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { type History, holds } from './history.ts';
import { anySpan, covers, narrow, narrowKnown, type Span } from './lens.ts';
import type { DestinationSays, Validity } from './registers.ts';

/** A pattern and what it says. */
export interface DestinationRow extends Validity {
  /** In lower case. */
  readonly pattern: string;
  /** Null where unknown: as if not listed. */
  readonly allowed: boolean | null;
}

/** Asks about a destination by its key; its text is needed the first time only, and `unread` says so. */
export type Destinations = (
  destination: Key,
  text: string | null,
  known: Micros,
  time: Micros,
) => DestinationSays;

interface Pattern {
  readonly group: number;
  readonly pattern: string;
  readonly weight: number;
}

/** A destination, the patterns that match it, the most specific first, and what they last said. */
interface Read extends Span {
  readonly matching: readonly Pattern[];
  says: DestinationSays;
}

/** Destinations whose matching patterns are kept; some 200 bytes each. */
const KEPT_MAX = 50_000;

/**
 * What the most specific pattern in force says: one without wildcards before one with, then the one with more ordinary
 * characters; of equals a refusal. Unlisted where nothing matches. Cost the first time: one pass over the patterns.
 */
export function destinationsOf(history: History<DestinationRow, readonly DestinationRow[]>): Destinations {
  const patterns: Pattern[] = Array.from({ length: history.groups.count }, (_, group) => {
    const { pattern } = history.entries.rows[history.groups.members[history.groups.starts[group]]];
    return { group, pattern, weight: weightOf(pattern) };
  });
  patterns.sort((a, b) => b.weight - a.weight);
  const kept = new Map<Key, Read>();

  function read(destination: Key, text: string): Read {
    const whole = text.trim().toLowerCase();
    const host = hostOf(whole);
    const matching = patterns.filter(({ pattern }) =>
      matchesDestination(pattern, isOfWhole(pattern) ? whole : host),
    );
    const made: Read = { matching, says: 'unlisted', ...anySpan(), until: Number.NEGATIVE_INFINITY };
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(destination, made);
    return made;
  }

  /** Writes what the patterns say then, and over which span they say it. */
  function judge(about: Read, known: Micros, time: Micros): void {
    Object.assign(about, anySpan(), { says: 'unlisted' });
    let decided = -1;
    for (const { group, weight } of about.matching) {
      if (weight < decided) return;
      const { value, from, until } = history.known(group, known);
      narrowKnown(about, from, until);
      for (const row of value) {
        narrow(about, row, time, 'holding');
        if (!holds(row, time) || row.allowed === null || about.says === 'refused') continue;
        about.says = row.allowed ? 'allowed' : 'refused';
        decided = weight;
      }
    }
  }

  return (destination, text, known, time) => {
    let about = kept.get(destination);
    if (about === undefined) {
      if (text === null) return 'unread';
      about = read(destination, text);
    }
    if (!covers(about, known, time)) judge(about, known, time);
    return about.says;
  };
}

function weightOf(pattern: string): number {
  const wildcards = pattern.split(/[*?]/).length - 1;
  return (wildcards === 0 ? 100_000 : 0) + pattern.length - wildcards;
}

/** A pattern about a mailbox, a path or an address with its scheme is held against the whole destination, others against its host. */
function isOfWhole(pattern: string): boolean {
  return /[@/\\]/.test(pattern);
}

/** The host of an address, a share or a mailbox, else the text as it is: `https://a.example/x`, `\\a\b`, `x@a.example`, `a.example:443`. */
function hostOf(text: string): string {
  const address = /^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^/?#:]*)/.exec(text);
  const share = /^\\\\([^\\]+)/.exec(text);
  const mailbox = /^[^\s/\\]+@([^\s@/\\]+)$/.exec(text);
  const port = /^([^:/\\]*\.[^:/\\]*):\d+$/.exec(text); // with a dot: `usb:4711` is no host
  return (address ?? share ?? mailbox ?? port)?.[1] ?? text;
}

/** `*.example.jp` matches every host below example.jp, and example.jp itself. Both in lower case. */
function matchesDestination(pattern: string, name: string): boolean {
  return matchesGlob(pattern, name) || (pattern.startsWith('*.') && matchesGlob(pattern.slice(2), name));
}

/** `*` any run of characters, `?` one. Greedy with one way back: the cost is at most the product of the lengths. */
function matchesGlob(pattern: string, name: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let n = 0; n < name.length; ) {
    if (pattern[p] === '*') {
      star = p++;
      resume = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
