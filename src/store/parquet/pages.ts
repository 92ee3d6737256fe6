/**
 * The values of a column of a row group, from its pages: texts as places in one buffer, of which each different one stands there once
 * where the writer made a dictionary; numbers as such. Knows what the writers of the lake use: zstd or nothing, dictionaries and plain values.
 * Source: https://parquet.apache.org/docs/file-format/data-pages/
 */
import { zstdDecompressSync } from 'node:zlib';
import { hybrid } from './hybrid.ts';
import { type Chunk, KIND } from './layout.ts';
import { type Cursor, eachField, TYPE, zigzag } from './thrift.ts';

/** Texts of a column: value i is text `codes[i]`, and text t is `bytes[from[t], to[t])`. Text 0 is none. */
export interface Texts {
  readonly codes: Uint16Array | Int32Array;
  readonly bytes: Uint8Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** How many texts, the absent one among them. */
  readonly size: number;
}

/** A text; null where there is none. */
export function textAt({ bytes, from, to }: Texts, code: number): string | null {
  if (code === 0) return null;
  return Buffer.from(bytes.buffer, bytes.byteOffset + from[code], to[code] - from[code]).toString('utf8');
}

/** Lists of texts: row i has the values `starts[i] .. starts[i + 1]`. */
export interface TextLists extends Texts {
  readonly starts: Uint32Array;
}

const PAGE = { data: 0, dictionary: 2, data2: 3 } as const;
const ENCODING = { plain: 0, plainDictionary: 2, dictionary: 8 } as const;
const PAGE_BYTES_MAX = 2 ** 30;
/** How pages may be compressed. */
export const CODEC = { none: 0, zstd: 6 } as const;

/** A page without its levels: values of one encoding. */
interface Page {
  readonly isDictionary: boolean;
  readonly encoding: number;
  /** Values that stand there. */
  readonly size: number;
  readonly bytes: Uint8Array;
  readonly at: number;
}

/** What levels say of all pages of a chunk, one after another; null where every value is there. */
interface Levels {
  readonly defined: Uint8Array | null;
  readonly repeated: Uint8Array | null;
}

/** Numbers and flags; NaN where there is none. */
export function readNumbers(bytes: Uint8Array, chunk: Chunk, rows: number): Float64Array {
  const { levels, pages } = readPages(bytes, chunk);
  const values = new Float64Array(rows);
  let dictionary = new Float64Array(0);
  let at = 0;
  for (const page of pages) {
    const { size, encoding } = page;
    if (page.isDictionary) {
      dictionary = new Float64Array(size);
      plainNumbers(page, chunk.leaf.kind, dictionary, 0);
    } else if (encoding === ENCODING.plain) {
      plainNumbers(page, chunk.leaf.kind, values, at);
      at += size;
    } else {
      const codes = codesOf(page);
      for (let i = 0; i < size; i++) values[at++] = dictionary[codes[i]];
    }
  }
  if (at < rows || levels.defined !== null)
    spread(values, at, levels.defined, chunk.leaf.definedAt, Number.NaN);
  return values;
}

/** Texts, one a row. */
export function readTexts(bytes: Uint8Array, chunk: Chunk): Texts {
  const { levels, pages } = readPages(bytes, chunk);
  const { codes, size, ...texts } = textsOf(pages, chunk);
  if (levels.defined !== null) spread(codes.values, codes.size, levels.defined, chunk.leaf.definedAt, 0);
  return { codes: narrow(codes.values, size), size, ...texts };
}

/** Lists of texts. An absent list has none, as an empty one. */
export function readTextLists(bytes: Uint8Array, chunk: Chunk, rows: number): TextLists {
  const { levels, pages } = readPages(bytes, chunk);
  const { codes, size, ...texts } = textsOf(pages, chunk);
  const { definedAt } = chunk.leaf;
  const starts = new Uint32Array(rows + 1);
  const values = new Int32Array(codes.size);
  let [row, stored, kept] = [-1, 0, 0];
  for (let i = 0; i < chunk.values; i++) {
    if (levels.repeated === null || levels.repeated[i] === 0) starts[++row] = kept;
    const defined = levels.defined === null ? definedAt : levels.defined[i];
    if (defined === definedAt) values[kept++] = codes.values[stored++];
  }
  if (row !== rows - 1) throw new RangeError('rows are missing');
  starts[rows] = kept;
  return { codes: narrow(values.subarray(0, kept), size), size, starts, ...texts };
}

/** Moves values, which stand without gaps, to the rows that have one. */
function spread(
  values: Float64Array | Int32Array,
  size: number,
  defined: Uint8Array | null,
  definedAt: number,
  absent: number,
): void {
  let from = size;
  for (let row = values.length - 1; row >= 0; row--)
    values[row] = defined === null || defined[row] === definedAt ? values[--from] : absent;
  if (from !== 0) throw new RangeError('values are missing');
}

function narrow(codes: Int32Array, size: number): Uint16Array | Int32Array {
  return size <= 2 ** 16 ? new Uint16Array(codes) : codes;
}

/** The texts of pages, and the places of values in them, both from 1. */
function textsOf(pages: readonly Page[], { plainBytes, values }: Chunk) {
  const own = pages.filter(hasTexts);
  const bytes = own.length === 1 ? own[0].bytes : new Uint8Array(plainBytes);
  let from = new Uint32Array(1 + pages.reduce((sum, page) => sum + (hasTexts(page) ? page.size : 0), 0));
  const to = new Uint32Array(from.length);
  const codes = new Int32Array(values);
  let [at, size, done] = [0, 1, 0];
  for (const page of pages) {
    if (!hasTexts(page)) {
      const places = codesOf(page);
      for (let i = 0; i < page.size; i++) codes[done++] = places[i] + 1;
      continue;
    }
    const first = size;
    const view = new DataView(page.bytes.buffer, page.bytes.byteOffset, page.bytes.byteLength);
    if (own.length > 1) bytes.set(page.bytes.subarray(page.at), at);
    const shift = own.length > 1 ? at - page.at : 0;
    let next = page.at;
    for (let i = 0; i < page.size; i++) {
      const length = view.getUint32(next, true);
      from[size] = next + 4 + shift;
      next += 4 + length;
      to[size++] = next + shift;
    }
    if (next > page.bytes.length) throw new RangeError('texts end too early');
    at += page.bytes.length - page.at;
    if (!page.isDictionary) for (let i = 0; i < page.size; i++) codes[done++] = first + i;
  }
  from = from.subarray(0, size);
  return { codes: { values: codes, size: done }, bytes, from, to, size };
}

function hasTexts({ isDictionary, encoding }: Page): boolean {
  return isDictionary || encoding === ENCODING.plain;
}

/** Places in the dictionary: a byte with their width, then runs. */
function codesOf({ bytes, at, size }: Page): Int32Array {
  const codes = new Int32Array(size);
  if (size > 0) hybrid(bytes, at + 1, bytes.length, bytes[at], size, codes);
  return codes;
}

function plainNumbers({ bytes, at, size }: Page, kind: number, out: Float64Array, from: number): void {
  if (kind === KIND.boolean) {
    for (let i = 0; i < size; i++) out[from + i] = (bytes[at + (i >> 3)] >> (i & 7)) & 1;
    return;
  }
  const width = kind === KIND.int64 ? 8 : 4;
  if (at + size * width > bytes.length) throw new RangeError('numbers end too early');
  const words = new Int32Array((size * width) / 4);
  new Uint8Array(words.buffer).set(bytes.subarray(at, at + size * width)); // they may lie at any byte
  if (kind === KIND.int32) out.set(words, from);
  else if (kind === KIND.int64)
    for (let i = 0; i < size; i++) out[from + i] = words[2 * i + 1] * TWO_32 + (words[2 * i] >>> 0);
  else throw new RangeError(`numbers of kind ${kind}`);
}

const TWO_32 = 2 ** 32;

interface PageHead {
  kind: number;
  plainBytes: number;
  bytes: number;
  values: number;
  encoding: number;
  definedBytes: number;
  repeatedBytes: number;
  isCompressed: boolean;
}

/** Levels of the chunk that is being read: fresh memory for each would set the garbage collector to work every few chunks. */
const scratch = { defined: new Uint8Array(0), repeated: new Uint8Array(0) };

function scratchOf(name: keyof typeof scratch, size: number): Uint8Array {
  if (scratch[name].length < size) scratch[name] = new Uint8Array(size);
  return scratch[name].subarray(0, size);
}

/** The pages of a chunk, unpacked, with the levels of all of them. */
function readPages(bytes: Uint8Array, chunk: Chunk): { levels: Levels; pages: Page[] } {
  const { leaf, values } = chunk;
  const defined = leaf.definedAt > 0 ? scratchOf('defined', values) : null;
  const repeated = leaf.repeatedAt > 0 ? scratchOf('repeated', values) : null;
  const pages: Page[] = [];
  const cursor: Cursor = { bytes, at: 0 };
  let stored = 0;
  for (let done = 0; done < values; ) {
    const head = readHead(cursor);
    const packed = bytes.subarray(cursor.at, cursor.at + head.bytes);
    if (packed.length < head.bytes) throw new RangeError('a page ends too early');
    cursor.at += head.bytes;
    if (head.kind === PAGE.dictionary) {
      const plain = unpacked(packed, chunk.codec, head.plainBytes);
      pages.push({ isDictionary: true, encoding: head.encoding, size: head.values, bytes: plain, at: 0 });
      continue;
    }
    const page = head.kind === PAGE.data ? pageOf(packed, head, chunk) : secondPageOf(packed, head, chunk);
    const levelsTo = page.levels;
    if (repeated !== null) level(levelsTo.repeated, leaf.repeatedAt, head.values, repeated, done);
    if (defined !== null) level(levelsTo.defined, leaf.definedAt, head.values, defined, done);
    const size = defined === null ? head.values : countOf(defined, done, done + head.values, leaf.definedAt);
    stored += size;
    done += head.values;
    pages.push({ isDictionary: false, encoding: encodingOf(head), size, bytes: page.bytes, at: page.at });
  }
  return { levels: { defined: stored === values ? null : defined, repeated }, pages };
}

function encodingOf({ encoding }: PageHead): number {
  if (encoding === ENCODING.plain) return encoding;
  if (encoding === ENCODING.plainDictionary || encoding === ENCODING.dictionary) return ENCODING.dictionary;
  throw new RangeError(`pages of encoding ${encoding}`);
}

interface LevelBytes {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

interface OpenPage {
  readonly bytes: Uint8Array;
  readonly at: number;
  readonly levels: { readonly repeated: LevelBytes; readonly defined: LevelBytes };
}

/** A page of the first kind: levels, each behind its length, and values are compressed together. */
function pageOf(packed: Uint8Array, { plainBytes }: PageHead, { leaf, codec }: Chunk): OpenPage {
  const bytes = unpacked(packed, codec, plainBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (isThere: boolean): LevelBytes => {
    if (!isThere) return { bytes, from: at, to: at };
    const from = at + 4;
    at = from + view.getUint32(at, true);
    return { bytes, from, to: at };
  };
  const repeated = take(leaf.repeatedAt > 0);
  const defined = take(leaf.definedAt > 0);
  return { bytes, at, levels: { repeated, defined } };
}

/** A page of the second kind: levels stand before the values, uncompressed, and the head says how long they are. */
function secondPageOf(packed: Uint8Array, head: PageHead, { codec }: Chunk): OpenPage {
  const { repeatedBytes, definedBytes, plainBytes } = head;
  const from = repeatedBytes + definedBytes;
  const values = packed.subarray(from);
  return {
    // what was read of a compressed chunk lies in memory that the next chunk is read into
    bytes: head.isCompressed ? unpacked(values, codec, plainBytes - from) : new Uint8Array(values),
    at: 0,
    levels: {
      repeated: { bytes: packed, from: 0, to: repeatedBytes },
      defined: { bytes: packed, from: repeatedBytes, to: from },
    },
  };
}

function level(
  { bytes, from, to }: LevelBytes,
  most: number,
  count: number,
  out: Uint8Array,
  at: number,
): void {
  hybrid(bytes, from, to, 32 - Math.clz32(most), count, out, at);
}

function countOf(levels: Uint8Array, from: number, to: number, wanted: number): number {
  let count = 0;
  for (let i = from; i < to; i++) if (levels[i] === wanted) count++;
  return count;
}

function unpacked(bytes: Uint8Array, codec: number, plainBytes: number): Uint8Array {
  if (codec === CODEC.none) return bytes;
  if (codec !== CODEC.zstd) throw new RangeError(`compression ${codec}`);
  if (plainBytes === 0) return new Uint8Array(0);
  if (plainBytes > PAGE_BYTES_MAX) throw new RangeError('a page is too long');
  const plain = decompressed(bytes, plainBytes);
  if (plain.length !== plainBytes) throw new RangeError('a page is not as long as it says');
  return plain;
}

/** Decompressed in one piece: more than `plainBytes` come only where the page is damaged. */
function decompressed(bytes: Uint8Array, plainBytes: number): Uint8Array {
  try {
    return zstdDecompressSync(bytes, { chunkSize: Math.max(64, plainBytes) });
  } catch (error) {
    throw new RangeError('a page cannot be decompressed', { cause: error });
  }
}

function readHead(cursor: Cursor): PageHead {
  const head: PageHead = {
    kind: -1,
    plainBytes: 0,
    bytes: 0,
    values: 0,
    encoding: 0,
    definedBytes: 0,
    repeatedBytes: 0,
    isCompressed: true,
  };
  const [KIND_FIELD, PLAIN_BYTES, BYTES, DATA, DICTIONARY, DATA2] = [1, 2, 3, 5, 7, 8];
  eachField(cursor, (id, type) => {
    if (type === TYPE.struct && (id === DATA || id === DICTIONARY)) readCounts(cursor, head, 2);
    else if (type === TYPE.struct && id === DATA2) readCounts(cursor, head, 4);
    else if (type !== TYPE.i32) return false;
    else if (id === KIND_FIELD) head.kind = zigzag(cursor);
    else if (id === PLAIN_BYTES) head.plainBytes = zigzag(cursor);
    else if (id === BYTES) head.bytes = zigzag(cursor);
    else return false;
    return true;
  });
  return head;
}

/** What a page of either kind says of its values; `encodingAt` is the field of the encoding. */
function readCounts(cursor: Cursor, head: PageHead, encodingAt: 2 | 4): void {
  eachField(cursor, (id, type) => {
    if (encodingAt === 4 && id === 7) head.isCompressed = type === TYPE.true;
    if (type !== TYPE.i32) return false;
    const value = zigzag(cursor);
    if (id === 1) head.values = value;
    else if (id === encodingAt) head.encoding = value;
    else if (encodingAt === 4 && id === 5) head.definedBytes = value;
    else if (encodingAt === 4 && id === 6) head.repeatedBytes = value;
    return true;
  });
}
