/** The seal of a lake, as docs/store.md describes it: the only place where its members are declared. */
import { z } from 'zod';

/** The format that this version writes and reads. */
export const SEAL_FORMAT = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The newest link of a chain. */
const head = z.strictObject({ number: z.int().positive(), sha256: hash });

/** A seal. The order of members is the order in the file: what is signed is the line without `signature`. */
export const seal = z.strictObject({
  format: z.literal(SEAL_FORMAT),
  number: z.int().positive(),
  previous: hash.nullable(),
  sealed_at: z.string(),
  commit: head,
  asks: head.nullable(),
  root: hash,
  key: hash,
  day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  next: hash.nullable(),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
export type Seal = z.infer<typeof seal>;
