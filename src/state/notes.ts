/**
 * A small note per key: the text behind it, a count. For keys that are few, such as sources.
 *
 * Exact. Memory: that of the notes, about 200 bytes each. At `keysMax` keys that come later get none, and are counted.
 */
import type { Key } from '../core/hash.ts';
import type { Primitive } from './primitive.ts';

const KEYS_MAX = 4_096;
const NOTE_BYTES = 200;

/** Notes by key. The key may not be NONE; a note must survive JSON. */
export interface Notes<Note> extends Primitive {
  /** The note of a key, made if it has none; null beyond the cap. May be changed in place. */
  of(key: Key, make: () => Note): Note | null;
  /** The note of a key, if it has one. */
  get(key: Key): Note | undefined;
}

/** Makes an empty set of notes. */
export function notes<Note>(keysMax = KEYS_MAX): Notes<Note> {
  const all = new Map<Key, Note>();
  let refused = 0;
  return {
    of(key, make) {
      const held = all.get(key);
      if (held !== undefined) return held;
      if (all.size >= keysMax) {
        refused++;
        return null;
      }
      const made = make();
      all.set(key, made);
      return made;
    },
    get: (key) => all.get(key),
    save: (out) => out.json({ all: [...all], refused }),
    restore(from) {
      const saved = from.json<{ all: [Key, Note][]; refused: number }>();
      all.clear();
      for (const [key, note] of saved.all) all.set(key, note);
      ({ refused } = saved);
    },
    usage: () => ({ keys: all.size, bytes: all.size * NOTE_BYTES, evicted: refused }),
  };
}
