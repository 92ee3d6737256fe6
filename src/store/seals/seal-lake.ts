/**
 * Sealing a lake: what it holds now is signed with the key of the day. The first seal of a new day is signed with the key of the
 * day before and names the new one; then the old key is destroyed, so that nobody who comes later can sign for the past.
 */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { dirname } from 'node:path';
import { SEAL_FORMAT, type Seal } from '../../../schemas/seal.ts';
import { type Problem, problem } from '../../core/problem.ts';
import { dayAt, formatDate, formatInstant, type Micros } from '../../core/time.ts';
import { type ChainedCommit, readChain, readCommit } from '../chain.ts';
import type { FileSystem } from '../file-system.ts';
import { posixStore } from '../posix-store.ts';
import { type Store, StoreFailed } from '../store.ts';
import { contentsOf } from './contents.ts';
import { ASKS, fingerprintOf, nextKey, publicHex, readSeal, SEALS, sealName, signedSeal } from './seal.ts';

/** What to seal, when, and with which keys. */
export interface Sealing {
  readonly store: Store;
  /** Where the keys are: see {@link openKeys}. */
  readonly keys: Store;
  readonly now: Micros;
  /** Whether a new key may take the place of one that was lost. Only a fingerprint kept afterwards vouches for it. */
  readonly mayRenew?: boolean;
}

/** A seal that was written. */
export interface Sealed {
  readonly number: number;
  /** To be kept elsewhere: who has it can tell whether everything was rolled back. */
  readonly fingerprint: string;
}

/** The newest seal, and the hash of its file. */
export interface LastSeal {
  readonly seal: Seal;
  readonly sha256: string;
}

/** Opens the folder of keys, which only its owner may enter. */
export function openKeys(folder: string, files: FileSystem): Store {
  try {
    prepareKeys(folder, files);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StoreFailed(problem('seal-keys-unusable', { why }, { file: folder }), error);
  }
  return posixStore(folder, files);
}

function prepareKeys(folder: string, files: FileSystem): void {
  try {
    files.makeFolder(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (files.facts(folder).othersMay !== 0) files.protect(folder);
  }
  const parent = files.open(dirname(folder));
  files.fsync(parent);
  files.close(parent);
}

/**
 * Seals the newest commit, also where nothing has happened since the last seal. Null: an empty lake; a problem: the key is not
 * there. Throws {@link StoreFailed} where the lake is not what was sealed before, or somebody else seals it.
 */
export function sealLake({ store, keys, now, mayRenew }: Sealing): Sealed | Problem | null {
  const chain = readChain(store);
  const head = chain.at(-1);
  if (head === undefined) return null;
  const last = lastSealOver(chain, store);

  const today = formatDate(dayAt(now));
  const expected = last === null ? makeKey(keys) : nextKey(last.seal);
  const isLost = mayRenew === true && privateKey(keys, expected) === null;
  const own = isLost ? makeKey(keys) : expected;
  const key = privateKey(keys, own);
  if (key === null) return problem('seal-key-missing', {}, { file: keys.path(keyName(own)) });
  const day = last === null || isLost ? today : keyDay(last.seal);
  if (last !== null && last.seal.key !== expected) destroy(keys, last.seal.key);

  const contents = contentsOf();
  for (const { commit } of chain) contents.take(commit);
  const number = (last?.seal.number ?? 0) + 1;
  const next = today > day ? makeKey(keys) : null;
  const bytes = signedSeal(
    {
      format: SEAL_FORMAT,
      number,
      previous: last?.sha256 ?? null,
      sealed_at: formatInstant(now),
      commit: { number: head.commit.number, sha256: head.sha256 },
      asks: newestAsk(store),
      root: contents.root(),
      key: own,
      day,
      next,
    },
    key,
  );
  if (store.put(sealName(number), bytes) === 'taken')
    throw new StoreFailed(problem('lake-taken-over', {}, { file: store.path(sealName(number)) }), null);
  if (next !== null) destroy(keys, own);
  return { number, fingerprint: fingerprintOf(number, bytes) };
}

/**
 * The last seal; null where none was written. Throws {@link StoreFailed} where the chain is not the one that was sealed: nothing
 * may be added to it then, since that would cover up what happened.
 */
export function lastSealOver(chain: readonly ChainedCommit[], store: Store): LastSeal | null {
  const last = lastSeal(store);
  if (last !== null && !isIn(chain, last.seal.commit, store))
    throw new StoreFailed(
      problem('lake-damaged', {}, { file: store.path(sealName(last.seal.number)) }),
      null,
    );
  return last;
}

/** Whether a commit is one of a chain, or comes before it. */
function isIn(chain: readonly ChainedCommit[], { number, sha256 }: Seal['commit'], store: Store): boolean {
  const [first] = chain;
  const known = chain.find(({ commit }) => commit.number === number);
  if (known !== undefined || first === undefined || number > first.commit.number)
    return known?.sha256 === sha256;
  let { previous } = first.commit;
  for (let before = first.commit.number - 1; before > number; before--) {
    const one = readCommit(store, before);
    if (one.sha256 !== previous) return false;
    previous = one.commit.previous;
  }
  return previous === sha256;
}

/** The day on which the key that signs after this seal came into force. */
function keyDay({ next, day, sealed_at }: Seal): string {
  return next === null ? day : sealed_at.slice(0, 'YYYY-MM-DD'.length);
}

function lastSeal(store: Store): LastSeal | null {
  const name = store.list(SEALS).at(-1);
  if (name === undefined) return null;
  const bytes = store.get(name);
  const seal = bytes === null ? null : readSeal(bytes);
  if (bytes === null || seal === null || name !== sealName(seal.number))
    throw new StoreFailed(problem('lake-damaged', {}, { file: store.path(name) }), null);
  return { seal, sha256: hashOf(bytes) };
}

/** The end of the chain of questions that were asked; null where none was. */
function newestAsk(store: Store): Seal['asks'] {
  const name = store.list(ASKS).at(-1);
  const bytes = name === undefined ? null : store.get(name);
  if (name === undefined || bytes === null) return null;
  return { number: Number.parseInt(name.slice(ASKS.length + 1), 10), sha256: hashOf(bytes) };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function keyName(publicKey: string): string {
  return `${publicKey}.pem`;
}

/** Makes a key pair; gives the public half. */
function makeKey(keys: Store): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const name = publicHex(privateKey);
  keys.put(keyName(name), Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' })));
  return name;
}

function privateKey(keys: Store, expected: string): KeyObject | null {
  const bytes = keys.get(keyName(expected));
  if (bytes === null) return null;
  try {
    const key = createPrivateKey({ key: Buffer.from(bytes), format: 'pem' });
    return publicHex(key) === expected ? key : null;
  } catch {
    return null;
  }
}

/** Deletes a key that was replaced; after a crash it may be gone already. */
function destroy(keys: Store, publicKey: string): void {
  const name = keyName(publicKey);
  if (keys.list('').includes(name)) keys.remove(name);
}
