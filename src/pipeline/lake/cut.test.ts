import { describe, expect, test } from 'vitest';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { contentsOf } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { judgingInto, NOW, takeRow, VERSIONS } from '../../../test/judged-lake.ts';
import { openLake } from '../../store/lake.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import { StoreFailed } from '../../store/store.ts';
import { takeOver } from '../../store/writer.ts';

/** A lake that is judged into, by a maker that waits before each file until it is let go. */
function world(files = modelFileSystem()) {
  const lake = openLake('/lake', files);
  let letGo = () => {};
  const plain = plainMaker(files);
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const maker: TableMaker = {
    ...plain,
    async make(rows, put) {
      await held;
      return plain.make(rows, put);
    },
  };
  const writer = takeOver(lake, {
    versions: VERSIONS,
    registers: null,
    now: NOW,
    clock: () => '',
    maker,
    rowsMax: 2,
  });
  const judging = judgingInto(writer, { lake, maker });
  judging.engine.open(1);
  const take = async (...numbers: number[]) => {
    for (const n of numbers) await takeRow(judging, n);
  };
  const ids = () =>
    contentsOf({ files, maker: plain, lake: '/lake' }).events.map(
      (line) => (JSON.parse(line) as { id: string }).id,
    );
  return { files, lake, writer, judging, letGo, take, ids };
}

const ENDING = { inputs: [], isEnd: false };

/** Whether work is done by the time everything that can go on has gone on. */
async function isDone(work: Promise<unknown>): Promise<boolean> {
  let done = false;
  void work.then(() => {
    done = true;
  });
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  return done;
}

describe('while an epoch is being made durable', () => {
  test('rows of the next one are taken and judged, and nothing of either is in the lake', async () => {
    const { judging, take, letGo, ids, writer } = world();
    await take(1, 2, 3, 4);
    const { durable } = await judging.cut(ENDING);
    const before = writer.snapshot().number;
    expect(judging.events()).toBe(0);
    await take(5, 6, 7, 8);
    expect(judging.events()).toBeGreaterThan(2);
    expect(await isDone(durable)).toBe(false);
    expect(writer.snapshot().number).toBe(before);
    expect(ids()).toEqual([]);
    letGo();
    await durable;
    expect(writer.snapshot().number).toBe(before + 1);
    expect(ids().sort()).toEqual(['e1', 'e2', 'e3']);
    await judging.commit(ENDING);
    expect(ids().sort()).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7']);
  });

  test('what it keeps is the engine as it was: who goes on from there reads the next rows again, and comes to the same', async () => {
    const dead = world();
    dead.letGo();
    await dead.take(1, 2, 3);
    await (await dead.judging.cut(ENDING)).durable;
    await dead.take(4, 5);
    const { durable } = await dead.judging.cut(ENDING);
    await dead.take(6, 7, 8, 9); // and dies
    await durable;
    const next = world(dead.files);
    next.letGo();
    await next.take(6, 7, 8, 9);
    await next.judging.commit({ ...ENDING, isEnd: true });
    expect(next.ids().sort()).toEqual(['e1', 'e2', 'e3', 'e4', 'e5', 'e6', 'e7', 'e8', 'e9']);
  });

  test('no file of the next one has a name yet, so that who takes over finds none of his names taken', async () => {
    const { judging, take, files, lake } = world();
    await take(1, 2, 3, 4);
    await judging.cut(ENDING);
    await take(5, 6, 7, 8, 9, 10); // more than a file of rows
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(['events', 'subjects', 'verdicts', 'state', 'journal'].flatMap(lake.store.list)).toEqual([]);
    const next = world(files);
    next.letGo();
    await next.take(1, 2, 3, 4, 5, 6);
    await next.judging.commit({ ...ENDING, isEnd: true });
    expect(next.ids()).toHaveLength(6);
  });

  test('no decision is recorded, and no other epoch', async () => {
    const { judging, take, writer } = world();
    await take(1, 2, 3);
    await judging.cut(ENDING);
    expect(() => writer.decide({ ticks: [{ name: 'silence', time: NOW }] })).toThrow(/decision/);
    await take(4, 5);
    await expect((await judging.cut(ENDING)).durable).rejects.toThrow(/another one/);
  });

  test('one who was taken over meanwhile fails, and adds nothing', async () => {
    const { judging, take, letGo, files, ids } = world();
    await take(1, 2, 3);
    const { durable } = await judging.cut(ENDING);
    world(files);
    letGo();
    await expect(durable).rejects.toThrow(StoreFailed);
    expect(ids()).toEqual([]);
  });
});
