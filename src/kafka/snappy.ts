/**
 * Snappy as Kafka brokers hand it on: raw blocks, or the framing of the Java library (magic, then blocks with their length).
 *
 * Format: https://github.com/google/snappy/blob/main/format_description.txt; framing: SnappyOutputStream of snappy-java.
 * A block says its length first, so memory is bounded before anything is copied.
 */
import { Damaged } from './damaged.ts';

const JAVA_MAGIC = [0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0];
const JAVA_HEADER_BYTES = 16; // the magic and two version numbers

/** What was compressed. Throws {@link Damaged} where the bytes are no Snappy or would exceed `bytesMax`. */
export function decompressSnappy(bytes: Uint8Array, bytesMax: number): Buffer {
  if (!JAVA_MAGIC.every((byte, at) => bytes[at] === byte)) return block(bytes, bytesMax);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blocks: Buffer[] = [];
  let left = bytesMax;
  for (let at = JAVA_HEADER_BYTES; at < bytes.length; ) {
    if (at + 4 > bytes.length) throw new Damaged('snappy');
    const length = view.getUint32(at);
    at += 4;
    if (at + length > bytes.length) throw new Damaged('snappy');
    const one = block(bytes.subarray(at, at + length), left);
    left -= one.length;
    blocks.push(one);
    at += length;
  }
  return Buffer.concat(blocks);
}

function block(bytes: Uint8Array, bytesMax: number): Buffer {
  let at = 0;
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    if (at === bytes.length || shift > 28) throw new Damaged('snappy');
    const byte = bytes[at++];
    length += (byte & 127) * 2 ** shift;
    if (byte < 128) break;
  }
  if (length > bytesMax) throw new Damaged('snappy');
  const out = Buffer.allocUnsafe(length);
  let to = 0;
  while (at < bytes.length) {
    const tag = bytes[at++];
    const kind = tag & 3;
    if (kind === 0) {
      let size = (tag >> 2) + 1;
      if (size > 60) {
        const more = size - 60;
        size = 1 + littleEndian(bytes, at, more);
        at += more;
      }
      if (at + size > bytes.length || to + size > length) throw new Damaged('snappy');
      out.set(bytes.subarray(at, at + size), to);
      at += size;
      to += size;
      continue;
    }
    const offsetBytes = kind === 3 ? 4 : kind;
    const size = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const offset = (kind === 1 ? (tag >> 5) * 256 : 0) + littleEndian(bytes, at, offsetBytes);
    at += offsetBytes;
    if (offset === 0 || offset > to || to + size > length) throw new Damaged('snappy');
    copyBack(out, to, offset, size);
    to += size;
  }
  if (to !== length) throw new Damaged('snappy');
  return out;
}

function littleEndian(bytes: Uint8Array, at: number, size: number): number {
  if (at + size > bytes.length) throw new Damaged('snappy');
  let value = 0;
  for (let i = 0; i < size; i++) value += bytes[at + i] * 2 ** (8 * i);
  return value;
}

/** Repeats what stands `offset` bytes back; source and target may overlap, then the repeat repeats itself. */
export function copyBack(out: Buffer, to: number, offset: number, size: number): void {
  if (offset >= size) out.copyWithin(to, to - offset, to - offset + size);
  else for (let i = 0; i < size; i++) out[to + i] = out[to + i - offset];
}
