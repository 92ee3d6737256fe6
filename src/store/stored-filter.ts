/** Which rows of a row group a filter wants: each different text is asked once, not each row. */
import { hashBytes, hashText, type Key } from '../core/hash.ts';
import type { ParquetFile, RowGroup } from './parquet/file.ts';
import { type Texts, textAt } from './parquet/pages.ts';
import type { EventFilter, Nearness, Pick } from './stored-events.ts';

/** The column of subjects as a file has it. */
export const SUBJECTS = 'subjects.list.element';
/** Columns by which whole row groups are left out. */
export const ASKED: readonly string[] =
  `actor person device ip site source case_id transaction_id destination ref time ${SUBJECTS}`.split(' ');
/** More values than this are not looked for in bounds and Bloom filters. */
const ASKED_MAX = 500;

/** A filter, prepared. */
export interface RowFilter {
  /** For each group of a file the picks that some of its rows may meet; null where there are none. */
  picksIn(file: ParquetFile): (readonly number[] | null)[];
  /** The rows of a group that any of these picks wants. */
  rows(group: RowGroup, picks: readonly number[]): Int32Array;
}

/** Prepares a filter. */
export function rowFilter({ picks, strays }: EventFilter): RowFilter {
  const prepared = picks.map((pick) => ({ ...pick, known: knownTexts(pick.values ?? []) }));
  return {
    picksIn(file) {
      const groups: number[][] = file.groups.map(() => []);
      for (const [index, pick] of prepared.entries())
        for (const group of groupsFor(pick, file)) groups[group].push(index);
      return groups.map((indices) => (indices.length === 0 ? null : indices));
    },
    rows(group, indices) {
      const wanted = new Uint8Array(group.rows);
      if (strays === true && !hasStrays(group)) return NO_ROWS;
      for (const index of indices) mark(group, prepared[index], wanted);
      if (strays !== undefined) keepStrays(group, strays, wanted);
      return rowsIn(wanted);
    },
  };
}

/** The groups of a file in which a row may stand that a pick wants. */
function groupsFor({ column, values, from, to }: Pick, file: ParquetFile): number[] {
  const path = column === 'subject' ? SUBJECTS : column;
  const isAsked = path !== null && values !== null && values.length <= ASKED_MAX;
  const possible = isAsked
    ? file.mayHold({ [path]: path === 'ref' ? values.map(Number) : values })
    : file.groups.map((_, index) => index);
  return possible.filter((index) => {
    const [least, greatest] = file.groups[index].bounds('time');
    return greatest >= from && least < to;
  });
}

interface Prepared extends Pick {
  readonly known: ReadonlyMap<Key, readonly Buffer[]>;
}

/** Marks the rows that a pick wants. */
function mark(group: RowGroup, pick: Prepared, wanted: Uint8Array): void {
  const { column, values, actions, from, to, near } = pick;
  const isTimed = Number.isFinite(from) || Number.isFinite(to) || near !== undefined;
  if (column === null && actions === undefined && !isTimed) {
    wanted.fill(1);
    return;
  }
  const met =
    column === null ? new Uint8Array(group.rows).fill(1) : meeting(group, column, pick, values === null);
  if (actions !== undefined) {
    const texts = group.texts('action');
    const isOne = chosenTexts(texts, knownTexts(actions));
    for (let row = 0; row < met.length; row++) met[row] &= isOne[texts.codes[row]];
  }
  const time = isTimed ? group.numbers('time') : null;
  if (near !== undefined && time !== null && column !== null) keepNear(group.texts(column), time, near, met);
  for (let row = 0; row < met.length; row++)
    if (met[row] === 1 && (time === null || (time[row] >= from && time[row] < to))) wanted[row] = 1;
}

/** Takes the mark from rows in whose span nothing else is. */
function keepNear(texts: Texts, time: Float64Array, { span, spans }: Nearness, met: Uint8Array): void {
  const near = Array.from({ length: texts.size }, (_, code) => spans.get(textAt(texts, code) ?? ''));
  for (let row = 0; row < met.length; row++)
    if (met[row] === 1 && near[texts.codes[row]]?.has(Math.floor(time[row] / span)) !== true) met[row] = 0;
}

/** Rows in whose column one of the values stands, or any. */
function meeting(
  group: RowGroup,
  column: NonNullable<Pick['column']>,
  { values, known }: Prepared,
  isAny: boolean,
): Uint8Array {
  const met = new Uint8Array(group.rows);
  if (column === 'ref') {
    const refs = group.numbers('ref');
    const numbers = new Set(values?.map(Number));
    for (let row = 0; row < met.length; row++) met[row] = isAny || numbers.has(refs[row]) ? 1 : 0;
    return met;
  }
  if (column === 'subject') {
    const lists = group.lists(SUBJECTS);
    const isOne = isAny ? anyText(lists) : chosenTexts(lists, known);
    for (let row = 0; row < met.length; row++)
      for (let at = lists.starts[row]; at < lists.starts[row + 1]; at++) met[row] |= isOne[lists.codes[at]];
    return met;
  }
  const texts = group.texts(column);
  const isOne = isAny ? anyText(texts) : chosenTexts(texts, known);
  for (let row = 0; row < met.length; row++) met[row] = isOne[texts.codes[row]];
  return met;
}

function anyText({ size }: Texts): Uint8Array {
  const chosen = new Uint8Array(size).fill(1);
  chosen[0] = 0;
  return chosen;
}

/** Which texts of a column are known ones. */
function chosenTexts({ bytes, from, to, size }: Texts, known: Prepared['known']): Uint8Array {
  const chosen = new Uint8Array(size);
  for (let text = 1; text < size; text++) {
    const same = known.get(hashBytes(bytes, from[text], to[text]));
    if (same?.some((one) => one.equals(bytes.subarray(from[text], to[text])))) chosen[text] = 1;
  }
  return chosen;
}

function knownTexts(values: readonly string[]): Map<Key, Buffer[]> {
  const known = new Map<Key, Buffer[]>();
  for (const value of values) {
    const key = hashText(value);
    known.set(key, [...(known.get(key) ?? []), Buffer.from(value)]);
  }
  return known;
}

const NO_ROWS = new Int32Array(0);

/** Whether any event of a group came late or has a clock that cannot be right: mostly none. */
function hasStrays(group: RowGroup): boolean {
  return [group.numbers('late'), group.numbers('clock')].some((flags) => flags.includes(1));
}

/** Takes the mark from those that came late or whose clock cannot be right, or from the others. */
function keepStrays(group: RowGroup, strays: boolean, wanted: Uint8Array): void {
  if (!strays && !hasStrays(group)) return;
  const [late, clock] = [group.numbers('late'), group.numbers('clock')];
  for (let row = 0; row < wanted.length; row++) {
    const isStray = late[row] === 1 || clock[row] === 1;
    if (isStray !== strays) wanted[row] = 0;
  }
}

function rowsIn(wanted: Uint8Array): Int32Array {
  let size = 0;
  for (let row = 0; row < wanted.length; row++) size += wanted[row];
  const rows = new Int32Array(size);
  for (let row = 0, at = 0; at < size; row++) if (wanted[row] === 1) rows[at++] = row;
  return rows;
}
