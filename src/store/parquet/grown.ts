/** A buffer that grows while it is written. */
import { Buffer } from 'node:buffer';

/** The buffer, or a larger one that begins with its first `used` bytes, with room for `count` more. */
export function grown(bytes: Buffer<ArrayBuffer>, used: number, count: number): Buffer<ArrayBuffer> {
  if (used + count <= bytes.length) return bytes;
  const larger = Buffer.allocUnsafe((used + count) * 2);
  bytes.copy(larger, 0, 0, used);
  return larger;
}
