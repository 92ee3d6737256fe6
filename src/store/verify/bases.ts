/** The bases of a chain: each must say of the lake what all the commits before it come to. */
import type {
  Commit,
  DeliveredFile,
  JournalFile,
  LakeBase,
  LakeFile,
  LakeInput,
  Tick,
} from '../../../schemas/commit.ts';
import { commitName } from '../chain.ts';
import { retainedAfter, type Snapshot, ticksAfter } from '../snapshot.ts';
import { type Fault, fault } from './fault.ts';

/** What a lake holds, commit after commit, from all of them. */
function fromTheBeginning() {
  const files = new Map<string, LakeFile>();
  const inputs = new Map<number, LakeInput>();
  const delivered = new Map<string, number>();
  let registers: { number: number; files: DeliveredFile[] } | null = null;
  let state: string | null = null;
  let journals: JournalFile[] = [];
  let versions: Commit['versions'] | null = null;
  let kept: Commit['versions'] | null = null;
  let ticks: readonly Tick[] = [];
  let retained: Snapshot['retained'] = [];
  const renamed: LakeBase['renamed'] = [];
  return {
    take(commit: Commit): void {
      for (const name of commit.removed) files.delete(name);
      for (const file of commit.files) files.set(file.name, file);
      for (const input of commit.inputs) inputs.set(input.input, input);
      if (commit.delivery !== null) registers = { number: commit.number, files: commit.delivery };
      for (const { sha256, bytes } of commit.delivery ?? []) delivered.set(sha256, bytes);
      ({ versions } = commit);
      if (state !== (commit.state?.name ?? null)) {
        journals = [];
        kept = versions;
      }
      state = commit.state?.name ?? null;
      if (commit.journal !== null) {
        journals.push(commit.journal);
        kept = versions;
      }
      ticks = ticksAfter(ticks, commit);
      retained = retainedAfter(retained, commit);
      renamed.push(...(commit.reexamination?.renamed ?? []));
    },
    base: (): LakeBase => ({
      files: [...files.values()],
      inputs: [...inputs.values()].sort((a, b) => a.input - b.input),
      registers,
      delivered: [...delivered].map(([sha256, bytes]) => ({ sha256, bytes })),
      journals,
      ticks: [...ticks],
      renamed: [...renamed],
      retained: [...retained],
      ...(kept !== null && JSON.stringify(kept) !== JSON.stringify(versions) && { kept }),
    }),
  };
}

/** Bases that say something else. `commits` are all of them, from commit 1. */
export function baseFaults(commits: readonly (Commit | null)[]): Fault[] {
  const lake = fromTheBeginning();
  return commits.flatMap((commit) => {
    if (commit === null) return [];
    lake.take(commit);
    return commit.base === null || JSON.stringify(commit.base) === JSON.stringify(lake.base())
      ? []
      : [fault('verify-base', commitName(commit.number), { number: commit.number })];
  });
}
