/** What a seal speaks for: everything a lake holds as of one commit, as one Merkle root. */
import type { Commit, LakeFile } from '../../../schemas/commit.ts';
import { leafHash, merklePath, merkleRoot, type Step } from './merkle.ts';

/** The contents of a lake, commit after commit. */
export interface Contents {
  /** Takes the next commit. */
  take(commit: Commit): void;
  /** The root as of the commit taken last. */
  root(): string;
  /** The way from a row group of a file to the root; null where the lake does not hold it. */
  path(name: string, group: number): Step[] | null;
}

/** Follows a chain from commit 1. */
export function contentsOf(): Contents {
  const files = new Map<string, readonly string[]>();
  const nodes = new Map<string, string>();
  let state: string | null = null;

  function add(name: string, leaves: readonly string[]): void {
    files.set(name, leaves);
    nodes.set(name, merkleRoot(leaves));
  }
  function drop(name: string): void {
    files.delete(name);
    nodes.delete(name);
  }
  const names = () => [...nodes.keys()].sort();

  return {
    take(commit) {
      for (const name of commit.removed) drop(name);
      for (const file of commit.files) add(file.name, fileLeaves(file));
      for (const { sha256, bytes } of commit.delivery ?? [])
        add(`registers/${sha256}`, [wholeLeaf(`registers/${sha256}`, sha256, bytes)]);
      if (state !== null && state !== commit.state?.name) drop(state);
      state = commit.state?.name ?? null;
      if (commit.state !== null)
        add(commit.state.name, [wholeLeaf(commit.state.name, commit.state.sha256, commit.state.bytes)]);
    },
    root: () => (nodes.size === 0 ? leafHash('') : merkleRoot(names().map((name) => nodes.get(name) ?? ''))),
    path(name, group) {
      const leaves = files.get(name);
      if (leaves?.[group + 1] === undefined) return null; // leaf 0 is the file as a whole
      const sorted = names();
      return [
        ...merklePath(leaves, group + 1),
        ...merklePath(
          sorted.map((one) => nodes.get(one) ?? ''),
          sorted.indexOf(name),
        ),
      ];
    },
  };
}

/** The leaves of a data file: the file as a whole, then its row groups. */
function fileLeaves({ name, sha256, bytes, groups }: LakeFile): string[] {
  return [wholeLeaf(name, sha256, bytes), ...groups.map((group, index) => groupLeaf(name, index, group))];
}

/** The leaf of a row group. */
export function groupLeaf(name: string, index: number, group: LakeFile['groups'][number]): string {
  return leafHash(`group ${name} ${index} ${group.rows} ${group.from} ${group.to} ${group.sha256}`);
}

function wholeLeaf(name: string, sha256: string, bytes: number): string {
  return leafHash(`file ${name} ${bytes} ${sha256}`);
}
