/**
 * Merkle trees as in RFC 6962: leaves and inner nodes are hashed apart, and a node without a partner moves up as it is. A path
 * proves that a leaf is under a root in as many steps as the tree is deep.
 */
import { createHash } from 'node:crypto';

/** One step from a leaf towards the root: the hash beside it, and on which side that stands. */
export interface Step {
  readonly side: 'left' | 'right';
  readonly sha256: string;
}

/** The hash of a leaf with this text. */
export function leafHash(text: string): string {
  return createHash('sha256').update('\u0000').update(text).digest('hex');
}

/** The hash of the node over two others. */
function nodeHash(left: string, right: string): string {
  return createHash('sha256')
    .update('\u0001')
    .update(Buffer.from(left, 'hex'))
    .update(Buffer.from(right, 'hex'))
    .digest('hex');
}

/** The root over leaves or nodes, of which there is at least one. */
export function merkleRoot(hashes: readonly string[]): string {
  let level = hashes;
  while (level.length > 1) level = levelAbove(level);
  return level[0];
}

/** The way from one of the hashes to {@link merkleRoot} of them all. */
export function merklePath(hashes: readonly string[], index: number): Step[] {
  const path: Step[] = [];
  for (let level = hashes, at = index; level.length > 1; level = levelAbove(level), at >>= 1) {
    const beside = level[at ^ 1];
    if (beside !== undefined) path.push({ side: at % 2 === 0 ? 'right' : 'left', sha256: beside });
  }
  return path;
}

/** Where a path leads. */
export function rootAlong(hash: string, path: readonly Step[]): string {
  return path.reduce(
    (at, { side, sha256 }) => (side === 'left' ? nodeHash(sha256, at) : nodeHash(at, sha256)),
    hash,
  );
}

function levelAbove(level: readonly string[]): string[] {
  const above: string[] = [];
  for (let at = 0; at < level.length; at += 2)
    above.push(at + 1 < level.length ? nodeHash(level[at], level[at + 1]) : level[at]);
  return above;
}
