/** Bytes of rows on their way through a snapshot. */
import type { SnapshotReader, SnapshotWriter } from './snapshot.ts';

/** No bytes are kept of this row. */
const NOT_KEPT = -1;

/** Writes the bytes of `size` rows down; gives back how many that were. */
export function saveRaws(
  size: number,
  rawOf: (row: number) => Uint8Array | null,
  out: SnapshotWriter,
): number {
  const lengths = new Int32Array(size);
  let total = 0;
  for (let row = 0; row < size; row++) {
    lengths[row] = rawOf(row)?.length ?? NOT_KEPT;
    if (lengths[row] !== NOT_KEPT) total += lengths[row];
  }
  const bytes = new Uint8Array(total);
  for (let row = 0, at = 0; row < size; row++) {
    const raw = rawOf(row);
    if (raw === null) continue;
    bytes.set(raw, at);
    at += raw.length;
  }
  out.numbers(lengths);
  out.numbers(bytes);
  return total;
}

/** The bytes of rows, by row; null where none are kept. */
export function restoreRaws(from: SnapshotReader): (Uint8Array | null)[] {
  const lengths = from.numbers(Int32Array);
  const bytes = from.numbers(Uint8Array);
  let at = 0;
  return Array.from(lengths, (length) => {
    if (length === NOT_KEPT) return null;
    at += length;
    return bytes.subarray(at - length, at);
  });
}
