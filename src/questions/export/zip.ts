/** A ZIP file written from its beginning to its end in constant memory. Source: PKWARE APPNOTE 6.3, without ZIP64. */
import { once } from 'node:events';
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';
import type { Write } from './form.ts';

/** One file inside, while it is written. */
export interface ZipEntry {
  write(bytes: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

/** A ZIP file being written: one entry after the other, then {@link finish}. */
export interface Zip {
  entry(name: string): ZipEntry;
  finish(): void;
}

const LEVEL = 4;
/** 1980-01-01, so that the same answer gives the same bytes. */
const DATE = 0x21;
/** Sizes follow the data; names are UTF-8. */
const FLAGS = 0x0808;
const VERSION = 20;

/** Begins a ZIP file. */
export function zipWriter(write: Write): Zip {
  let position = 0;
  const directory: Buffer[] = [];
  const put = (bytes: Uint8Array) => {
    write(bytes);
    position += bytes.length;
  };

  function entry(name: string): ZipEntry {
    const start = position;
    const title = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(VERSION, 4);
    local.writeUInt16LE(FLAGS, 6);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(DATE, 12);
    local.writeUInt16LE(title.length, 26);
    put(Buffer.concat([local, title]));
    const deflate: DeflateRaw = createDeflateRaw({ level: LEVEL });
    let packed = 0;
    let size = 0;
    let check = 0;
    deflate.on('data', (bytes: Buffer) => {
      packed += bytes.length;
      put(bytes);
    });
    return {
      async write(bytes) {
        size += bytes.length;
        check = crc32(bytes, check);
        if (!deflate.write(bytes)) await once(deflate, 'drain');
      },
      async end() {
        deflate.end();
        await once(deflate, 'end');
        const sizes = Buffer.alloc(16);
        sizes.writeUInt32LE(0x08074b50, 0);
        for (const [i, value] of [check, packed, size].entries()) sizes.writeUInt32LE(value, 4 + 4 * i);
        put(sizes);
        directory.push(record(title, start, [check, packed, size]));
      },
    };
  }

  return {
    entry,
    finish() {
      const start = position;
      for (const one of directory) put(one);
      const end = Buffer.alloc(22);
      end.writeUInt32LE(0x06054b50, 0);
      end.writeUInt16LE(directory.length, 8);
      end.writeUInt16LE(directory.length, 10);
      end.writeUInt32LE(position - start, 12);
      end.writeUInt32LE(start, 16);
      put(end);
    },
  };
}

/** An entry of the directory at the end. */
function record(title: Buffer, start: number, sizes: readonly number[]): Buffer {
  const head = Buffer.alloc(46);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(VERSION, 6);
  head.writeUInt16LE(FLAGS, 8);
  head.writeUInt16LE(8, 10);
  head.writeUInt16LE(DATE, 14);
  for (const [i, value] of sizes.entries()) head.writeUInt32LE(value, 16 + 4 * i);
  head.writeUInt16LE(title.length, 28);
  head.writeUInt32LE(start, 42);
  return Buffer.concat([head, title]);
}
