/** What a lake holds as of one commit: its files, what was read of each input, and the registers in force. */
import type {
  Commit,
  DeliveredFile,
  Examined,
  JournalFile,
  LakeBase,
  LakeCounts,
  LakeFile,
  LakeInput,
  Tick,
} from '../../schemas/commit.ts';
import type { ChainedCommit } from './chain.ts';

/** A lake as of one commit. */
export interface Snapshot {
  /** 0 for a lake without commits. */
  readonly number: number;
  /** The hash of the newest commit; null where there is none. */
  readonly sha256: string | null;
  /** The newest commit that is a base; 0 where there is none. */
  readonly base: number;
  readonly files: readonly LakeFile[];
  /** The newest entry of each input, in the order of their numbers. */
  readonly inputs: readonly LakeInput[];
  /** Whether the run that wrote the newest epoch came to its end. */
  readonly ended: boolean;
  readonly counts: LakeCounts;
  /** The number of the commit that brought the registers in force, and what it brought. */
  readonly registers: { readonly number: number; readonly files: readonly DeliveredFile[] } | null;
  /** All register files ever delivered. */
  readonly delivered: LakeBase['delivered'];
  /** The last whole state of the engine. */
  readonly state: Commit['state'];
  /** What was done to the engine since then, oldest first. */
  readonly journals: readonly JournalFile[];
  /** What an engine restored to the newest epoch, with no input open, is still to be told, in this order: see `Tick`. */
  readonly ticks: readonly Tick[];
  readonly versions: Commit['versions'] | null;
  /** Those by which the engine's state was kept, and what was done since. */
  readonly kept: Commit['versions'] | null;
  readonly examined: Examined;
  /** Findings that go by the id of another one since a re-examination. */
  readonly renamed: LakeBase['renamed'];
  /** Since which day events are kept, by system; systems of which nothing was removed are not in it. */
  readonly retained: LakeBase['retained'];
}

/** Of a lake without events. */
export const NO_COUNTS: LakeCounts = {
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

/** A lake without commits. */
const EMPTY: Snapshot = {
  number: 0,
  sha256: null,
  base: 0,
  files: [],
  inputs: [],
  ended: true,
  counts: NO_COUNTS,
  registers: null,
  delivered: [],
  state: null,
  journals: [],
  ticks: [],
  versions: null,
  kept: null,
  examined: { events: 0, by: 0, registers: null, late: 0, since: null, judged: [] },
  renamed: [],
  retained: [],
};

/** The lake as of the last commit of `chain`, which begins with commit 1 or with a base. */
export function snapshotOf(chain: readonly ChainedCommit[]): Snapshot {
  return chain.reduce(snapshotAfter, EMPTY);
}

/** The lake as of one commit more. */
export function snapshotAfter(before: Snapshot, { commit, sha256 }: ChainedCommit): Snapshot {
  const { number, ended, counts, state, versions, examined } = commit;
  const now = { number, sha256, ended, counts, state, versions, examined };
  if (commit.base !== null)
    return { ...now, base: number, ...commit.base, kept: commit.base.kept ?? versions };
  const gone = new Set([...commit.removed, ...commit.files.map(({ name }) => name)]);
  const read = new Set(commit.inputs.map(({ input }) => input));
  const { delivery } = commit;
  const isOtherState = state?.name !== before.state?.name;
  return {
    ...now,
    base: before.base,
    kept: isOtherState || commit.journal !== null ? versions : before.kept,
    files: [...before.files.filter(({ name }) => !gone.has(name)), ...commit.files],
    inputs:
      read.size === 0
        ? before.inputs
        : [...before.inputs.filter(({ input }) => !read.has(input)), ...commit.inputs].sort(
            (a, b) => a.input - b.input,
          ),
    registers: delivery === null ? before.registers : { number, files: delivery },
    delivered: delivery === null ? before.delivered : withNew(before.delivered, delivery),
    ticks: ticksAfter(before.ticks, commit),
    renamed: [...before.renamed, ...(commit.reexamination?.renamed ?? [])],
    retained: retainedAfter(before.retained, commit),
    journals: [
      ...(isOtherState ? [] : before.journals),
      ...(commit.journal === null ? [] : [commit.journal]),
    ],
  };
}

/** What a base says of a snapshot. */
export function baseOf({
  files,
  inputs,
  registers,
  delivered,
  journals,
  ticks,
  renamed,
  retained,
  versions,
  kept,
}: Snapshot): LakeBase {
  return {
    files: [...files],
    inputs: [...inputs],
    registers: registers === null ? null : { number: registers.number, files: [...registers.files] },
    delivered: [...delivered],
    journals: [...journals],
    ticks: [...ticks],
    renamed: [...renamed],
    retained: [...retained],
    ...(kept !== null && JSON.stringify(kept) !== JSON.stringify(versions) && { kept }),
  };
}

/** The decisions that are still to be told after one commit more: see {@link Snapshot.ticks}. */
export function ticksAfter(before: readonly Tick[], { kind, ended, ticks }: Commit): readonly Tick[] {
  if (kind === 'decision') return [...before, ...ticks];
  if (kind !== 'epoch') return before;
  return ended ? [] : openInputs(before).map((tick) => ({ ...tick, time: null }));
}

/** The inputs that are open after these decisions. */
export function openInputs(ticks: readonly Tick[]): Extract<Tick, { name: 'open' }>[] {
  const open = new Map<number, Extract<Tick, { name: 'open' }>>();
  for (const tick of ticks) {
    if (tick.name === 'open') open.set(tick.input, tick);
    else if (tick.name === 'close') open.delete(tick.input);
  }
  return [...open.values()];
}

function withNew(known: Snapshot['delivered'], delivery: readonly DeliveredFile[]): Snapshot['delivered'] {
  const all = new Map([...known, ...delivery].map(({ sha256, bytes }) => [sha256, bytes]));
  return [...all].map(([sha256, bytes]) => ({ sha256, bytes }));
}

/** Events that were judged for good: those that no longer wait for rows that might precede them. */
export function settledEvents({ counts, files }: Pick<Snapshot, 'counts' | 'files'>): number {
  return files.reduce(
    (sum, { table, tail, rows }) => sum - (table === 'events' && tail ? rows : 0),
    counts.accepted,
  );
}

/** What there is to examine after these files have come besides. */
export function examinedAfter(before: Snapshot, added: readonly LakeFile[]): Examined {
  const { examined, registers } = before;
  const firsts = added.flatMap(({ table, first }) => (table === 'events' && first !== null ? [first] : []));
  const number = registers?.number ?? null;
  const last = examined.judged.at(-1);
  const isOther = last === undefined || last.registers !== number;
  return {
    ...examined,
    since: firsts.length === 0 ? examined.since : Math.min(examined.since ?? firsts[0], ...firsts),
    judged: isOther
      ? [...examined.judged, { from: settledEvents(before), registers: number }]
      : examined.judged,
  };
}

/** Since when events are kept after one commit more: see {@link Snapshot.retained}. */
export function retainedAfter(
  before: Snapshot['retained'],
  { number, retention }: Commit,
): Snapshot['retained'] {
  if (retention === null) return before;
  const removed = retention.limits.map((limit) => ({ ...limit, number }));
  return [...before.filter(({ system }) => !removed.some((one) => one.system === system)), ...removed];
}
