import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Compression, DamagedData, decompress } from './compression.ts';

const ZEROS = Buffer.alloc(9);
const [first, second] = ['first\n', 'second\n'].map((text) => gzipSync(text));
const [one, two] = ['first\n', 'second\n'].map((text) => zstdCompressSync(text));

async function* cut(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function held(bytes: Uint8Array, compression: Compression, size: number): Promise<string> {
  let text = '';
  for await (const piece of decompress(cut(bytes, size), compression))
    text += Buffer.from(piece).toString('latin1');
  return text;
}

const SIZES = [1, 7, first.length, first.length + 4, 1_000];

test.each<[string, Compression, Buffer[]]>([
  ['members of gzip', 'gzip', [first, second]],
  ['members of gzip with zeros between', 'gzip', [first, ZEROS, second]],
  ['members of gzip with zeros behind', 'gzip', [first, second, ZEROS]],
  ['frames of zstd', 'zstd', [one, two]],
])('%s are read, however they come', async (_, compression, parts) => {
  for (const size of SIZES)
    expect(await held(Buffer.concat(parts), compression, size)).toBe('first\nsecond\n');
});

test.each<[string, Compression, Buffer[]]>([
  ['behind a member', 'gzip', [first, Buffer.from('what is this')]],
  ['behind zeros', 'gzip', [first, ZEROS, Buffer.from('what is this')]],
  ['that was a member before', 'gzip', [first, ZEROS, second.subarray(0, -3)]],
  ['behind a frame', 'zstd', [one, Buffer.from('what is this')]],
])('what is no log is told: %s', async (_, compression, parts) => {
  for (const size of SIZES)
    await expect(held(Buffer.concat(parts), compression, size)).rejects.toThrow(DamagedData);
});
