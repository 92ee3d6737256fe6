import { expect, test } from 'vitest';
import { type ModelFileSystem, modelFileSystem } from '../../test/crash/model-file-system.ts';
import { renames } from '../../test/crash/mutants.ts';
import { plainMaker } from '../../test/crash/plain-maker.ts';
import type { FileSystem } from './file-system.ts';
import { openLake, readLake } from './lake.ts';
import { StoreFailed } from './store.ts';
import { type Delivery, type LakeWriter, takeOver } from './writer.ts';

const HASH = '0'.repeat(64);

function begin(files: FileSystem, registers: readonly Delivery[] | null = null): LakeWriter {
  return takeOver(openLake('/lake', files), {
    versions: { metsuke: '0', detectors: {}, settings: HASH },
    registers,
    now: 0,
    clock: () => '2024-05-01T00:00:00Z',
    maker: plainMaker(files),
  });
}

/** Adds an epoch with one verdict. */
async function addEpoch(writer: LakeWriter, subject: string, isTail = false): Promise<void> {
  const rows = writer.rows(false);
  const tail = isTail ? writer.rows(true) : null;
  (tail ?? rows).verdict(
    { event: 'a/1', subject, verdict: 'explained', by: null, revision: 1 },
    { ref: 1, time: 0, who: 1, isChanged: false },
  );
  const { counts } = writer.snapshot();
  const file = new TextEncoder().encode(subject);
  await writer.commit({ rows, tail, inputs: [], counts, kept: { kind: 'state', file } });
}

const names = (files: ModelFileSystem) => openLake('/lake', files).snapshot.files.map(({ name }) => name);

test('an epoch is there as soon as it is committed, with its state', async () => {
  const files = modelFileSystem();
  await addEpoch(begin(files), 'R1');
  expect(names(files)).toEqual(['verdicts/1970-01/000000000002-0.parquet']);
  const writer = begin(files);
  const { state } = writer.snapshot();
  expect(state !== null && new TextDecoder().decode(writer.read(state))).toBe('R1');
});

test('who was taken over can add nothing more', async () => {
  const files = modelFileSystem();
  const first = begin(files);
  const second = begin(files);
  await expect(addEpoch(first, 'R1')).rejects.toMatchObject({ problem: { code: 'lake-taken-over' } });
  const { store } = openLake('/lake', files);
  expect(['verdicts', 'state', 'journal', 'tmp'].flatMap(store.list)).toEqual([]); // nothing of his is left
  await addEpoch(second, 'R2');
  expect(names(files)).toEqual(['verdicts/1970-01/000000000003-0.parquet']);
});

test('with names that are replaced, as by rename, he would break the chain', async () => {
  const files = modelFileSystem();
  const replacing = renames.files?.(files) ?? files;
  const first = begin(replacing);
  await addEpoch(begin(files), 'R2');
  await addEpoch(first, 'R1');
  expect(() => openLake('/lake', files)).toThrow(StoreFailed);
});

test('the tail of a run goes when the next epoch comes, and not before', async () => {
  const files = modelFileSystem();
  await addEpoch(begin(files), 'R1', true);
  const next = begin(files);
  expect(names(files)).toEqual(['verdicts/1970-01/000000000002-0.parquet']);
  await addEpoch(next, 'R2');
  expect(names(files)).toEqual(['verdicts/1970-01/000000000004-0.parquet']);
});

test('waste is removed by who takes over: what no commit names, but nothing of one who came later', async () => {
  const files = modelFileSystem();
  begin(files);
  const { store } = openLake('/lake', files);
  for (const name of [
    'events/2024-05/000000000002-0.parquet',
    'events/2024-05/000000000009-0.parquet',
    'tmp/x',
  ])
    store.put(name, new Uint8Array(1));
  begin(files);
  expect([...store.list('events'), ...store.list('tmp')]).toEqual(['events/2024-05/000000000009-0.parquet']);
});

test('registers are delivered once, and stay in force', () => {
  const files = modelFileSystem();
  const people: Delivery = {
    register: 'people',
    file: 'people.csv',
    bytes: new TextEncoder().encode('principal\nP1\n'),
  };
  const first = begin(files, [people]).snapshot();
  expect(first.registers).toMatchObject({ number: 1, files: [{ register: 'people', bytes: 13 }] });
  expect(begin(files, [people]).snapshot().registers).toEqual(first.registers);
  expect(begin(files).snapshot().registers).toEqual(first.registers);
  expect(begin(files, []).snapshot().registers).toEqual({ number: 4, files: [] });
});

test.each([
  ['a bit of it flipped', (bytes: Uint8Array) => bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte))],
  ['its end missing', (bytes: Uint8Array) => bytes.subarray(0, 100)],
])('a commit with %s stops everything', (_, change) => {
  const files = modelFileSystem();
  begin(files);
  begin(files);
  files.poke('/lake/commits/000000000/000000000001.json', change);
  expect(() => openLake('/lake', files)).toThrow(StoreFailed);
});

test('a state that is not what was saved stops everything', async () => {
  const files = modelFileSystem();
  await addEpoch(begin(files), 'R1');
  files.poke('/lake/state/000000000002.zst', (bytes) => bytes.map((byte, i) => (i === 1 ? byte ^ 1 : byte)));
  expect(() => begin(files)).toThrow(StoreFailed);
});

test('a lake is read only where there is one, and reading makes nothing', () => {
  const files = modelFileSystem();
  expect(() => readLake('/lake', files)).toThrow(/no lake/);
  expect(files.list('/')).toEqual([]);
  begin(files);
  expect(readLake('/lake', files).snapshot.number).toBe(1);
});

test('a folder with other things in it is no lake, and is left alone', () => {
  const files = modelFileSystem();
  files.makeFolder('/lake');
  files.makeFolder('/lake/photos');
  expect(() => openLake('/lake', files)).toThrow(/other files/);
});
