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
}

/** Gives back what was saved, in the same order. */
export interface SnapshotReader {
  numbers<T extends Numbers>(type: NumbersConstructor<T>): T;
  json<T>(): T;
  /** Reads the head of a group; `read` reads what stands in it, where it is wanted. */
  group<T>(isWanted: (head: T) => boolean, read: (head: T) => void): void;
}

/** A writer and the bytes it has collected. Layout: per item a 4-byte length (little endian), then the bytes. */
export function snapshotWriter(): SnapshotWriter & { bytes(): Uint8Array } {
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
  };
}

/** Reads what {@link snapshotWriter} made. Throws when asked for more than was saved: a programmer's error. */
export function snapshotReader(bytes: Uint8Array): SnapshotReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  let at = 0;
  const next = (): Uint8Array => {
    const length = view.getUint32(at, true);
    if (at + 4 + length > bytes.length)
      throw new RangeError(`snapshot cut short: ${length} bytes expected at ${at + 4}`);
    const item = bytes.slice(at + 4, at + 4 + length);
    at += 4 + length;
    return item;
  };
  return {
    numbers(type) {
      return new type(next().buffer as ArrayBuffer);
    },
    json<T>() {
      return JSON.parse(decoder.decode(next())) as T;
    },
    group<T>(isWanted: (head: T) => boolean, read: (head: T) => void) {
      const { head, items } = JSON.parse(decoder.decode(next())) as { head: T; items: number };
      if (isWanted(head)) read(head);
      else for (let i = 0; i < items; i++) next();
    },
  };
}
