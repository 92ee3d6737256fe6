import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { config } from '../../../schemas/config.ts';
import { writeTown } from '../../../seeds/town/write.ts';
import { encodeEvents } from '../../batch/encode.ts';
import { event } from '../../batch/event.ts';
import { DAY, parseDate, startOfDay } from '../../core/time.ts';
import { power } from './power.ts';
import { type Reader, readersOf } from './readers.ts';
import { ableFrom, CELLS, linesOf, passesOf, type Theft, takenBy, theftId, theftOf } from './thefts.ts';

const DAYS = Array.from({ length: 30 }, (_, i) => 20_000 + i);
const reader = (actor: string, days = DAYS): Reader => ({ example: event({ actor, device: 'PC-1' }), days });

describe('thefts', () => {
  test('an account used on ten days after the start is able, one on nine is not', () => {
    const able = ableFrom([reader('a', DAYS.slice(0, 15)), reader('b', DAYS.slice(0, 14))], 20_005);
    expect(able.map(({ example }) => example.actor)).toEqual(['a']);
  });

  test('in one pass at most a third of the accounts are thieves, each once', () => {
    const passes = passesOf(
      Array.from({ length: 12 }, (_, i) => reader(`u${i}`)),
      5,
      12,
    );
    for (const thefts of passes) {
      expect(thefts.length).toBeLessThanOrEqual(4);
      expect(new Set(thefts.map((theft) => theft.reader)).size).toBe(thefts.length);
    }
    expect(passes.flat()).toHaveLength(CELLS.length * 2);
  });

  test('one account alone serves too, one theft at a time; none serves not', () => {
    expect(passesOf([reader('a')], 5, 12)).toHaveLength(CELLS.length);
    expect(passesOf([], 5, 12)).toEqual([]);
  });

  test.each(['view', 'export'] as const)('what was taken by a moment is what its lines (%s) say', (way) => {
    const theft: Theft = { way, rate: 7, number: 3, reader: reader('a'), days: DAYS.slice(0, 3) };
    const lines = [...linesOf(theft)];
    const until = startOfDay(DAYS[1]) + DAY;
    expect(takenBy(theft, until)).toEqual({ days: 2, records: 14 });
    expect(takenBy(theft, startOfDay(DAYS[0]))).toEqual({ days: 0, records: 0 });
    expect(lines).toHaveLength(way === 'view' ? 21 : 3);
  });

  test('an event says whose theft it is', () => {
    expect(theftOf(`juki/${theftId(12, 4)}`)).toBe(12);
    expect(theftOf('juki/00000012')).toBe(-1);
  });
});

describe('readers', () => {
  test('the kind of look-up on most days counts; refused ones and those of nobody do not', async () => {
    const at = (day: number) => startOfDay(20_000 + day);
    const events = [
      event({ time: at(0), actor: 'a', device: 'X', subjects: ['R1'] }),
      event({ time: at(1), actor: 'a', device: 'Y', subjects: ['R1'] }),
      event({ time: at(2), actor: 'a', device: 'Y', subjects: ['R2'] }),
      event({ time: at(3), actor: 'b', outcome: 'failure', subjects: ['R2'] }),
      event({ time: at(3), actor: 'c' }),
    ];
    const batches = [encodeEvents(events)];
    const [found, ...others] = await readersOf([{ next: async () => batches.pop() ?? null }]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ example: { actor: 'a', device: 'Y' }, days: [20_001, 20_002] });
  });
});

describe('power', () => {
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-power-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const plan = { seed: 'power', staff: 24, first: '2024-07-01', days: 30 };

  test('much is found soon, a little by itself is not, and no catch is later than the theft', async () => {
    writeTown(folder, plan);
    const passes: number[] = [];
    const result = await power({
      files: [join(folder, 'events.ndjson')],
      registersDir: join(folder, 'registers'),
      config: config.parse({}),
      now: startOfDay(parseDate('2024-12-01')),
      encoding: null,
      source: null,
      least: 'medium',
      repeats: 1,
      onProgress: (pass) => passes.push(pass),
    });
    expect(result.problems).toEqual([]);
    expect(passes.length).toBeLessThanOrEqual(12);
    const point = (way: string, rate: number) =>
      result.curves
        .find((curve) => curve.detector === 'any' && curve.way === way)
        ?.points.find((one) => one.rate === rate);
    expect(point('export', 10_000)).toMatchObject({ caught: point('export', 10_000)?.thefts, days: 1 });
    expect(point('copy', 10)).toMatchObject({ days: 1 });
    expect(point('export', 1)).toMatchObject({ caught: 0, days: null });
    for (const { points } of result.curves)
      for (const { days } of points) expect(days ?? 0).toBeLessThanOrEqual(result.days);
  }, 120_000);
});
