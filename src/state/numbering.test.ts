import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashText } from '../core/hash.ts';
import { HOUR, MINUTE } from '../core/time.ts';
import { type MissingNumbers, numbering } from './numbering.ts';
import { copyOf } from './twin-check.ts';

const options = { learnRows: 5, patience: HOUR };
const make = () => numbering(options);

/** Notes ids one a minute; gives what was missed, and the gaps told in the end. */
function read(ids: readonly string[], subject = make()): { missed: number[]; gaps: MissingNumbers[] } {
  const missed = ids.map((id, i) => subject.note(1, hashText(id), () => id, i * MINUTE, i) / MINUTE);
  return { missed, gaps: subject.due((ids.length + 61) * MINUTE) };
}
const range = (from: number, to: number, prefix = 'n-') =>
  Array.from({ length: to - from + 1 }, (_, i) => `${prefix}${String(from + i).padStart(4, '0')}`);
const named = ({ first, last, many }: MissingNumbers) => `${first}–${last}: ${many}`;

describe('numbers of a key', () => {
  test.each<[title: string, ids: readonly string[], told: readonly string[]]>([
    ['one missing', [...range(1, 20), ...range(22, 40)], ['n-0021–n-0021: 1']],
    ['some missing', [...range(1, 20), ...range(31, 40)], ['n-0021–n-0030: 10']],
    [
      'two gaps',
      [...range(1, 20), ...range(22, 30), ...range(33, 40)],
      ['n-0021–n-0021: 1', 'n-0031–n-0032: 2'],
    ],
    ['none missing', range(95, 140), []],
    ['the tens without zeros before them', range(1, 200, '').map(Number).map(String), []],
    ['one too late by little', [...range(1, 20), 'n-0022', 'n-0021', ...range(23, 40)], []],
    [
      'the middle of a gap comes later',
      [...range(1, 20), 'n-0024', 'n-0022', ...range(25, 40)],
      ['n-0021–n-0021: 1', 'n-0023–n-0023: 1'],
    ],
    ['a gap while learning', ['n-0001', ...range(3, 40)], []],
    ['ids that are no numbers', ['a', 'b', 'c', 'd', 'e', 'f', 'g', ...range(1, 20)], []],
    ['numbers far apart', range(1, 40).map((id) => `${id}00`), []],
    ['numbers that begin anew', [...range(1, 40), ...range(1, 40)], []],
    ['old ones in between, twice', [...range(11, 40), 'n-0003', 'n-0004', ...range(41, 50)], []],
    ['another prefix in between', [...range(1, 20), 'x-0001', ...range(21, 40)], []],
    [
      'one numbered long before its time',
      [...range(1, 20), 'n-0080', ...range(21, 79), ...range(81, 99)],
      [],
    ],
    [
      'three of them, and a gap among the others',
      [...range(1, 20), 'n-0080', 'n-0021', 'n-0081', 'n-0022', 'n-0082', ...range(23, 79), ...range(84, 99)],
      ['n-0083–n-0083: 1'],
    ],
    [
      'a gap after one that was ahead',
      [...range(1, 20), 'n-0060', ...range(21, 30), ...range(41, 59), ...range(61, 90)],
      ['n-0031–n-0040: 10'],
    ],
    ['a series of its own far above', [...range(1, 20), ...range(9_000_000, 9_000_020)], []],
  ])('%s', (_, ids, told) => {
    expect(read(ids).gaps.map(named)).toEqual(told);
  });

  test('are not missing before patience is over', () => {
    const subject = make();
    const ids = [...range(1, 20), 'n-0022'];
    for (const [i, id] of ids.entries()) subject.note(1, hashText(id), () => id, i * MINUTE, i);
    expect(subject.due(80 * MINUTE)).toEqual([]);
    expect(subject.due(80 * MINUTE + 1)).toEqual([
      { key: 1, at: 80 * MINUTE, ref: 20, first: 'n-0021', last: 'n-0021', many: 1 },
    ]);
    expect(subject.due(200 * MINUTE)).toEqual([]);
  });

  test('a number that comes later says how long it was missed', () => {
    const { missed } = read([...range(1, 20), ...range(22, 51), 'n-0021']);
    expect(missed.at(-1)).toBe(30);
    expect(missed.slice(0, -1).every((minutes) => minutes === 0)).toBe(true);
  });

  test('numbers and times in disorder are missed as before', () => {
    const mixed = Array.from({ length: 40 }, (_, i) => [
      `n-${String(21 + i).padStart(4, '0')}`,
      `n-0${200 + i}`,
    ]).flat();
    const { missed } = read([...range(1, 20), ...mixed]);
    expect(missed.filter((minutes) => minutes > 30).length).toBeGreaterThan(5);
  });

  test('text is not asked for while numbers follow one another', () => {
    const subject = make();
    const asked: string[] = [];
    for (const id of range(1, 500, 'pos-')) {
      const text = () => {
        asked.push(id);
        return id;
      };
      subject.note(1, hashText(id), text, 0, 0);
    }
    expect(asked).toEqual(['pos-0001']);
  });

  test('keys beyond the cap are counted', () => {
    const subject = numbering({ ...options, keysMax: 4 });
    for (let key = 1; key <= 7; key++) subject.note(key, 1, () => '1', 0, 0);
    expect(subject.usage()).toMatchObject({ keys: 4, evicted: 3 });
  });
});

/** Numbers 1 … n without some, swapped with near ones, with or without zeros before them. */
const streams = fc
  .record({
    many: fc.integer({ min: 20, max: 300 }),
    lost: fc.array(fc.integer({ min: 12, max: 280 }), { maxLength: 12 }),
    swaps: fc.array(fc.nat({ max: 290 }), { maxLength: 20 }),
    width: fc.constantFrom(0, 6),
  })
  .map(({ many, lost, swaps, width }) => {
    const numbers = Array.from({ length: many }, (_, i) => i + 1);
    const removed = [...new Set(lost)].filter((number) => number < many).sort((a, b) => a - b);
    const kept = numbers.filter((number) => !removed.includes(number));
    for (const at of swaps)
      if (at > 10 && at + 1 < kept.length) [kept[at], kept[at + 1]] = [kept[at + 1], kept[at]];
    return { ids: kept.map((number) => `k${String(number).padStart(width, '0')}`), removed };
  });

test('what is told is what was removed, whatever is saved and restored in between, and whenever it is asked', () => {
  fc.assert(
    fc.property(streams, fc.infiniteStream(fc.nat({ max: 9 })), ({ ids, removed }, turns) => {
      let subject = make();
      const gaps: MissingNumbers[] = [];
      ids.forEach((id, i) => {
        const turn = turns.next().value;
        if (turn === 0) subject = copyOf(subject, make);
        if (turn === 1) gaps.push(...subject.due(i * MINUTE));
        subject.note(1, turn === 2 ? 7 : hashText(id), () => id, i * MINUTE, i);
      });
      gaps.push(...subject.due(1_000 * MINUTE));
      const told = gaps.flatMap(({ first, last }) => {
        const [from, to] = [first, last].map((id) => Number(id.slice(1)));
        return Array.from({ length: to - from + 1 }, (_, i) => from + i);
      });
      expect(told.sort((a, b) => a - b)).toEqual(removed);
    }),
  );
});
