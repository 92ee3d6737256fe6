/** Which systems the accounts register is about: a list of the directory's accounts says nothing about those of the tills. */
import { SYSTEMS } from '../../schemas/access-event.ts';
import { hashText, type Key, NONE } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { type History, isKnown } from './history.ts';
import type { AccountRow } from './registers.ts';

const KIND_KEYS = SYSTEMS.map(hashText);

/**
 * True where some entry known by then is about the concrete source, its kind, or all systems; and where there is no entry at
 * all, since an empty register says that no account exists.
 */
export function accountSystemsOf({
  entries: { rows, recorded },
}: Pick<History<AccountRow, readonly AccountRow[]>, 'entries'>): (
  system: number,
  source: Key,
  known: Micros,
) => boolean {
  const since = new Map<Key, Micros>();
  for (const [i, { system }] of rows.entries())
    since.set(system, Math.min(since.get(system) ?? Number.POSITIVE_INFINITY, recorded[i]));
  const isAbout = (scope: Key, known: Micros): boolean => {
    const first = since.get(scope);
    return first !== undefined && isKnown(first, known);
  };
  return (system, source, known) =>
    rows.length === 0 || isAbout(NONE, known) || isAbout(KIND_KEYS[system], known) || isAbout(source, known);
}
