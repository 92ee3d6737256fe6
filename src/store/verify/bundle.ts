/** Whether a bundle is what was handed out, and whether it rests on a sealed lake. */
import { type BundleManifest, bundleManifest } from '../../../schemas/bundle.ts';
import { isProved, MANIFEST } from '../seals/bundle.ts';
import { type Fault, fault } from './fault.ts';
import type { Reader } from './reader.ts';
import { type GoodSeal, sealIn, type Witness } from './seals.ts';

/** What a check of a bundle comes to. */
export interface CheckedBundle {
  readonly snapshot: number;
  readonly seal: GoodSeal | null;
  readonly files: number;
  readonly bytes: number;
  readonly proofs: number;
  readonly faults: readonly Fault[];
}

/** Files of a bundle that no manifest names. */
const UNNAMED = [MANIFEST, 'verify-lake.mjs'];

/** Checks a bundle; null where there is no manifest. */
export function checkBundle(reader: Reader, witness: Witness | null): CheckedBundle | null {
  const bytes = reader.bytes(MANIFEST);
  if ('why' in bytes) return null;
  const manifest = manifestIn(bytes);
  if (manifest === null) {
    const faults = [fault('verify-manifest', MANIFEST)];
    return { snapshot: 0, seal: null, files: 0, bytes: 0, proofs: 0, faults };
  }
  const files = checkContents(reader, manifest);
  const line = manifest.seal === null ? null : Buffer.from(`${manifest.seal}\n`);
  const seal = line === null ? null : sealIn(line);
  return {
    snapshot: manifest.snapshot,
    seal,
    files: manifest.files.length,
    bytes: files.bytes,
    proofs: manifest.proofs.length,
    faults: [...files.faults, ...sealFaults(manifest, seal, witness)],
  };
}

function manifestIn(bytes: Uint8Array): BundleManifest | null {
  try {
    const text = Buffer.from(bytes).toString('utf8');
    const read = bundleManifest.safeParse(JSON.parse(text));
    return read.success && `${JSON.stringify(read.data)}\n` === text ? read.data : null;
  } catch {
    return null;
  }
}

function checkContents(reader: Reader, manifest: BundleManifest) {
  const faults: Fault[] = [];
  let total = 0;
  const present = new Set(reader.names(''));
  for (const { name, bytes, sha256 } of manifest.files) {
    if (!present.delete(name)) {
      faults.push(fault('verify-bundle-missing', name));
      continue;
    }
    const found = reader.hashes(name, [], (read) => {
      total += read;
    });
    if ('why' in found) faults.push(fault('verify-unreadable', name, { why: found.why }));
    else if (found.bytes !== bytes || found.parts[0] !== sha256)
      faults.push(fault('verify-file-altered', name, { where: WHOLE }));
  }
  for (const name of present) if (!UNNAMED.includes(name)) faults.push(fault('verify-file-extra', name));
  return { bytes: total, faults };
}

const WHOLE = { ja: 'ファイル全体', en: 'the file as a whole' };

/** What is wrong with the seal of a bundle, and with what is proved by it. */
function sealFaults(
  { seal: line, snapshot, proofs }: BundleManifest,
  good: GoodSeal | null,
  witness: Witness | null,
): Fault[] {
  if (line === null) return [fault('verify-never-sealed', MANIFEST)];
  if (good === null) return [fault('verify-seal-altered', MANIFEST, { number: '' })];
  const { seal } = good;
  const faults = proofs
    .filter((proof) => seal.commit.number !== snapshot || !isProved(proof, seal))
    .map(({ file, group }) => fault('verify-proof', MANIFEST, { file, group: group + 1 }));
  if (witness !== null && (witness.number !== seal.number || witness.sha256 !== good.sha256))
    faults.push(fault('verify-witness-differs', MANIFEST, { number: seal.number }));
  return faults;
}
