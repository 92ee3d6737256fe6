/**
 * Remembers `source/id` of every event by its ordinal, for findings that cite events long past.
 *
 * Ids come in event order, so neighbours look alike: blocks of 64 are front-coded (Witten, Moffat, Bell, "Managing
 * Gigabytes", 4.1) at about 8 bytes an id. Beyond a bound blocks go to a temporary file that has no name; where that
 * cannot be written, they stay in memory.
 */
import { Buffer } from 'node:buffer';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventBatch } from '../../schemas/event-columns.ts';

/** Where ids come from: a batch. */
export type IdSource = Pick<EventBatch, 'putEventId'>;

/** An append-only list of texts. */
export interface EventIds {
  readonly size: number;
  /** Takes the id of the next event, a row of a batch: the first one is event 0. */
  add(from: IdSource, row: number): void;
  /** The id of an event. Cost: some microseconds. */
  get(ref: number): string;
  close(): void;
}

/** Bounds of the list; tests make them tiny. */
export interface EventIdsLimits {
  readonly blockIds: number;
  /** How many bytes of coded ids are held in memory. */
  readonly memoryBytes: number;
}

/** The bounds in operation: some 250,000 ids in memory. */
const EVENT_IDS_LIMITS: EventIdsLimits = { blockIds: 64, memoryBytes: 2 * 2 ** 20 };
/** Room beyond the bound, so that the block in which it is reached does not double what is held. */
const MARGIN_BYTES = 64 * 2 ** 10;

/** An empty list. */
export function eventIds({ blockIds, memoryBytes }: EventIdsLimits = EVENT_IDS_LIMITS): EventIds {
  const blockStarts: number[] = [];
  let size = 0;
  let arena: Buffer = Buffer.allocUnsafe(Math.min(memoryBytes, 2 ** 16) + 16);
  let used = 0;
  let spilled = 0; // bytes that are in the file: blocks before this position
  let file: SpillFile | null = null;
  let mayOpen = true;
  /** The id added last and the one now added. */
  let previous: Uint8Array = new Uint8Array(256);
  let previousLength = 0;
  let next: Uint8Array = new Uint8Array(256);

  function add(from: IdSource, row: number): void {
    if (size % blockIds === 0) openBlock();
    let length = from.putEventId(row, next, 0);
    while (length < 0) {
      next = new Uint8Array(next.length * 2);
      length = from.putEventId(row, next, 0);
    }
    const most = Math.min(length, previousLength);
    let shared = 0;
    while (shared < most && next[shared] === previous[shared]) shared++;
    if (used + length + 16 > arena.length)
      arena = grown(arena, used + length + 16, memoryBytes + MARGIN_BYTES);
    used = putNumber(arena, used, shared);
    used = putNumber(arena, used, length - shared);
    for (let at = shared; at < length; at++) arena[used++] = next[at];
    [previous, next] = [next, previous];
    previousLength = length;
    size++;
  }

  /** The first id of a block shares nothing with the one before: a block is read by itself. */
  function openBlock(): void {
    if (used >= memoryBytes) spill();
    blockStarts.push(spilled + used);
    previousLength = 0;
  }

  function spill(): void {
    if (mayOpen) file = openSpillFile();
    mayOpen = false;
    if (file === null || !file.append(arena.subarray(0, used))) return;
    spilled += used;
    used = 0;
  }

  function blockBytes(block: number): Buffer {
    const start = blockStarts[block];
    const end = blockStarts[block + 1] ?? spilled + used;
    if (start >= spilled) return arena.subarray(start - spilled, end - spilled);
    if (file === null) throw new Error('blocks were spilled to a file that is not there');
    return file.read(start, end - start);
  }

  return {
    get size() {
      return size;
    },
    add,
    get(ref) {
      if (!(ref >= 0 && ref < size)) throw new Error(`no event ${ref}`);
      const block = Math.floor(ref / blockIds);
      return entryOf(blockBytes(block), ref - block * blockIds);
    },
    close() {
      file?.close();
    },
  };
}

/** Where an entry is put together; used again, since a finding may cite thousands. */
let entry: Buffer = Buffer.allocUnsafeSlow(256);

/** Entry `index` of a block: each is the length shared with the one before, the length of the rest, the rest. */
function entryOf(bytes: Buffer, index: number): string {
  let at = 0;
  let end = 0;
  const number = () => {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = bytes[at++];
      value += (byte & 127) * unit;
      if (byte < 128) return value;
      unit *= 128;
    }
  };
  for (let i = 0; i <= index; i++) {
    const shared = number();
    const length = number();
    end = shared + length;
    if (end > entry.length) entry = grown(entry, end, 0);
    for (let to = shared; to < end; to++) entry[to] = bytes[at++];
  }
  return entry.toString('utf8', 0, end);
}

function putNumber(bytes: Buffer, at: number, value: number): number {
  let to = at;
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes[to++] = (rest & 127) | 128;
  bytes[to++] = rest;
  return to;
}

/** Twice as large, but beyond `most` only where it must be. */
function grown(arena: Buffer, needed: number, most: number): Buffer {
  const doubled = arena.length * 2;
  const room = needed > most ? doubled : Math.min(doubled, most);
  const larger = Buffer.allocUnsafeSlow(Math.max(needed, room));
  larger.set(arena);
  return larger;
}

interface SpillFile {
  /** False if it could not be written whole. */
  append(bytes: Buffer): boolean;
  /** What it gives is good until it is asked again. */
  read(position: number, length: number): Buffer;
  close(): void;
}

/** A file only this process can reach: its name is removed as soon as it is open. */
function openSpillFile(): SpillFile | null {
  let size = 0;
  let room = Buffer.alloc(0);
  let descriptor: number;
  try {
    const folder = mkdtempSync(join(tmpdir(), 'metsuke-ids-'));
    try {
      descriptor = openSync(join(folder, 'ids'), 'wx+', 0o600);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } catch {
    return null;
  }
  return {
    append(bytes) {
      try {
        for (let at = 0; at < bytes.length; )
          at += writeSync(descriptor, bytes, at, bytes.length - at, size + at);
      } catch {
        return false;
      }
      size += bytes.length;
      return true;
    },
    read(position, length) {
      if (room.length < length) room = Buffer.allocUnsafeSlow(length);
      const bytes = room.subarray(0, length);
      for (let at = 0; at < length; ) {
        const read = readSync(descriptor, bytes, at, length - at, position + at);
        if (read === 0) throw new Error('the temporary file of event ids is shorter than what was written');
        at += read;
      }
      return bytes;
    },
    close() {
      closeSync(descriptor);
    },
  };
}
