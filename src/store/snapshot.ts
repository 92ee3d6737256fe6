/** What a lake holds as of one commit: its files, what was read of each input, and the registers in force. */
import type { Commit, DeliveredFile, LakeCounts, LakeFile, LakeInput } from '../../schemas/commit.ts';
import type { ChainedCommit } from './chain.ts';

/** A lake as of one commit. */
export interface Snapshot {
  /** 0 for a lake without commits. */
  readonly number: number;
  /** The hash of the newest commit; null where there is none. */
  readonly sha256: string | null;
  readonly files: readonly LakeFile[];
  /** The newest entry of each input, in the order of their numbers. */
  readonly inputs: readonly LakeInput[];
  /** Whether the run that wrote the newest epoch came to its end. */
  readonly ended: boolean;
  readonly counts: LakeCounts;
  /** The number of the commit that brought the registers in force, and what it brought. */
  readonly registers: { readonly number: number; readonly files: readonly DeliveredFile[] } | null;
  readonly state: Commit['state'];
  readonly versions: Commit['versions'] | null;
}

const NOTHING: LakeCounts = {
  read: 0,
  accepted: 0,
  quarantined: 0,
  duplicates: 0,
  old_duplicates: 0,
  late: 0,
  clock_marked: 0,
  reused_ids: 0,
  waiting: 0,
  verdicts: { contradicted: 0, explained: 0, undecidable: 0, unexplained: 0 },
};

/** The lake as of the last commit of `chain`, which begins with commit 1. */
export function snapshotOf(chain: readonly ChainedCommit[]): Snapshot {
  const files = new Map<string, LakeFile>();
  const inputs = new Map<number, LakeInput>();
  for (const { commit } of chain) {
    for (const name of commit.removed) files.delete(name);
    for (const file of commit.files) files.set(file.name, file);
    for (const input of commit.inputs) inputs.set(input.input, input);
  }
  const newest = chain.at(-1);
  const delivered = newest?.commit.registers ?? null;
  return {
    number: newest?.commit.number ?? 0,
    sha256: newest?.sha256 ?? null,
    files: [...files.values()],
    inputs: [...inputs.values()].sort((a, b) => a.input - b.input),
    ended: newest?.commit.ended ?? true,
    counts: newest?.commit.counts ?? NOTHING,
    registers:
      delivered === null ? null : { number: delivered, files: chain[delivered - 1]?.commit.delivery ?? [] },
    state: newest?.commit.state ?? null,
    versions: newest?.commit.versions ?? null,
  };
}
