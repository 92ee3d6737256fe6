import { createPrivateKey } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commitName } from '../../src/store/chain.ts';
import { publicHex, signedSeal } from '../../src/store/seals/seal.ts';
import {
  addCommit,
  change,
  fileIn,
  NOTHING,
  newest,
  readCommit,
  readSeal,
  rewrite,
  sealFile,
  sha256,
  swap,
} from './by-hand.ts';
import { type SealedLake, sealedFiles, sealedLake, verdicts } from './sealed-lake.ts';

/** `npm run test:tampering` flips more bits than `npm test`. */
const FLIPS = process.env.METSUKE_TAMPERING === 'long' ? 10_000 : 300;

let here: SealedLake;
beforeAll(async () => {
  here = await sealedLake();
}, 120_000);
afterAll(() => rmSync(here.folder, { recursive: true }));

/** The private key of the first day, which somebody has kept. */
function oldKey() {
  const keys = join(here.early, 'keys');
  const file = readdirSync(keys).find((name) => name.endsWith('.pem')) ?? '';
  return createPrivateKey(readFileSync(join(keys, file)));
}

interface Tampering {
  readonly what: string;
  /** Changes the lake; gives the name of a file that both verifiers must point at. */
  readonly act: (lake: string) => string;
  /** Only a fingerprint that was kept elsewhere shows it. */
  readonly needsWitness?: boolean;
}

const TAMPERINGS: readonly Tampering[] = [
  {
    what: 'edit: one byte of one row group',
    act(lake) {
      const name = fileIn(lake, 'events', 1);
      change(lake, name, (bytes) => bytes.fill(bytes[64] ^ 1, 64, 65));
      return name;
    },
  },
  {
    what: 'edit, and every hash of the chain mended',
    act(lake) {
      const { number } = rewrite(lake);
      return commitName(number);
    },
  },
  {
    what: 'delete: a file of events',
    act(lake) {
      const name = fileIn(lake, 'events', -1);
      rmSync(join(lake, name));
      return name;
    },
  },
  {
    what: 'delete: a commit in the middle',
    act(lake) {
      rmSync(join(lake, commitName(4)));
      return commitName(4);
    },
  },
  {
    what: 'delete: the settings by which was judged',
    act(lake) {
      const [name] = readdirSync(join(lake, 'settings'));
      rmSync(join(lake, 'settings', name));
      return `settings/${name}`;
    },
  },
  {
    what: 'edit: the settings by which was judged',
    act(lake) {
      const [file] = readdirSync(join(lake, 'settings'));
      change(lake, `settings/${file}`, (bytes) => bytes.fill(bytes[9] ^ 1, 9, 10));
      return `settings/${file}`;
    },
  },
  {
    what: 'delete: the record of a question',
    act(lake) {
      rmSync(join(lake, 'asks/000000000001.json'));
      return 'asks/000000000001.json';
    },
  },
  {
    what: 'insert: a file of events that no commit names',
    act(lake) {
      const name = 'events/2024-05/000000000002-7.parquet';
      copyFileSync(join(here.fork, fileIn(here.fork, 'events')), join(lake, name));
      return name;
    },
  },
  {
    what: 'insert: links that lead in circles, so that nobody comes to an end',
    act(lake) {
      for (const name of ['events/round', 'events/again']) symlinkSync('.', join(lake, name));
      return 'events/again';
    },
  },
  {
    what: 'insert: rows at the end of findings',
    act(lake) {
      const name = fileIn(lake, 'findings');
      change(lake, name, (bytes) => Buffer.concat([bytes, bytes]));
      return name;
    },
  },
  {
    what: 'reorder: two commits',
    act(lake) {
      swap(lake, commitName(3), commitName(4));
      return commitName(3);
    },
  },
  {
    what: 'reorder: the lines of a file',
    act(lake) {
      const name = fileIn(lake, 'findings', -1);
      change(lake, name, (bytes) =>
        Buffer.from(`${bytes.toString().trim().split('\n').reverse().join('\n')}\n`),
      );
      return name;
    },
  },
  {
    what: 'cut head: the first commits and the first seal',
    act(lake) {
      for (const name of [commitName(1), commitName(2), sealFile(1)]) rmSync(join(lake, name));
      return commitName(1);
    },
  },
  {
    what: 'cut tail: the last commit',
    act(lake) {
      const name = commitName(newest(lake, 'commits'));
      rmSync(join(lake, name));
      return name;
    },
  },
  {
    what: 'cut tail: commits and the seals over them, while their files stay',
    act(lake) {
      const { number } = readSeal(lake, 3).commit;
      const [{ name }] = readCommit(lake, newest(lake, 'commits') - 1).files;
      for (let at = newest(lake, 'commits'); at > number; at--) rmSync(join(lake, commitName(at)));
      for (let at = newest(lake, 'seals'); at > 3; at--) rmSync(join(lake, sealFile(at)));
      return name;
    },
  },
  {
    what: 'swap: the contents of two files',
    act(lake) {
      swap(lake, fileIn(lake, 'events'), fileIn(lake, 'events', 1));
      return fileIn(lake, 'events', 1);
    },
  },
  {
    what: 'duplicate: a file of a commit that nobody has made',
    act: (lake) => copyFindings(lake, 'findings/000000000099-0.ndjson'),
  },
  {
    what: 'duplicate: a file under another name',
    act: (lake) => copyFindings(lake, 'findings/000000000002-9.ndjson'),
  },
  {
    what: 'duplicate: a commit once more at the end',
    act(lake) {
      const count = newest(lake, 'commits');
      copyFileSync(join(lake, commitName(count)), join(lake, commitName(count + 1)));
      return commitName(count + 1);
    },
  },
  {
    what: 'roll a file back: the journal before the last one',
    act(lake) {
      const name = fileIn(lake, 'journal', -1);
      copyFileSync(join(lake, fileIn(lake, 'journal', -2)), join(lake, name));
      return name;
    },
  },
  {
    what: 'roll everything back',
    act(lake) {
      rmSync(lake, { recursive: true });
      cpSync(here.late, lake, { recursive: true });
      return sealFile(here.witness.number);
    },
    needsWitness: true,
  },
  {
    what: 'forge: a base that leaves everything out',
    act: (lake) => addCommit(lake, { base: NOTHING }),
  },
  {
    what: 'forge: a retention of what was not there',
    act(lake) {
      const name = fileIn(lake, 'events');
      const removed = [{ name, sha256: '0'.repeat(64), rows: 1, kept: 0 }];
      rmSync(join(lake, name));
      return addCommit(lake, {
        kind: 'retention',
        removed: [name],
        retention: { limits: [], events: [], removed },
      });
    },
  },
  {
    what: 'forge with an old key: one more seal',
    act(lake) {
      const count = newest(lake, 'seals');
      const { signature: _, ...last } = readSeal(lake, count);
      const key = oldKey();
      const bytes = signedSeal(
        {
          ...last,
          number: count + 1,
          previous: sha256(readFileSync(join(lake, sealFile(count)))),
          key: publicHex(key),
        },
        key,
      );
      writeFileSync(join(lake, sealFile(count + 1)), bytes);
      return sealFile(count + 1);
    },
  },
  {
    what: 'forge with an old key: the seal of that day over a history that was made anew',
    act(lake) {
      rewrite(lake);
      const { signature: _, ...first } = readSeal(lake, 1);
      const head = readFileSync(join(lake, commitName(first.commit.number)));
      const commit = { number: first.commit.number, sha256: sha256(head) };
      writeFileSync(join(lake, sealFile(1)), signedSeal({ ...first, commit }, oldKey()));
      return sealFile(2);
    },
  },
  {
    what: 'fork: commits and files of another history under the same seals',
    act(lake) {
      for (const name of sealedFiles(here.fork).filter((name) => !name.startsWith('seals/'))) {
        mkdirSync(dirname(join(lake, name)), { recursive: true });
        copyFileSync(join(here.fork, name), join(lake, name));
      }
      return commitName(4);
    },
  },
  {
    what: 'fork: a seal of another history',
    act(lake) {
      copyFileSync(join(here.fork, sealFile(2)), join(lake, sealFile(2)));
      return sealFile(3);
    },
  },
  {
    what: 'fork: another history as a whole, with the key of its first day',
    act(lake) {
      rmSync(lake, { recursive: true });
      cpSync(here.fork, lake, { recursive: true });
      return sealFile(here.witness.number);
    },
    needsWitness: true,
  },
];

/** Copies a file of findings. */
function copyFindings(lake: string, name: string): string {
  copyFileSync(join(lake, fileIn(lake, 'findings')), join(lake, name));
  return name;
}

const UNCHECKED: readonly { what: string; act: (lake: string) => void }[] = [
  { what: 'no seal at all', act: (lake) => rmSync(join(lake, 'seals'), { recursive: true }) },
  {
    what: 'a file that a run left behind when it died',
    act: (lake) =>
      void copyFindings(lake, `findings/${String(newest(lake, 'commits') + 1).padStart(12, '0')}-0.ndjson`),
  },
  {
    what: 'a device without an end in place of a file',
    act(lake) {
      const path = join(lake, fileIn(lake, 'events', 1));
      rmSync(path);
      symlinkSync('/dev/zero', path);
    },
  },
  {
    what: 'a commit that is not sealed yet',
    act: (lake) => void addCommit(lake, {}),
  },
];

describe('both verifiers', { timeout: 60_000 }, () => {
  test('find nothing wrong with a lake that is what it was', () => {
    const { ours, standalone } = verdicts(here.lake, here.witness);
    expect(ours).toEqual({ result: 'intact', codes: [], places: [] });
    expect(standalone).toEqual(ours);
  });

  test.each(TAMPERINGS)('find $what', ({ act, needsWitness }) => {
    const lake = join(here.folder, 'tampered');
    cpSync(here.lake, lake, { recursive: true });
    const place = act(lake);
    const { ours, standalone } = verdicts(lake, here.witness);
    const blind = verdicts(lake);
    rmSync(lake, { recursive: true });
    for (const verdict of [ours, standalone]) {
      expect(verdict).toMatchObject({ result: 'altered' });
      expect(verdict.places).toContain(place);
    }
    for (const { result } of [blind.ours, blind.standalone])
      expect(result).toBe(needsWitness ? 'intact' : 'altered');
  });

  test.each(UNCHECKED)('say that they cannot tell: $what', ({ act }) => {
    const lake = join(here.folder, 'tampered');
    cpSync(here.lake, lake, { recursive: true });
    act(lake);
    const { ours, standalone } = verdicts(lake);
    rmSync(lake, { recursive: true });
    expect([ours.result, standalone.result]).toEqual(['incomplete', 'incomplete']);
    expect(standalone.places).toEqual(ours.places);
  });

  test(`find each of ${FLIPS} flipped bits, in the file where it is`, { timeout: 3_600_000 }, () => {
    const files = sealedFiles(here.lake).map((name) => ({
      name,
      bytes: readFileSync(join(here.lake, name)),
    }));
    const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const random = generator(20_261_122);
    const unseen: string[] = [];
    for (let n = 0; n < FLIPS; n++) {
      // every other file is drawn by its size: small ones hold few bytes and the most meaning
      const file = n % 2 === 0 ? fileAt(files, random() * total) : files[Math.floor(random() * files.length)];
      const byte = Math.floor(random() * file.bytes.length);
      const bit = Math.floor(random() * 8);
      poke(file.name, byte, file.bytes[byte] ^ (1 << bit));
      const found = verdicts(here.lake);
      poke(file.name, byte, file.bytes[byte]);
      for (const [who, { result, places }] of Object.entries(found))
        if (result === 'intact' || !places.includes(file.name))
          unseen.push(`${who}: bit ${bit} of byte ${byte} of ${file.name}: ${result} ${places.join()}`);
    }
    expect(unseen).toEqual([]);
  });
});

function fileAt<T extends { readonly bytes: Uint8Array }>(files: readonly T[], position: number): T {
  let rest = position;
  for (const file of files) {
    rest -= file.bytes.length;
    if (rest < 0) return file;
  }
  return files[0];
}

function poke(name: string, at: number, byte: number): void {
  const descriptor = openSync(join(here.lake, name), 'r+');
  writeSync(descriptor, Uint8Array.of(byte), 0, 1, at);
  closeSync(descriptor);
}

/** Numbers from 0 to 1, the same for one seed: mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
