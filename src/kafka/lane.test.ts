/** A partition passes over nothing unseen, and nothing twice. */
import { describe, expect, test } from 'vitest';
import { lane } from './lane.ts';
import type { Message } from './message-places.ts';
import { messageHash } from './message-reader.ts';

const message = (offset: number, actor = 'a'): Message => ({
  offset,
  timestamp: '1',
  key: null,
  value: Buffer.from(
    JSON.stringify({
      time: '2026-04-01T09:00:00+09:00',
      system: 'crm',
      id: `e${offset}`,
      actor,
      action: 'view',
    }),
  ),
});

const records = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => message(from + at));

/** A lane that has read everything before `offset`. */
function laneAt(offset: number) {
  const before = offset === 0 ? null : messageHash(message(offset - 1));
  const of = { topic: 't', partition: 0, input: 3, defaults: {} };
  return lane(of, { offset, lines: 0, before }, before !== null);
}

/** Event ids that wait, as numbers. */
function drain(one: ReturnType<typeof lane>): number[] {
  const found: number[] = [];
  for (let rows = one.take(); rows !== null; rows = one.take())
    for (let at = 0; at < (rows.batch?.size ?? 0); at++)
      found.push(Number(rows.batch?.event(at).id.slice(1)));
  return found;
}

const fetched = (asked: number, messages: readonly Message[], epoch: number | null = 0) => ({
  asked,
  messages,
  epoch,
});

describe('what a fetch brings', () => {
  test('is taken in order, and the lane says where it is', () => {
    const one = laneAt(0);
    expect(one.fetchFrom()).toBe(0);
    expect(one.arrive(fetched(0, records(0, 3)))).toBe('taken');
    expect(one.arrive(fetched(3, records(3, 4)))).toBe('taken');
    expect([one.hasRows(), drain(one), one.hasRows()]).toEqual([true, [0, 1, 2, 3], false]);
    expect(one.progress()).toMatchObject({
      from: { offset: 0 },
      to: { offset: 4, lines: 0, before: messageHash(message(3)) },
    });
    expect(one.progress()).toBeNull();
  });

  test('is not taken twice where a rejoined group fetches it again', () => {
    const one = laneAt(0);
    one.arrive(fetched(0, records(0, 3)));
    expect(one.arrive(fetched(2, records(2, 5)))).toBe('taken');
    expect(drain(one)).toEqual([0, 1, 2, 3, 4]);
  });

  test('may leave offsets out, as ends of transactions do', () => {
    const one = laneAt(0);
    one.arrive(fetched(0, [message(0), message(4)]));
    one.pass(7);
    expect(one.arrive(fetched(8, [message(8)]))).toBe('taken');
    expect(drain(one)).toEqual([0, 4, 8]);
  });

  test('from further on than was asked for is a gap', () => {
    const one = laneAt(0);
    one.arrive(fetched(0, records(0, 3)));
    expect(one.arrive(fetched(5, records(5, 6)))).toBe('gap');
    expect(drain(one)).toEqual([0, 1, 2]);
  });
});

describe('the record read last', () => {
  test('is seen again first, and then left out', () => {
    const one = laneAt(3);
    expect(one.fetchFrom()).toBe(2);
    expect(one.arrive(fetched(2, records(2, 5)))).toBe('taken');
    expect([one.fetchFrom(), drain(one)]).toEqual([5, [3, 4]]);
  });

  test('that is another one means that history has changed', () => {
    const one = laneAt(3);
    expect(one.arrive(fetched(2, [message(2, 'somebody else'), message(3)]))).toBe('changed');
    expect(drain(one)).toEqual([]);
  });

  test('that was compacted away cannot be seen, and what follows is taken', () => {
    const one = laneAt(3);
    expect(one.arrive(fetched(2, records(3, 4)))).toBe('taken');
    expect(drain(one)).toEqual([3]);
  });

  test('is seen again when another leader writes', () => {
    const one = laneAt(0);
    one.arrive(fetched(0, records(0, 3), 4));
    expect(one.arrive(fetched(3, records(3, 4), 5))).toBe('again');
    expect(one.fetchFrom()).toBe(2);
    expect(one.arrive(fetched(2, records(2, 4), 4))).toBe('taken');
    expect(drain(one)).toEqual([0, 1, 2, 3]);
  });

  test('that another leader has lost means that history has changed', () => {
    const one = laneAt(0);
    one.arrive(fetched(0, records(0, 3), 4));
    one.arrive(fetched(3, records(3, 4), 5));
    expect(one.arrive(fetched(2, [message(2, 'lost'), message(3)], 5))).toBe('changed');
  });
});

test('who goes on past a gap says what is missing, once', () => {
  const one = laneAt(3);
  one.leap({ expected: 3, earliest: 6, latest: 9 });
  expect(one.fetchFrom()).toBe(6);
  one.arrive(fetched(6, records(6, 8)));
  expect(drain(one)).toEqual([6, 7]);
  expect(one.progress()).toMatchObject({
    gap: { expected: 3, earliest: 6, latest: 9 },
    from: { offset: 6 },
    to: { offset: 8 },
  });
  one.arrive(fetched(8, records(8, 9)));
  drain(one);
  expect(one.progress()).toMatchObject({ gap: null });
});
