/** Reading a bundle as it was handed out: a ZIP file, of which only what its directory names counts. Source: PKWARE APPNOTE 6.3. */
import { inflateRawSync } from 'node:zlib';
import { type NotRead, partHashes, type Reader } from './reader.ts';

const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly method: number;
  readonly packed: number;
  readonly bytes: number;
  readonly start: number;
}

/** Reads in a ZIP file; null where it is none, or where two entries have one name. */
export function zipReader(file: Uint8Array): Reader | null {
  const zip = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const entries = entriesOf(zip);
  if (entries === null) return null;

  function bytes(name: string): Uint8Array | NotRead {
    const entry = entries?.get(name);
    if (entry === undefined) return { why: 'ENOENT' };
    try {
      const { start, packed, method, bytes } = entry;
      const from = start + LOCAL_BYTES + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
      const data = zip.subarray(from, from + packed);
      if (method === STORED) return data;
      if (method === DEFLATED) return inflateRawSync(data, { maxOutputLength: Math.max(1, bytes) });
    } catch {
      // what cannot be unpacked cannot be read
    }
    return { why: 'ZIP' };
  }

  return {
    names: (folder) => [...entries.keys()].filter((name) => folder === '' || name.startsWith(`${folder}/`)),
    bytes,
    hashes(name, ends, onRead) {
      const found = bytes(name);
      if ('why' in found) return found;
      const hashes = partHashes(ends);
      hashes.take(found);
      onRead(found.length);
      return hashes.done();
    },
  };
}

function entriesOf(zip: Buffer): Map<string, Entry> | null {
  const end = zip.length - END_BYTES;
  if (end < 0 || zip.readUInt32LE(end) !== END) return null;
  const entries = new Map<string, Entry>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (at + ENTRY_BYTES > end || zip.readUInt32LE(at) !== ENTRY) return null;
    const name = zip
      .subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + zip.readUInt16LE(at + 28))
      .toString('utf8');
    if (entries.has(name)) return null;
    entries.set(name, {
      method: zip.readUInt16LE(at + 10),
      packed: zip.readUInt32LE(at + 20),
      bytes: zip.readUInt32LE(at + 24),
      start: zip.readUInt32LE(at + 42),
    });
    at += ENTRY_BYTES + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
