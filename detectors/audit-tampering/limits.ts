/** What a site may tune about tampering with the record. */
import { z } from 'zod';
import { hashText, type Key } from '../../src/core/hash.ts';

/** Thresholds of audit-tampering. */
export const thresholds = z.strictObject({
  auditClasses: z.array(z.string()).default(['audit-log']),
  monitorNames: z.array(z.string()).default(['metsuke']),
  administratorChanges: z.int().min(0).default(0),
  serviceRotation: z.boolean().default(true),
});
export type Thresholds = z.infer<typeof thresholds>;

/** Names as keys. */
interface Names {
  readonly audit: ReadonlySet<Key>;
  readonly monitor: ReadonlySet<Key>;
}
const ready = new WeakMap<Thresholds, Names>();
/** The names as keys, once per run. */
export function namesOf(limit: Thresholds): Names {
  const keys = (names: readonly string[]) => new Set(names.map(hashText));
  const made = ready.get(limit) ?? { audit: keys(limit.auditClasses), monitor: keys(limit.monitorNames) };
  ready.set(limit, made);
  return made;
}
