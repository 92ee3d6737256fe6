/**
 * The pages of one column of one row group, compressed.
 * Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
import { Buffer } from 'node:buffer';
import { constants, zstdCompressSync } from 'node:zlib';
import { thriftBytes } from './thrift-writer.ts';

/** Types of values as Parquet numbers them. */
export const VALUE_TYPE = { flag: 0, int32: 1, int64: 2, text: 6 } as const;

/** A chunk, and what the footer says of it. */
export interface Chunk {
  readonly valueType: number;
  /** Pieces of the file, in order. */
  readonly pieces: readonly Uint8Array[];
  readonly bytes: number;
  /** Of the dictionary page, where there is one: the data page follows. */
  readonly dictionaryBytes: number;
  readonly plainBytes: number;
  readonly values: number;
  readonly nulls: number;
  readonly codec: number;
  readonly encodings: readonly number[];
  readonly min: Uint8Array | null;
  readonly max: Uint8Array | null;
  readonly bloom: Uint8Array | null;
}

/** The first and the last value, as Parquet writes them. */
export type Bounds = readonly [min: Uint8Array | null, max: Uint8Array | null];

/** How values are written. */
export const ENCODING = { plain: 0, plainDictionary: 2, rle: 3 } as const;
/** What a page holds. */
export const PAGE = { data: 0, dictionary: 2 } as const;
const CODEC = { none: 0, zstd: 6 } as const;
/** Smaller pages are not worth a call. */
const COMPRESSED_MIN = 128;
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 1 };
/** A page before it is compressed. */
export interface Page {
  readonly kind: number;
  readonly values: number;
  readonly encoding: number;
  readonly plain: Uint8Array;
}

/** In one piece: what is not made smaller is a little longer. */
function compressed(plain: Uint8Array): Uint8Array {
  return zstdCompressSync(plain, { params: LEVEL, chunkSize: plain.length + (plain.length >> 7) + 256 });
}

/** The head and the body of a page. */
function packed({ kind, values, encoding, plain }: Page, codec: number): [Uint8Array, Uint8Array] {
  const body = codec === CODEC.none ? Buffer.from(plain) : compressed(plain);
  const head = thriftBytes((out) => {
    out.i32(1, kind);
    out.i32(2, plain.length);
    out.i32(3, body.length);
    out.struct(kind === PAGE.data ? 5 : 7, () => {
      out.i32(1, values);
      out.i32(2, encoding);
      if (kind !== PAGE.data) return;
      out.i32(3, ENCODING.rle);
      out.i32(4, ENCODING.rle);
    });
  });
  return [head, body];
}

type Told = Pick<Chunk, 'values' | 'nulls' | 'bloom'> & {
  readonly bounds: Bounds;
  readonly isRandom?: boolean;
};

/** A chunk of one or two pages: a dictionary, if there is one, and data. */
export function chunkOf(valueType: number, pages: readonly Page[], told: Told): Chunk {
  const { values, nulls, bloom, bounds, isRandom = false } = told;
  const plainBytes = pages.reduce((sum, { plain }) => sum + plain.length, 0);
  const codec = isRandom || plainBytes < COMPRESSED_MIN ? CODEC.none : CODEC.zstd;
  const written = pages.map((one) => packed(one, codec));
  const sizes = written.map(([head, body]) => head.length + body.length);
  const heads = written.reduce((sum, [head]) => sum + head.length, 0);
  return {
    valueType,
    pieces: written.flat(),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    dictionaryBytes: pages.length > 1 ? sizes[0] : 0,
    plainBytes: plainBytes + heads,
    values,
    nulls,
    codec,
    encodings: [...new Set([...pages.map(({ encoding }) => encoding), ENCODING.rle])],
    min: bounds[0],
    max: bounds[1],
    bloom,
  };
}
