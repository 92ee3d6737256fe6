/** Destinations: which pattern decides for a host, a device or a mail domain. Letter case does not matter. */
import type { Micros } from '../core/time.ts';
import { type History, holds } from './history.ts';
import type { Validity } from './registers.ts';

/** A pattern and what it says. */
export interface DestinationRow extends Validity {
  /** In lower case. */
  readonly pattern: string;
  /** Null where unknown: as if not listed. */
  readonly allowed: boolean | null;
}

/**
 * Whether a destination is allowed by the most specific pattern in force: one without wildcards before one with,
 * then the one with more ordinary characters; of equals a refusal. False where nothing matches. Cost: one pass over the patterns.
 */
export function destinationsOf(
  history: History<DestinationRow, readonly DestinationRow[]>,
): (destination: string, known: Micros, time: Micros) => boolean {
  const patterns = Array.from({ length: history.groups.count }, (_, group) => {
    const { pattern } = history.entries.rows[history.groups.members[history.groups.starts[group]]];
    return { group, pattern, weight: weightOf(pattern) };
  });
  patterns.sort((a, b) => b.weight - a.weight);

  return (destination, known, time) => {
    const name = destination.toLowerCase();
    let decided = -1;
    for (const { group, pattern, weight } of patterns) {
      if (weight < decided) return true;
      if (!matchesDestination(pattern, name)) continue;
      for (const row of history.known(group, known).value) {
        if (!holds(row, time) || row.allowed === null) continue;
        if (!row.allowed) return false;
        decided = weight;
      }
    }
    return decided !== -1;
  };
}

function weightOf(pattern: string): number {
  const wildcards = pattern.split(/[*?]/).length - 1;
  return (wildcards === 0 ? 100_000 : 0) + pattern.length - wildcards;
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
