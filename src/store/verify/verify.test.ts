import { expect, test } from 'vitest';
import { type Fate, type ModelFileSystem, modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import type { FileSystem } from '../file-system.ts';
import { type Lake, openLake } from '../lake.ts';
import { openKeys, sealLake } from '../seals/seal-lake.ts';
import { type LakeWriter, takeOver } from '../writer.ts';
import { verifyLake } from './verify.ts';

function begin(lake: Lake, files: FileSystem): LakeWriter {
  return takeOver(lake, {
    versions: { metsuke: '0', detectors: {}, settings: '0'.repeat(64) },
    registers: null,
    now: 0,
    clock: () => '',
    maker: plainMaker(files),
  });
}

/** A sealed lake with two epochs, of one verdict each. */
async function sealed(): Promise<ModelFileSystem> {
  const files = modelFileSystem();
  const lake = openLake('/lake', files);
  const writer = begin(lake, files);
  for (const subject of ['R1', 'R2']) {
    const rows = writer.rows(false);
    rows.verdict(
      { event: 'a/1', subject, verdict: 'explained', by: null, revision: 1 },
      { ref: 1, time: 0, who: 1, isChanged: false },
    );
    const { counts } = writer.snapshot();
    await writer.commit({
      rows,
      tail: null,
      inputs: [],
      counts,
      kept: { kind: 'state', file: new TextEncoder().encode(subject) },
    });
  }
  sealLake({ store: lake.store, keys: openKeys('/keys', files), now: 0 });
  return files;
}

const verify = (files: FileSystem) => verifyLake({ folder: '/lake', files, witness: null });
const FIRST = 'verdicts/1970-01/000000000002-0.parquet';

test('an empty folder is no lake', () => {
  const files = modelFileSystem();
  files.makeFolder('/lake');
  expect(verify(files)).toBeNull();
});

test('progress ends with every byte', async () => {
  const files = await sealed();
  const seen: string[] = [];
  const report = verifyLake({
    folder: '/lake',
    files,
    witness: null,
    onProgress: ({ bytesRead, bytesTotal }) => seen.push(`${bytesRead} ${bytesTotal}`),
  });
  expect(seen.at(-1)).toBe(`${report?.bytes} ${report?.bytes}`);
});

test('a file that cannot be read is not called altered', async () => {
  const files = await sealed();
  let isInFile = false;
  const failing: FileSystem = {
    ...files,
    open(path) {
      isInFile = path.endsWith(FIRST);
      return files.open(path);
    },
    read(descriptor, bytes, position) {
      if (isInFile) throw Object.assign(new Error('EIO'), { code: 'EIO' });
      return files.read(descriptor, bytes, position);
    },
  };
  expect(verify(failing)).toMatchObject({
    result: 'incomplete',
    faults: [{ code: 'verify-unreadable', kind: 'unchecked', place: { file: FIRST } }],
  });
});

test('a folder that cannot be listed is an error, and not a lake without files', async () => {
  const files = await sealed();
  files.restart((call, what): Fate => (what === 'list' && call > 2 ? 'EIO' : 'done'));
  expect(() => verify(files)).toThrow(/EIO/);
});

test('of an altered file it says which row group, and of which rows; of a swapped one what it holds', async () => {
  const files = await sealed();
  files.poke(`/lake/${FIRST}`, (bytes) => bytes.map((byte, at) => (at === 5 ? byte ^ 1 : byte)));
  expect(verify(files)).toMatchObject({
    result: 'altered',
    faults: [{ code: 'verify-file-altered', groups: [{ group: 0, rows: [1, 1] }] }],
  });
  const swapped = await sealed();
  const other = Buffer.from(await bytesOf('verdicts/1970-01/000000000003-0.parquet'));
  swapped.poke(`/lake/${FIRST}`, () => other);
  expect(verify(swapped)?.faults[0].message.en).toContain(
    'it holds what verdicts/1970-01/000000000003-0.parquet held',
  );
});

async function bytesOf(name: string): Promise<Uint8Array> {
  return openLake('/lake', await sealed()).store.get(name) ?? new Uint8Array(0);
}

test('a lake that is written to while it is verified is read again', async () => {
  const files = await sealed();
  let lists = 0;
  const busy: FileSystem = {
    ...files,
    list(path) {
      // after the seals were listed, before the commits are: as an import would
      if (path.endsWith('commits') && ++lists === 3) {
        const lake = openLake('/lake', files);
        begin(lake, files);
        sealLake({ store: lake.store, keys: openKeys('/keys', files), now: 1 });
      }
      return files.list(path);
    },
  };
  expect(verify(busy)).toMatchObject({ result: 'intact', snapshot: 4, seals: 2 });
  expect(lists).toBeGreaterThan(4);
});
