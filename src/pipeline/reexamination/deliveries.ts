/** Deliveries of registers that a lake holds, as tables. */
import { createHash } from 'node:crypto';
import { problem } from '../../core/problem.ts';
import type { Micros } from '../../core/time.ts';
import { registerTables } from '../../ingest/register-files.ts';
import { readCommit } from '../../store/chain.ts';
import { type Store, StoreFailed } from '../../store/store.ts';
import type { KnownTables } from './facts.ts';

/** The registers that a commit brought (null: none), as known by an instant. */
export function delivered(store: Store, number: number | null, by: Micros): KnownTables {
  const files = number === null ? [] : (readCommit(store, number).commit.delivery ?? []);
  const hashes: Record<string, string> = {};
  const found = files.map(({ register, file, sha256 }) => {
    const name = `registers/${sha256}`;
    const bytes = store.get(name);
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256)
      throw new StoreFailed(problem('lake-damaged', {}, { file: store.path(name) }), null);
    hashes[register] = `${hashes[register] ?? ''} ${sha256}`;
    return { register, file, bytes };
  });
  return { tables: registerTables(found).tables, by, hashes };
}
