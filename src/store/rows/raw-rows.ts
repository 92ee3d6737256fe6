/** The bytes that events were read from on their way into the lake, as columns. */
import { SYSTEMS } from '../../../schemas/access-event.ts';
import { type TableRows, tableRows } from '../tables.ts';
import type { RowColumns } from './event-rows.ts';
import { numberColumn } from './number-column.ts';
import { rowOrder } from './row-order.ts';
import { uniqueColumn, wordTexts } from './text-column.ts';

/** Lines of one month. */
export interface RawRows {
  size(): number;
  /** What the lines take. */
  bytes(): number;
  add(row: number, columns: RowColumns, raw: Uint8Array): void;
  raw(): TableRows;
  /** Forgets all of them; the memory is used again. */
  clear(): void;
}

const SYSTEM_TEXTS = wordTexts(SYSTEMS);

/** No lines yet. */
export function rawRows(): RawRows {
  let size = 0;
  const [ref, time, system, lines] = [
    numberColumn(Float64Array),
    numberColumn(Float64Array),
    numberColumn(Int32Array),
    uniqueColumn(),
  ];
  return {
    size: () => size,
    bytes: lines.bytes,
    add(row, columns, raw) {
      ref.set(size, columns.ref[row]);
      time.set(size, columns.time[row]);
      system.set(size, columns.system[row]);
      lines.put(size++, raw, 0, raw.length);
    },
    raw() {
      const refs = ref.values();
      const rows = rowOrder(
        size,
        1,
        () => 0,
        (one, other) => refs[one] - refs[other],
      );
      const values = {
        ref: { type: 'int64', values: refs },
        time: { type: 'int64', values: time.values() },
        system: { type: 'text', texts: SYSTEM_TEXTS, codes: system.values() },
        raw: { type: 'text', texts: lines.texts, codes: lines.codes(size), isUnique: true },
      } as const;
      return tableRows('raw', values, () => rows, size);
    },
    clear() {
      lines.clear(size);
      size = 0;
    },
  };
}
