/** A small lake that the real commands made over three nights, sealed over three days, and what somebody may have kept of it. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY, HOUR, MILLISECOND } from '../../src/core/time.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { openLake } from '../../src/store/lake.ts';
import { readFingerprint } from '../../src/store/seals/seal.ts';
import { openKeys, type Sealed, sealLake } from '../../src/store/seals/seal-lake.ts';
import type { Witness } from '../../src/store/verify/seals.ts';
import { type VerifyReport, verifyLake } from '../../src/store/verify/verify.ts';
import { nights } from '../crash/nights.ts';
import { metsuke } from '../metsuke.ts';

/** The lake and copies of it. All are folders. */
export interface SealedLake {
  /** To be removed in the end. */
  readonly folder: string;
  readonly lake: string;
  /** As it was after the first night, with the key of that day: who copied it could go on in another way. */
  readonly early: string;
  /** The same, gone on with the third night in place of the second. */
  readonly fork: string;
  /** As it was after the second night. */
  readonly late: string;
  /** The fingerprint of the last seal. */
  readonly witness: Witness;
}

/** Makes it. */
export async function sealedLake(): Promise<SealedLake> {
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-sealed-'));
  const { folder: source, files: logs, registers } = nights();
  const lake = join(folder, 'lake');
  const now = Date.now() * MILLISECOND;
  const take = async (into: string, log: string) => {
    const args = ['import', '--quiet', '--lake', into, '--registers', registers];
    const { code, stderr } = await metsuke([...args, '--now', '2024-06-10T00:00:00+09:00', log]);
    if (code !== 0) throw new Error(stderr);
  };
  const copy = (name: string) => {
    cpSync(lake, join(folder, name), { recursive: true });
    return join(folder, name);
  };
  await take(lake, logs[0]);
  const asked = await metsuke([
    'ask',
    'who-looked-at',
    '--lake',
    lake,
    '--subject',
    'R1',
    '--asker',
    'audit',
  ]);
  if (asked.code !== 0 && asked.code !== 5) throw new Error(asked.stderr);
  const early = copy('early');
  const fork = copy('fork');
  await take(fork, logs[2]);
  sealAt(lake, now + DAY);
  await take(lake, logs[1]);
  const late = copy('late');
  await take(lake, logs[2]);
  sealAt(lake, now + 2 * DAY);
  const { fingerprint } = sealAt(lake, now + 2 * DAY + HOUR);
  rmSync(source, { recursive: true });
  const witness = readFingerprint(fingerprint);
  if (witness === null) throw new Error(fingerprint);
  return { folder, lake, early, fork, late, witness };
}

function sealAt(lake: string, now: number): Sealed {
  const { store } = openLake(lake, nodeFileSystem);
  const sealed = sealLake({ store, keys: openKeys(store.path('keys'), nodeFileSystem), now });
  if (sealed === null || 'code' in sealed) throw new Error('not sealed');
  return sealed;
}

/** What both verifiers say of a folder. */
export interface Verdicts {
  readonly ours: Verdict;
  readonly standalone: Verdict;
}

/** What one verifier says, and which files it names. */
export interface Verdict {
  readonly result: VerifyReport['result'] | null;
  readonly codes: readonly string[];
  readonly places: readonly string[];
}

interface Found {
  readonly result: VerifyReport['result'];
  readonly faults: readonly { readonly code: string; readonly file: string }[];
}

const STANDALONE = new URL('../../bin/verify-lake.mjs', import.meta.url);
const standalone = (await import(STANDALONE.href)) as {
  verifyLake(folder: string, witness: Witness | null): Found | null;
};

/** Asks both. */
export function verdicts(folder: string, witness: Witness | null = null): Verdicts {
  const ours = verifyLake({ folder, files: nodeFileSystem, witness });
  const faults = ours?.faults.map(({ code, place }) => ({ code, file: place.file ?? '' })) ?? [];
  return {
    ours: verdictOf(ours === null ? null : { result: ours.result, faults }),
    standalone: verdictOf(standalone.verifyLake(folder, witness)),
  };
}

function verdictOf(found: Found | null): Verdict {
  return {
    result: found?.result ?? null,
    codes: found?.faults.map(({ code }) => code) ?? [],
    places: found?.faults.map(({ file }) => file) ?? [],
  };
}

/** The files that a seal speaks for, and the seals, by their names in the lake. */
export function sealedFiles(lake: string): string[] {
  return readdirSync(lake, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(lake.length + 1))
    .filter((name) => !/^(?:keys|tmp)\//.test(name))
    .sort();
}
