/** Snapshots: typed arrays and small JSON values in one byte string, read back in the order in which they were written. */

type Numbers = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;
type NumbersConstructor<T extends Numbers> = {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer): T;
};

/** Collects what is saved. */
export interface SnapshotWriter {
  numbers(values: Numbers): void;
  json(value: unknown): void;
  /** What `write` saves, behind a head that tells what it is: whoever reads the head may pass over it. */
  group(head: object, write: () => void): void;
  /** Everything that another writer has collected, as if it had been saved here. */
  put(saved: Uint8Array): void;
}

/** Gives back what was saved, in the same order. */
export interface SnapshotReader {
  numbers<T extends Numbers>(type: NumbersConstructor<T>): T;
  /** Puts numbers at the beginning of an array that has room for them: no memory is needed besides. */
  into(array: Numbers): void;
  json<T>(): T;
  /** Reads the head of a group; `read` reads what stands in it, where it is wanted. */
  group<T>(isWanted: (head: T) => boolean, read: (head: T) => void): void;
  /** All that was saved behind this, as bytes of memory that threads can share. */
  rest(): Uint8Array<SharedArrayBuffer>;
}

/**
 * A writer and what it has collected: in one piece, or in pieces as they are, where joining hundreds of megabytes would take too long.
 * Layout: per item a 4-byte length (little endian), then the bytes.
 */
export function snapshotWriter(): SnapshotWriter & { bytes(): Uint8Array; pieces(): Iterable<Uint8Array> } {
  const items: Uint8Array[] = [];
  const encoder = new TextEncoder();
  return {
    numbers(values) {
      items.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice());
    },
    json(value) {
      items.push(encoder.encode(JSON.stringify(value)));
    },
    group(head, write) {
      const at = items.push(new Uint8Array(0));
      write();
      items[at - 1] = encoder.encode(JSON.stringify({ head, items: items.length - at }));
    },
    put(saved) {
      for (const { bytes } of itemsIn(saved)) items.push(bytes);
    },
    bytes() {
      const total = items.reduce((sum, item) => sum + 4 + item.length, 0);
      const out = new Uint8Array(total);
      const view = new DataView(out.buffer);
      let at = 0;
      for (const item of items) {
        view.setUint32(at, item.length, true);
        out.set(item, at + 4);
        at += 4 + item.length;
      }
      return out;
    },
    *pieces() {
      for (const item of items) {
        const head = new Uint8Array(4);
        new DataView(head.buffer).setUint32(0, item.length, true);
        yield head;
        yield item;
      }
    },
  };
}

/** The items of a snapshot, over its own memory, each with where it begins. */
function* itemsIn(saved: Uint8Array): Generator<{ begin: number; end: number; bytes: Uint8Array }> {
  const view = new DataView(saved.buffer, saved.byteOffset, saved.byteLength);
  for (let begin = 0; begin < saved.length; ) {
    const end = begin + 4 + view.getUint32(begin, true);
    yield { begin, end, bytes: saved.subarray(begin + 4, end) };
    begin = end;
  }
}

/** A group of a snapshot: its head, and all of it as it was saved. */
export interface SavedGroup<T> {
  readonly head: T;
  readonly saved: Uint8Array;
}

/** The groups that a snapshot consists of behind their number. */
export function groupsIn<T>(saved: Uint8Array): SavedGroup<T>[] {
  const [, ...items] = itemsIn(saved);
  const decoder = new TextDecoder();
  const groups: SavedGroup<T>[] = [];
  for (let at = 0; at < items.length; ) {
    const { begin, bytes } = items[at];
    const { head, items: size } = JSON.parse(decoder.decode(bytes)) as { head: T; items: number };
    groups.push({ head, saved: saved.subarray(begin, items[at + size].end) });
    at += 1 + size;
  }
  return groups;
}

/** Bytes of a snapshot, in one piece or in several, one after another: so hundreds of megabytes need never be in memory as a whole. */
export type Saved = Uint8Array | Iterable<Uint8Array>;

/** Reads what {@link snapshotWriter} made. Throws when asked for more than was saved: a programmer's error. */
export function snapshotReader(saved: Saved): SnapshotReader {
  const pieces = (saved instanceof Uint8Array ? [saved] : saved)[Symbol.iterator]();
  const decoder = new TextDecoder();
  const head = new Uint8Array(4);
  const headView = new DataView(head.buffer);
  let piece: Uint8Array = new Uint8Array(0);
  let at = 0;

  function fill(target: Uint8Array): void {
    for (let done = 0; done < target.length; ) {
      if (at === piece.length) {
        const next = pieces.next();
        if (next.done)
          throw new RangeError(`snapshot cut short: ${target.length - done} bytes more expected`);
        piece = next.value;
        at = 0;
      }
      const part = piece.subarray(at, at + target.length - done);
      target.set(part, done);
      done += part.length;
      at += part.length;
    }
  }
  const length = (): number => {
    fill(head);
    return headView.getUint32(0, true);
  };
  const next = (): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(length());
    fill(bytes);
    return bytes;
  };
  return {
    numbers: (type) => new type(next().buffer),
    into({ buffer, byteOffset, byteLength }) {
      const size = length();
      if (size > byteLength) throw new RangeError(`${size} bytes where there is room for ${byteLength}`);
      fill(new Uint8Array(buffer, byteOffset, size));
    },
    json<T>() {
      return JSON.parse(decoder.decode(next())) as T;
    },
    group<T>(isWanted: (head: T) => boolean, read: (head: T) => void) {
      const { head, items } = JSON.parse(decoder.decode(next())) as { head: T; items: number };
      if (isWanted(head)) read(head);
      else for (let i = 0; i < items; i++) next();
    },
    rest() {
      const left = [piece.subarray(at)];
      for (let next = pieces.next(); !next.done; next = pieces.next()) left.push(next.value);
      const all = new Uint8Array(new SharedArrayBuffer(left.reduce((sum, { length }) => sum + length, 0)));
      let to = 0;
      for (const part of left) {
        all.set(part, to);
        to += part.length;
      }
      piece = new Uint8Array(0);
      at = 0;
      return all;
    },
  };
}
