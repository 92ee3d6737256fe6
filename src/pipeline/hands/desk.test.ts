import { describe, expect, test } from 'vitest';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { contentsOf } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { judgingInto, NOW, SETTINGS, takeRow, VERSIONS } from '../../../test/judged-lake.ts';
import { newestNumber, readCommit } from '../../store/chain.ts';
import { openLake } from '../../store/lake.ts';
import { StoreFailed } from '../../store/store.ts';
import { takeOver } from '../../store/writer.ts';
import { type DeskWanted, openDesk } from './desk.ts';
import { help } from './helper.ts';

const ROWS = 12;
const PAGE_ROWS = 4;

/** What one who asks does with its first page. */
type Helping = (lying: ReturnType<typeof world>) => Promise<void>;

function world() {
  const files = modelFileSystem();
  const lake = openLake('/lake', files);
  const maker = plainMaker(files);
  const stop = new AbortController();
  const wanted = { store: lake.store, maker, config: SETTINGS, stop: stop.signal };
  return { files, lake, maker, stop, wanted, atMs: 0 };
}

/** Rows of a lake whose desk was asked by such a helper, and how many it has made. */
async function rowsWith(helping: Helping, limits: Partial<DeskWanted> = {}) {
  const lying = world();
  const { lake, maker, files } = lying;
  const writer = takeOver(lake, { versions: VERSIONS, registers: null, now: NOW, clock: () => '', maker });
  const desk = openDesk({
    store: lake.store,
    writer: writer.id,
    pageRows: PAGE_ROWS,
    ...limits,
    nowMs: () => (lying.atMs += 1),
    async wait(milliseconds) {
      lying.atMs += milliseconds;
      await new Promise(setImmediate);
    },
  });
  const judging = judgingInto(writer, { lake, maker, desk });
  const helped = helping(lying);
  helped.catch(() => {});
  await new Promise(setImmediate);
  judging.engine.open(1);
  for (let n = 0; n < ROWS; n++) {
    lying.atMs += 1_000;
    await takeRow(judging, n);
    await judging.room();
    await new Promise(setImmediate);
  }
  const begunMs = lying.atMs;
  await judging.commit({ inputs: [], isEnd: true });
  const committingMs = lying.atMs - begunMs;
  lying.stop.abort();
  await helped;
  const { events } = contentsOf({ files, maker, lake: '/lake' });
  const ids = events.map((line) => (JSON.parse(line) as { id: string }).id);
  return { ids, borrowed: judging.borrowed(), committingMs };
}

const honest: Helping = ({ wanted }) =>
  help({ ...wanted, versions: VERSIONS, nowMs: () => 0, wait: () => new Promise(setImmediate) });
const IDS = Array.from({ length: ROWS }, (_, n) => `e${n}`).sort();

describe('rows are in the lake once', () => {
  test('where a helper makes some of them', async () => {
    const { ids, borrowed } = await rowsWith(honest);
    expect(ids.sort()).toEqual(IDS);
    expect(borrowed).toBeGreaterThan(0);
  });

  test.each<[string, Helping]>([
    ['nobody asks', async () => {}],
    [
      'who asks never comes back',
      async ({ wanted: { store } }) => {
        const { writer } = readCommit(store, newestNumber(store)).commit;
        store.put(`work/${writer}-ask-dead-1`, new Uint8Array(0));
      },
    ],
    [
      'who asks is judged by other settings',
      ({ wanted }) =>
        help({
          ...wanted,
          versions: { ...VERSIONS, settings: 'others' },
          nowMs: () => 0,
          wait: () => new Promise(setImmediate),
        }),
    ],
  ])('where %s', async (_, helping) => {
    const { ids, borrowed } = await rowsWith(helping);
    expect([ids.sort(), borrowed]).toEqual([IDS, 0]);
  });

  test('and where the end comes while a helper is waited for, it is not waited for much longer', async () => {
    const absent: Helping = async ({ wanted: { store } }) => {
      const { writer } = readCommit(store, newestNumber(store)).commit;
      store.put(`work/${writer}-ask-dead-1`, new Uint8Array(0));
    };
    let asked = 0;
    const { ids, committingMs } = await rowsWith(absent, { isEnding: () => asked++ > 0 });
    expect(ids.sort()).toEqual(IDS);
    expect(asked).toBeGreaterThan(0);
    expect(committingMs).toBeLessThan(1_500);
  });

  test('where rows are so long that a page has few', async () => {
    const { ids, borrowed } = await rowsWith(honest, { pageRows: 1_000, pageBytes: 1 });
    expect(ids.sort()).toEqual(IDS);
    expect(borrowed).toBeGreaterThan(1);
  });

  test('where none is to be given', async () => {
    expect(await rowsWith(honest, { pageRows: 0 })).toMatchObject({ borrowed: 0 });
  });
});

/** A helper of its own kind: `answer` says what stands in place of what was made. */
const answering =
  (answer: (done: string) => string): Helping =>
  async ({ wanted }) => {
    const { store } = wanted;
    await help({
      ...wanted,
      versions: VERSIONS,
      nowMs: () => 0,
      wait: () => new Promise(setImmediate),
      store: {
        ...store,
        put: (name, bytes) =>
          store.put(
            name,
            name.includes('-done-') ? Buffer.from(answer(Buffer.from(bytes).toString())) : bytes,
          ),
      },
    });
  };

describe('what comes back wrong', () => {
  test('with fewer rows is made again', async () => {
    const { ids, borrowed } = await rowsWith(answering(() => '[]'));
    expect([ids.sort(), borrowed]).toEqual([IDS, 0]);
  });

  test('after another one has taken over ends the process', async () => {
    const removing: Helping = async ({ wanted: { store } }) => {
      const { writer } = readCommit(store, newestNumber(store)).commit;
      store.put(`work/${writer}-ask-dead-1`, new Uint8Array(0));
      const page = `work/${writer}-page-dead-1`;
      while (store.get(page) === null) await new Promise(setImmediate);
      store.remove(page);
    };
    await expect(rowsWith(removing)).rejects.toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'lake-taken-over' }) }),
    );
  });

  test('with another hash ends the process', async () => {
    const other = answering((done) => done.replaceAll(/"sha256":"[0-9a-f]{8}/g, '"sha256":"00000000'));
    await expect(rowsWith(other)).rejects.toThrow(StoreFailed);
  });
});
