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

/** An append-only list of texts. */
export interface EventIds {
  readonly size: number;
  /** Takes the id of the next event: the first one is event 0. */
  add(id: string): void;
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

/** The bounds in operation: some eight million ids in memory. */
const EVENT_IDS_LIMITS: EventIdsLimits = { blockIds: 64, memoryBytes: 64 * 2 ** 20 };

/** An empty list. */
export function eventIds({ blockIds, memoryBytes }: EventIdsLimits = EVENT_IDS_LIMITS): EventIds {
  const blockStarts: number[] = [0];
  let arena: Buffer = Buffer.allocUnsafe(Math.min(memoryBytes, 2 ** 16));
  let used = 0;
  let spilled = 0; // bytes that are in the file: blocks before this position
  let file: SpillFile | null = null;
  let mayOpen = true;
  let current: string[] = [];

  function closeBlock(): void {
    let previous = '';
    for (const id of current) {
      const shared = sharedPrefix(previous, id);
      const suffix = id.slice(shared);
      const length = Buffer.byteLength(suffix);
      if (used + length + 16 > arena.length) arena = grown(arena, used + length + 16);
      used = putNumber(arena, used, shared);
      used = putNumber(arena, used, length);
      used += arena.write(suffix, used);
      previous = id;
    }
    current = [];
    blockStarts.push(spilled + used);
    if (used >= memoryBytes) spill();
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
    const end = blockStarts[block + 1];
    if (start >= spilled) return arena.subarray(start - spilled, end - spilled);
    if (file === null) throw new Error('blocks were spilled to a file that is not there');
    return file.read(start, end - start);
  }

  return {
    get size() {
      return (blockStarts.length - 1) * blockIds + current.length;
    },
    add(id) {
      current.push(id);
      if (current.length === blockIds) closeBlock();
    },
    get(ref) {
      const block = Math.floor(ref / blockIds);
      const index = ref - block * blockIds;
      if (block === blockStarts.length - 1 && index < current.length) return current[index];
      if (!(block >= 0 && block < blockStarts.length - 1)) throw new Error(`no event ${ref}`);
      return entryOf(blockBytes(block), index);
    },
    close() {
      file?.close();
    },
  };
}

/** Entry `index` of a block: each is the length shared with the one before, the length of the rest, the rest. */
function entryOf(bytes: Buffer, index: number): string {
  let at = 0;
  let id = '';
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
    id = id.slice(0, shared) + bytes.toString('utf8', at, at + length);
    at += length;
  }
  return id;
}

function putNumber(bytes: Buffer, at: number, value: number): number {
  let to = at;
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes[to++] = (rest & 127) | 128;
  bytes[to++] = rest;
  return to;
}

/** How many leading units two texts share; never half a surrogate pair. */
function sharedPrefix(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at > 0 && (b.charCodeAt(at - 1) & 0xfc00) === 0xd800 ? at - 1 : at;
}

function grown(arena: Buffer, needed: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.max(needed, arena.length * 2));
  larger.set(arena);
  return larger;
}

interface SpillFile {
  /** False if it could not be written whole. */
  append(bytes: Buffer): boolean;
  read(position: number, length: number): Buffer;
  close(): void;
}

/** A file only this process can reach: its name is removed as soon as it is open. */
function openSpillFile(): SpillFile | null {
  let size = 0;
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
      const bytes = Buffer.allocUnsafe(length);
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
