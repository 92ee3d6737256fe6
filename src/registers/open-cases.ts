/** Whether somebody has an open case at all: asked where a household register is missing and could have explained. */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { groupByKey } from './groups.ts';
import { type History, holds, isKnown } from './history.ts';
import type { CaseRow } from './registers.ts';

/**
 * True where a case with a subject is open and assigned to this principal or unit.
 *
 * The rows of an assignee are sorted by start, and each points to the nearest earlier one that ends later: rows in
 * between have ended when it has. So closed cases are skipped in few steps; versions that a later one replaced are not.
 */
export function openCasesOf(
  history: History<CaseRow, readonly CaseRow[]>,
): (assignee: Key, known: Micros, time: Micros) => boolean {
  const { rows, recorded } = history.entries;
  const assignees: Key[] = [];
  const owners: number[] = [];
  const groupOf = new Int32Array(rows.length);
  for (let group = 0; group < history.groups.count; group++) {
    for (let i = history.groups.starts[group]; i < history.groups.starts[group + 1]; i++) {
      const row = history.groups.members[i];
      groupOf[row] = group;
      if (rows[row].subjects.length === 0) continue;
      for (const assignee of rows[row].assignees) {
        assignees.push(assignee);
        owners.push(row);
      }
    }
  }
  const index = groupByKey(assignees);
  const order = index.members.map((entry) => owners[entry]);
  const longer = new Int32Array(order.length);
  // beside `order`, so that a search touches no row
  const starts = new Float64Array(order.length);
  const ends = new Float64Array(order.length);
  for (let at = 0; at < index.count; at++) sortAndLink(at);

  function sortAndLink(at: number): void {
    const [first, past] = [index.starts[at], index.starts[at + 1]];
    order
      .subarray(first, past)
      .sort((a, b) => (rows[a].start < rows[b].start ? -1 : rows[a].start > rows[b].start ? 1 : a - b));
    for (let i = first; i < past; i++) {
      let earlier = i - 1;
      starts[i] = rows[order[i]].start;
      ends[i] = rows[order[i]].end;
      while (earlier >= first && ends[earlier] <= ends[i]) earlier = longer[earlier];
      longer[i] = earlier;
    }
  }
  /** The last row of an assignee that has started, as a position in `order`; one before the first where none has. */
  function lastStarted(at: number, time: Micros): number {
    let low = index.starts[at];
    let high = index.starts[at + 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
  function isOpen(row: number, assignee: Key, known: Micros, time: Micros): boolean {
    if (!isKnown(recorded[row], known)) return false;
    const versions = history.known(groupOf[row], known).value;
    return versions.some(
      (each) => holds(each, time) && each.subjects.length > 0 && each.assignees.includes(assignee),
    );
  }
  return (assignee, known, time) => {
    const at = index.find(assignee);
    if (at === -1) return false;
    for (let i = lastStarted(at, time); i >= index.starts[at]; ) {
      if (ends[i] <= time) i = longer[i];
      else if (isOpen(order[i], assignee, known, time)) return true;
      else i--;
    }
    return false;
  };
}
