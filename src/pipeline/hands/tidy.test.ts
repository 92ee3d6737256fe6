import { expect, test } from 'vitest';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { contentsOf } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { judgingInto, NOW, SETTINGS, takeRow, VERSIONS } from '../../../test/judged-lake.ts';
import { openLake } from '../../store/lake.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import { takeOver } from '../../store/writer.ts';
import { openDesk } from './desk.ts';
import { help } from './helper.ts';
import { sharedTidy } from './tidy.ts';

const EPOCHS = 40;

/** How many merges were made here and by a helper, of so many epochs of one row. */
async function merges(many: number) {
  const files = modelFileSystem();
  const lake = openLake('/lake', files);
  const counts = { here: 0, there: 0 };
  const counted = (who: keyof typeof counts): TableMaker => {
    const plain = plainMaker(files);
    return {
      ...plain,
      merge(table, from, to) {
        counts[who]++;
        return plain.merge(table, from, to);
      },
    };
  };
  const maker = counted('here');
  const writer = takeOver(lake, { versions: VERSIONS, registers: null, now: NOW, clock: () => '', maker });
  let atMs = 0;
  const wait = () => new Promise<void>((resolve) => setImmediate(resolve));
  const desk = openDesk({
    store: lake.store,
    writer: writer.id,
    pageRows: 1_000,
    nowMs: () => (atMs += 200),
    wait,
  });
  const tidy = sharedTidy({ desk, store: lake.store, maker, nowMs: () => atMs, isOver: () => false });
  const judging = judgingInto(writer, { lake, maker });
  const stop = new AbortController();
  const helpers = Array.from({ length: many }, () =>
    help({
      store: lake.store,
      maker: counted('there'),
      config: SETTINGS,
      versions: VERSIONS,
      nowMs: () => 0,
      wait,
      stop: stop.signal,
    }),
  );
  await wait();
  judging.engine.open(1);
  for (let n = 0; n < EPOCHS; n++) {
    await takeRow(judging, n);
    await judging.commit({ inputs: [], isEnd: n === EPOCHS - 1 });
    for (let turns = 0; turns < 6; turns++) await wait();
    await tidy(writer);
  }
  stop.abort();
  await Promise.all(helpers);
  const { events } = contentsOf({ files, maker, lake: '/lake' });
  const named = writer.snapshot().files.filter(({ table }) => table === 'events').length;
  return { ...counts, rows: events.length, named };
}

test('merges are given to who asks', async () => {
  expect(await merges(1)).toMatchObject({ here: 0, rows: EPOCHS });
  expect((await merges(1)).there).toBeGreaterThan(2);
});

test('they are made here where nobody does', async () => {
  const { here, there, rows } = await merges(0);
  expect([here > 2, there, rows]).toEqual([true, 0, EPOCHS]);
});

test('files are fewer either way', async () => {
  expect((await merges(1)).named).toBeLessThan(EPOCHS / 2);
  expect((await merges(0)).named).toBeLessThan(EPOCHS / 2);
});
