/**
 * Parquet's runs of small integers: levels, and places in a dictionary. Runs of one value and runs of packed bits take turns.
 * Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/ (RLE/bit-packing hybrid)
 */

/** Decodes `count` integers of `width` ≤ 24 bits from `bytes[from, to)` into `out[at ..)`. Throws {@link RangeError} where the bytes end too early. */
export function hybrid(
  bytes: Uint8Array,
  from: number,
  to: number,
  width: number,
  count: number,
  out: Uint8Array | Int32Array,
  at = 0,
): void {
  if (width > 24) throw new RangeError(`integers of ${width} bits`);
  const mask = 2 ** width - 1;
  const end = at + count;
  let next = from;
  for (let done = at; done < end; ) {
    let head = 0;
    for (let shift = 0; ; shift += 7) {
      if (next >= to || shift > 28) throw new RangeError('a run ends too early');
      const byte = bytes[next++];
      head |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    const size = head >>> 1;
    if ((head & 1) === 0) {
      let value = 0;
      for (let shift = 0; shift < width; shift += 8) value |= bytes[next++] << shift;
      const stop = Math.min(end, done + size);
      out.fill(value, done, stop);
      if (size === 0) throw new RangeError('an empty run');
      done = stop;
      continue;
    }
    const stop = Math.min(end, done + size * 8);
    const after = next + size * width;
    if (size === 0 || after > to + 8) throw new RangeError('a run ends too early'); // the last group may be cut
    for (let bits = 0, held = 0; done < stop; done++) {
      while (bits < width) {
        held |= bytes[next++] << bits;
        bits += 8;
      }
      out[done] = held & mask;
      held >>>= width;
      bits -= width;
    }
    next = after;
  }
}
