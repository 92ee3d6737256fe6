/** Rows of a table one by one, as plain objects: the slow way to look at columns. */
import { formatDate } from '../../src/core/time.ts';
import type { WrittenColumn } from '../../src/store/parquet/file-writer.ts';
import type { TableRows } from '../../src/store/tables.ts';

/** A row by the names of its columns; what there is not is left out. */
export type PlainRow = Readonly<Record<string, unknown>>;

/** The rows, in the order of the file. */
export function plainRows({ columns, size }: TableRows): PlainRow[] {
  return Array.from({ length: size }, (_, at) => {
    const told = columns.map((column) => [column.name, valueAt(column, at)] as const);
    return Object.fromEntries(told.filter(([, value]) => value !== null));
  });
}

function valueAt({ values, rows, kind }: WrittenColumn, at: number): unknown {
  const row = rows[at];
  const textOf = (code: number) => (code < 0 || !('texts' in values) ? null : values.texts.text(code));
  switch (values.type) {
    case 'text':
      return textOf(values.codes[row]);
    case 'list':
      return values.isNull !== null && values.isNull[row] !== 0
        ? null
        : Array.from(values.codes.subarray(values.starts[row], values.starts[row + 1]), textOf);
    case 'int64':
      return Number.isNaN(values.values[row]) ? null : values.values[row];
    case 'int32': {
      const value = values.values[row];
      if (value === values.none) return null;
      return kind === 'date' ? formatDate(value) : value;
    }
    case 'flag':
      return (values.values[row] & values.bit) !== 0;
  }
}
