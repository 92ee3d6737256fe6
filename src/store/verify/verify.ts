/** Whether a lake is what was sealed: seals first, then the commits they speak for, then every byte those commits name. */

import { basename, dirname } from 'node:path';
import type { FileSystem } from '../file-system.ts';
import { contentsOf } from '../seals/contents.ts';
import { SEALS, sealName } from '../seals/seal.ts';
import { checkAsks } from './asks.ts';
import { baseFaults } from './bases.ts';
import { type CheckedBundle, checkBundle } from './bundle.ts';
import { type CheckedChain, checkChain } from './chain.ts';
import { type Fault, fault } from './fault.ts';
import { checkFiles, type VerifyProgress } from './files.ts';
import { lakeReader, type Reader } from './reader.ts';
import { type RetentionReport, retentionFaults, retentionsIn } from './retentions.ts';
import { checkSeals, type GoodSeal, type Witness } from './seals.ts';
import { zipReader } from './zip.ts';

/** What to verify. */
export interface Verification {
  /** A lake, or a bundle: a folder, or a ZIP file. */
  readonly folder: string;
  readonly files: FileSystem;
  readonly witness: Witness | null;
  readonly onProgress?: (progress: VerifyProgress) => void;
}

/** What a verification comes to. */
export interface VerifyReport {
  /** `incomplete`: nothing is known to be wrong, but something could not be checked. */
  readonly result: 'intact' | 'altered' | 'incomplete';
  /** The newest commit. */
  readonly snapshot: number;
  readonly seals: number;
  /** The newest good seal. */
  readonly last_seal: {
    readonly number: number;
    readonly sealed_at: string;
    readonly fingerprint: string;
  } | null;
  /** Questions that were asked, and how many of them no seal speaks for yet. */
  readonly asks: number;
  readonly asks_unsealed: number;
  readonly files: number;
  readonly bytes: number;
  /** What was removed because its time was over, when and by which commit. */
  readonly retention: readonly RetentionReport[];
  /** Of a bundle: row groups that are proved to have been in the lake. */
  readonly proofs?: number;
  readonly faults: readonly Fault[];
}

/** A lake that is written to while it is read is read again, so many times at most. */
const TRIES = 3;

/** Verifies a lake; null where there is none. */
export function verifyLake(verification: Verification): VerifyReport | null {
  const reader = readerOf(verification);
  if (reader === null) return null;
  const newest = () => [reader.names('commits').at(-1), reader.names(SEALS).at(-1)].join();
  for (let attempt = 1; ; attempt++) {
    const before = newest();
    const report = verifyOnce(reader, verification);
    if (report === null || report.result === 'intact' || attempt === TRIES || newest() === before)
      return report;
  }
}

/** A lake and an unpacked bundle are folders; a bundle may also be a ZIP file. */
function readerOf({ folder, files }: Verification): Reader | null {
  if (files.facts(folder).isFolder) return lakeReader(folder, files);
  const bytes = lakeReader(dirname(folder), files).bytes(basename(folder));
  return 'why' in bytes ? null : zipReader(bytes);
}

function verifyOnce(reader: Reader, { witness, onProgress }: Verification): VerifyReport | null {
  const isLake = reader.names('commits').length > 0 || reader.names(SEALS).length > 0;
  const bundle = isLake ? null : checkBundle(reader, witness);
  if (bundle !== null) return bundleReport(bundle);
  const seals = checkSeals(reader, witness);
  const chain = checkChain(reader, seals.good);
  if (chain.commits.length === 0 && seals.newest === 0 && witness === null) return null;
  const sealed = Math.max(0, ...seals.good.map(({ seal }) => seal.commit.number));
  const asks = checkAsks(reader, seals.good);
  const checked = checkFiles(reader, chain.commits, sealed, onProgress ?? (() => {}));
  const faults = [
    ...seals.faults,
    ...chain.faults,
    ...rootFaults(chain, seals.good),
    ...(chain.isWhole ? [...baseFaults(chain.commits), ...retentionFaults(chain.commits)] : []),
    ...asks.faults,
    ...checked.faults,
  ];
  return {
    result: resultOf(faults),
    snapshot: chain.commits.length,
    seals: seals.newest,
    last_seal: lastSeal(seals.good.at(-1) ?? null),
    asks: asks.count,
    asks_unsealed: asks.unsealed,
    files: checked.files,
    bytes: checked.bytes,
    retention: retentionsIn(chain.commits),
    faults,
  };
}

function bundleReport({ seal, ...checked }: CheckedBundle): VerifyReport {
  return {
    ...checked,
    result: resultOf(checked.faults),
    seals: seal === null ? 0 : 1,
    last_seal: lastSeal(seal),
    asks: 0,
    asks_unsealed: 0,
    retention: [],
  };
}

function resultOf(faults: readonly Fault[]): VerifyReport['result'] {
  if (faults.some(({ kind }) => kind === 'altered')) return 'altered';
  return faults.length > 0 ? 'incomplete' : 'intact';
}

function lastSeal(good: GoodSeal | null): VerifyReport['last_seal'] {
  if (good === null) return null;
  const { number, sealed_at } = good.seal;
  return { number, sealed_at, fingerprint: good.fingerprint };
}

/** Seals whose root is not that of what the commits say the lake held then. */
function rootFaults({ commits, isWhole }: CheckedChain, seals: readonly GoodSeal[]): Fault[] {
  if (!isWhole) return []; // what was missing or altered is known already
  const contents = contentsOf();
  const roots = new Map<number, string>();
  const wanted = new Set(seals.map(({ seal }) => seal.commit.number));
  for (const commit of commits) {
    if (commit === null) continue;
    contents.take(commit);
    if (wanted.has(commit.number)) roots.set(commit.number, contents.root());
  }
  return seals.flatMap(({ seal: { number, commit, root } }) =>
    roots.get(commit.number) === root ? [] : [fault('verify-seal-root', sealName(number), { number })],
  );
}
