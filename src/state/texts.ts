/**
 * Texts of keys that a finding may have to name when their event is gone: devices, accounts, sources.
 *
 * Memory: the text and about 60 bytes. At the cap the one that was noted first goes, counted; it is noted anew when it is met again.
 */
import type { Key } from '../core/hash.ts';
import type { Primitive } from './primitive.ts';

/** Default cap of texts in one shard. */
const TEXTS_MAX = 1 << 17;
const ENTRY_BYTES = 60;

/** Texts by key. */
export interface Texts extends Primitive {
  /** Keeps the text of a key; it is asked for only where it is not held. */
  note(key: Key, text: () => string | null): void;
  /** The text, null where it is not held. */
  of(key: Key): string | null;
}

/** Makes an empty memory of texts. */
export function texts(textsMax = TEXTS_MAX): Texts {
  let held = new Map<Key, string>();
  let evicted = 0;

  return {
    note(key, text) {
      if (held.has(key)) return;
      const said = text();
      if (said === null) return;
      if (held.size >= textsMax) {
        const [first] = held.keys();
        held.delete(first);
        evicted++;
      }
      held.set(key, said);
    },
    of: (key) => held.get(key) ?? null,
    usage: () => ({ keys: held.size, bytes: held.size * ENTRY_BYTES, evicted }),
    save: (out) => out.json({ held: [...held], evicted }),
    restore(from) {
      const saved = from.json<{ held: [Key, string][]; evicted: number }>();
      held = new Map(saved.held);
      evicted = saved.evicted;
    },
  };
}
