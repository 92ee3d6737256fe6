/**
 * LZ4 frames, as Kafka clients write them.
 *
 * Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md and lz4_Block_format.md. Checksums (xxHash) are passed over:
 * the record batch around the frame has a CRC of its own, which the broker has checked.
 */
import { Damaged } from './damaged.ts';
import { copyBack } from './snappy.ts';

const MAGIC = 0x184d2204;
const HAS_BLOCK_CHECKSUM = 0x10;
const HAS_CONTENT_SIZE = 0x08;
const HAS_CONTENT_CHECKSUM = 0x04;
const HAS_DICTIONARY = 0x01;
const IS_UNCOMPRESSED = 0x80000000;
/** A match reaches at most so far back, over the edge of blocks too. */
const REACH_BYTES = 64 * 2 ** 10;

/** What was compressed. Throws {@link Damaged} where the bytes are no LZ4 frame or would exceed `bytesMax`. */
export function decompressLz4(bytes: Uint8Array, bytesMax: number): Buffer {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 7 || view.getUint32(0, true) !== MAGIC) throw new Damaged('lz4');
  const flags = bytes[4];
  if (flags >> 6 !== 1 || flags & HAS_DICTIONARY) throw new Damaged('lz4');
  const blockBytesMax = 2 ** (8 + 2 * ((bytes[5] >> 4) & 7));
  const out = growing(bytesMax);
  let at = 7 + (flags & HAS_CONTENT_SIZE ? 8 : 0);
  for (;;) {
    if (at + 4 > bytes.length) throw new Damaged('lz4');
    const head = view.getUint32(at, true);
    at += 4;
    if (head === 0) break;
    const size = head % IS_UNCOMPRESSED;
    if (size > blockBytesMax || at + size > bytes.length) throw new Damaged('lz4');
    const piece = bytes.subarray(at, at + size);
    if (head >= IS_UNCOMPRESSED) out.literal(piece, 0, size);
    else readBlock(piece, out);
    at += size + (flags & HAS_BLOCK_CHECKSUM ? 4 : 0);
  }
  if (at + (flags & HAS_CONTENT_CHECKSUM ? 4 : 0) > bytes.length) throw new Damaged('lz4');
  return out.bytes();
}

function readBlock(bytes: Uint8Array, out: Growing): void {
  let at = 0;
  /** A length of four bits that goes on in the bytes that follow. */
  const length = (bits: number): number => {
    if (bits < 15) return bits;
    let sum = 15;
    for (;;) {
      if (at >= bytes.length) throw new Damaged('lz4');
      const more = bytes[at++];
      sum += more;
      if (more < 255) return sum;
    }
  };
  while (at < bytes.length) {
    const token = bytes[at++];
    const literals = length(token >> 4);
    if (at + literals > bytes.length) throw new Damaged('lz4');
    out.literal(bytes, at, literals);
    at += literals;
    if (at === bytes.length) return; // the last sequence has no match
    if (at + 2 > bytes.length) throw new Damaged('lz4');
    const offset = bytes[at] + bytes[at + 1] * 256;
    at += 2;
    out.match(offset, length(token & 15) + 4);
  }
}

interface Growing {
  literal(from: Uint8Array, at: number, size: number): void;
  match(offset: number, size: number): void;
  bytes(): Buffer;
}

/** Bytes whose number is not known before; never more than `bytesMax`. */
function growing(bytesMax: number): Growing {
  let out = Buffer.allocUnsafe(REACH_BYTES);
  let to = 0;
  const makeRoom = (size: number): void => {
    if (to + size > bytesMax) throw new Damaged('lz4');
    if (to + size <= out.length) return;
    const larger = Buffer.allocUnsafe(Math.max(out.length * 2, to + size));
    larger.set(out.subarray(0, to));
    out = larger;
  };
  return {
    literal(from, at, size) {
      makeRoom(size);
      if (size < 16) for (let i = 0; i < size; i++) out[to + i] = from[at + i];
      else out.set(from.subarray(at, at + size), to);
      to += size;
    },
    match(offset, size) {
      if (offset === 0 || offset > to) throw new Damaged('lz4');
      makeRoom(size);
      copyBack(out, to, offset, size);
      to += size;
    },
    bytes: () => out.subarray(0, to),
  };
}
