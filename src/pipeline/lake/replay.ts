/**
 * Refused rows, read again: after a setting, a decoder or the rows themselves were mended. What can be read now enters the lake
 * in one commit that also says so (`replayed/`); so each row is read after all exactly once, whatever happens in between.
 */
import { createHash } from 'node:crypto';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import { gatherer } from '../../batch/gather.ts';
import type { Defaults } from '../../batch/normal-event.ts';
import type { Bilingual } from '../../core/bilingual.ts';
import { type Key, NONE } from '../../core/hash.ts';
import { type Problem, type ProblemCode, problem } from '../../core/problem.ts';
import type { RowEncoding } from '../../ingest/encoding.ts';
import type { Input } from '../../ingest/input.ts';
import { reread } from '../../ingest/reread.ts';
import type { Lake } from '../../store/lake.ts';
import type { LakeSource } from './inputs.ts';
import { type RefusedLine, type ReplayedLine, refusedLines, refusedRow } from './refused.ts';

/** Which rows, and how they are to be read. */
export interface ReplayRequest {
  readonly lake: Pick<Lake, 'store' | 'snapshot'>;
  readonly defaults: Defaults;
  /** Only rows that were refused for this; null: all. */
  readonly code: ProblemCode | null;
  /** Instead of the one that was settled then. */
  readonly encoding: RowEncoding | null;
  /** Texts in place of the bytes of some rows; only these rows are read then. Null: all as they were. */
  readonly corrected: ReadonlyMap<string, string> | null;
}

/** Why rows still cannot be read. */
export interface StillRefused {
  readonly code: ProblemCode;
  readonly cause: Bilingual;
  readonly fix: Bilingual;
  readonly count: number;
  /** The first of them. */
  readonly row: string;
}

/** What would come of it. */
export interface ReplayPlan {
  /** Rows in quarantine; rows that were tried; rows that can be read now. */
  readonly refused: number;
  readonly tried: number;
  readonly readable: number;
  readonly still: readonly StillRefused[];
  /** Corrections of rows that are not in quarantine (any more). */
  readonly strangers: readonly string[];
}

interface ReadAgain {
  readonly line: RefusedLine;
  readonly key: Key;
  readonly batch: EventBatch;
  readonly replayed: ReplayedLine;
}

/** Tries every row, and changes nothing. */
export function planReplay(request: ReplayRequest): ReplayPlan {
  const still = new Map<string, { -readonly [K in keyof StillRefused]: StillRefused[K] }>();
  const strangers = new Set(request.corrected?.keys());
  let [refused, tried, readable] = [0, 0, 0];
  for (const line of refusedLines(request.lake)) {
    refused++;
    strangers.delete(line.row);
    if (!isWanted(line, request)) continue;
    tried++;
    const read = readAgain(line, request);
    if (!('code' in read)) {
      readable++;
      continue;
    }
    const { code, message: cause, fix } = read;
    const known = still.get(cause.en);
    if (known === undefined) still.set(cause.en, { code, cause, fix, count: 1, row: line.row });
    else known.count++;
  }
  const causes = [...still.values()].sort((a, b) => b.count - a.count);
  return { refused, tried, readable, still: causes, strangers: [...strangers] };
}

/** The rows that can be read now, as one source of a run. */
export function replaySource(request: ReplayRequest): LakeSource {
  const rows = readableRows(request);
  let ahead = rows.next();
  let given = 0;
  const told: string[] = [];

  /** Rows of one input that follow each other. */
  function take(): EventBatch | null {
    const group: ReadAgain[] = [];
    const key = ahead.done ? NONE : ahead.value.key;
    while (!ahead.done && ahead.value.key === key && group.length < BATCH_ROWS) {
      group.push(ahead.value);
      ahead = rows.next();
    }
    if (group.length === 0) return null;
    given += group.length;
    identity.key = key;
    told.push(...group.map(({ replayed }) => JSON.stringify(replayed)));
    return gatherer()(group.map(({ batch }) => ({ batch, rows: null, from: 0, to: 1 })));
  }

  const identity = { input: 0, head: new Uint8Array(), key: NONE, from: null };
  return {
    input: { ...NO_INPUT, identity },
    get counts() {
      return { read: 0, quarantined: -given }; // they were read before, and leave the quarantine now
    },
    hasNews: () => !ahead.done,
    next: async () => take(),
    takeRefused: () => [],
    takeReplayed: () => told.splice(0),
    isSettled: () => ahead.done === true, // all in one commit
    progress: () => null,
  };
}

const BATCH_ROWS = 4_096;

/** What a source of files would know of its file. */
const NO_INPUT: Omit<Input, 'identity'> = {
  name: 'quarantine',
  kind: 'ndjson',
  rereadable: false,
  next: async () => null,
  position: { bytesRead: 0, bytesTotal: null },
  counts: { read: 0, accepted: 0, quarantined: 0, fellBack: 0 },
  problem: null,
  isEmpty: false,
  reached: () => ({ byte: 0, line: 1, columns: null, encoding: null, before: '', seen: 0 }),
  close: async () => {},
};

function* readableRows(request: ReplayRequest): Generator<ReadAgain, undefined> {
  for (const line of refusedLines(request.lake)) {
    if (!isWanted(line, request)) continue;
    const read = readAgain(line, request);
    if (!('code' in read)) yield read;
  }
}

function isWanted({ row, record }: RefusedLine, { code, corrected }: ReplayRequest): boolean {
  return (code === null || record.code === code) && (corrected === null || corrected.has(row));
}

function readAgain(line: RefusedLine, request: ReplayRequest): ReadAgain | Problem {
  const { record, row } = line;
  const text = request.corrected?.get(row);
  const raw = Buffer.from(record.raw, 'base64');
  if (text === undefined && raw.length < record.raw_length) return problem('replay-head');
  const bytes = text === undefined ? raw : Buffer.from(text);
  const encoding = text === undefined ? request.encoding : 'utf-8';
  const refused = refusedRow(record, bytes, request.lake.snapshot.inputs, encoding);
  if (refused === null) return problem('replay-input-gone');
  const batch = reread(refused, request.defaults);
  if ('code' in batch) return batch;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { line, key: refused.key, batch, replayed: { row, corrected: text !== undefined, sha256 } };
}
