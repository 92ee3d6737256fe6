import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MARK } from '../../schemas/event-columns.ts';
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import { compareEventIds } from '../batch/event-order.ts';
import { MINUTE, parseInstant, SECOND } from '../core/time.ts';
import { type EventOrder, eventOrder } from './event-order.ts';

const START = parseInstant('2024-05-01T09:00:00Z');
const NOW = START + 1_000 * MINUTE;
const LATENESS = 10 * MINUTE;

/** Everything that is released now, as [id, marks]. */
function released(order: EventOrder, rowsMax = 3): [string, number][] {
  const out: [string, number][] = [];
  for (let slice = order.next(rowsMax); slice !== null; slice = order.next(rowsMax)) {
    for (let i = slice.from; i < slice.to; i++) {
      const row = slice.order === null ? i : slice.order[i];
      out.push([slice.batch.event(row).id, slice.batch.columns.marks[row]]);
    }
  }
  return out;
}

const at = (minutes: number, id: string) => event({ time: START + minutes * MINUTE, id });
const ids = (rows: [string, number][]) => rows.map(([id]) => id);

describe('event order', () => {
  test('rows wait until their input has moved on by the lateness', () => {
    const order = eventOrder(LATENESS, NOW);
    order.open(0);
    order.push(0, encodeEvents([at(0, 'a'), at(11, 'b'), at(5, 'c')]));
    expect(ids(released(order))).toEqual(['a']);
    order.push(0, encodeEvents([at(22, 'd')]));
    expect(ids(released(order))).toEqual(['c', 'b']);
    order.close(0);
    expect(ids(released(order))).toEqual(['d']);
  });

  test('a row exactly at the lateness is in time, one a microsecond older is late and judged where it came', () => {
    const order = eventOrder(LATENESS, NOW);
    order.open(0);
    order.push(
      0,
      encodeEvents([at(20, 'new'), at(10, 'in time'), event({ time: START + 10 * MINUTE - 1, id: 'late' })]),
    );
    order.close(0);
    expect(released(order)).toEqual([
      ['in time', 0],
      ['late', MARK.late],
      ['new', 0],
    ]);
  });

  test('a future or ancient clock is marked and moves nothing', () => {
    const order = eventOrder(LATENESS, NOW);
    order.open(0);
    const future = event({ time: NOW + 5 * MINUTE + 1, id: 'future' });
    const justNow = event({ time: NOW + 5 * MINUTE, id: 'tolerated' });
    order.push(
      0,
      encodeEvents([at(0, 'a'), future, event({ time: '1999-12-31T23:59:59Z', id: 'ancient' }), at(1, 'b')]),
    );
    order.push(0, encodeEvents([justNow]));
    order.close(0);
    expect(released(order)).toEqual([
      ['a', 0],
      ['ancient', MARK.clock],
      ['future', MARK.clock],
      ['b', 0],
      ['tolerated', 0],
    ]);
  });

  test('an input that has brought nothing yet holds the others back', () => {
    const order = eventOrder(LATENESS, NOW);
    order.open(0);
    order.open(1);
    order.push(0, encodeEvents([at(0, 'a'), at(60, 'b')]));
    expect(released(order)).toEqual([]);
    order.push(1, encodeEvents([at(30, 'x')]));
    expect(ids(released(order))).toEqual(['a']);
    order.close(1);
    expect(ids(released(order))).toEqual(['x']);
  });

  test('ties stand by source and id in natural order', () => {
    const order = eventOrder(LATENESS, NOW);
    order.open(0);
    order.push(0, encodeEvents([at(0, 'n:10'), at(0, 'n:9')]));
    order.push(0, encodeEvents([at(0, 'n:2'), event({ time: START, id: 'n:1', source: 'zeta' })]));
    order.close(0);
    expect(ids(released(order))).toEqual(['n:2', 'n:9', 'n:10', 'n:1']);
  });

  test('a row exactly at the lateness stands among those of its time, wherever batches are cut', () => {
    for (const cut of [1, 3]) {
      const order = eventOrder(LATENESS, NOW);
      order.open(0);
      const out: string[] = [];
      const events = [at(0, 'b'), at(10, 'c'), at(0, 'a')];
      for (let i = 0; i < events.length; i += cut) {
        order.push(0, encodeEvents(events.slice(i, i + cut)));
        out.push(...ids(released(order)));
      }
      order.close(0);
      expect([...out, ...ids(released(order))]).toEqual(['a', 'b', 'c']);
    }
  });

  test('an input that comes while others are under way has its own lateness, and is late by where they are', () => {
    const order = eventOrder(LATENESS, NOW, true);
    order.open(1, { lateness: MINUTE, from: Number.NEGATIVE_INFINITY });
    order.push(1, encodeEvents([at(0, 'a'), at(60, 'b'), at(58, 'late')]));
    expect(ids(released(order))).toEqual(['a']);
    order.open(2, { lateness: 2 * MINUTE, from: order.watermark() + 1 });
    order.push(
      2,
      encodeEvents([at(59, 'in time'), event({ time: START + 59 * MINUTE - 1, id: 'too late' })]),
    );
    order.push(1, encodeEvents([at(70, 'c')]));
    expect(released(order)).toEqual([]);
    order.push(2, encodeEvents([at(80, 'd')]));
    expect(released(order)).toEqual([
      ['in time', 0],
      ['b', 0],
      ['late', MARK.late],
      ['too late', MARK.late],
    ]);
  });

  test('an input that is silent holds nothing back, and in silence time is said', () => {
    const order = eventOrder(MINUTE, NOW, true);
    const unbound = { lateness: MINUTE, from: Number.NEGATIVE_INFINITY };
    order.open(1, unbound);
    order.open(2, unbound);
    order.push(1, encodeEvents([at(10, 'a'), at(20, 'b')]));
    order.push(2, encodeEvents([at(5, 'x')]));
    expect(ids(released(order))).toEqual([]);
    order.close(2);
    expect(ids(released(order))).toEqual(['x', 'a']);
    order.close(1);
    expect(ids(released(order))).toEqual([]);
    order.silence(START + 30 * MINUTE);
    expect([ids(released(order)), order.watermark()]).toEqual([['b'], START + 30 * MINUTE - 1]);
    order.open(1, { lateness: MINUTE, from: order.watermark() + 1 });
    order.push(1, encodeEvents([at(29, 'late'), at(30, 'c')]));
    order.close(1);
    order.silence(START + 60 * MINUTE);
    expect(released(order)).toEqual([
      ['c', 0],
      ['late', MARK.late],
    ]);
  });

  const jittered = fc.array(
    fc.record({ step: fc.integer({ min: 0, max: 90 }), jitter: fc.integer({ min: 0, max: 600 }) }),
    {
      size: 'max',
      maxLength: 60,
    },
  );

  test('any shuffle within the lateness, any cut into batches and inputs, gives the order of a plain sort', () => {
    fc.assert(
      fc.property(
        jittered,
        fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
        fc.integer({ min: 1, max: 3 }),
        (steps, cuts, inputs) => {
          let clock = START;
          const events = steps.map(({ step, jitter }, i) => {
            clock += step * SECOND;
            return { arrival: clock, event: event({ time: clock - jitter * SECOND, id: `e:${i}` }) };
          });
          const order = eventOrder(LATENESS, NOW);
          for (let input = 0; input < inputs; input++) order.open(input);
          const out: string[] = [];
          const cut = cuts[Symbol.iterator]();
          for (let i = 0; i < events.length; ) {
            const size = cut.next().value as number;
            order.push(i % inputs, encodeEvents(events.slice(i, i + size).map((each) => each.event)));
            out.push(...ids(released(order)));
            i += size;
          }
          for (let input = 0; input < inputs; input++) order.close(input);
          out.push(...ids(released(order)));
          const sorted = events
            .map((each) => each.event)
            .sort((a, b) => a.time - b.time || compareEventIds(`${a.source}/${a.id}`, `${b.source}/${b.id}`));
          expect(out).toEqual(sorted.map((each) => each.id));
        },
      ),
    );
  });
});
