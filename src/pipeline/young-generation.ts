/**
 * Keeps the young part of V8's heap small: what is used for a moment needs no more room, and it is never given back while there is work.
 *
 * By itself it grows to 64 MB, of which up to three exist at a time. Its size can only be set before Node starts; but by how much it
 * grows can be set at any time. So it is made to grow to what is wanted in one step, and no further. Measured on a town's day:
 * 130 MB less, at no cost in time that could be measured. Where that does not work, as in another version of Node, it grows as it likes.
 */
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** How large each of its halves is. */
const HALF_MB = 8;
/** V8 begins with this. */
const FIRST_MB = 1;
/** How often it is looked after: an idle process gives it back. */
const CHECK_MS = 30_000;
/** So many thousands of objects outlive their first collection before it is given up. */
const ROUNDS_MAX = 64;

/** Limits the young generation of this thread, for as long as it lives. */
export function limitYoungGeneration(): void {
  if (!process.versions.node.startsWith('24.')) return;
  if (grow()) setInterval(grow, CHECK_MS).unref();
}

/** True where it has the size that is wanted. */
function grow(): boolean {
  if (isGrown()) return true;
  setFlagsFromString(`--semi-space-growth-factor=${HALF_MB / FIRST_MB}`);
  // it grows when more has outlived a collection than it can hold
  const kept: object[][] = [];
  while (!isGrown() && kept.length < ROUNDS_MAX) kept.push(Array.from({ length: 4_096 }, () => ({})));
  setFlagsFromString(`--semi-space-growth-factor=${isGrown() ? 1 : 2}`);
  return isGrown();
}

function isGrown(): boolean {
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  return young !== undefined && young.space_size >= HALF_MB * 2 ** 20;
}
