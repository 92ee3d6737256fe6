/** Shows rows ahead of their turn to the parts that need no order, each with its state seen ahead of order. */

import type { EventTexts } from '../../schemas/event-columns.ts';
import { MARK } from '../../schemas/event-columns.ts';
import { NONE } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { DetectorColumns, PartState, Signal, View } from '../detector/define.ts';
import type { Registers } from '../registers/registers.ts';
import type { PartSignal, Runner } from './run-parts.ts';
import { deedAt, deedsOf } from './selections.ts';
import { shardOf } from './shards.ts';

/** A part that is shown rows ahead of their turn. */
export interface Watcher {
  look(batch: EventTexts, columns: DetectorColumns, rows: Int32Array): PartSignal[];
  /** Rows up to this time have had their turn. */
  passed(time: Micros): void;
}

/** A part is asked about so many rows at a time: in a storm the rest is said in order only. */
const ASKED_MAX = 1_024;

/** A state seen ahead of order, and the state behind it. */
interface SeenAhead {
  readonly behind: PartState;
  readonly state: PartState;
  passed(time: Micros): void;
}

/** The watcher of a part; null where it needs order. */
export function watcherOf(runner: Runner, registers: Registers): Watcher | null {
  const { detector, name, part, thresholds, states, unused, profiles, empty } = runner;
  const { key: keyName, only, anyClock, onArrival } = part;
  if (onArrival === undefined) return null;
  const deeds = deedsOf(only);
  const barredMarks = anyClock ? 0 : MARK.clock;
  const ahead: (SeenAhead | undefined)[] = states.map(() => undefined);

  function stateAt(shard: number): PartState {
    let behind = states[shard] ?? unused[shard];
    if (behind === undefined) {
      behind = empty();
      unused[shard] = behind;
    }
    if (ahead[shard]?.behind !== behind) ahead[shard] = seenAhead(behind);
    return ahead[shard].state;
  }

  return {
    look(batch, columns, rows) {
      const said: PartSignal[] = [];
      const { marks } = columns;
      const key = columns[keyName];
      const view: View<keyof DetectorColumns> = {
        ...columns,
        rows: new Int32Array(1),
        size: 1,
        registers,
        profiles,
        event: (row) => batch.event(row),
        lifted() {}, // what permits lift is noted in order
      };
      const emit = (row: number, signal: Signal<Record<string, unknown>>) =>
        said.push({ row, detector, part: name, keyName, signal });
      let asked = 0;
      for (let i = 0; i < rows.length && asked < ASKED_MAX; i++) {
        const row = rows[i];
        if (deeds[deedAt(columns, row)] === 0 || key[row] === NONE || (marks[row] & barredMarks) !== 0)
          continue;
        if (!onArrival(view, row, thresholds)) continue;
        asked++;
        view.rows[0] = row;
        part.observe(view, stateAt(shardOf(key[row])), thresholds, emit);
      }
      return said;
    },
    passed(time) {
      for (const one of ahead) one?.passed(time);
    },
  };
}

function seenAhead(behind: PartState): SeenAhead {
  const primitives = Object.entries(behind).map(([name, primitive]) => {
    const seen = primitive.ahead?.();
    if (seen === undefined)
      throw new Error(`${name}: a part that needs no order keeps what can be seen ahead of it`);
    return [name, seen] as const;
  });
  return {
    behind,
    state: Object.fromEntries(primitives) as unknown as PartState,
    passed(time) {
      for (const [, primitive] of primitives) primitive.passed(time);
    },
  };
}
