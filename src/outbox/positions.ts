/**
 * How far an output is, durably: a row of numbered files, of which the highest holds. Each is written under a temporary name,
 * fsynced and linked to its number, never renamed: link(2) fails where the number is taken, so that a process that slept while
 * another one took over finds that out, where a rename would have put the old position over the new one.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { problem } from '../core/problem.ts';
import { numbered } from '../store/chain.ts';
import { type Store, StoreFailed } from '../store/store.ts';
import type { Place } from './commit-lines.ts';

const position = z.object({
  format: z.literal(1),
  commit: z.int().min(0),
  line: z.int().min(0),
  writer: z.string(),
  memory: z.unknown(),
});

/** The position of one output, for the one who moves it. */
export interface Positions {
  place(): Place;
  /** What the receiver wanted to be known of it. */
  memory(): unknown;
  /** Throws {@link StoreFailed} where another process has taken the output over. */
  check(): void;
  /** Makes a new position durable. */
  move(place: Place, memory: unknown): void;
}

/** Takes the output in `folder` over; a new one begins at `begin`. */
export function openPositions(store: Store, folder: string, begin: Place): Positions {
  const writer = randomBytes(6).toString('hex');
  const nameOf = (serial: number) => `${folder}/${numbered(serial)}.json`;
  const known = newest(store, folder);
  let serial = known?.serial ?? 0;
  let now: { place: Place; memory: unknown } = known ?? { place: begin, memory: null };

  function put(next: typeof now): void {
    const text = JSON.stringify({ format: 1, ...next.place, writer, memory: next.memory });
    const bytes = Buffer.from(`${text}\n`);
    const name = nameOf(serial + 1);
    // over a network, a link that was made may be reported as taken: what stands there tells who won
    if (store.put(name, bytes) === 'taken' && !bytes.equals(store.get(name) ?? bytes.subarray(1)))
      throw takenOver(store, name);
    serial++;
    now = next;
    for (const old of store.list(folder)) if (old < name) store.remove(old);
  }

  put(now); // so that whoever was at it finds its next number taken
  return {
    place: () => now.place,
    memory: () => now.memory,
    check() {
      const last = store.list(folder).at(-1);
      if (last !== nameOf(serial)) throw takenOver(store, last ?? nameOf(serial));
    },
    move: (place, memory) => put({ place, memory }),
  };
}

/** Where an output stands, without taking it over; null for one that has not begun. */
export function readPosition(store: Store, folder: string): Place | null {
  return newest(store, folder)?.place ?? null;
}

function newest(store: Store, folder: string): { serial: number; place: Place; memory: unknown } | null {
  const name = store.list(folder).at(-1);
  if (name === undefined) return null;
  const read = position.safeParse(parsed(store.get(name)));
  if (!read.success) throw new StoreFailed(problem('lake-damaged', {}, { file: store.path(name) }), null);
  const { commit, line, memory } = read.data;
  return { serial: Number.parseInt(name.slice(folder.length + 1), 10), place: { commit, line }, memory };
}

function parsed(bytes: Uint8Array | null): unknown {
  try {
    return bytes === null ? null : JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}

function takenOver(store: Store, name: string): StoreFailed {
  return new StoreFailed(problem('lake-taken-over', {}, { file: store.path(name) }), null);
}
