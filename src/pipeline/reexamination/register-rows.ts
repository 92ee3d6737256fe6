/** The rows of a register as they were delivered: their texts, what they say apart from when that was recorded, and their keys. */
import type { Register } from '../../../schemas/registers/column.ts';
import { REGISTERS, type RegisterName } from '../../../schemas/registers/registers.ts';
import { hashText, type Key } from '../../core/hash.ts';
import type { Micros } from '../../core/time.ts';
import { readRows } from '../../registers/read-rows.ts';
import type { Validity } from '../../registers/registers.ts';
import { openReport } from '../../registers/report.ts';
import type { RegisterTable } from '../../registers/table.ts';

/** A row with what decides about it. */
export interface RegisterRow extends Validity {
  /** Identity and start: a row of the same key is another version. */
  readonly key: string;
  /** The identity, for people. */
  readonly name: string;
  /** Cells by column, as read. */
  readonly cells: Readonly<Record<string, unknown>>;
  /** When it was recorded; null where it does not say. */
  readonly recorded: Micros | null;
  readonly isWithdrawn: boolean;
  /** What it says, whenever that was recorded; the same without its end. */
  readonly content: string;
  readonly withoutEnd: string;
}

/** Shows the rows that can be read, in file order, without keeping them; `read` reads what the row is. */
export function eachRow(
  register: RegisterName,
  tables: readonly RegisterTable[] | undefined,
  visit: (recorded: Micros | null, read: () => RegisterRow) => void,
): void {
  const declared = REGISTERS[register] as Register;
  readRows(
    declared,
    tables ?? [],
    (cells, span) => {
      visit(cells.recorded_at ?? null, () => rowOf(declared, cells, span));
      return null;
    },
    openReport(),
  );
}

/** Tells rows apart that differ in anything. */
export function hashRowOf({ content, recorded, isWithdrawn }: RegisterRow): Key {
  return hashText(`${recorded} ${isWithdrawn} ${content}`);
}

function rowOf(
  { key, ends, columns }: Register,
  cells: Readonly<Record<string, unknown>>,
  span: Validity,
): RegisterRow {
  const { recorded_at, withdrawn, ...said } = cells;
  const ending = new Set(['valid_to', ends]);
  const identity = key.some((name) => cells[name] !== null)
    ? key.map((name) => cells[name])
    : Object.keys(columns).flatMap((name) => (name in said && !COMMON.has(name) ? [said[name]] : []));
  const content = JSON.stringify(said);
  return {
    ...span,
    key: JSON.stringify([identity, span.start]),
    name: identity
      .map((cell) => textsIn(cell).join('|'))
      .filter(Boolean)
      .join(' '),
    cells,
    recorded: (recorded_at as Micros | null) ?? null,
    isWithdrawn: withdrawn === true,
    content,
    withoutEnd: JSON.stringify(said, (name, value: unknown) => (ending.has(name) ? undefined : value)),
  };
}

const COMMON = new Set(['valid_from', 'valid_to', 'recorded_at', 'withdrawn']);

/** The texts in a cell as read: one, several or none. */
export function textsIn(cell: unknown): string[] {
  if (Array.isArray(cell)) return cell.flatMap(textsIn);
  return typeof cell === 'string' || typeof cell === 'number' ? [String(cell)] : [];
}
