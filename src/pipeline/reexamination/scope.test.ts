import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JudgedEvent, judgedEvents } from '../../../test/store/judged-events.ts';
import { DAY, HOUR, MINUTE, parseInstant } from '../../core/time.ts';
import { duckMaker } from '../../store/parquet-maker.ts';
import type { Cause } from './causes.ts';
import { scopeOf } from './scope.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-scope-'));
const file = join(folder, 'events.parquet');
const maker = duckMaker(join(folder, 'spill'));
afterAll(() => {
  maker.close();
  rmSync(folder, { recursive: true });
});

const NOON = parseInstant('2024-05-01T12:00:00+09:00');
const lookup = { action: 'view', subjects: ['R1'] } as const;

/** A town hall: a clerk, the terminal that she shares with everybody, and a room with a device that few use. */
function townHall(): JudgedEvent[] {
  const rows: Omit<JudgedEvent, 'ref'>[] = [
    { ...lookup, time: NOON, id: 'own', actor: 'a', principal: 'P1', device: 'counter' },
    { ...lookup, time: NOON - 40 * DAY, id: 'own-in-the-room', actor: 'a', principal: 'P1', device: 'room' },
    {
      ...lookup,
      time: NOON - 2 * DAY,
      id: 'colleague-in-the-room',
      actor: 'b',
      principal: 'P2',
      device: 'room',
    },
    {
      time: NOON + 20 * MINUTE,
      id: 'issue-near',
      action: 'print',
      actor: 'b',
      principal: 'P2',
      device: 'counter',
    },
    {
      time: NOON + 3 * HOUR,
      id: 'issue-far',
      action: 'print',
      actor: 'b',
      principal: 'P2',
      device: 'counter',
    },
    {
      time: NOON + MINUTE,
      id: 'update-near',
      action: 'update',
      actor: 'b',
      principal: 'P2',
      device: 'counter',
    },
    { time: NOON + 9 * DAY, id: 'elsewhere', action: 'print', actor: 'b', principal: 'P2', device: 'other' },
  ];
  for (let i = 0; i < 10_001; i++)
    rows.push({ ...lookup, time: NOON + i, id: `busy-${i}`, actor: 'b', principal: 'P2', device: 'counter' });
  return rows.map((row, ref) => ({ ...row, ref }));
}

beforeAll(async () => {
  await maker.make(judgedEvents(townHall()).events(), (bytes) => appendFileSync(file, bytes));
});

const about = (column: 'person' | 'device', value: string): Cause => ({
  what: `${column} ${value}`,
  picks: [{ column, values: [value], from: NOON - 50 * DAY, to: Number.POSITIVE_INFINITY }],
  from: NOON - 50 * DAY,
  to: Number.POSITIVE_INFINITY,
  knownOn: NOON,
});

async function judgedAgain(cause: Cause, graceMinutes = 30): Promise<string[]> {
  const scope = await scopeOf([cause], { files: [file], maker, grace: graceMinutes * MINUTE });
  const ids: string[] = [];
  if (scope === null) return ids;
  for await (const { batch } of maker.events([file], scope.filter))
    for (let row = 0; row < batch.size; row++) ids.push(batch.event(row).id ?? '');
  return ids
    .filter((id) => !id.startsWith('busy'))
    .concat(ids.some((id) => id.startsWith('busy')) ? ['busy'] : []);
}

describe('for one person is judged again', () => {
  test('what she did, what others did where few work, and issues near it in time; not a shared terminal’s whole year', async () => {
    expect(await judgedAgain(about('person', 'P1'))).toEqual([
      'own',
      'own-in-the-room',
      'colleague-in-the-room',
      'issue-near',
    ]);
  });

  test('an issue as far away as the grace time reaches', async () => {
    expect(await judgedAgain(about('person', 'P1'), 180)).toContain('issue-far');
  });

  test('nothing where nothing was done', async () => {
    expect(await judgedAgain(about('person', 'P9'))).toEqual([]);
  });
});

test('a device that a fact is about is judged whole, however much it is used', async () => {
  expect(await judgedAgain(about('device', 'counter'))).toEqual(
    expect.arrayContaining(['busy', 'issue-far', 'update-near']),
  );
});
