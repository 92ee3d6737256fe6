/** What a seal speaks for: everything a lake holds as of one commit, as one Merkle root. */
import type { Commit, LakeBase, LakeFile } from '../../../schemas/commit.ts';
import type { Stored } from '../store.ts';
import { leafHash, merklePath, merkleRoot, type Step } from './merkle.ts';

/** The contents of a lake, commit after commit. */
export interface Contents {
  /** Takes the next commit; the first one is commit 1 or a base. */
  take(commit: Commit): void;
  /** The root as of the commit taken last. */
  root(): string;
  /** The way from a row group of a file to the root; null where the lake does not hold it. */
  path(name: string, group: number): Step[] | null;
}

/** Follows a chain from commit 1, or from a base. */
export function contentsOf(): Contents {
  const files = new Map<string, readonly string[]>();
  const nodes = new Map<string, string>();
  let state: string | null = null;
  let journals: string[] = [];
  let hasBegun = false;

  function add(name: string, leaves: readonly string[]): void {
    files.set(name, leaves);
    nodes.set(name, merkleRoot(leaves));
  }
  function addWhole({ name, sha256, bytes }: Stored): void {
    add(name, [wholeLeaf(name, sha256, bytes)]);
  }
  function addRegister({ sha256, bytes }: { readonly sha256: string; readonly bytes: number }): void {
    addWhole({ name: `registers/${sha256}`, sha256, bytes });
  }
  function addJournal(journal: Stored): void {
    journals.push(journal.name);
    addWhole(journal);
  }
  function begin(base: LakeBase): void {
    for (const file of base.files) add(file.name, fileLeaves(file));
    base.delivered.forEach(addRegister);
    base.journals.forEach(addJournal);
  }
  function follow(commit: Commit): void {
    for (const name of commit.removed) drop(name);
    for (const file of commit.files) add(file.name, fileLeaves(file));
    commit.delivery?.forEach(addRegister);
    if (state !== null && state !== commit.state?.name) {
      drop(state);
      journals.forEach(drop);
      journals = [];
    }
    if (commit.journal !== null) addJournal(commit.journal);
  }
  function drop(name: string): void {
    files.delete(name);
    nodes.delete(name);
  }
  const names = () => [...nodes.keys()].sort();

  return {
    take(commit) {
      if (commit.base !== null && !hasBegun) begin(commit.base);
      else follow(commit);
      hasBegun = true;
      state = commit.state?.name ?? null;
      if (commit.state !== null) addWhole(commit.state);
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
