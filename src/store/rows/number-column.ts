/** A column of numbers that grows row by row. */

const FIRST_ROWS = 512;

/** Numbers by row. */
export interface NumberColumn<T extends Float64Array | Int32Array | Uint32Array | Uint8Array> {
  values(): T;
  set(row: number, value: number): void;
}

/** No rows yet, in arrays of one kind. */
export function numberColumn<T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(
  kind: new (length: number) => T,
): NumberColumn<T> {
  let values = new kind(FIRST_ROWS);
  return {
    values: () => values,
    set(row, value) {
      if (row >= values.length) {
        const larger = new kind(row * 2);
        larger.set(values);
        values = larger;
      }
      values[row] = value;
    },
  };
}
