/** What every state primitive offers the engine: saving, restoring, and saying what it holds. */
import type { Micros } from '../core/time.ts';
import type { SnapshotReader, SnapshotWriter } from './snapshot.ts';

/** How much a primitive holds in one key shard, and what it had to let go. */
export interface Usage {
  readonly keys: number;
  readonly bytes: number;
  /** Entries given up at the cap since the start. */
  readonly evicted: number;
}

/** Bounded keyed state of one part in one key shard. */
export interface Primitive {
  save(out: SnapshotWriter): void;
  /** Replaces everything held with what was saved. */
  restore(from: SnapshotReader): void;
  usage(): Usage;
  /** The same primitive ahead of order (ahead.ts), where its kind can be seen so. */
  ahead?(): { passed(time: Micros): void };
}
