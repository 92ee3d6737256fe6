import { describe, expect, test } from 'vitest';
import type { JournalFile } from '../../../schemas/commit.ts';
import { config } from '../../../schemas/config.ts';
import { encodeEvents } from '../../batch/encode.ts';
import { normalEvent } from '../../batch/normal-event.ts';
import { DAY, MINUTE, parseInstant } from '../../core/time.ts';
import { createEngine } from '../../engine/engine.ts';
import { buildRegisters } from '../../registers/build.ts';
import { type Snapshot, snapshotOf } from '../snapshot.ts';
import { keptEngine, restoreEngine } from './kept-engine.ts';

const settings = config.parse({});
const NOW = parseInstant('2024-06-01T00:00:00Z');
const engine = () =>
  createEngine({
    detectors: [],
    registers: buildRegisters({}, settings).registers,
    lateness: 10 * MINUTE,
    now: NOW,
    verdicts: settings,
    wantVerdicts: false,
    isOngoing: true,
    defaultsOf: () => ({}),
  });
const rows = (from: number, count: number) =>
  encodeEvents(
    Array.from({ length: count }, (_, i) =>
      normalEvent(
        {
          time: `2024-05-01T00:${String(from + i).padStart(2, '0')}:00Z`,
          system: 'pos',
          action: 'sale',
          actor: 'a',
          id: `e${from + i}`,
        },
        from + i,
      ),
    ),
  );
const journal = (part: Partial<JournalFile> = {}): JournalFile => ({
  name: 'journal/1.zst',
  sha256: '0'.repeat(64),
  bytes: 1,
  events: 10,
  registers: null,
  now: NOW,
  ...part,
});
const STATE = { name: 'state/1.zst', sha256: '0'.repeat(64), bytes: 1e6 };
const lake = (part: Partial<Snapshot>): Snapshot => ({ ...snapshotOf([]), state: STATE, ...part });
const LIMITS = { events: 20, journals: 3, registers: 1, weight: 1 };

/** What is kept of five rows in such a lake. */
async function keptIn(snapshot: Snapshot): Promise<string> {
  const kept = keptEngine(engine(), {
    snapshot: () => snapshot,
    now: NOW,
    sourceOf: () => null,
    limits: LIMITS,
  });
  kept.open(1);
  kept.push(1, rows(0, 5));
  kept.judge();
  return (await kept.keep()).kind;
}

describe('a commit keeps', () => {
  test.each<[string, Partial<Snapshot>, 'journal' | 'state']>([
    ['what was done', {}, 'journal'],
    ['all of it where nothing was kept yet', { state: null }, 'state'],
    ['what was done up to the limit of rows', { journals: [journal({ events: 15 })] }, 'journal'],
    ['all of it just beyond', { journals: [journal({ events: 16 })] }, 'state'],
    [
      'what was done up to the limit of journals',
      { journals: [journal(), journal({ events: 0 })] },
      'journal',
    ],
    [
      'all of it at the limit',
      { journals: [journal(), journal({ events: 0 }), journal({ events: 0 })] },
      'state',
    ],
    [
      'what was done while the journals weigh less than the state',
      { journals: [journal({ bytes: 9e5 })] },
      'journal',
    ],
    ['all of it when they weigh as much', { journals: [journal({ bytes: 1e6 })] }, 'state'],
    ['what was done for thirty days', { journals: [journal({ now: NOW - 30 * DAY })] }, 'journal'],
    ['all of it after them', { journals: [journal({ now: NOW - 30 * DAY - 1 })] }, 'state'],
    ['what was done after one change of registers', { journals: [journal({ registers: 3 })] }, 'journal'],
    [
      'all of it after two',
      { journals: [journal({ events: 1, registers: 3 }), journal({ events: 1, registers: 4 })] },
      'state',
    ],
  ])('%s', async (_, snapshot, kind) => {
    expect(await keptIn(lake(snapshot))).toBe(kind);
  });
});

test('what was kept counts before its commit is durable, and what is done meanwhile is in the next', async () => {
  let snapshot = lake({ state: null });
  const limits = { ...LIMITS, events: 9 };
  const kept = keptEngine(engine(), { snapshot: () => snapshot, now: NOW, sourceOf: () => null, limits });
  kept.open(1);
  kept.push(1, rows(0, 5));
  const first = kept.keep();
  kept.push(1, rows(5, 3));
  expect((await first).kind).toBe('state');
  snapshot = lake({});
  const second = await kept.keep();
  expect(second).toMatchObject({ kind: 'journal', events: 3 });
  kept.push(1, rows(8, 6)); // three and six are nine: not one too many
  snapshot = lake({ journals: [journal({ events: 3 })] });
  expect(await kept.keep()).toMatchObject({ kind: 'journal', events: 6 });
  kept.push(1, rows(14, 1)); // nothing of it is written down: a whole state is due
  snapshot = lake({ journals: [journal({ events: 3 }), journal({ events: 6 })] });
  expect((await kept.keep()).kind).toBe('state');
});

test('what was forgotten is in no journal', async () => {
  const kept = keptEngine(engine(), { snapshot: () => lake({}), now: NOW, sourceOf: () => null });
  kept.silence(NOW);
  const told = (await kept.keep()).file.length;
  const other = keptEngine(engine(), { snapshot: () => lake({}), now: NOW, sourceOf: () => null });
  other.silence(NOW);
  other.forget();
  expect((await other.keep()).file.length).toBeLessThan(told);
});

test('a state and its journals are the engine again, wherever its inputs stood', async () => {
  const files = new Map<string, Uint8Array>();
  let snapshot = lake({ state: null });
  const whole = engine();
  const live = keptEngine(whole, { snapshot: () => snapshot, now: NOW, sourceOf: () => null });
  const commit = async (name: string) => {
    const kept = await live.keep();
    files.set(name, kept.file);
    snapshot =
      kept.kind === 'state'
        ? lake({ state: { ...STATE, name } })
        : { ...snapshot, journals: [...snapshot.journals, journal({ name })] };
    return kept.kind;
  };
  live.open(1);
  live.open(2, { lateness: MINUTE, from: Number.NEGATIVE_INFINITY });
  live.push(1, rows(0, 20));
  live.judge();
  expect(await commit('first')).toBe('state');
  live.push(2, rows(20, 5));
  live.judge();
  expect(await commit('second')).toBe('journal');
  live.close(2);
  live.setNow(NOW + DAY);
  live.push(1, rows(25, 30));
  live.judge();
  expect(await commit('third')).toBe('journal');

  const again = engine();
  restoreEngine(again, {
    snapshot,
    read: ({ name }) => files.get(name) ?? new Uint8Array(0),
    past: () => engine(),
    defaultsOf: () => ({}),
  });
  expect(Buffer.compare(again.save(), whole.save())).toBe(0);
  expect(again.counts().accepted).toBeGreaterThan(20);
});
