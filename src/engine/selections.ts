/** Which rows a part is shown, decided once a batch for all parts that want the same ones. */
import { ACTIONS, OUTCOMES } from '../../schemas/access-event.ts';
import { MARK } from '../../schemas/event-columns.ts';
import type { DetectorColumns, KeyName, Only } from '../detector/define.ts';
import { groupByShard, noRows, type ShardedRows } from './shards.ts';

/** What decides which rows a part is shown. */
export interface Wants {
  readonly key: KeyName;
  readonly only?: Only;
  readonly anyClock?: true;
}

/** Gives the rows a part wants of the batch begun last, by key shard; good until the next `begin`. */
export type Selected = () => ShardedRows;

/** The rows of one batch after another, as parts want them. */
export interface Selections {
  /** Says what a part wants, once. */
  wanted(wants: Wants): Selected;
  /** Begins with the rows of a batch, in event order. */
  begin(columns: DetectorColumns, rows: Int32Array): void;
}

/** Rows of one kind of deed, of the batch they were selected for. */
interface Kind {
  readonly isAllowed: Uint8Array;
  readonly barredMarks: number;
  rows: Int32Array;
  size: number;
  batch: number;
}

/** Makes selections whose memory is used again from batch to batch. */
export function selections(): Selections {
  const kinds = new Map<string, Kind>();
  const selected = new Map<string, Selected>();
  let batch = 0;
  let columns: DetectorColumns;
  let rows: Int32Array;

  const rowsOf = (kind: Kind): Kind => {
    if (kind.batch === batch) return kind;
    kind.batch = batch;
    if (kind.rows.length < rows.length) kind.rows = new Int32Array(rows.length);
    select(columns, rows, kind);
    return kind;
  };

  return {
    wanted({ key, only, anyClock = false }) {
      const name = JSON.stringify([only?.actions ?? [], only?.outcome ?? '', anyClock]);
      const kind = kinds.get(name) ?? kindOf(only, anyClock);
      kinds.set(name, kind);
      const grouped = noRows();
      let groupedBatch = 0;
      const before = selected.get(key + name);
      if (before !== undefined) return before;
      const get = () => {
        if (groupedBatch === batch) return grouped;
        groupedBatch = batch;
        const { rows: chosen, size } = rowsOf(kind);
        return groupByShard(chosen, size, columns[key], grouped);
      };
      selected.set(key + name, get);
      return get;
    },
    begin(nextColumns, nextRows) {
      batch++;
      columns = nextColumns;
      rows = nextRows;
    },
  };
}

function kindOf(only: Only | undefined, anyClock: boolean): Kind {
  return {
    isAllowed: deedsOf(only),
    barredMarks: anyClock ? 0 : MARK.clock,
    rows: new Int32Array(0),
    size: 0,
    batch: 0,
  };
}

/** Which deeds a part wants, by {@link deedAt}. */
export function deedsOf(only: Only | undefined): Uint8Array {
  const isAllowed = new Uint8Array(ACTIONS.length * OUTCOMES.length);
  for (const [action, name] of ACTIONS.entries()) {
    for (const [outcome, ended] of OUTCOMES.entries()) {
      const isWanted = only?.actions?.includes(name) ?? true;
      if (isWanted && (only?.outcome ?? ended) === ended) isAllowed[action * OUTCOMES.length + outcome] = 1;
    }
  }
  return isAllowed;
}

/** Where a row stands among the deeds. */
export function deedAt({ action, outcome }: DetectorColumns, row: number): number {
  return action[row] * OUTCOMES.length + outcome[row];
}

function select({ action, outcome, marks }: DetectorColumns, rows: Int32Array, kind: Kind): void {
  const { isAllowed, barredMarks, rows: chosen } = kind;
  let size = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (isAllowed[action[row] * OUTCOMES.length + outcome[row]] === 0 || (marks[row] & barredMarks) !== 0)
      continue;
    chosen[size++] = row;
  }
  kind.size = size;
}
