import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BundleManifest } from '../../schemas/bundle.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { openLake } from '../../src/store/lake.ts';
import { MANIFEST, manifestOf } from '../../src/store/seals/bundle.ts';
import { zipReader } from '../../src/store/verify/zip.ts';
import { metsuke } from '../metsuke.ts';
import { type SealedLake, sealedFiles, sealedLake, verdicts } from './sealed-lake.ts';

const ANSWER = 'answer/looked-at.csv';

let here: SealedLake;
let bundle: string;
beforeAll(async () => {
  here = await sealedLake();
  bundle = join(here.folder, 'bundle');
  writeBundle(bundle, null);
}, 120_000);
afterAll(() => rmSync(here.folder, { recursive: true }));

/** Writes a bundle that rests on every row group of a snapshot; null is the newest. */
function writeBundle(folder: string, wanted: number | null): void {
  const { store, snapshot } = openLake(here.lake, nodeFileSystem);
  const groups = snapshot.files.flatMap(({ name, groups }) =>
    groups.map((_, group) => ({ file: name, group })),
  );
  const bytes = Buffer.from('ref,actor\n1,tanaka\n');
  const files = [{ name: ANSWER, bytes }];
  mkdirSync(join(folder, 'answer'), { recursive: true });
  writeFileSync(join(folder, ANSWER), bytes);
  const manifest = manifestOf({ store, snapshot: wanted ?? snapshot.number, groups, files });
  writeFileSync(join(folder, MANIFEST), manifest);
}

function changeManifest(folder: string, change: (manifest: BundleManifest) => BundleManifest): string {
  const file = join(folder, MANIFEST);
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as BundleManifest;
  writeFileSync(file, `${JSON.stringify(change(manifest))}\n`);
  return MANIFEST;
}

const TAMPERINGS: readonly (readonly [what: string, act: (folder: string) => string])[] = [
  [
    'a file that was edited',
    (folder) => {
      writeFileSync(join(folder, ANSWER), 'ref,actor\n1,sato\n');
      return ANSWER;
    },
  ],
  [
    'a file that was removed',
    (folder) => {
      rmSync(join(folder, ANSWER));
      return ANSWER;
    },
  ],
  [
    'a file that was added',
    (folder) => {
      writeFileSync(join(folder, 'more.csv'), '');
      return 'more.csv';
    },
  ],
  [
    'a proof of another number of rows',
    (folder) =>
      changeManifest(folder, (manifest) => ({
        ...manifest,
        proofs: manifest.proofs.map((proof) => ({ ...proof, rows: proof.rows + 1 })),
      })),
  ],
  [
    'a proof that ends early',
    (folder) =>
      changeManifest(folder, (manifest) => ({
        ...manifest,
        proofs: manifest.proofs.map((proof) => ({ ...proof, path: proof.path.slice(1) })),
      })),
  ],
  [
    'a seal that nobody signed',
    (folder) =>
      changeManifest(folder, (manifest) => ({
        ...manifest,
        seal: manifest.seal?.replace('"sealed_at":"2', '"sealed_at":"1') ?? null,
      })),
  ],
  ['another snapshot', (folder) => changeManifest(folder, (manifest) => ({ ...manifest, snapshot: 1 }))],
];

describe('of a bundle, both verifiers', { timeout: 60_000 }, () => {
  test('find nothing wrong when it is what was handed out', () => {
    const { ours, standalone } = verdicts(bundle, here.witness);
    expect(ours).toEqual({ result: 'intact', codes: [], places: [] });
    expect(standalone).toEqual(ours);
    const { proofs } = JSON.parse(readFileSync(join(bundle, MANIFEST), 'utf8')) as BundleManifest;
    expect(proofs.length).toBeGreaterThan(5);
  });

  test('say that nothing vouches for a snapshot that was never sealed', () => {
    const unsealed = join(here.folder, 'unsealed');
    writeBundle(unsealed, 1);
    for (const { result } of Object.values(verdicts(unsealed))) expect(result).toBe('incomplete');
  });

  test('find that it rests on another seal than that of the fingerprint', () => {
    const witness = { ...here.witness, number: here.witness.number - 1 };
    for (const { result } of Object.values(verdicts(bundle, witness))) expect(result).toBe('altered');
  });

  test.each(TAMPERINGS)('find %s', (_, act) => {
    const folder = join(here.folder, 'tampered');
    cpSync(bundle, folder, { recursive: true });
    const place = act(folder);
    const found = verdicts(folder);
    rmSync(folder, { recursive: true });
    for (const { result, places } of Object.values(found)) {
      expect(result).toBe('altered');
      expect(places).toContain(place);
    }
  });

  test('find every flipped bit of the file, and of every 97th byte of the manifest', () => {
    for (const [name, step] of [
      [ANSWER, 1],
      [MANIFEST, 97],
    ] as const) {
      const file = join(bundle, name);
      const bytes = readFileSync(file);
      for (let at = 0; at < bytes.length; at += step) {
        const flipped = Buffer.from(bytes);
        flipped[at] ^= 1 << (at % 8);
        writeFileSync(file, flipped);
        const found = verdicts(bundle);
        for (const { result } of Object.values(found)) expect([name, at, result]).not.toContain('intact');
      }
      writeFileSync(file, bytes);
    }
  });

  test('take a lake for a lake, also with a manifest in it', () => {
    const folder = join(here.folder, 'masked');
    cpSync(here.lake, folder, { recursive: true });
    cpSync(join(bundle, MANIFEST), join(folder, MANIFEST));
    rmSync(join(folder, sealedFiles(folder).find((name) => name.startsWith('commits/')) ?? ''));
    for (const { result } of Object.values(verdicts(folder))) expect(result).toBe('altered');
  });
});

/** Everything that is in a ZIP, as one text. */
function unpacked(zip: Uint8Array): string {
  const reader = zipReader(zip);
  const files = reader?.names('').map((name) => {
    const bytes = reader.bytes(name);
    return `${name} ${'why' in bytes ? bytes.why : Buffer.from(bytes).toString('base64')}`;
  });
  return files?.join('\n') ?? 'no ZIP';
}

describe('of the ZIP that a question wrote, both verifiers', { timeout: 60_000 }, () => {
  let answers = 0;
  const ask = async () => {
    const file = join(here.folder, `answer-${answers++}.zip`);
    const args = ['ask', 'who-looked-at', '--lake', here.lake, '--subject', 'R1', '--asker', 'audit'];
    await metsuke([...args, '--out', file]);
    return file;
  };

  test('find nothing wrong when it is what was handed out', async () => {
    const file = await ask();
    const { ours, standalone } = verdicts(file, here.witness);
    expect(ours).toEqual({ result: 'intact', codes: [], places: [] });
    expect(standalone).toEqual(ours);
  });

  test('see every flipped bit of its first 4,000 bytes that changes what is unpacked', async () => {
    const file = await ask();
    const bytes = readFileSync(file);
    const unseen: string[] = [];
    for (let at = 200; at < 4_000; at += 37) {
      const flipped = Buffer.from(bytes);
      flipped[at] ^= 1 << (at % 8);
      if (unpacked(flipped) === unpacked(bytes)) continue; // a date, say
      writeFileSync(file, flipped);
      for (const [who, { result }] of Object.entries(verdicts(file)))
        if (result === 'intact') unseen.push(`${who} ${at}`);
    }
    expect(unseen).toEqual([]);
  });

  test('take no file for a bundle that is none, nor one that names a file twice', async () => {
    const file = await ask();
    const bytes = readFileSync(file);
    const twice = Buffer.from(
      bytes
        .toString('latin1')
        .replaceAll('answer.csv', 'answer.xls')
        .replaceAll('answer.xlsx', 'answer.xls\u0000')
        .replaceAll('answer.html', 'answer.xls\u0000'),
      'latin1',
    );
    for (const wrong of [Buffer.from('no zip'), bytes.subarray(0, -1), twice]) {
      writeFileSync(file, wrong);
      for (const { result } of Object.values(verdicts(file))) expect(result).toBeNull();
    }
  });
});
