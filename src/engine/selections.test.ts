import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ACTIONS, OUTCOMES } from '../../schemas/access-event.ts';
import { MARK } from '../../schemas/event-columns.ts';
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import { detectorColumns } from './derive.ts';
import { selections } from './selections.ts';
import { SHARDS } from './shards.ts';

it('gives exactly the wanted rows, by shard, in event order, batch after batch', () => {
  const action = fc.constantFrom(...ACTIONS);
  const outcome = fc.constantFrom(...OUTCOMES);
  const row = fc.record({ action, outcome, actor: fc.nat(9), clock: fc.boolean() });
  const wants = fc.record({
    actions: fc.option(fc.uniqueArray(action), { nil: undefined }),
    outcome: fc.option(outcome, { nil: undefined }),
    anyClock: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(fc.array(row, { size: 'max', maxLength: 60 }), { maxLength: 4 }),
      wants,
      (batches, w) => {
        const only = {
          ...(w.actions === undefined ? {} : { actions: w.actions }),
          ...(w.outcome === undefined ? {} : { outcome: w.outcome }),
        };
        const made = selections();
        const selected = made.wanted({ key: 'actor', only, ...(w.anyClock ? { anyClock: true } : {}) });
        for (const rows of batches) {
          const events = rows.map((one) =>
            event({
              action: one.action,
              outcome: one.outcome,
              actor: one.actor === 0 ? null : `a${one.actor}`,
            }),
          );
          const columns = detectorColumns(encodeEvents(events).columns, events.length);
          for (const [at, one] of rows.entries()) if (one.clock) columns.marks[at] |= MARK.clock;
          made.begin(columns, Int32Array.from(rows.keys()));
          const isWanted = (at: number) => {
            const one = rows[at];
            if (one === undefined || one.actor === 0 || (one.clock && !w.anyClock)) return false;
            return (w.actions?.includes(one.action) ?? true) && (w.outcome ?? one.outcome) === one.outcome;
          };
          const { rows: given, start } = selected();
          for (let shard = 0; shard < SHARDS; shard++) {
            const own = [...rows.keys()].filter((at) => isWanted(at));
            const expected = own.filter((at) => ((columns.actor[at] | 0) & (SHARDS - 1)) === shard);
            expect([...given.subarray(start[shard], start[shard + 1])]).toEqual(expected);
          }
        }
      },
    ),
    { endOnFailure: true },
  );
});
