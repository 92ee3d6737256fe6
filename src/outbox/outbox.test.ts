import { describe, expect, test } from 'vitest';
import { type ModelFileSystem, modelFileSystem } from '../../test/crash/model-file-system.ts';
import { type FindingsLake, FOREVER, findingsLake, noTime, revision } from '../../test/outbox/lake.ts';
import { problem } from '../core/problem.ts';
import { formatDate } from '../core/time.ts';
import { NOBODY } from '../findings/alerts/member.ts';
import { type OutboxPlace, openOutbox } from './outbox.ts';
import type { Output } from './outputs.ts';
import { type Delivery, DONE, type Message, type Receiver } from './receiver.ts';
import { readRefused } from './refused.ts';

const WISH = { severity: 'low', detectors: [], format: 'ndjson' } as const;
const LATER: Delivery = {
  kind: 'later',
  why: problem('outbox-later', { output: 'x', host: 'h', status: '503' }),
  afterMs: null,
};
const refused = (eachAlone: boolean): Delivery => ({
  kind: 'refused',
  why: problem('outbox-refused', { output: 'x', host: 'h', status: '400' }),
  eachAlone,
});

/** An output that answers as `answer` says, and what it took. */
function output(
  over: Partial<Output> = {},
  answer: (batch: readonly Message[], tries: number) => Delivery | Promise<Delivery> = () => DONE,
  batchMax = 100,
) {
  const taken: string[] = [];
  let tries = 0;
  const receiver: Receiver = {
    batchMax,
    async deliver(batch) {
      const delivery = await answer(batch, tries++);
      if (delivery.kind === 'done') taken.push(...batch.map(({ key, revision }) => `${key}#${revision}`));
      return delivery;
    },
    memory: () => null,
    close: () => {},
  };
  const made: Output = {
    kind: 'webhook',
    name: 'x',
    wish: WISH,
    alerts: null,
    isEarly: false,
    from: 'beginning',
    receiver: () => receiver,
    ...over,
  };
  return { made, taken };
}

function open(lake: FindingsLake, disk: ModelFileSystem, outputs: Output[], more: Partial<OutboxPlace> = {}) {
  return openOutbox(outputs, {
    lake,
    disk,
    pace: noTime(),
    knownBehind: () => NOBODY,
    onProblem: () => {},
    ...more,
  });
}

describe('what the commits hold', () => {
  test('is sent in order, without what was said for now only, and goes on where it stood', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    lake.commit([revision('a', 1), revision('b', 1)], { tail: [revision('c', 1)] });
    const first = output();
    const outbox = open(lake, disk, [first.made]);
    outbox.committed(lake.commit([revision('a', 2)]));
    await outbox.close(FOREVER);
    expect(first.taken).toEqual(['a#1', 'b#1', 'a#2']);

    lake.commit([revision('c', 1)]);
    const second = output();
    await open(lake, disk, [second.made]).close(FOREVER);
    expect(second.taken).toEqual(['c#1']);
  });

  test('before the base of the chain is found by what the base says', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    const late = '2024-06-01T15:00:00Z';
    lake.commit([revision('a', 1)]);
    lake.commit([revision('a', 2), revision('b', 1)], { writtenAt: late });
    lake.commit([revision('c', 1)], { writtenAt: late, isBase: true });
    const again = findingsLake('/lake', disk);
    expect(again.chain).toHaveLength(1);
    const days: string[] = [];
    const { made, taken } = output({}, (batch) => {
      days.push(`${batch.length} on ${formatDate(batch[0].day)}`);
      return DONE;
    });
    await open(again, disk, [made]).close(FOREVER);
    expect(taken).toEqual(['a#1', 'a#2', 'b#1', 'c#1']);
    expect(days).toEqual(['1 on 2024-06-01', '3 on 2024-06-02']);
  });

  test('before a new output was added is not sent to it, unless it asks for it', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    lake.commit([revision('a', 1)]);
    const now = output({ name: 'now', from: 'now' });
    const all = output({ name: 'all' });
    const outbox = open(lake, disk, [now.made, all.made]);
    outbox.committed(lake.commit([revision('b', 1)]));
    await outbox.close(FOREVER);
    expect(now.taken).toEqual(['b#1']);
    expect(all.taken).toEqual(['a#1', 'b#1']);
  });

  test('is chosen by severity and detector, and the rest is passed over for good', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    lake.commit([
      revision('low', 1, { severity: 'low' }),
      revision('at the limit', 1, { severity: 'high' }),
      revision('other', 1, { severity: 'critical', detector: 'mass-record-pull' }),
    ]);
    const { made, taken } = output({
      wish: { ...WISH, severity: 'high', detectors: ['out-of-scope-lookup'] },
    });
    const outbox = open(lake, disk, [made]);
    await outbox.close(FOREVER);
    expect(taken).toEqual(['at the limit#1']);
    expect(outbox.status()).toMatchObject([{ sent: 1, backlog: 0 }]);
  });

  test('is refused rows, for an output that wants those', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    lake.commit([revision('a', 1)], { refused: ['{"input":"log/3","byte":17,"code":"x"}'] });
    const { made, taken } = output({ kind: 'quarantine', wish: null });
    await open(lake, disk, [made]).close(FOREVER);
    expect(taken).toEqual(['log/3:17#0']);
  });

  test('is read in batches that end with the day of the commit', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    lake.commit([revision('a', 1), revision('b', 1), revision('c', 1)]);
    lake.commit([revision('d', 1)], { writtenAt: '2024-06-01T15:00:00Z' });
    lake.commit([revision('e', 1)], { writtenAt: '2024-06-01T15:00:01Z' });
    const sizes: number[] = [];
    const { made } = output(
      {},
      ({ length }) => {
        sizes.push(length);
        return DONE;
      },
      2,
    );
    await open(lake, disk, [made]).close(FOREVER);
    expect(sizes).toEqual([2, 1, 2]);
  });
});

describe('a receiver', () => {
  test('that is down gets everything when it is up again, and nobody waits for it', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    const waits: number[] = [];
    let isUp = false;
    const down = output({ name: 'down' }, () => (isUp ? DONE : LATER));
    const up = output({ name: 'up' });
    const told: string[] = [];
    const outbox = open(lake, disk, [down.made, up.made], {
      pace: noTime((milliseconds) => waits.push(milliseconds)),
      onProblem: ({ code }) => told.push(code),
    });
    for (let n = 1; n <= 20; n++) {
      outbox.committed(lake.commit([revision('a', n)]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    while (up.taken.length < 20) await new Promise((resolve) => setImmediate(resolve));
    expect(outbox.status()).toMatchObject([
      { output: 'webhook/down', backlog: 20, sent: 0, problem: { code: 'outbox-later' } },
      { output: 'webhook/up', backlog: 0, sent: 20, problem: null },
    ]);
    expect(told).toEqual(['outbox-later']);
    expect(waits.filter((wait) => wait > 0).slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    isUp = true;
    while (down.taken.length < 20) await new Promise((resolve) => setImmediate(resolve));
    await outbox.close(FOREVER);
    expect(down.taken).toEqual(up.taken);
  });

  test('that asks to be left alone is left alone', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    lake.commit([revision('a', 1)]);
    const waits: number[] = [];
    const { made, taken } = output({}, (_, tries) => (tries === 0 ? { ...LATER, afterMs: 60_000 } : DONE));
    const outbox = open(lake, disk, [made], { pace: noTime((wait) => waits.push(wait)) });
    while (taken.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await outbox.close(FOREVER);
    expect(waits).toContain(60_000);
  });

  test('that refuses one finding of a batch gets the others, and the one is set aside', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    lake.commit(['a', 'b', 'bad', 'c', 'd'].map((id) => revision(id, 1)));
    const { made, taken } = output({}, (batch) =>
      batch.some(({ key }) => key === 'bad') ? refused(true) : DONE,
    );
    const outbox = open(lake, disk, [made]);
    await outbox.close(FOREVER);
    expect(taken).toEqual(['a#1', 'b#1', 'c#1', 'd#1']);
    expect(outbox.status()).toMatchObject([{ sent: 4, refused: 1, backlog: 0 }]);
    expect(readRefused(lake.store, 'outbox/webhook-x')).toMatchObject([
      { code: 'outbox-refused', messages: [{ commit: 1, line: 2, key: 'bad', revision: 1 }] },
    ]);
  });

  test('that refuses everything alike is asked once, and the batch is set aside', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    lake.commit(['a', 'b'].map((id) => revision(id, 1)));
    let asked = 0;
    const { made } = output({}, () => {
      asked++;
      return refused(false);
    });
    const outbox = open(lake, disk, [made]);
    await outbox.close(FOREVER);
    expect(asked).toBe(1);
    expect(outbox.status()).toMatchObject([{ refused: 2 }]);
    expect(open(lake, disk, [made]).status()).toMatchObject([{ refused: 2 }]);
  });

  test('that never answers is let go at the end, and asked again by the next process', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    lake.commit([revision('a', 1)]);
    const hanging: Output = {
      ...output().made,
      receiver: () => ({
        batchMax: 1,
        deliver: (_, signal) =>
          new Promise((resolve) => signal.addEventListener('abort', () => resolve(LATER))),
        memory: () => null,
        close: () => {},
      }),
    };
    await open(lake, disk, [hanging]).close(50);
    const { made, taken } = output();
    await open(lake, disk, [made]).close(FOREVER);
    expect(taken).toEqual(['a#1']);
  });
});

test('a process whose output was taken over ends before it sends anything more', async () => {
  const disk = modelFileSystem();
  disk.makeFolder('/lake');
  const lake = findingsLake('/lake', disk);
  const zombie = output();
  const asleep = open(lake, disk, [zombie.made]);
  const other = output();
  const awake = open(lake, disk, [other.made]);
  const commit = lake.commit([revision('a', 1)]);
  awake.committed(commit);
  await awake.close(FOREVER);
  asleep.committed(commit);
  await expect(asleep.running).rejects.toMatchObject({ problem: { code: 'lake-taken-over' } });
  expect(other.taken).toEqual(['a#1']);
  expect(zombie.taken).toEqual([]);
});

test('a findings file that is not what its commit says ends the process', async () => {
  const disk = modelFileSystem();
  disk.makeFolder('/lake');
  const lake = findingsLake('/lake', disk);
  const [file] = lake.commit([revision('a', 1)]).files;
  disk.poke(`/lake/${file.name}`, (bytes) => bytes.map((byte, at) => (at === 9 ? byte ^ 1 : byte)));
  const { made, taken } = output();
  await expect(open(lake, disk, [made]).running).rejects.toMatchObject({ problem: { code: 'lake-damaged' } });
  expect(taken).toEqual([]);
});

test('lines that retention took before they were sent are counted and told', async () => {
  const disk = modelFileSystem();
  disk.makeFolder('/lake');
  const lake = findingsLake('/lake', disk);
  const [file] = lake.commit([revision('a', 1), revision('b', 1)]).files;
  lake.commit([revision('c', 1)], { removed: [file.name] });
  lake.store.remove(file.name);
  const { made, taken } = output();
  const told: string[] = [];
  const outbox = open(lake, disk, [made], { onProblem: ({ code }) => told.push(code) });
  await outbox.close(FOREVER);
  expect(taken).toEqual(['c#1']);
  expect(outbox.status()).toMatchObject([{ lost: 2 }]);
  expect(told).toEqual(['outbox-lost']);
});

describe('an early output', () => {
  test('is told at once, by shard and epoch, and tried once', async () => {
    const disk = modelFileSystem();
    disk.makeFolder('/lake');
    const lake = findingsLake('/lake', disk);
    const marks: string[] = [];
    const { made, taken } = output({ isEarly: true }, (batch) => {
      marks.push(`${batch[0].early?.shard}/${batch[0].early?.epoch} ${batch.length}`);
      return batch[0].key === 'b' ? LATER : DONE;
    });
    const outbox = open(lake, disk, [made]);
    outbox.early([revision('a', 1), revision('a', 2)], { shard: 3, epoch: 7 });
    outbox.early([revision('b', 1)], { shard: 3, epoch: 8 });
    outbox.early([revision('c', 1)], { shard: 4, epoch: 8 });
    while (taken.length < 3) await new Promise((resolve) => setImmediate(resolve));
    await outbox.close(FOREVER);
    expect(marks).toEqual(['3/7 2', '3/8 1', '4/8 1']);
    expect(outbox.status()).toMatchObject([{ sent: 3, lost: 1, failures: 1 }]);
  });
});
