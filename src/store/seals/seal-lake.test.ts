import { expect, test } from 'vitest';
import { Died, modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { HOUR, parseInstant } from '../../core/time.ts';
import type { FileSystem } from '../file-system.ts';
import { openLake } from '../lake.ts';
import { StoreFailed } from '../store.ts';
import { verifyLake } from '../verify/verify.ts';
import { takeOver } from '../writer.ts';
import { readFingerprint } from './seal.ts';
import { openKeys, sealLake } from './seal-lake.ts';

const MORNING = parseInstant('2024-05-01T09:00:00+09:00');
const HASH = '0'.repeat(64);

function addCommit(files: FileSystem): void {
  takeOver(openLake('/lake', files), {
    versions: { metsuke: '0', detectors: {}, settings: HASH },
    registers: null,
    now: 0,
    clock: () => '',
    maker: plainMaker(files),
  });
}

function seal(files: FileSystem, hours: number) {
  const { store } = openLake('/lake', files);
  return sealLake({ store, keys: openKeys('/keys', files), now: MORNING + hours * HOUR });
}

function verified(files: FileSystem, fingerprint?: string) {
  const witness = fingerprint === undefined ? null : readFingerprint(fingerprint);
  const report = verifyLake({ folder: '/lake', files, witness });
  return { result: report?.result, codes: report?.faults.map(({ code }) => code) };
}

const keysOf = (files: FileSystem) => files.list('/keys').filter((name) => name.endsWith('.pem'));
const INTACT = { result: 'intact', codes: [] };

test('an empty lake has nothing to seal', () => {
  const files = modelFileSystem();
  expect(seal(files, 0)).toBeNull();
});

test('a seal is written also when nothing has happened', () => {
  const files = modelFileSystem();
  addCommit(files);
  expect([seal(files, 0), seal(files, 1), seal(files, 2)]).toMatchObject([
    { number: 1 },
    { number: 2 },
    { number: 3 },
  ]);
  expect(verified(files)).toEqual(INTACT);
});

test('a new day has a new key, named by the old one, which is destroyed', () => {
  const files = modelFileSystem();
  addCommit(files);
  seal(files, 0);
  const first = keysOf(files);
  seal(files, 14);
  expect(keysOf(files)).toEqual(first);
  seal(files, 15); // midnight
  const second = keysOf(files);
  expect([second.length, second[0] === first[0]]).toEqual([1, false]);
  seal(files, 16);
  seal(files, 15 + 24);
  expect(keysOf(files)).not.toEqual(second);
  expect(verified(files)).toEqual(INTACT);
});

test('a clock that goes back makes no new key', () => {
  const files = modelFileSystem();
  addCommit(files);
  seal(files, 24);
  const keys = keysOf(files);
  seal(files, 0);
  expect(keysOf(files)).toEqual(keys);
  expect(verified(files)).toEqual(INTACT);
});

test('without its key nothing is sealed', () => {
  const files = modelFileSystem();
  addCommit(files);
  seal(files, 0);
  files.unlink(`/keys/${keysOf(files)[0]}`);
  expect(seal(files, 1)).toMatchObject({ code: 'seal-key-missing' });
  expect(files.list('/lake/seals')).toHaveLength(1);
});

test('a lost key can be replaced, and only a fingerprint that was kept afterwards vouches for the new one', () => {
  const files = modelFileSystem();
  addCommit(files);
  const first = seal(files, 0);
  files.unlink(`/keys/${keysOf(files)[0]}`);
  const { store } = openLake('/lake', files);
  const now = MORNING + 24 * HOUR;
  const renewed = sealLake({ store, keys: openKeys('/keys', files), now, mayRenew: true });
  seal(files, 25);
  const fingerprint = (sealed: typeof renewed) =>
    sealed !== null && 'fingerprint' in sealed ? sealed.fingerprint : '';
  const unvouched = { result: 'altered', codes: ['verify-seal-key'] };
  expect(verified(files)).toEqual(unvouched);
  expect(verified(files, fingerprint(first))).toEqual(unvouched);
  expect(verified(files, fingerprint(renewed))).toEqual(INTACT);
});

test('a key that is there is not replaced', () => {
  const files = modelFileSystem();
  addCommit(files);
  seal(files, 0);
  const keys = keysOf(files);
  const { store } = openLake('/lake', files);
  sealLake({ store, keys: openKeys('/keys', files), now: MORNING + HOUR, mayRenew: true });
  expect(keysOf(files)).toEqual(keys);
  expect(verified(files)).toEqual(INTACT);
});

test('a lake that is not what was sealed before is not sealed again', () => {
  const files = modelFileSystem();
  addCommit(files);
  seal(files, 0);
  files.poke('/lake/commits/000000000/000000000001.json', (bytes) =>
    Buffer.from(Buffer.from(bytes).toString().replace('"written_at":""', '"written_at":"x"')),
  );
  expect(() => seal(files, 1)).toThrow(StoreFailed);
});

test('a fingerprint that was kept fits as long as its seal is there', () => {
  const files = modelFileSystem();
  addCommit(files);
  const sealed = seal(files, 0);
  const fingerprint = sealed !== null && 'fingerprint' in sealed ? sealed.fingerprint : '';
  seal(files, 1);
  expect(verified(files, fingerprint)).toEqual(INTACT);
  expect(verified(files, fingerprint.toUpperCase().replaceAll('-', ' '))).toEqual(INTACT);
  const other = fingerprint.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  expect(verified(files, other)).toEqual({ result: 'altered', codes: ['verify-witness-differs'] });
  expect(verified(files, fingerprint.replace('1-', '9-'))).toEqual({
    result: 'altered',
    codes: ['verify-witness-missing'],
  });
});

test.each(['', '1', '1-abc', 'abc', `0-${HASH}`, `1-${HASH}0`, `1-${'g'.repeat(64)}`])(
  '“%s” is no fingerprint',
  (text) => {
    expect(readFingerprint(text)).toBeNull();
  },
);

test('a process that dies anywhere while it seals leaves a lake that can be sealed, with one key', () => {
  for (const fate of ['dies-before', 'dies-after'] as const) {
    for (let at = 0; ; at++) {
      const files = modelFileSystem();
      addCommit(files);
      seal(files, 0);
      let isOver = true;
      files.restart((call) => (call === at ? fate : 'done'));
      try {
        seal(files, 24);
      } catch (error) {
        if (!(error instanceof StoreFailed && error.cause instanceof Died)) throw error;
        isOver = false;
      }
      files.restart(() => 'done');
      files.losePower(() => at % 2 === 0);
      seal(files, 25);
      seal(files, 26);
      expect(verified(files)).toEqual(INTACT);
      if (isOver) break;
    }
  }
});
