/** When a key was last noted, over a span of time: recent sales and issues, recent transactions. */
import { type Key, NONE } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';

/** Keys remembered at most; beyond that the one noted longest ago goes, counted. */
const RECENT_MAX = 1 << 20;
const ENTRY_BYTES = 100;

/** The latest time of each key. */
export interface RecentKeys {
  note(key: Key, time: Micros, words: string | null): void;
  /** True where the key was last noted within `[from, to]`. */
  has(key: Key, from: Micros, to: Micros): boolean;
  /** What was said when the key was last noted. */
  wordsOf(key: Key): string | null;
  /** Forgets what lies more than the span before `time`. */
  forget(time: Micros): void;
  size(): number;
  bytes(): number;
  evicted(): number;
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

/** Nothing noted yet. Memory: about 100 bytes a key. */
export function recentKeys(span: Micros, keysMax = RECENT_MAX): RecentKeys {
  /** In order of noting: the first is the one noted longest ago. */
  let noted = new Map<Key, readonly [time: Micros, words: string | null]>();
  let evicted = 0;
  return {
    note(key, time, words) {
      const held = noted.get(key);
      if (held !== undefined && held[0] > time) return;
      if (held !== undefined) noted.delete(key);
      else if (noted.size >= keysMax) {
        for (const oldest of noted.keys()) {
          noted.delete(oldest);
          break;
        }
        evicted++;
      }
      noted.set(key, [time, words]);
    },
    has(key, from, to) {
      if (key === NONE) return false;
      const held = noted.get(key);
      return held !== undefined && held[0] >= from && held[0] <= to;
    },
    wordsOf: (key) => noted.get(key)?.[1] ?? null,
    forget(time) {
      for (const [key, held] of noted) {
        if (held[0] >= time - span) return;
        noted.delete(key);
      }
    },
    size: () => noted.size,
    bytes: () => noted.size * ENTRY_BYTES,
    evicted: () => evicted,
    save(out) {
      out.json({ evicted, noted: [...noted] });
    },
    restore(from) {
      const saved = from.json<{ evicted: number; noted: [Key, [Micros, string | null]][] }>();
      evicted = saved.evicted;
      noted = new Map(saved.noted);
    },
  };
}
