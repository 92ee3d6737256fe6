/** When a key was last noted, over a span of time: recent sales and issues, recent transactions. */
import { type Key, NONE } from '../core/hash.ts';
import { keyNumbers } from '../core/key-numbers.ts';
import type { Micros } from '../core/time.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';

/** Keys remembered at most; beyond that the one noted longest ago goes, counted. */
const RECENT_MAX = 1 << 20;
const NOTES_MIN = 256;

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

/**
 * Nothing noted yet. Notes stand in a ring in the order of noting, and a map says which is the latest of each key; older ones of
 * the same key are passed over. Memory: about 50 bytes a key.
 */
export function recentKeys(span: Micros, keysMax = RECENT_MAX): RecentKeys {
  /** Number of the latest note of each key, ever rising; note n lies at n modulo the ring's length. */
  const latest = keyNumbers();
  const words = new Map<Key, string>();
  let ring = new Float64Array(NOTES_MIN * 2);
  let head = 0;
  let tail = 0;
  let evicted = 0;

  const at = (note: number): number => (note * 2) % ring.length;
  const isLatest = (note: number): boolean => latest.get(ring[at(note)]) === note;

  /** Makes room: passed-over notes go, and the ring doubles where that is not enough. */
  function makeRoom(): void {
    const kept: number[] = [];
    for (let note = head; note < tail; note++)
      if (isLatest(note)) kept.push(ring[at(note)], ring[at(note) + 1]);
    let length = ring.length;
    while (kept.length * 2 > length) length *= 2;
    ring = new Float64Array(length);
    ring.set(kept);
    head = 0;
    tail = kept.length / 2;
    for (let note = 0; note < tail; note++) latest.set(ring[note * 2], note);
  }

  function drop(): void {
    const key = ring[at(head)];
    latest.delete(key);
    if (words.size > 0) words.delete(key);
    head++;
  }

  function passOver(): void {
    while (head < tail && !isLatest(head)) head++;
  }

  function append(key: Key, time: Micros): void {
    if (head === tail) head = tail = 0;
    if ((tail - head) * 2 === ring.length) makeRoom();
    ring[at(tail)] = key;
    ring[at(tail) + 1] = time;
    latest.set(key, tail++);
  }

  return {
    note(key, time, said) {
      const held = latest.get(key);
      const isNew = Number.isNaN(held);
      if (!isNew && ring[at(held) + 1] > time) return;
      if (isNew && latest.size >= keysMax) {
        passOver();
        drop();
        evicted++;
      }
      append(key, time);
      if (said !== null) words.set(key, said);
    },
    has(key, from, to) {
      if (key === NONE) return false;
      const note = latest.get(key);
      if (Number.isNaN(note)) return false;
      const time = ring[at(note) + 1];
      return time >= from && time <= to;
    },
    wordsOf: (key) => words.get(key) ?? null,
    forget(time) {
      for (passOver(); head < tail && ring[at(head) + 1] < time - span; passOver()) drop();
    },
    size: () => latest.size,
    bytes: () => latest.bytes() + ring.byteLength,
    evicted: () => evicted,
    save(out) {
      const noted: [Key, Micros, string | null][] = [];
      for (let note = head; note < tail; note++) {
        const key = ring[at(note)];
        if (isLatest(note)) noted.push([key, ring[at(note) + 1], words.get(key) ?? null]);
      }
      out.json({ evicted, noted });
    },
    restore(from) {
      const saved = from.json<{ evicted: number; noted: [Key, Micros, string | null][] }>();
      evicted = saved.evicted;
      latest.clear();
      words.clear();
      head = 0;
      tail = 0;
      for (const [key, time, said] of saved.noted) {
        append(key, time);
        if (said !== null) words.set(key, said);
      }
    },
  };
}
