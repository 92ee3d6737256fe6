/** The inputs of a run that writes to a lake: those it knows go on where they ended, and how far each was judged is known. */
import { createHash } from 'node:crypto';
import type { FileInput, LakeInput, LakePosition } from '../../../schemas/commit.ts';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Problem } from '../../core/problem.ts';
import type { Micros } from '../../core/time.ts';
import { isPlausible } from '../../engine/event-order.ts';
import type { Input, InputPosition, Quarantined } from '../../ingest/input.ts';
import { type InputOptions, openInput } from '../../ingest/open.ts';
import type { Identify } from '../../ingest/resume.ts';
import { sortInput } from '../../ingest/sort-file.ts';
import type { BatchSource } from '../event-source.ts';

/** How the inputs are to be opened. */
export interface LakeInputsRequest {
  readonly files: readonly string[];
  /** What the lake has read before. */
  readonly known: readonly LakeInput[];
  readonly options: Omit<InputOptions, 'quarantine' | 'identify'>;
  readonly lateness: Micros;
  readonly now: Micros;
  /** A file is sorted first. */
  onSorting(file: string): void;
  /** Told while a file is looked through, to see whether it must be sorted. */
  onLooking(input: Input): void;
  readonly signal?: AbortSignal | undefined;
}

/** One input on its way into the lake. */
export interface LakeSource extends BatchSource {
  readonly input: Input;
  /** Rows read and refused up to the last batch that was given out. */
  readonly counts: { readonly read: number; readonly quarantined: number };
  /** Whether another batch, or a refused row, is to come at all. */
  hasNews(): boolean;
  /** Rows refused before the last batch that was given out and not taken yet. */
  takeRefused(): Quarantined[];
  /** What a commit says of rows that were refused once and are in the batches given out since; not of files. */
  takeReplayed?(): string[];
  /** Whether a commit may say how far it is: a sorted input has no such place until it is exhausted. */
  isSettled(): boolean;
  /** What a commit says of it; null where nothing was read since the last one. Asked after the commit's last batch. */
  progress(): FileInput | null;
}

/** Opens all inputs. */
export async function openLakeInputs(
  request: LakeInputsRequest,
): Promise<{ sources: LakeSource[]; problems: Problem[]; sorted: string[] }> {
  const sources: LakeSource[] = [];
  const problems: Problem[] = [];
  const sorted: string[] = [];
  let next = request.known.reduce((most, { input }) => Math.max(most, input), 0) + 1;
  const taken = new Set<number>();
  for (const file of request.files) {
    let number = 0;
    const identify: Identify = (head, isChanged) => {
      const known = isChanged ? null : knownInput(head, request.known);
      number = known?.input ?? next++;
      return { input: number, from: known === null ? null : positionOf(known) };
    };
    const source = await openSource(file, request, identify, sorted);
    if ('code' in source) problems.push(source);
    else if (taken.has(number))
      await source.input.close(); // the same file twice, perhaps under two names
    else {
      taken.add(number);
      sources.push(source);
    }
  }
  return { sources, problems, sorted };
}

async function openSource(
  file: string,
  request: LakeInputsRequest,
  identify: Identify,
  sorted: string[],
): Promise<LakeSource | Problem> {
  const { lateness, now } = request;
  let isDisordered = false;
  if (file !== '-') {
    const first = await openInput(file, { ...request.options, identify, quarantine: () => {} });
    if ('code' in first) return first;
    isDisordered = first.rereadable && (await isOutOfOrder(first, lateness, now, request));
    await first.close();
    const { input, from, key } = first.identity;
    const known: Identify = () => ({ input, from: from === null ? null : { ...from, key } });
    identify = known;
  }
  const refused: Quarantined[] = [];
  const opened = await openInput(file, {
    ...request.options,
    identify,
    quarantine: (row) => refused.push(row),
  });
  if ('code' in opened || !isDisordered)
    return 'code' in opened ? opened : lakeSource(opened, refused, false);
  sorted.push(file);
  request.onSorting(file);
  const input = await sortInput(opened, undefined, request.signal);
  return 'code' in input ? input : lakeSource(input, refused, true);
}

/** Whether a row comes more than the lateness after a later one. */
async function isOutOfOrder(
  input: Input,
  lateness: Micros,
  now: Micros,
  { signal, onLooking }: LakeInputsRequest,
): Promise<boolean> {
  let high = Number.NEGATIVE_INFINITY;
  for (let batch = await input.next(); batch !== null && !signal?.aborted; batch = await input.next()) {
    onLooking(input);
    const { time } = batch.columns;
    for (let row = 0; row < batch.size; row++) {
      if (!isPlausible(time[row], now)) continue;
      if (time[row] < high - lateness) return true;
      if (time[row] > high) high = time[row];
    }
  }
  return false;
}

async function lakeSource(input: Input, refused: Quarantined[], isSorted: boolean): Promise<LakeSource> {
  const { identity } = input;
  let first: EventBatch | null = await input.next();
  let hasGivenFirst = false;
  let isDone = false;
  let counts = { read: 0, quarantined: 0 };
  let from: LakePosition | null = identity.from === null ? null : plainPosition(identity.from);
  let reachedBefore = identity.from?.byte ?? 0;
  const start = startOf(plainPosition(input.reached()));

  return {
    input,
    get counts() {
      return counts;
    },
    hasNews: () => first !== null || refused.length > 0,
    async next() {
      const batch = hasGivenFirst ? await input.next() : first;
      hasGivenFirst = true;
      first = null;
      isDone = batch === null;
      counts = { read: input.counts.read, quarantined: input.counts.quarantined };
      return batch;
    },
    takeRefused: () => refused.splice(0),
    isSettled: () => !isSorted || !hasGivenFirst || isDone,
    progress() {
      if (!hasGivenFirst) return null;
      const to = plainPosition(input.reached());
      if (to.byte === reachedBefore && to.seen === (from?.seen ?? 0)) return null;
      const part = { from: from ?? start, to };
      from = to;
      reachedBefore = to.byte;
      return { ...entryOf(input, input.reached()), ...part };
    },
  };
}

/** What a commit says of an input that was read so far; from where is for the caller to say. */
export function entryOf({ identity, name, kind }: Input, reached: InputPosition): FileInput {
  const { input, head, key } = identity;
  const to = plainPosition(reached);
  return { input, name, kind, head: { bytes: head.length, sha256: sha256(head) }, key, from: to, to };
}

/** The position at the beginning of an input that was read to `to`. */
export function startOf(to: LakePosition): LakePosition {
  return { ...to, byte: 0, line: 1, before: EMPTY, seen: 0 };
}

/** The input that begins so: as much of it as was known then is there, and is the same. */
export function knownInput(head: Uint8Array, known: readonly LakeInput[]): FileInput | null {
  const hashes = new Map<number, string>();
  const hashOf = (bytes: number) => {
    const found = hashes.get(bytes) ?? sha256(head.subarray(0, bytes));
    hashes.set(bytes, found);
    return found;
  };
  let found: FileInput | null = null;
  for (const input of known) {
    if (input.kind === 'kafka' || input.head.bytes > head.length) continue;
    if (found !== null && input.head.bytes < found.head.bytes) continue;
    if (input.head.sha256 === hashOf(input.head.bytes)) found = input;
  }
  return found;
}

/** Where a known input goes on. */
export function positionOf({ key, to }: FileInput): InputPosition & { key: number } {
  return { ...to, encoding: to.encoding as InputPosition['encoding'], key };
}

function plainPosition({ byte, line, encoding, columns, before, seen }: InputPosition): LakePosition {
  return { byte, line, encoding, columns: columns === null ? null : [...columns], before, seen };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const EMPTY = sha256(new Uint8Array(0));
