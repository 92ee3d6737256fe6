/** What commits say of the pieces of Parquet files, by which these are checked before something is judged by them. */
import { createHash } from 'node:crypto';
import { fstatSync, readSync } from 'node:fs';
import type { LakeFile, LakeGroup } from '../../schemas/commit.ts';
import { problem } from '../core/problem.ts';
import { type Store, StoreFailed } from './store.ts';

/** Makes sure of a piece of an open file when it is first read; throws {@link StoreFailed} where it is not what was committed. */
export type PieceCheck = (descriptor: number, piece: number) => void;

/** The check of a file, by its path; null where nothing is known of it: whoever reads it has made it. */
export type KnownLeaves = (path: string) => PieceCheck | null;

/** Of what nobody has told. */
export const NO_LEAVES: KnownLeaves = () => null;

const CHUNK_BYTES = 2 ** 20;

/** The leaves of the files of a lake. Each piece is checked once; -1 stands for the last one, the footer. */
export function knownLeaves(store: Pick<Store, 'path'>, files: readonly LakeFile[]): KnownLeaves {
  const known = new Map(
    files.filter(({ groups }) => groups.length > 0).map((file) => [store.path(file.name), file.groups]),
  );
  const sure = new Set<LakeGroup>();
  const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  return (path) => {
    const leaves = known.get(path);
    if (leaves === undefined) return null;
    return (descriptor, piece) => {
      const leaf = leaves.at(piece);
      if (leaf !== undefined && sure.has(leaf)) return;
      const isLonger = piece === -1 && fstatSync(descriptor).size !== leaf?.to; // a footer behind the footer
      if (leaf === undefined || isLonger || hashOf(descriptor, leaf, chunk) !== leaf.sha256)
        throw new StoreFailed(problem('lake-damaged', {}, { file: path }), null);
      sure.add(leaf);
    };
  };
}

function hashOf(descriptor: number, { from, to }: LakeGroup, chunk: Buffer): string {
  const hash = createHash('sha256');
  for (let at = from; at < to; ) {
    const read = readSync(descriptor, chunk, 0, Math.min(chunk.length, to - at), at);
    if (read === 0) break;
    hash.update(chunk.subarray(0, read));
    at += read;
  }
  return hash.digest('hex');
}
