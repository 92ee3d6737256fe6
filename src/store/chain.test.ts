import { describe, expect, test } from 'vitest';
import { type ModelFileSystem, modelFileSystem } from '../../test/crash/model-file-system.ts';
import { plainMaker } from '../../test/crash/plain-maker.ts';
import { commitName, newestNumber, readChain } from './chain.ts';
import { openLake } from './lake.ts';
import { snapshotOf } from './snapshot.ts';
import { type Store, StoreFailed } from './store.ts';
import { takeOver } from './writer.ts';

/** A lake with so many commits, every fourth of which is a base. */
function lakeOf(commits: number): { files: ModelFileSystem; store: Store } {
  const files = modelFileSystem();
  const lake = openLake('/lake', files);
  const writer = takeOver(lake, {
    versions: { metsuke: '0', detectors: {}, settings: '0'.repeat(64) },
    registers: [{ register: 'people', file: 'people.csv', bytes: new TextEncoder().encode('principal\n') }],
    now: 0,
    clock: () => '',
    maker: plainMaker(files),
    baseEvery: 4,
  });
  for (let number = 2; number <= commits; number++) writer.decide({ ticks: [{ name: 'now', time: number }] });
  return { files, store: lake.store };
}

/** A store that says which files are read. */
function watched(store: Store): { store: Store; read: string[] } {
  const read: string[] = [];
  return {
    read,
    store: {
      ...store,
      get(name) {
        read.push(name);
        return store.get(name);
      },
    },
  };
}

describe('a chain', () => {
  test('lies in folders of a thousand', () => {
    expect([commitName(1), commitName(999), commitName(1_000)]).toEqual([
      'commits/000000000/000000000001.json',
      'commits/000000000/000000000999.json',
      'commits/000000001/000000001000.json',
    ]);
  });

  test('is read from its end to the last base, and says the same as all of it', () => {
    const { store } = lakeOf(11);
    const seen = watched(store);
    const chain = readChain(seen.store);
    expect(seen.read).toEqual([11, 10, 9, 8].map(commitName));
    expect(chain.map(({ commit }) => [commit.number, commit.base !== null])).toEqual([
      [8, true],
      [9, false],
      [10, false],
      [11, false],
    ]);
    expect(snapshotOf(chain)).toMatchObject({
      number: 11,
      base: 8,
      registers: { number: 1, files: [{ register: 'people' }] },
    });
  });

  test('answers for older commits too', () => {
    const { store } = lakeOf(11);
    for (let number = 1; number <= 11; number++) {
      const { ticks, registers, ...snapshot } = snapshotOf(readChain(store, number));
      expect([snapshot.number, registers?.number, ticks.length]).toEqual([number, 1, number - 1]);
    }
  });

  test('of an empty lake is empty', () => {
    const { store } = openLake('/lake', modelFileSystem());
    expect([newestNumber(store), readChain(store)]).toEqual([0, []]);
  });

  test('with a commit that is missing, or a name that is none, is damaged', () => {
    const missing = lakeOf(11);
    missing.store.remove(commitName(10));
    expect(() => readChain(missing.store)).toThrow(StoreFailed);
    const strange = lakeOf(3);
    strange.store.put('commits/000000000/9.json', new Uint8Array(1));
    expect(() => readChain(strange.store)).toThrow(StoreFailed);
  });
});
