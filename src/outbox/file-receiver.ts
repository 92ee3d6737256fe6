/**
 * An output that is a folder of NDJSON files, one for each day on which something was committed. Every line stands in it once:
 * the position holds the length of the file, and whatever stands behind that length after a crash is looked at. Whole lines
 * were written and are not written again; a torn one is cut off.
 */
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { problem } from '../core/problem.ts';
import { type Day, formatDate } from '../core/time.ts';
import type { FileSystem } from '../store/file-system.ts';
import { identity, identityOf } from './forms.ts';
import { linesOf, piecesOf } from './lines.ts';
import { DONE, type Message, type Receiver } from './receiver.ts';

const BATCH_MAX = 1_000;

const memorySchema = z.object({ day: z.int(), bytes: z.int().min(0) });

/** The file of the newest day. */
interface Current {
  readonly day: Day;
  readonly path: string;
  readonly descriptor: number;
}

/** Writes to `folder`, in files called after what they hold; `memory` is what it said of itself when its position was made durable. */
export function fileReceiver(
  output: string,
  folder: string,
  disk: FileSystem,
  memory: unknown,
  holds: 'findings' | 'alerts' = 'findings',
): Receiver {
  /** How much of the newest day's file holds. */
  let sure = memorySchema.safeParse(memory).data ?? { day: Number.NEGATIVE_INFINITY, bytes: 0 };
  let current: Current | null = null;
  /** Lines that stood behind the position when the file was opened. */
  let written: ReadonlySet<string> = new Set();
  /** A call failed since: what stands behind `sure` is then not looked at, but cut off. */
  let isDoubtful = false;

  function open(day: Day): Current {
    if (current?.day === day) return current;
    shut();
    const path = join(folder, `${holds}-${formatDate(day)}.ndjson`);
    const length = lengthOf(disk, path);
    if (length === null) {
      makeFolder(disk, folder);
      current = { day, path, descriptor: disk.create(path) };
      fsyncFolder(disk, folder);
      written = new Set();
      sure = { day, bytes: 0 };
      return current;
    }
    current = { day, path, descriptor: disk.append(path) };
    disk.protect(path);
    const known = Math.min(day === sure.day ? sure.bytes : 0, length);
    let kept = known;
    if (!isDoubtful || day !== sure.day) {
      const end = endOf(disk, path, known);
      written = new Set(end.lines);
      kept += end.bytes;
    }
    if (kept < length) disk.truncate(current.descriptor, kept);
    if (known === 0) fsyncFolder(disk, folder); // whoever made it may have died before this
    sure = { day, bytes: kept };
    return current;
  }

  function shut(): void {
    const descriptor = current?.descriptor;
    current = null;
    if (descriptor !== undefined) disk.close(descriptor);
  }

  return {
    batchMax: BATCH_MAX,
    async deliver(batch) {
      try {
        const day = Math.max(batch[0].day, sure.day); // a clock that went back opens no old file
        const { descriptor } = open(day);
        const isNew = ({ key, revision }: Message) => !written.has(identity(key, revision));
        const lines = batch.filter(isNew).map(({ text }) => `${text}\n`);
        const bytes = Buffer.from(lines.join(''));
        writeAll(disk, descriptor, bytes);
        disk.fsync(descriptor);
        sure = { day, bytes: sure.bytes + bytes.length };
        isDoubtful = false;
        return DONE;
      } catch (error) {
        const why = codeOf(error);
        if (why === null) throw error;
        isDoubtful = true;
        current = null; // its descriptor is never used again, and is not closed: that could fail as well
        return {
          kind: 'later',
          why: problem('outbox-file', { output, why }, { file: folder }),
          afterMs: null,
        };
      }
    },
    memory: () => sure,
    close: shut,
  };
}

/** The findings in whole lines of a file behind its first bytes, up to the first line that is none. */
function endOf(disk: FileSystem, path: string, from: number): { lines: string[]; bytes: number } {
  const lines: string[] = [];
  let bytes = 0;
  for (const line of linesOf(piecesOf(disk, path, from))) {
    const found = identityOf(line);
    if (found === null) break;
    lines.push(found);
    bytes += Buffer.byteLength(line) + 1;
  }
  return { lines, bytes };
}

function writeAll(disk: FileSystem, descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const count = disk.write(descriptor, bytes, at);
    if (count === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' });
    at += count;
  }
}

/** The bytes of a file; null where there is none. */
function lengthOf(disk: FileSystem, path: string): number | null {
  try {
    return disk.facts(path).bytes;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function makeFolder(disk: FileSystem, folder: string): void {
  try {
    disk.makeFolder(folder);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  fsyncFolder(disk, dirname(folder));
}

function fsyncFolder(disk: FileSystem, folder: string): void {
  const descriptor = disk.open(folder);
  disk.fsync(descriptor);
  disk.close(descriptor);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null;
}
