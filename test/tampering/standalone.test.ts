import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { metsuke } from '../metsuke.ts';
import { type SealedLake, sealedFiles, sealedLake } from './sealed-lake.ts';

const STANDALONE = fileURLToPath(new URL('../../bin/verify-lake.mjs', import.meta.url));

let here: SealedLake;
beforeAll(async () => {
  here = await sealedLake();
}, 120_000);
afterAll(() => rmSync(here.folder, { recursive: true }));

/** Runs the file alone, from a folder where nothing of ours is. */
function runAlone(...args: readonly string[]) {
  const copy = join(here.folder, 'verify-lake.mjs');
  copyFileSync(STANDALONE, copy);
  const { status, stdout, stderr } = spawnSync(process.execPath, [copy, ...args], {
    cwd: here.folder,
    encoding: 'utf8',
    env: { LANG: 'C' },
  });
  return { status, stdout, stderr };
}

const fingerprint = () => `${here.witness.number}-${here.witness.sha256}`;

test('the stand-alone verifier imports nothing but Node.js', () => {
  const text = readFileSync(STANDALONE, 'utf8');
  const imported = Array.from(text.matchAll(/^(?:import .*|\}) from '(.*)';$/gm), ([, name]) => name);
  expect(text).not.toMatch(/\b(?:import|require)\s*\(/);
  expect(imported.length).toBeGreaterThan(3);
  expect(imported.filter((name) => !name.startsWith('node:'))).toEqual([]);
});

describe('alone in a folder, it', () => {
  test('finds a lake intact, with a fingerprint and without', () => {
    expect(runAlone('lake', '--witness', fingerprint())).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Intact') as string,
    });
    expect(runAlone('lake')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('rolled back would not be seen') as string,
    });
  });

  test('names what is missing, in Japanese and for machines', () => {
    const name = sealedFiles(here.lake).findLast((one) => one.startsWith('events/')) ?? '';
    const kept = readFileSync(join(here.lake, name));
    rmSync(join(here.lake, name));
    const inWords = runAlone('lake', '--lang', 'ja');
    const forMachines = runAlone('lake', '--json');
    copyBack(name, kept);
    expect([inWords.status, forMachines.status]).toEqual([4, 4]);
    expect(inWords.stdout).toContain(`✗ ${name}: ありません`);
    expect(JSON.parse(forMachines.stdout)).toMatchObject({
      result: 'altered',
      faults: [{ code: 'missing', file: name, positions: [{ input: expect.any(String) as string }] }],
    });
  });

  test.each([
    ['no folder', [], 2],
    ['two folders', ['a', 'b'], 2],
    ['half a fingerprint', ['lake', '--witness', '3-abc'], 2],
    ['a folder that is no lake', ['.'], 74],
    ['a folder that is not there', ['nowhere'], 74],
  ])('refuses %s', (_, args, status) => {
    expect(runAlone(...args).status).toBe(status);
  });
});

describe('metsuke verify', () => {
  test('finds a lake intact, with a fingerprint and without', async () => {
    const { code, stdout } = await metsuke(['verify', here.lake, '--witness', fingerprint(), '--lang', 'en']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('The fingerprint fits')]);
    const blind = await metsuke(['verify', '--json', here.lake]);
    expect([blind.code, JSON.parse(blind.stdout)]).toMatchObject([0, { result: 'intact', witness: null }]);
  });

  test('names the row group that was altered, and its rows', async () => {
    const name = sealedFiles(here.lake).findLast((one) => one.startsWith('events/')) ?? '';
    const kept = readFileSync(join(here.lake, name));
    copyBack(name, Buffer.concat([kept.subarray(0, 50), Buffer.of(kept[50] ^ 1), kept.subarray(51)]));
    const { code, stdout } = await metsuke(['verify', here.lake, '--lang', 'en']);
    copyBack(name, kept);
    expect(code).toBe(4);
    expect(stdout).toMatch(/✗ events\/\S+: was altered \(row group 1, rows 1–\d+\)/);
  });

  test('is not needed to notice that sealed commits were cut off: nothing more is written', async () => {
    const lake = join(here.folder, 'cut');
    cpSync(here.lake, lake, { recursive: true });
    rmSync(join(lake, sealedFiles(lake).findLast((name) => name.startsWith('commits/')) ?? ''));
    const before = sealedFiles(lake);
    const { code } = await metsuke(['import', '--quiet', '--lake', lake, '-'], { input: '' });
    expect([code, sealedFiles(lake)]).toEqual([4, before]);
  });

  test('says which part of which log is missing, and of which days', async () => {
    const name = sealedFiles(here.lake).findLast((one) => one.startsWith('events/')) ?? '';
    const kept = readFileSync(join(here.lake, name));
    rmSync(join(here.lake, name));
    const { code, stdout } = await metsuke(['verify', here.lake, '--lang', 'en']);
    copyBack(name, kept);
    expect(code).toBe(4);
    expect(stdout).toMatch(/is missing: \d+ rows, added by commit \d+/);
    expect(stdout).toMatch(/Lost: .*night-2\.ndjson, byte 0 – \d+ \(line 1 – \d+\)/);
  });

  test.each([
    ['half a fingerprint', () => [here.lake, '--witness', '3-abc'], 2],
    ['a folder that is no lake', () => [here.folder], 74],
    ['a folder that is not there', () => [join(here.folder, 'nowhere')], 74],
  ])('refuses %s', async (_, args, code) => {
    expect((await metsuke(['verify', ...args()])).code).toBe(code);
  });
});

function copyBack(name: string, bytes: Uint8Array): void {
  rmSync(join(here.lake, name), { force: true });
  writeFileSync(join(here.lake, name), bytes);
}
