/** What a lake removed because its time was over: each retention must fit the files that it took rows from. */
import type { Commit, LakeFile, Retention } from '../../../schemas/commit.ts';
import { commitName } from '../chain.ts';
import { type Fault, fault } from './fault.ts';

/** A retention, as a commit recorded it. */
export interface RetentionReport extends Pick<Retention, 'limits' | 'events'> {
  readonly commit: number;
  /** By the clock of the machine. */
  readonly at: string;
}

/** What the commits say was removed. */
export function retentionsIn(commits: readonly (Commit | null)[]): RetentionReport[] {
  return commits.flatMap((commit) => {
    if (commit === null || commit.retention === null) return [];
    const { limits, events } = commit.retention;
    return [{ commit: commit.number, at: commit.written_at, limits, events }];
  });
}

/** Retentions that do not fit the files as they were committed. `commits` are all of them, from commit 1. */
export function retentionFaults(commits: readonly (Commit | null)[]): Fault[] {
  const files = new Map<string, LakeFile>();
  return commits.flatMap((commit) => {
    if (commit === null) return [];
    const fits = commit.retention === null || isFitting(commit, commit.retention, files);
    for (const name of commit.removed) files.delete(name);
    for (const file of commit.files) files.set(file.name, file);
    return fits ? [] : [fault('verify-retention', commitName(commit.number), { number: commit.number })];
  });
}

/** Whether it names exactly the files that it removed, as they were, and keeps as many rows as the new ones hold. */
function isFitting(
  { removed, files: added }: Commit,
  retention: Retention,
  files: ReadonlyMap<string, LakeFile>,
): boolean {
  const names = retention.removed.map(({ name }) => name);
  const kept = retention.removed.reduce((sum, one) => sum + one.kept, 0);
  return (
    names.join() === removed.join() &&
    kept === added.reduce((sum, { rows }) => sum + rows, 0) &&
    retention.removed.every(({ name, sha256, rows, kept }) => {
      const known = files.get(name);
      return known?.sha256 === sha256 && known.rows === rows && kept < rows;
    })
  );
}
