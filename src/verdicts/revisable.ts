/** Settled look-ups that a later transaction with the same id may still explain. */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';
import type { WaitingLookup } from './waiting.ts';

/** Transaction ids remembered at most; beyond that the oldest goes, counted. */
const REVISABLE_MAX = 1 << 18;
const ENTRY_BYTES = 250;

/** Look-ups by (source, transaction id). */
export interface RevisableLookups {
  /** Copies a look-up. */
  add(lookup: Readonly<WaitingLookup>): void;
  /** Takes out the look-ups of a transaction that lie within reach of `time`, in the order in which they were settled. */
  take(transaction: Key, time: Micros): readonly Readonly<WaitingLookup>[];
  /** Forgets the look-ups of these events. */
  drop(refs: ReadonlySet<number>): void;
  /** Forgets what is out of reach at `time`. */
  forget(time: Micros): void;
  size(): number;
  bytes(): number;
  evicted(): number;
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

const NOTHING: readonly Readonly<WaitingLookup>[] = [];

/** None yet. Memory: about 250 bytes a look-up. */
export function revisableLookups(reach: Micros): RevisableLookups {
  /** In order of settling: the first was settled longest ago. */
  let byTransaction = new Map<Key, WaitingLookup[]>();
  let size = 0;
  let evicted = 0;

  const remove = (key: Key, lookups: readonly WaitingLookup[]): void => {
    byTransaction.delete(key);
    size -= lookups.length;
  };

  return {
    add(lookup) {
      const { transaction } = lookup;
      const held = byTransaction.get(transaction) ?? [];
      byTransaction.delete(transaction);
      byTransaction.set(transaction, held);
      held.push({ ...lookup, event: null });
      size++;
      if (size <= REVISABLE_MAX) return;
      for (const [key, lookups] of byTransaction) {
        evicted += lookups.length;
        remove(key, lookups);
        break;
      }
    },
    take(transaction, time) {
      const held = byTransaction.get(transaction);
      if (held === undefined) return NOTHING;
      remove(transaction, held);
      return held.filter((lookup) => Math.abs(time - lookup.time) <= reach);
    },
    drop(refs) {
      if (refs.size === 0) return;
      for (const [key, lookups] of byTransaction) {
        const kept = lookups.filter(({ ref }) => !refs.has(ref));
        size -= lookups.length - kept.length;
        if (kept.length === 0) byTransaction.delete(key);
        else byTransaction.set(key, kept);
      }
    },
    forget(time) {
      for (const [key, lookups] of byTransaction) {
        if (lookups[lookups.length - 1].time >= time - reach) return;
        remove(key, lookups);
      }
    },
    size: () => size,
    bytes: () => size * ENTRY_BYTES,
    evicted: () => evicted,
    save(out) {
      out.json({ evicted, lookups: [...byTransaction] });
    },
    restore(from) {
      const saved = from.json<{ evicted: number; lookups: [Key, WaitingLookup[]][] }>();
      evicted = saved.evicted;
      byTransaction = new Map(saved.lookups);
      size = saved.lookups.reduce((sum, [, lookups]) => sum + lookups.length, 0);
    },
  };
}
