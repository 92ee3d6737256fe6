import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Died, modelFileSystem, type Plan } from '../../test/crash/model-file-system.ts';
import { nodeFileSystem } from './file-system.ts';
import { posixStore } from './posix-store.ts';
import { StoreFailed } from './store.ts';

const root = mkdtempSync(join(tmpdir(), 'metsuke-store-'));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;

function realStore() {
  const folder = join(root, String(folders++));
  nodeFileSystem.makeFolder(folder);
  return { folder, store: posixStore(folder, nodeFileSystem) };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (found: Uint8Array | null) => (found === null ? null : new TextDecoder().decode(found));
const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

describe('a store in a folder', () => {
  test('gives back what was put, with its hash, and leaves nothing unfinished', () => {
    const { folder, store } = realStore();
    expect(store.put('a/b/one', bytes('hello'))).toEqual({
      name: 'a/b/one',
      sha256: sha256('hello'),
      bytes: 5,
    });
    expect(text(store.get('a/b/one'))).toBe('hello');
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  test('a name is used once', () => {
    const { store } = realStore();
    store.put('one', bytes('first'));
    expect(store.put('one', bytes('second'))).toBe('taken');
    expect(text(store.get('one'))).toBe('first');
  });

  test('only the owner may read', () => {
    const { folder, store } = realStore();
    store.put('a/one', bytes('x'));
    const rights = [folder, join(folder, 'a'), join(folder, 'a/one')].map(
      (path) => statSync(path).mode & 0o777,
    );
    expect(rights).toEqual([0o700, 0o700, 0o600]);
  });

  test('what another writer has written is hashed, whole and by ranges', () => {
    const { store } = realStore();
    const scratch = store.scratch();
    writeFileSync(scratch, 'abcdefgh', { mode: 0o644 });
    const ranges = [
      { from: 0, to: 3 },
      { from: 3, to: 8 },
    ];
    expect(store.adopt(scratch, 'b/two', ranges)).toEqual({
      name: 'b/two',
      sha256: sha256('abcdefgh'),
      bytes: 8,
      hashes: [sha256('abc'), sha256('defgh')],
    });
    expect(readFileSync(store.path('b/two'), 'utf8')).toBe('abcdefgh');
    expect(nodeFileSystem.facts(store.path('b/two')).othersMay).toBe(0);
  });

  test('what is not there is null, and an absent folder holds nothing', () => {
    const { store } = realStore();
    expect(store.get('nothing')).toBeNull();
    expect(store.list('nothing')).toEqual([]);
  });

  test('names are listed with the folders they are in', () => {
    const { store } = realStore();
    for (const name of ['t/2024-06/b', 't/2024-05/a', 't/c']) store.put(name, bytes(''));
    expect(store.list('t')).toEqual(['t/2024-05/a', 't/2024-06/b', 't/c']);
    store.remove('t/c');
    expect(store.list('t')).toEqual(['t/2024-05/a', 't/2024-06/b']);
  });

  test('what the system refuses is a problem with a way out', () => {
    const { folder, store } = realStore();
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file where the store was');
    expect(() => store.put('one', bytes('x'))).toThrow(StoreFailed);
  });
});

/** Puts one file under a plan and says whether that came back. */
function putUnder(plan: Plan) {
  const files = modelFileSystem();
  files.makeFolder('/lake');
  files.fsync(files.open('/'));
  files.restart(plan);
  let came: 'stored' | 'failed' | 'died' = 'stored';
  try {
    posixStore('/lake', files).put('f/one', bytes('precious'));
  } catch (error) {
    came = error instanceof Died ? 'died' : 'failed';
  }
  const calls = files.calls();
  const after = (power: (() => boolean) | null) => {
    if (power !== null) files.losePower(power);
    files.restart(() => 'done');
    return text(posixStore('/lake', files).get('f/one'));
  };
  return { came, calls, after };
}

describe('whatever happens to any call', () => {
  const { calls } = putUnder(() => 'done');
  const each = Array.from({ length: calls }, (_, call) => call);
  const losses: readonly [string, (() => boolean) | null][] = [
    ['the process dies', null],
    ['the power goes and takes all it can', () => false],
    ['the power goes and takes names but no bytes, or the like', alternate()],
  ];

  test.each(losses)('what came back stays, and nothing is there in part: %s', (_, power) => {
    for (const fate of ['done', 'short', 'dies-before', 'dies-after', 'ENOSPC', 'EIO'] as const) {
      for (const last of each) {
        const { came, after } = putUnder((call) => (call === last ? fate : 'done'));
        const left = after(power);
        if (came === 'stored') expect(left).toBe('precious');
        else expect([null, 'precious']).toContain(left);
      }
    }
  });

  test('a short write is gone on with, and a refused call is a problem', () => {
    const fates = (fate: 'short' | 'EIO' | 'ENOSPC') =>
      each.map((last) => putUnder((call) => (call === last ? fate : 'done')).came);
    expect(new Set(fates('short'))).toEqual(new Set(['stored']));
    expect(new Set(fates('EIO'))).toEqual(new Set(['failed']));
    expect(new Set(fates('ENOSPC'))).toEqual(new Set(['failed']));
  });
});

function alternate(): () => boolean {
  let keeps = false;
  return () => {
    keeps = !keeps;
    return keeps;
  };
}
