/** What was checked is what is read, and nothing that was altered is. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { groupedFile } from '../../test/ask/row-groups.ts';
import { openDuck } from '../store/duck.ts';
import { nodeFileSystem } from '../store/file-system.ts';
import { posixStore } from '../store/posix-store.ts';
import { type Checked, type FileCheck, fileCheck } from './checked-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-checked-'));
const duck = await openDuck({ memoryMb: 512, threads: 1, spillFolder: '' });
afterAll(() => {
  duck.close();
  rmSync(folder, { recursive: true });
});
const file = await groupedFile(folder);
const path = join(folder, file.name);
const bytes = readFileSync(path);
const store = posixStore(folder, nodeFileSystem);
const last = file.groups.length - 1;

let check: FileCheck;
const begin = (copies = 4, copiedBytes?: number) => fileCheck({ store, isPast: false }, copies, copiedBytes);
beforeEach(() => {
  check = begin();
});
afterEach(() => {
  check.close();
  writeFileSync(path, bytes);
});

const taken = (wanted: Parameters<FileCheck['take']>[1], from = check): Checked => {
  const checked = from.take([file], wanted);
  if ('code' in checked) throw new Error(checked.code);
  return checked;
};
const rowsOf = async ({ paths }: Checked, where: string) => {
  if (paths.length === 0) return 0;
  const [row] = await duck.rows(`SELECT count(*) AS n FROM read_parquet('${paths[0]}') WHERE ${where}`);
  return Number(row.n);
};
const U7 = { actor: ['u007'] };

describe('a question about one account', () => {
  test('rests on its row groups and the footer, and sees all of its rows', async () => {
    const checked = taken(U7);
    expect(checked.rests.length).toBeLessThan(4);
    expect(checked.rests.at(-1)).toEqual({ file: file.name, group: last });
    expect(checked.paths[0].startsWith(check.folder)).toBe(true);
    const whole = taken(null);
    expect(await rowsOf(checked, "actor = 'u007'")).toBe(await rowsOf(whole, "actor = 'u007'"));
    expect(await rowsOf(checked, 'true')).toBeLessThan(await rowsOf(whole, 'true'));
  });

  test('of whom there is no trace reads no row, and still checks the footer that says so', () => {
    const nobody = { actor: ['nobody'] };
    expect(taken(nobody)).toMatchObject({ paths: [], rests: [{ group: last }] });
    const changed = Buffer.from(bytes);
    changed[changed.length - 9] ^= 1;
    writeFileSync(path, changed);
    expect(check.take([file], nobody)).toMatchObject({ code: 'lake-damaged' });
  });

  test('is not told what is written to the lake after the check', async () => {
    const checked = taken(U7);
    const before = await rowsOf(checked, "actor = 'u007'");
    writeFileSync(path, Buffer.alloc(bytes.length));
    expect(await rowsOf(checked, "actor = 'u007'")).toBe(before);
    expect(check.changed()).toBeNull();
  });

  test('that looks at too much is checked whole', () => {
    const whole = { paths: [path], rests: file.groups.map((_, group) => ({ file: file.name, group })) };
    expect(taken({ person: ['P1-0', 'P1-1', 'P1-2', 'P1-3', 'P1-4'] })).toMatchObject(whole);
    for (const other of [begin(4, 1_000), begin(0)]) {
      expect(taken(U7, other)).toMatchObject(whole);
      other.close();
    }
  });
});

describe('a flipped bit', () => {
  test('in what the answer rests on is found, wherever it is; elsewhere it changes nothing', async () => {
    const sound = taken(U7);
    const groups = sound.rests.map(({ group }) => file.groups[group]);
    const rows = await rowsOf(sound, "actor = 'u007'");
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async (bit) => {
        const at = bit >> 3;
        const flipped = Buffer.from(bytes);
        flipped[at] ^= 1 << (bit & 7);
        writeFileSync(path, flipped);
        const own = begin();
        const checked = own.take([file], U7);
        if (groups.some(({ from, to }) => at >= from && at < to))
          expect(checked).toMatchObject({ code: 'lake-damaged' });
        else if ('code' in checked) throw new Error(checked.code);
        else expect(await rowsOf(checked, "actor = 'u007'")).toBe(rows);
        own.close();
      }),
      { numRuns: 150 },
    );
  });

  test('anywhere is found where all is read', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] ^= 1 << (bit & 7);
        writeFileSync(path, flipped);
        expect(check.take([file], null)).toMatchObject({ code: 'lake-damaged' });
      }),
    );
  });

  test.each([
    ['cut', bytes.subarray(0, -1)],
    ['longer', Buffer.concat([bytes, Buffer.from([0])])],
  ])('a file that is %s is damaged', (_, wrong) => {
    writeFileSync(path, wrong);
    for (const wanted of [U7, null])
      expect(check.take([file], wanted)).toMatchObject({ code: 'lake-damaged' });
  });
});

describe('a file read where it lies', () => {
  test('that was written to meanwhile is no longer what was checked, whatever is in it now', () => {
    taken(null);
    expect(check.changed()).toBeNull();
    writeFileSync(path, bytes);
    expect(check.changed()).toMatchObject({ code: 'ask-changed' });
  });

  test('that is gone can no longer be vouched for', () => {
    taken(null);
    rmSync(path);
    expect(check.changed()).toMatchObject({ code: 'ask-changed' });
  });

  test('that was altered and put back, its times too, is found out by the time of change that nobody sets', () => {
    const time = new Date('2024-01-01T00:00:00Z');
    utimesSync(path, time, time);
    taken(null);
    writeFileSync(path, Buffer.alloc(bytes.length));
    writeFileSync(path, bytes);
    utimesSync(path, time, time);
    expect(check.changed()).toMatchObject({ code: 'ask-changed' });
  });

  test('that only got other rights is not vouched for either: that looks the same', () => {
    taken(null);
    chmodSync(path, 0o400);
    expect(check.changed()).toMatchObject({ code: 'ask-changed' });
    chmodSync(path, 0o600);
  });
});
