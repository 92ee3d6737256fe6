/**
 * The register log: what `run` knew of a register, and since when. A delivery is laid over it: rows that are new are known from their
 * entry, and a key that is wholly absent is withdrawn from then on, unless its time was over: closed cases and leavers drop out of many files.
 * So what was known of any moment stays what it was.
 */
import { REGISTERS, type RegisterName } from '../../../schemas/registers/registers.ts';
import { DAY, formatInstant, type Micros, parseDate, parseInstant, startOfDay } from '../../core/time.ts';
import type { Cell, RegisterTable } from '../../registers/table.ts';

/** The cells of a row that are not empty, by column. */
export type LogRow = Readonly<Record<string, Cell>>;

/** The rows of a table as they stand; those that cannot be read have no cells to tell, and are left out. */
export function rowsIn(tables: readonly RegisterTable[]): LogRow[] {
  return tables.flatMap(({ header, records }) => {
    const rows: LogRow[] = [];
    for (const { cells, fault } of records) {
      if (fault !== null) continue;
      const named = header.flatMap((name, i): [string, Cell][] =>
        isEmpty(cells[i]) ? [] : [[name, cells[i]]],
      );
      rows.push(Object.fromEntries(named));
    }
    return rows;
  });
}

/** The log after a delivery that entered at a time; the same rows where it brings nothing new. */
export function logAfter(
  register: RegisterName,
  log: readonly LogRow[],
  delivered: readonly LogRow[],
  entered: Micros,
): readonly LogRow[] {
  const keyOf = keysOf(register);
  const [before, now] = [groupsOf(log, keyOf), groupsOf(delivered, keyOf)];
  const added: LogRow[] = [];
  for (const [key, rows] of now) {
    const known = (before.get(key) ?? []).map(contentOf);
    const isWithdrawn = before.get(key)?.at(-1)?.withdrawn !== undefined;
    if (!isWithdrawn && known.slice(-rows.length).join() === rows.map(contentOf).join()) continue;
    const news = rows.filter((row, i) => i === rows.length - 1 || !known.includes(contentOf(row)));
    added.push(...entering(news, entered));
  }
  for (const [key, rows] of before) {
    const last = rows.at(-1);
    if (now.has(key) || last === undefined || !isStanding(register, last, entered)) continue;
    added.push(...entering([{ ...last, withdrawn: 'yes' }], entered));
  }
  return added.length === 0 ? log : [...log, ...added];
}

/** Of the keys that stand in the log, how many a delivery leaves out. */
export function missingFrom(
  register: RegisterName,
  log: readonly LogRow[],
  delivered: readonly LogRow[],
  entered: Micros,
): { known: number; missing: number } {
  const keyOf = keysOf(register);
  const now = new Set(delivered.map(keyOf));
  const standing = [...groupsOf(log, keyOf)].filter(([, rows]) =>
    rows.slice(-1).some((last) => isStanding(register, last, entered)),
  );
  return { known: standing.length, missing: standing.filter(([key]) => !now.has(key)).length };
}

/** Whether a row was not withdrawn, and its time is not over. */
function isStanding(register: RegisterName, row: LogRow, by: Micros): boolean {
  if (row.withdrawn !== undefined) return false;
  const { ends } = REGISTERS[register] as { ends?: string };
  return ['valid_to', ...(ends === undefined ? [] : [ends])].every((name) => {
    const text = row[name];
    if (typeof text !== 'string') return true;
    const day = parseDate(text.trim());
    const end = Number.isNaN(day) ? parseInstant(text.trim()) : startOfDay(day) + DAY;
    return !(end <= by);
  });
}

/** Rows that are known from this entry. */
export function entering(rows: readonly LogRow[], entered: Micros): LogRow[] {
  return rows.map((row) => ({ ...row, recorded_at: formatInstant(entered) }));
}

/** The log as a register file. */
export function logBytes(rows: readonly LogRow[]): Uint8Array {
  return new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

function groupsOf(rows: readonly LogRow[], keyOf: (row: LogRow) => string): Map<string, LogRow[]> {
  const groups = new Map<string, LogRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** The key of a row: its identity and its start; the whole row where it names no identity. */
function keysOf(register: RegisterName): (row: LogRow) => string {
  const { key, ...declared } = REGISTERS[register] as { key: readonly string[]; begins?: string };
  const starts = ['valid_from', ...(declared.begins === undefined ? [] : [declared.begins])];
  return (row) => {
    const identity = key.map((name) => row[name] ?? '');
    if (identity.every(isEmpty)) return contentOf(row);
    return JSON.stringify([identity, starts.map((name) => row[name] ?? '')]);
  };
}

/** What a row says, whenever that was recorded. */
function contentOf(row: LogRow): string {
  const { recorded_at: _, ...said } = row;
  return JSON.stringify(Object.entries(said).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isEmpty(cell: Cell | undefined): boolean {
  return cell === undefined || (typeof cell === 'string' ? cell.trim() === '' : cell.length === 0);
}
