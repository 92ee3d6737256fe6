/**
 * One column of one row group as bytes: a dictionary where values repeat, one data page, bounds and a Bloom filter. Nothing is kept between chunks.
 * Source: https://github.com/apache/parquet-format/blob/master/README.md
 */
import type { Texts } from '../rows/texts.ts';
import { bloomHashes } from './bloom-writer.ts';
import { type Bounds, type Chunk, chunkOf, ENCODING, PAGE, type Page, VALUE_TYPE } from './chunk.ts';
import { pageBytes } from './page-bytes.ts';

/** Where the values of a column are taken from; `rows` chooses them, in the order in which they are written. */
export type ColumnValues =
  | { readonly type: 'text'; readonly texts: Texts; readonly codes: Int32Array; readonly isUnique?: boolean }
  | {
      readonly type: 'list';
      readonly texts: Texts;
      readonly codes: Int32Array;
      /** Row i has the entries `starts[i] .. starts[i + 1]`. */
      readonly starts: Uint32Array;
      /** Rows without a list; null: every row has one. */
      readonly isNull: Uint8Array | null;
    }
  /** NaN stands for none; `isRandom`: does not compress. */
  | {
      readonly type: 'int64';
      readonly values: Float64Array;
      readonly isRandom?: boolean;
      readonly repeats?: boolean;
    }
  /** `none` stands for none. */
  | { readonly type: 'int32'; readonly values: Int32Array; readonly none: number | null }
  | { readonly type: 'flag'; readonly values: Uint8Array; readonly bit: number };

/** Bounds that are longer say little more than they cost. */
const BOUND_BYTES_MAX = 1_024;
/** More different values than this share of the rows are written as they are. */
const DICTIONARY_SHARE = 0.5;
const DICTIONARY_MIN = 512;

// of the chunk at hand
let filters = false;
const page = pageBytes();
let first = new Int32Array(0);
let second = new Int32Array(0);
let third = new Int32Array(0);
let wide = new Float64Array(0);
/** By code of a text: its place in the dictionary of the chunk plus one. */
let places = new Int32Array(0);

/** Makes a chunk of the rows `rows[from, to)`. */
export function columnChunk(
  column: ColumnValues,
  rows: Uint32Array,
  from: number,
  to: number,
  hasFilter: boolean,
): Chunk {
  filters = hasFilter;
  const count = to - from;
  if (column.type === 'list') return listChunk(column, rows, from, to);
  reserve(count);
  switch (column.type) {
    case 'text': {
      const { codes } = column;
      let present = 0;
      for (let i = from; i < to; i++) {
        const code = codes[rows[i]];
        second[i - from] = code < 0 ? 0 : 1;
        if (code >= 0) first[present++] = code;
      }
      return textChunk(column.texts, present, column.isUnique === true, count, () =>
        levels(second, count, present, 1),
      );
    }
    case 'int64': {
      const { values } = column;
      let present = 0;
      for (let i = from; i < to; i++) {
        const value = values[rows[i]];
        const isThere = !Number.isNaN(value);
        second[i - from] = isThere ? 1 : 0;
        if (isThere) wide[present++] = value;
      }
      return int64Chunk(column, present, count);
    }
    case 'int32': {
      const { values, none } = column;
      let present = 0;
      for (let i = from; i < to; i++) {
        const value = values[rows[i]];
        second[i - from] = value === none ? 0 : 1;
        if (value !== none) first[present++] = value;
      }
      return int32Chunk(present, count);
    }
    case 'flag': {
      const { values, bit } = column;
      let set = 0;
      for (let i = from; i < to; i++) {
        first[i - from] = (values[rows[i]] & bit) === 0 ? 0 : 1;
        set += first[i - from];
      }
      page.clear();
      page.sameLevels(1, count);
      page.flags(first, count);
      const bounds = [Uint8Array.of(set === count ? 1 : 0), Uint8Array.of(set > 0 ? 1 : 0)] as const;
      return chunkOf(VALUE_TYPE.flag, [dataPage(count, ENCODING.plain)], {
        values: count,
        nulls: 0,
        bounds,
        bloom: null,
      });
    }
  }
}

function reserve(count: number): void {
  if (first.length >= count) return;
  [first, second, third] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  wide = new Float64Array(count);
}

/** Definition levels: which values are there. */
function levels(of: Int32Array, count: number, present: number, most: number): void {
  if (present === count) page.sameLevels(most, count);
  else if (most === 1 && present === 0) page.sameLevels(0, count);
  else page.levels(of, count, most === 1 ? 1 : 2);
}

/** Repetition levels in `second`, definition levels in `third`: 0 no list, 1 an empty one, 2 an entry without a text, 3 one with a text. */
function listChunk(
  { texts, codes, starts, isNull }: ColumnValues & { readonly type: 'list' },
  rows: Uint32Array,
  from: number,
  to: number,
): Chunk {
  let entries = 0;
  for (let i = from; i < to; i++) entries += Math.max(1, starts[rows[i] + 1] - starts[rows[i]]);
  reserve(entries);
  let at = 0;
  let present = 0;
  for (let i = from; i < to; i++) {
    const row = rows[i];
    const start = starts[row];
    const end = isNull !== null && isNull[row] !== 0 ? -1 : starts[row + 1];
    second[at] = 0;
    if (end <= start) third[at++] = end < start ? 0 : 1;
    for (let entry = start; entry < end; entry++) {
      const code = codes[entry];
      second[at] = entry === start ? 0 : 1;
      third[at++] = code < 0 ? 2 : 3;
      if (code >= 0) first[present++] = code;
    }
  }
  return textChunk(texts, present, false, at, () => {
    page.levels(second, at, 1);
    page.levels(third, at, 2);
  });
}

/** The texts whose codes stand in `first`. */
function textChunk(
  texts: Texts,
  present: number,
  isUnique: boolean,
  count: number,
  putLevels: () => void,
): Chunk {
  const { bytes, starts } = texts.held();
  const dictionary = isUnique ? null : dictionaryOf(first, present, texts.size());
  const bounds = textBounds(bytes, starts, dictionary ?? first, dictionary?.length ?? present);
  const nulls = count - present;
  if (dictionary === null) {
    page.clear();
    putLevels();
    for (let i = 0; i < present; i++) page.text(bytes, starts[first[i]], starts[first[i] + 1]);
    return chunkOf(VALUE_TYPE.text, [dataPage(count, ENCODING.plain)], {
      values: count,
      nulls,
      bounds,
      bloom: null,
    });
  }
  const hashes = bloomHashes();
  page.clear();
  for (const code of dictionary) {
    page.text(bytes, starts[code], starts[code + 1]);
    if (filters) hashes.add(bytes, starts[code], starts[code + 1]);
  }
  const values = dictionaryPage(dictionary.length);
  page.clear();
  putLevels();
  putIndices(first, present, dictionary.length);
  const pages = [values, dataPage(count, ENCODING.plainDictionary)];
  return chunkOf(VALUE_TYPE.text, pages, { values: count, nulls, bounds, bloom: hashes.filter() });
}

function putIndices(indices: Int32Array, present: number, different: number): void {
  const width = Math.max(1, 32 - Math.clz32(Math.max(0, different - 1)));
  page.byte(width);
  page.hybrid(indices, present, width);
}

/** The different codes in the order in which they come, and in `codes` their places; null, and nothing changed, where there are too many. */
function dictionaryOf(codes: Int32Array, present: number, size: number): Int32Array | null {
  if (places.length < size) places = new Int32Array(size * 2);
  else places.fill(0, 0, size);
  const most = Math.max(DICTIONARY_MIN, present * DICTIONARY_SHARE);
  let dictionary = new Int32Array(256);
  let different = 0;
  for (let i = 0; i < present; i++) {
    const code = codes[i];
    if (places[code] !== 0) continue;
    if (different >= most) return null;
    if (different === dictionary.length) {
      const larger = new Int32Array(different * 2);
      larger.set(dictionary);
      dictionary = larger;
    }
    dictionary[different++] = code;
    places[code] = different;
  }
  for (let i = 0; i < present; i++) codes[i] = places[codes[i]] - 1;
  return dictionary.subarray(0, different);
}

/** The first and the last of some texts, as bytes are compared. */
function textBounds(bytes: Uint8Array, starts: Uint32Array, codes: Int32Array, count: number): Bounds {
  if (count === 0) return [null, null];
  let min = codes[0];
  let max = codes[0];
  for (let i = 1; i < count; i++) {
    if (isBefore(bytes, starts, codes[i], min)) min = codes[i];
    else if (isBefore(bytes, starts, max, codes[i])) max = codes[i];
  }
  const bound = (code: number) =>
    starts[code + 1] - starts[code] > BOUND_BYTES_MAX ? null : bytes.slice(starts[code], starts[code + 1]);
  return [bound(min), bound(max)];
}

function isBefore(bytes: Uint8Array, starts: Uint32Array, one: number, other: number): boolean {
  let a = starts[one];
  let b = starts[other];
  const end = a + Math.min(starts[one + 1] - a, starts[other + 1] - b);
  for (; a < end; a++, b++) if (bytes[a] !== bytes[b]) return bytes[a] < bytes[b];
  return starts[one + 1] - starts[one] < starts[other + 1] - starts[other];
}

/** The numbers in `wide`. */
function int64Chunk(
  column: ColumnValues & { readonly type: 'int64' },
  present: number,
  count: number,
): Chunk {
  let min = wide[0];
  let max = wide[0];
  for (let i = 1; i < present; i++) {
    if (wide[i] < min) min = wide[i];
    if (wide[i] > max) max = wide[i];
  }
  const bounds: Bounds = present === 0 ? [null, null] : [int64Bytes(min), int64Bytes(max)];
  const nulls = count - present;
  if (column.repeats !== true) {
    page.clear();
    levels(second, count, present, 1);
    page.int64s(wide, present);
    const { isRandom = false } = column;
    return chunkOf(VALUE_TYPE.int64, [dataPage(count, ENCODING.plain)], {
      values: count,
      nulls,
      bounds,
      bloom: null,
      isRandom,
    });
  }
  const index = new Map<number, number>();
  for (let i = 0; i < present; i++) {
    let place = index.get(wide[i]);
    if (place === undefined) {
      place = index.size;
      index.set(wide[i], place);
    }
    first[i] = place;
  }
  const different = Float64Array.from(index.keys());
  page.clear();
  page.int64s(different, different.length);
  const hashes = bloomHashes();
  const plain = page.written();
  if (filters) for (let at = 0; at < plain.length; at += 8) hashes.add(plain, at, at + 8);
  const values = dictionaryPage(different.length);
  page.clear();
  levels(second, count, present, 1);
  putIndices(first, present, different.length);
  const pages = [values, dataPage(count, ENCODING.plainDictionary)];
  return chunkOf(VALUE_TYPE.int64, pages, { values: count, nulls, bounds, bloom: hashes.filter() });
}

function int64Bytes(value: number): Uint8Array {
  return new Uint8Array(BigInt64Array.of(BigInt(value)).buffer);
}

/** The numbers in `first`. */
function int32Chunk(present: number, count: number): Chunk {
  let min = first[0];
  let max = first[0];
  for (let i = 1; i < present; i++) {
    min = Math.min(min, first[i]);
    max = Math.max(max, first[i]);
  }
  const bytesOf = (value: number) => new Uint8Array(Int32Array.of(value).buffer);
  const bounds: Bounds = present === 0 ? [null, null] : [bytesOf(min), bytesOf(max)];
  page.clear();
  levels(second, count, present, 1);
  page.int32s(first, present);
  const pages = [dataPage(count, ENCODING.plain)];
  return chunkOf(VALUE_TYPE.int32, pages, { values: count, nulls: count - present, bounds, bloom: null });
}

/** What {@link page} holds: it must be the last page of its chunk, whose bytes are not copied. */
function dataPage(values: number, encoding: number): Page {
  return { kind: PAGE.data, values, encoding, plain: page.written() };
}

function dictionaryPage(values: number): Page {
  const plain = new Uint8Array(page.written());
  return { kind: PAGE.dictionary, values, encoding: ENCODING.plainDictionary, plain };
}
