/** The manifest of an exported bundle, as docs/store.md describes it: the only place where its members are declared. */
import { z } from 'zod';

/** The format that this version writes and reads. */
export const BUNDLE_FORMAT = 1;

const count = z.int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** That a row group on which an answer rests was in the lake when it was sealed. */
const bundleProof = z.strictObject({
  file: z.string(),
  group: count,
  rows: count,
  from: count,
  to: count,
  sha256: hash,
  path: z.array(z.strictObject({ side: z.enum(['left', 'right']), sha256: hash })),
});

/** A manifest. `seal` is the line of the seal as it stands in the lake; null where nothing was sealed yet. */
export const bundleManifest = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  kind: z.literal('bundle'),
  snapshot: z.int().positive(),
  seal: z.string().nullable(),
  files: z.array(z.strictObject({ name: z.string(), bytes: count, sha256: hash })),
  proofs: z.array(bundleProof),
});
export type BundleManifest = z.infer<typeof bundleManifest>;
