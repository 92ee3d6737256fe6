/**
 * Sorts an input that is more disordered than the lateness allows: by (time, source, id), in constant memory.
 *
 * An external merge sort (Knuth, TAOCP 3, 5.4): sorted runs go to temporary files, which are then merged. Rows keep the
 * ids and positions of the original. The files are in a folder of their own and lose their names as soon as they are
 * open, so that nothing is left behind whatever happens.
 */
import { Buffer } from 'node:buffer';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NormalEvent } from '../../schemas/access-event.ts';
import type { EventBatch, Origin } from '../../schemas/event-columns.ts';
import { encodeEvents, eventIdOf } from '../batch/encode.ts';
import { compareEventIds } from '../batch/event-order.ts';
import type { Key } from '../core/hash.ts';
import { heap } from '../core/heap.ts';
import { type Problem, problem } from '../core/problem.ts';
import type { Micros } from '../core/time.ts';
import type { Input } from './input.ts';
import { lineWindow } from './line-window.ts';

/** Bounds of a sort; tests make them tiny. */
export interface SortLimits {
  /** Characters of rows that are held to be sorted at once. */
  readonly runChars: number;
  /** How many runs are merged at once. */
  readonly fanIn: number;
  readonly batchRows: number;
}

/** The bounds in operation: some 100 MB of memory and at most 64 open files a level. */
const SORT_LIMITS: SortLimits = { runChars: 32 * 2 ** 20, fanIn: 64, batchRows: 4_096 };

/** A row on its way through the sort. */
interface Row {
  readonly event: NormalEvent;
  readonly content: Key;
  readonly identity: Key;
  readonly origin: Origin;
  /** The bytes it was read from, in base64, where they are kept. */
  readonly raw?: string;
}

/** Rows in order, from a file or a merge. */
type RowStream = AsyncGenerator<Row>;

/**
 * Reads `input` to its end, or until it is told to stop, and gives it again in event order. What it quarantined stays
 * quarantined.
 */
export async function sortInput(
  input: Input,
  limits: SortLimits = SORT_LIMITS,
  signal?: AbortSignal,
): Promise<Input | Problem> {
  const runs: FileHandle[] = [];
  let folder: string | null = null;
  try {
    folder = await mkdtemp(join(tmpdir(), 'metsuke-sort-'));
    await writeRuns(input, folder, runs, limits, signal);
  } catch (error) {
    await Promise.all(runs.map((run) => run.close()));
    return problem('temporary-unwritable', { folder: tmpdir(), why: reasonOf(error) }, { file: input.name });
  } finally {
    await input.close();
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
  return sortedInput(input, runs, limits.batchRows);
}

function sortedInput(input: Input, runs: readonly FileHandle[], batchRows: number): Input {
  const rows = merge(runs.map(readRun));
  return {
    name: input.name,
    kind: input.kind,
    rereadable: input.rereadable,
    position: input.position,
    counts: input.counts,
    problem: input.problem,
    isEmpty: input.isEmpty,
    identity: input.identity,
    reached: input.reached,
    async next() {
      const events: NormalEvent[] = [];
      const contents: Key[] = [];
      const identities: Key[] = [];
      const origins: Origin[] = [];
      const raws: (Uint8Array | null)[] = [];
      let hasRaw = false;
      while (events.length < batchRows) {
        const { value, done } = await rows.next();
        if (done === true) break;
        events.push(value.event);
        contents.push(value.content);
        identities.push(value.identity);
        origins.push(value.origin);
        raws.push(value.raw === undefined ? null : Buffer.from(value.raw, 'base64'));
        hasRaw ||= value.raw !== undefined;
      }
      if (events.length === 0) return null;
      return encodeEvents(events, contents, identities, origins, hasRaw ? raws : null);
    },
    async close() {
      await rows.return(undefined);
      await Promise.all(runs.map((run) => run.close()));
    },
  };
}

/** Cuts the input into sorted runs; whenever there are `fanIn` of them, they become one. */
async function writeRuns(
  input: Input,
  folder: string,
  runs: FileHandle[],
  limits: SortLimits,
  signal: AbortSignal | undefined,
): Promise<void> {
  let pending: { time: Micros; id: string; line: string }[] = [];
  let chars = 0;
  let number = 0;
  const flush = async (): Promise<void> => {
    pending.sort((a, b) => a.time - b.time || compareEventIds(a.id, b.id));
    const run = await createRun(folder, number++);
    runs.push(run);
    const lines = pending.map(({ line }) => line);
    pending = [];
    chars = 0;
    await writeLines(run, lines);
    if (runs.length >= limits.fanIn) await mergeRuns(runs, await createRun(folder, number++));
  };
  for (let batch = await input.next(); batch !== null && !signal?.aborted; batch = await input.next()) {
    for (let row = 0; row < batch.size; row++) {
      const line = lineOf(batch, row);
      pending.push({ time: batch.columns.time[row], id: batch.eventId(row), line });
      chars += line.length;
      if (chars >= limits.runChars) await flush();
    }
  }
  if (pending.length > 0) await flush();
}

/** Merges all runs into `target`, which takes their place. */
async function mergeRuns(runs: FileHandle[], target: FileHandle): Promise<void> {
  const merged = runs.splice(0);
  try {
    let lines: string[] = [];
    for await (const row of merge(merged.map(readRun))) {
      lines.push(JSON.stringify(row));
      if (lines.length < 1_024) continue;
      await writeLines(target, lines);
      lines = [];
    }
    await writeLines(target, lines);
  } finally {
    runs.push(target);
    await Promise.all(merged.map((run) => run.close()));
  }
}

/** The rows of all streams in order; of equal rows, those of the earlier stream first. */
async function* merge(streams: readonly RowStream[]): RowStream {
  interface Head {
    readonly row: Row;
    readonly id: string;
    readonly stream: number;
  }
  const heads = heap<Head>((a, b) => {
    const order = a.row.event.time - b.row.event.time || compareEventIds(a.id, b.id) || a.stream - b.stream;
    return order < 0;
  });
  const advance = async (stream: number): Promise<void> => {
    const { value, done } = await streams[stream].next();
    if (done !== true) heads.push({ row: value, id: eventIdOf(value.event), stream });
  };
  for (const stream of streams.keys()) await advance(stream);
  for (let head = heads.pop(); head !== undefined; head = heads.pop()) {
    yield head.row;
    await advance(head.stream);
  }
}

function lineOf(batch: EventBatch, row: number): string {
  const { content, identity } = batch.columns;
  const raw = batch.raw?.(row);
  return JSON.stringify({
    event: batch.event(row),
    content: content[row],
    identity: identity[row],
    origin: batch.origin(row),
    ...(raw && { raw: Buffer.from(raw).toString('base64') }),
  } satisfies Row);
}

/** A file for a run. Its name goes at once; the handle stays. */
async function createRun(folder: string, number: number): Promise<FileHandle> {
  const path = join(folder, String(number));
  const run = await open(path, 'wx+', 0o600);
  await rm(path);
  return run;
}

async function writeLines(run: FileHandle, lines: readonly string[]): Promise<void> {
  const PIECE = 1_024;
  for (let at = 0; at < lines.length; at += PIECE)
    await run.appendFile(`${lines.slice(at, at + PIECE).join('\n')}\n`);
}

const READ_BYTES = 64 * 2 ** 10;

async function* readRun(run: FileHandle): RowStream {
  const lines = lineWindow(0, Number.POSITIVE_INFINITY, 0);
  const buffer = Buffer.allocUnsafe(READ_BYTES);
  for (let at = 0; ; ) {
    const { bytesRead } = await run.read(buffer, 0, READ_BYTES, at);
    at += bytesRead;
    if (bytesRead === 0) lines.finish();
    else lines.push(buffer.subarray(0, bytesRead));
    while (lines.next()) {
      const { bytes, start, stop } = lines.line;
      yield JSON.parse(bytes.toString('utf8', start, stop)) as Row;
    }
    if (bytesRead === 0) return;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
