/** Findings on their way out, while the process dies, is refused, or loses its power at every call on the file system. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../schemas/finding.ts';
import { NOBODY } from '../../src/findings/alerts/member.ts';
import { fileReceiver } from '../../src/outbox/file-receiver.ts';
import { openOutbox } from '../../src/outbox/outbox.ts';
import type { Output } from '../../src/outbox/outputs.ts';
import { DONE, type Message, type Receiver } from '../../src/outbox/receiver.ts';
import type { FileSystem } from '../../src/store/file-system.ts';
import { StoreFailed } from '../../src/store/store.ts';
import { FOREVER, findingsLake, noTime, revision } from '../outbox/lake.ts';
import { Died, type Fate, modelFileSystem, type Plan } from './model-file-system.ts';
import { textAt } from './plain-maker.ts';

const isLong = process.env.METSUKE_CRASH === 'long';
const WISH = { severity: 'low', detectors: [], format: 'ndjson' } as const;

/** What is said epoch by epoch; the last two are of the next day. */
const EPOCHS: readonly (readonly Finding[])[] = [
  [revision('a', 1), revision('b', 1), revision('a', 2)],
  [],
  [revision('c', 1)],
  [revision('b', 2), revision('d', 1)],
  [revision('a', 3)],
];
const WRITTEN = (epoch: number) => (epoch < 3 ? '2024-06-01T03:00:00Z' : '2024-06-01T15:00:00Z');
const linesOf = (epochs: typeof EPOCHS) =>
  epochs
    .flat()
    .map((finding) => `${JSON.stringify(finding)}\n`)
    .join('');
const FILES = [
  ['/out/findings-2024-06-01.ndjson', linesOf(EPOCHS.slice(0, 3))],
  ['/out/findings-2024-06-02.ndjson', linesOf(EPOCHS.slice(3))],
] as const;
const SAID = EPOCHS.flat().map(({ id, revision }) => `${id}#${revision}`);

/** What a shortcut changes. */
interface Mutant {
  readonly files?: (disk: FileSystem) => FileSystem;
  readonly receiver?: (receiver: Receiver, disk: FileSystem) => Receiver;
}

/** One process, from its start to its end. `received`: what the webhook has. */
async function life(disk: FileSystem, received: string[], mutant: Mutant): Promise<void> {
  const seen = mutant.files?.(disk) ?? disk;
  const changed = (receiver: Receiver) => mutant.receiver?.(receiver, disk) ?? receiver;
  const common = { wish: WISH, alerts: null, isEarly: false, from: 'beginning' } as const;
  const outputs: Output[] = [
    {
      ...common,
      kind: 'file',
      name: 'daily',
      receiver: (memory) => changed(fileReceiver('daily', '/out', seen, memory)),
    },
    { ...common, kind: 'webhook', name: 'siem', receiver: () => changed(webhook(received)) },
  ];
  if (!seen.list('/').includes('lake')) seen.makeFolder('/lake');
  const lake = findingsLake('/lake', seen);
  const outbox = openOutbox(outputs, {
    lake,
    disk: seen,
    pace: noTime(),
    knownBehind: () => NOBODY,
    onProblem: () => {},
  });
  try {
    for (let epoch = lake.chain.length; epoch < EPOCHS.length; epoch++) {
      outbox.committed(lake.commit(EPOCHS[epoch], { writtenAt: WRITTEN(epoch) }));
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    await outbox.close(FOREVER);
  }
}

function webhook(received: string[]): Receiver {
  return {
    batchMax: 2,
    async deliver(batch) {
      received.push(...batch.map(({ key, revision }) => `${key}#${revision}`));
      return DONE;
    },
    memory: () => null,
    close: () => {},
  };
}

/** Null where everything arrived as it should, after processes that died by these plans and one that did not. */
async function outcome(
  plans: readonly Plan[],
  power: (() => boolean) | null = null,
  mutant: Mutant = {},
): Promise<string | null> {
  const disk = modelFileSystem();
  const received: string[] = [];
  for (const plan of plans) {
    disk.restart(plan);
    try {
      await life(disk, received, mutant);
    } catch (error) {
      const isEnd = error instanceof Died || error instanceof StoreFailed;
      if (!isEnd && !(error instanceof Error && 'code' in error)) throw error;
    }
    if (power !== null) disk.losePower(power);
  }
  disk.restart(() => 'done');
  try {
    await life(disk, received, mutant);
  } catch (error) {
    return `recovery failed: ${String(error)}`;
  }
  for (const [path, text] of FILES) if (read(disk, path) !== text) return `${path} differs`;
  return wrongIn(received);
}

function read(disk: FileSystem, path: string): string {
  try {
    return textAt(disk, path);
  } catch {
    return '';
  }
}

/** At least once and in order: those that came again apart, it is what was said, and of each finding the newest came last. */
function wrongIn(received: readonly string[]): string | null {
  if (JSON.stringify([...new Set(received)]) !== JSON.stringify(SAID)) return `received ${received.join()}`;
  const lastOf = (all: readonly string[]) => new Map(all.map((one) => [one.slice(0, 1), one] as const));
  const newest = lastOf(SAID);
  for (const [id, last] of lastOf(received)) if (newest.get(id) !== last) return `${id} ends with ${last}`;
  return null;
}

async function callsOf(): Promise<number> {
  const disk = modelFileSystem();
  await life(disk, [], {});
  return disk.calls();
}
const CALLS = await callsOf();
const at =
  (n: number, fate: Fate): Plan =>
  (call) =>
    call === n ? fate : 'done';

/** Half of a write is done before the death. */
const torn =
  (n: number): Plan =>
  (call) =>
    call === n ? 'short' : call === n + 1 ? 'dies-before' : 'done';

/** The same sequence of yes and no for one seed. */
function chance(seed: number): () => boolean {
  let state = seed * 2 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (state & 0x1000) !== 0;
  };
}

const calls = (step: number) =>
  Array.from({ length: CALLS }, (_, call) => call).filter((call) => isLong || call % step === 0);

async function wrong(runs: Iterable<readonly [string, () => Promise<string | null>]>): Promise<string[]> {
  const found: string[] = [];
  for (const [name, run] of runs) {
    const what = await run();
    if (what !== null) found.push(`${name}: ${what}`);
  }
  return found;
}

describe('every finding arrives, once in the file, when', { timeout: isLong ? 3_600_000 : 60_000 }, () => {
  test.each<Fate>(['dies-before', 'dies-after', 'EIO', 'ENOSPC', 'short'])('a call %s', async (fate) => {
    const runs = calls(7).map((n) => [`${fate} at ${n}`, () => outcome([at(n, fate)])] as const);
    expect(await wrong(runs)).toEqual([]);
  });

  test('a line is torn', async () => {
    expect(await wrong(calls(3).map((n) => [`torn at ${n}`, () => outcome([torn(n)])] as const))).toEqual([]);
  });

  test('the power goes, whatever is kept of what was not durable', async () => {
    const runs = calls(11).flatMap((n) =>
      [() => false, chance(n), chance(n + 1_000)].map(
        (power, kind) => [`power ${kind} at ${n}`, () => outcome([at(n, 'dies-after')], power)] as const,
      ),
    );
    expect(await wrong(runs)).toEqual([]);
  });

  test('it dies, and again at any call of its recovery', async () => {
    const square = Array.from({ length: CALLS ** 2 }, (_, n) => n).filter((n) => isLong || n % 2_003 === 0);
    const runs = square.map((n) => {
      const [first, again] = [n % CALLS, Math.floor(n / CALLS)];
      const power = n % 3 === 0 ? chance(n) : null;
      const plans = [at(first, 'dies-after'), at(again, 'dies-after')];
      return [`${first}, then ${again}`, () => outcome(plans, power)] as const;
    });
    expect(await wrong(runs)).toEqual([]);
  });
});

/** The first wrong outcome of deaths at all calls; null if a shortcut was not noticed. */
async function firstWrong(mutant: Mutant, losesPower = false): Promise<string | null> {
  for (let tried = 0; tried < CALLS; tried++) {
    const n = (tried * 131) % CALLS;
    const power = losesPower ? chance(n) : null;
    for (const plan of [torn(n), at(n, 'dies-after')]) {
      const what = await outcome([plan], power, mutant);
      if (what !== null) return what;
    }
  }
  return null;
}

describe('a shortcut is noticed', { timeout: 60_000 }, () => {
  test('the position is written before it was sent', async () => {
    const hasty: Mutant = {
      receiver: (receiver, disk) => ({
        ...receiver,
        async deliver(batch: readonly Message[], signal: AbortSignal) {
          setImmediate(() => {
            try {
              disk.facts('/'); // the dead send nothing
            } catch {
              return;
            }
            receiver.deliver(batch, signal).catch(() => {});
          });
          return DONE;
        },
      }),
    };
    expect(await firstWrong(hasty)).not.toBeNull();
  });

  test('nothing is flushed', async () => {
    expect(await firstWrong({ files: (disk) => ({ ...disk, fsync: () => {} }) }, true)).not.toBeNull();
  });

  test('a torn line is left where it is', async () => {
    expect(await firstWrong({ files: (disk) => ({ ...disk, truncate: () => {} }) })).not.toBeNull();
  });

  test('the end of the file is not looked at', async () => {
    const blind: Mutant = {
      files: (disk) => ({
        ...disk,
        read: (descriptor, bytes, position) =>
          position > 0 && bytes.length === 2 ** 16 ? 0 : disk.read(descriptor, bytes, position),
        truncate: () => {},
      }),
    };
    expect(await firstWrong(blind)).not.toBeNull();
  });
});
