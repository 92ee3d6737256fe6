/** The manifest of a bundle: the hashes of what is handed out, and proofs that what it rests on was in the sealed lake. */
import { createHash } from 'node:crypto';
import { BUNDLE_FORMAT, type BundleManifest } from '../../../schemas/bundle.ts';
import type { LakeFile } from '../../../schemas/commit.ts';
import type { Seal } from '../../../schemas/seal.ts';
import { readChain } from '../chain.ts';
import type { Store } from '../store.ts';
import { contentsOf, groupLeaf } from './contents.ts';
import { rootAlong, type Step } from './merkle.ts';
import { readSeal, SEALS } from './seal.ts';

/** Where the manifest stands in a bundle. */
export const MANIFEST = 'manifest.json';

/** What a bundle holds and rests on. */
export interface BundleParts {
  readonly store: Store;
  /** The commit that the answer is about. */
  readonly snapshot: number;
  /** Row groups that were read for it. */
  readonly groups: readonly { readonly file: string; readonly group: number }[];
  /** What is handed out. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/** The bytes of `manifest.json`. Without a seal over the snapshot it proves no more than that the bundle is whole. */
export function manifestOf({ store, snapshot, groups, files }: BundleParts): Uint8Array {
  const contents = contentsOf();
  const known = new Map<string, LakeFile>();
  for (const { commit } of readChain(store, snapshot)) {
    contents.take(commit);
    for (const file of commit.base?.files ?? commit.files) known.set(file.name, file);
  }
  const line = sealOver(store, snapshot);
  const proofs = groups.flatMap(({ file, group }) => {
    const path = contents.path(file, group);
    const leaf = known.get(file)?.groups[group];
    if (line === null || path === null || leaf === undefined) return [];
    const { rows, from, to, sha256 } = leaf;
    return [{ file, group, rows, from, to, sha256, path }];
  });
  const manifest: BundleManifest = {
    format: BUNDLE_FORMAT,
    kind: 'bundle',
    snapshot,
    seal: line,
    files: files.map(({ name, bytes }) => ({
      name,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
    proofs,
  };
  return Buffer.from(`${JSON.stringify(manifest)}\n`);
}

/** Whether a proof leads to the root of a seal. */
export function isProved(proof: BundleManifest['proofs'][number], { root }: Seal): boolean {
  const path: readonly Step[] = proof.path;
  return rootAlong(groupLeaf(proof.file, proof.group, proof), path) === root;
}

/** The line of the newest seal over exactly this snapshot; null where there is none. */
function sealOver(store: Store, snapshot: number): string | null {
  for (const name of store.list(SEALS).reverse()) {
    const bytes = store.get(name);
    const seal = bytes === null ? null : readSeal(bytes);
    if (bytes === null || seal === null || seal.commit.number < snapshot) return null;
    if (seal.commit.number === snapshot) return Buffer.from(bytes).toString('utf8').trimEnd();
  }
  return null;
}
