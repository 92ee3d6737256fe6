/** Reads a ZIP file by its directory, for tests. */
import { crc32, inflateRawSync } from 'node:zlib';

/** The files in it; throws where a size or a sum is wrong. */
export function unzip(bytes: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(bytes.length - 6);
  for (let n = bytes.readUInt16LE(bytes.length - 12); n > 0; n--) {
    const [check, packed, size, length] = [16, 20, 24, 28].map((place) =>
      place === 28 ? bytes.readUInt16LE(at + place) : bytes.readUInt32LE(at + place),
    );
    const start = bytes.readUInt32LE(at + 42);
    const data = start + 30 + bytes.readUInt16LE(start + 26);
    const content = inflateRawSync(bytes.subarray(data, data + packed));
    if (content.length !== size || crc32(content) !== check) throw new Error('not as the directory says');
    files.set(bytes.toString('utf8', at + 46, at + 46 + length), content);
    at += 46 + length;
  }
  return files;
}
