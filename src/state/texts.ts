/**
 * Texts of keys that a finding may have to name when their event is gone: devices, accounts, sources.
 *
 * Memory: the text and about 60 bytes. At the cap, of bytes, those that were noted first go, counted; each is noted anew when it is met again.
 * A text that alone is a sixteenth of the cap is no name: it is not kept, and counted, so that it displaces no others.
 */
import type { Key } from '../core/hash.ts';
import type { Primitive } from './primitive.ts';

/** Default cap in one shard: some ten thousand texts. */
const BYTES_MAX = 2 ** 20;
const ENTRY_BYTES = 60;
/** So many texts fit at least. */
const NAMES_MIN = 16;
/** Whatever it is written in: so that the cap depends on the text alone. */
const CHARACTER_BYTES = 2;

/** Texts by key. */
export interface Texts extends Primitive {
  /** Keeps the text of a key; it is asked for only where it is not held. */
  note(key: Key, text: () => string | null): void;
  /** The text, null where it is not held. */
  of(key: Key): string | null;
}

/** Makes an empty memory of texts. */
export function texts(bytesMax = BYTES_MAX): Texts {
  let held = new Map<Key, string>();
  let bytes = 0;
  let evicted = 0;
  const bytesOf = (text: string): number => ENTRY_BYTES + text.length * CHARACTER_BYTES;

  return {
    note(key, text) {
      if (held.has(key)) return;
      const said = text();
      if (said === null) return;
      if (bytesOf(said) > bytesMax / NAMES_MIN) {
        evicted++;
        return;
      }
      bytes += bytesOf(said);
      while (bytes > bytesMax && held.size > 0) {
        const [[first, text]] = held;
        held.delete(first);
        bytes -= bytesOf(text);
        evicted++;
      }
      held.set(key, said);
    },
    of: (key) => held.get(key) ?? null,
    usage: () => ({ keys: held.size, bytes, evicted }),
    save: (out) => out.json({ held: [...held], evicted }),
    restore(from) {
      const saved = from.json<{ held: [Key, string][]; evicted: number }>();
      held = new Map(saved.held);
      bytes = saved.held.reduce((sum, [, text]) => sum + bytesOf(text), 0);
      evicted = saved.evicted;
    },
  };
}
