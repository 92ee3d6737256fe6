/** One followed file: what is known of it from look to look, and a reading of what was added to it. */
import type { FileHandle } from 'node:fs/promises';
import type { FileInput } from '../../../schemas/commit.ts';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Problem } from '../../core/problem.ts';
import type { Input, Quarantined } from '../../ingest/input.ts';
import { type InputOptions, openInput } from '../../ingest/open.ts';
import { knownInput, positionOf } from '../lake/inputs.ts';
import type { FileFacts } from './followed-paths.ts';

/** A compressed file, or the last of a file that went away, is read when nothing was written to it for so long. */
const STABLE_MS = 2_000;
/** A file that nobody has written to for so long is complete; if it grows after all, it is opened again. */
const SETTLED_MS = 600_000;
/** What was written so long before the first look is no longer being written. */
const OLD_MS = 60_000;

/** How the rows of a file are to be read. */
export type ReadingOptions = Omit<InputOptions, 'quarantine' | 'identify' | 'isGrowing' | 'handle'>;

/** A file that is followed. */
export interface Followed {
  facts: FileFacts;
  readonly options: ReadingOptions;
  /** The file itself, whatever it is called by now; null: not opened yet, or let go. */
  handle: FileHandle | null;
  /** When its size or time was seen to change last. */
  changedMs: number;
  /** The facts when it was last read to its end. */
  readTo: Pick<FileFacts, 'size' | 'modifiedMs'> | null;
  /** Its number in the lake, once known. */
  input: number | null;
  /** Compressed, or Parquet: read once, when complete. */
  isPacked: boolean | null;
  /** Its name leads elsewhere, or nowhere. */
  isGone: boolean;
  /** All of it was read, a last line without its end too. */
  isDone: boolean;
  /** The input as which it was told to be open. */
  openAs: number | null;
  reading: Reading | null;
}

/** A reading from where the last one ended to where the file ends now. */
export interface Reading {
  readonly input: Input;
  readonly facts: FileFacts;
  readonly isLast: boolean;
  /** The first batch, which was read to see whether there is any. */
  first: EventBatch | null;
  hasGiven: boolean;
  readonly refused: Quarantined[];
}

/** A file at the first look. */
export function followed(facts: FileFacts, options: ReadingOptions, nowMs: number): Followed {
  return {
    facts,
    options,
    handle: null,
    changedMs: nowMs - facts.modifiedMs > OLD_MS ? facts.modifiedMs : nowMs,
    readTo: null,
    input: null,
    isPacked: null,
    isGone: false,
    isDone: false,
    openAs: null,
    reading: null,
  };
}

/** Takes what the system shows of it now. */
export function noteFacts(file: Followed, facts: FileFacts, nowMs: number): void {
  const { size, modifiedMs } = file.facts;
  if (size !== facts.size || modifiedMs !== facts.modifiedMs) {
    file.changedMs = nowMs;
    file.isDone = false;
  }
  file.facts = facts;
}

/** What is to be done with a file now: read what was added, read it to its very end, or nothing. */
export function dueOf(file: Followed, nowMs: number): 'growth' | 'end' | null {
  const { facts, readTo, isDone, reading } = file;
  if (isDone || reading !== null) return null;
  const isStable = nowMs - file.changedMs >= STABLE_MS;
  if (isStable && (file.isGone || file.isPacked === true || nowMs - facts.modifiedMs >= SETTLED_MS))
    return 'end';
  if (file.isPacked === true) return null;
  return readTo?.size === facts.size && readTo.modifiedMs === facts.modifiedMs ? null : 'growth';
}

/** Whether a file is compressed or Parquet, by its first bytes; null where there are too few. */
export async function isPacked(handle: FileHandle): Promise<boolean | null> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  if (bytesRead < 4) return null;
  const [a, b, c, d] = buffer;
  const isGzip = a === 0x1f && b === 0x8b;
  const isZstd = a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd;
  return isGzip || isZstd || buffer.toString('latin1') === 'PAR1';
}

/** What the source knows of its inputs. */
export interface Numbers {
  /** The newest entry of every input. */
  known(): readonly FileInput[];
  /** The number of a new input: the one that the file has, where nothing was given out of it. */
  fresh(file: Followed): number;
  /** Whether another file brings this input. */
  isTaken(input: number, by: Followed): boolean;
}

/** Why nothing is read for now: another file has the same rows; it is shorter than what was read of it, and perhaps only half copied. */
type Waiting = 'copy' | 'short';

/** Begins to read; `later` where it is not the time. */
export async function beginReading(
  file: Followed,
  isLast: boolean,
  numbers: Numbers,
  nowMs: number,
): Promise<Reading | Problem | 'later'> {
  const refused: Quarantined[] = [];
  const { facts, options, handle } = file;
  let waiting: Waiting | null = null;
  let number = 0;
  const input = await openInput(facts.path, {
    ...options,
    handle: handle ?? undefined,
    isGrowing: !isLast,
    quarantine: (row) => refused.push(row),
    identify(head, isChanged) {
      const found = knownInput(head, numbers.known());
      const isOwn = found !== null && found.input === file.input;
      waiting = null;
      if (isChanged && found !== null && !isOwn && nowMs - file.changedMs < STABLE_MS) waiting = 'short';
      if (found !== null && !isChanged && !isOwn && numbers.isTaken(found.input, file)) waiting = 'copy';
      if (waiting !== null) return { input: 0, from: null };
      if (found === null || isChanged) {
        number ||= numbers.fresh(file);
        return { input: number, from: null };
      }
      return { input: found.input, from: positionOf(found) };
    },
  });
  if ('code' in input) return isWanting(facts, isLast) ? 'later' : input;
  if (waiting !== null) {
    await input.close();
    return 'later';
  }
  file.input = input.identity.input;
  const first = await input.next();
  return { input, facts, isLast, first, hasGiven: false, refused };
}

/** Bytes of which the beginning of a file is told: a shorter one may become readable. */
const RECOGNISED_BYTES = 64 * 2 ** 10;

function isWanting({ size }: FileFacts, isLast: boolean): boolean {
  return !isLast && size < RECOGNISED_BYTES;
}
