/** The rows of a batch on their way: columns that the line reader fills, and the bytes that texts are read from again. */
import { Buffer } from 'node:buffer';
import type { NormalEvent } from '../../../schemas/access-event.ts';
import { SYSTEMS } from '../../../schemas/access-event.ts';
import {
  allocateColumns,
  type EventBatch,
  type EventColumns,
  NO_DAY,
  type Origin,
  ROW_FORM,
  type RowTexts,
} from '../../../schemas/event-columns.ts';
import { encodeEvents, eventIdOf, putEvent, putText } from '../../batch/encode.ts';
import { PLAIN_COLUMNS } from '../../batch/gather.ts';
import { type Defaults, normalEvent } from '../../batch/normal-event.ts';
import type { Key } from '../../core/hash.ts';
import type { RowEncoding } from '../encoding.ts';
import { withRaw } from '../kept-raw.ts';
import { knownBytes, textOf } from '../strict-row.ts';
import { BACKSLASH, QUOTE, SLASH } from './bytes.ts';
import { FIELDS, fieldNumber } from './fields.ts';
import { findRowTexts } from './row-texts.ts';
import { skipText, textAt } from './texts.ts';
import { skipSpace } from './values.ts';

/** No such text stands in the row. */
const NOWHERE = 0;
/** The row was read by the strict reader: its texts may be in any form. */
const STRICTLY = 2 ** 32 - 1;

const SOURCE = fieldNumber('source');
const ID = fieldNumber('id');
const SUBJECT = fieldNumber('subject');
const SUBJECTS = fieldNumber('subjects');
/** Fields whose text may be asked for again: where it begins is noted. */
const NOTED: ReadonlySet<number> = new Set([SOURCE, ID, SUBJECT, SUBJECTS, fieldNumber('actor')]);

/** What the line reader writes into. Arrays are indexed by row, lists of arrays by field. */
export interface BatchRows {
  readonly capacity: number;
  size: number;
  readonly columns: EventColumns;
  /** The columns of fields, one array a field whatever its kind; those of other kinds are not touched. */
  readonly floats: readonly Float64Array[];
  readonly codes: readonly Uint8Array[];
  /** Where the text of a noted field begins in the buffer, after its quote; of `subjects`, after the bracket. */
  readonly places: readonly Uint32Array[];
  /** Subjects of all rows so far. Beyond `subjectCount` it may hold anything. */
  subjects: Float64Array;
  subjectCount: number;
}

/** Rows of one batch, with the bytes they came from. */
export interface HeldRows {
  readonly rows: BatchRows;
  /** Accepts the row whose columns are filled: it is `bytes[start, stop)`, and begins at `base + start` in the stream. */
  accept(bytes: Buffer, start: number, stop: number, base: number): void;
  /** Fills the columns of the next row from an event. */
  fill(event: NormalEvent, content: Key, identity: Key): void;
  /** The buffers its rows lie in. */
  buffers(): readonly Buffer[];
  /** Empties what an unfinished row has left behind. */
  clear(): void;
  seal(): EventBatch;
}

/** What texts of a row are read again with. */
export interface Rereading {
  readonly defaults: Defaults;
  readonly encoding: () => RowEncoding;
  readonly input?: number | undefined;
}

const NO_FLOATS = new Float64Array(0);
const NO_CODES = new Uint8Array(0);
const NO_PLACES = new Uint32Array(0);

/** Arrays of a batch that is done with, for the next one. */
export interface SpareRows {
  readonly columns: EventColumns;
  readonly places: readonly Uint32Array[];
  readonly starts: Uint32Array;
  readonly stops: Uint32Array;
  readonly positions: Float64Array;
}

function freshRows(capacity: number): SpareRows {
  return {
    columns: allocateColumns(capacity, 0),
    places: FIELDS.columns.map((_, field) => (NOTED.has(field) ? new Uint32Array(capacity) : NO_PLACES)),
    starts: new Uint32Array(capacity),
    stops: new Uint32Array(capacity),
    positions: new Float64Array(capacity),
  };
}

/** Arrays as if they were fresh. */
function emptied(spare: SpareRows): SpareRows {
  for (const name of PLAIN_COLUMNS) spare.columns[name].fill(name === 'recordDate' ? NO_DAY : 0);
  for (const place of spare.places) place.fill(NOWHERE);
  return spare;
}

/**
 * Empty rows of a batch of up to `capacity`, in arrays of `spare` where there are some of that size. What a sealed batch was made of
 * is told to `done` when the batch is released.
 */
export function batchRows(
  capacity: number,
  rereading: Rereading,
  spare?: SpareRows,
  done: (rows: SpareRows | null, buffers: readonly Buffer[]) => void = () => {},
): HeldRows {
  const arrays = spare?.starts.length === capacity ? emptied(spare) : freshRows(capacity);
  const { columns, places, starts, stops, positions } = arrays;
  const byName: Readonly<Record<string, unknown>> = { ...columns };
  const column = FIELDS.columns.map((name) => byName[name]);
  const rows: BatchRows = {
    capacity,
    size: 0,
    columns,
    floats: column.map((one) => (one instanceof Float64Array ? one : NO_FLOATS)),
    codes: column.map((one) => (one instanceof Uint8Array ? one : NO_CODES)),
    places,
    subjects: new Float64Array(Math.max(16, capacity)),
    subjectCount: 0,
  };
  // rows lie in one buffer after another
  const buffers: RowBuffer[] = [];

  return {
    rows,
    accept(bytes, start, stop, base) {
      const row = rows.size++;
      if (buffers.length === 0 || buffers[buffers.length - 1].bytes !== bytes)
        buffers.push({ bytes, firstRow: row });
      starts[row] = start;
      stops[row] = stop;
      positions[row] = base + start;
    },
    fill(event, content, identity) {
      const row = rows.size;
      const one = encodeEvents([event], [content], [identity]).columns;
      for (const name of PLAIN_COLUMNS) columns[name][row] = one[name][0];
      makeRoom(rows, one.subjects.length);
      rows.subjects.set(one.subjects, rows.subjectCount);
      rows.subjectCount += one.subjects.length;
      columns.subjectStart[row + 1] = rows.subjectCount;
      places[ID][row] = STRICTLY;
    },
    clear() {
      const row = rows.size;
      for (const name of PLAIN_COLUMNS) columns[name][row] = name === 'recordDate' ? NO_DAY : 0;
      for (const place of places) place[row] = NOWHERE;
    },
    buffers: () => buffers.map(({ bytes }) => bytes),
    seal() {
      const isPart = rows.size < capacity / 2;
      const lying = isPart
        ? {
            starts: starts.slice(0, rows.size),
            stops: stops.slice(0, rows.size),
            positions: positions.slice(0, rows.size),
          }
        : arrays;
      const kept = isPart ? { ...rows, places: places.map((place) => place.slice(0, rows.size)) } : rows;
      const batch = sealed(kept, { buffers, ...lying, ...rereading });
      if (isPart) done(arrays, []); // few rows that may wait long do not hold the arrays of many
      return {
        ...batch,
        release: () =>
          done(
            isPart ? null : arrays,
            buffers.map(({ bytes }) => bytes),
          ),
      };
    },
  };
}

/** Makes room for more subjects. */
export function makeRoom(rows: BatchRows, more: number): void {
  const needed = rows.subjectCount + more;
  if (needed <= rows.subjects.length) return;
  const larger = new Float64Array(needed * 2);
  larger.set(rows.subjects);
  rows.subjects = larger;
}

/** A buffer and the first row that lies in it. */
interface RowBuffer {
  readonly bytes: Buffer;
  readonly firstRow: number;
}

interface RawRows extends Rereading, Pick<SpareRows, 'starts' | 'stops' | 'positions'> {
  readonly buffers: readonly RowBuffer[];
}

function sealed(
  rows: BatchRows,
  { buffers, starts, stops, positions, defaults, encoding, input = 0 }: RawRows,
): EventBatch {
  const { size, columns, places } = rows;
  const whole = trimmed(columns, size, rows.subjects.slice(0, rows.subjectCount));
  const sources = places[SOURCE];
  const ids = places[ID];
  const { placeOf = String } = defaults;
  const sourceTexts = SYSTEMS.map((system) => Buffer.from(defaults.source ?? system));

  function bufferOf(row: number): Buffer {
    let at = buffers.length - 1;
    while (buffers[at].firstRow > row) at--;
    return buffers[at].bytes;
  }

  function event(row: number): NormalEvent {
    const bytes = bufferOf(row);
    const raw = bytes.subarray(starts[row], stops[row]);
    const text = textOf(bytes, starts[row], stops[row], knownBytes(raw, encoding), encoding);
    // it was read before, strictly
    return normalEvent(JSON.parse(text ?? ''), positions[row], defaults);
  }

  function eventId(row: number): string {
    if (ids[row] === STRICTLY) return eventIdOf(event(row));
    const bytes = bufferOf(row);
    const source =
      sources[row] === NOWHERE
        ? (defaults.source ?? SYSTEMS[whole.system[row]])
        : textAt(bytes, sources[row]);
    return ids[row] === NOWHERE
      ? `${source}/${source}:${placeOf(positions[row])}`
      : `${source}/${textAt(bytes, ids[row])}`;
  }

  function putEventId(row: number, into: Uint8Array, at: number): number {
    const bytes = bufferOf(row);
    if (ids[row] === STRICTLY || ids[row] === NOWHERE) return putText(eventId(row), into, at);
    const given = sources[row];
    const named = given === NOWHERE ? sourceTexts[whole.system[row]] : bytes;
    let to = putPlain(named, given, given === NOWHERE ? named.length : -1, into, at);
    if (to >= 0 && to < into.length) {
      into[to] = SLASH;
      to = putPlain(bytes, ids[row], -1, into, to + 1);
      if (to >= 0) return to;
    }
    return putText(eventId(row), into, at);
  }

  function putRow(row: number, into: Uint8Array, at: number): number {
    const isPlaced = defaults.placeOf !== undefined && (ids[row] === NOWHERE || ids[row] === STRICTLY);
    // who reads a line again does not know how its place is named
    if (isPlaced || encoding() !== 'utf-8') return putEvent(event(row), into, at);
    const bytes = bufferOf(row);
    const end = at + 1 + stops[row] - starts[row];
    if (end > into.length) return -1;
    into[at] = ROW_FORM.line;
    into.set(bytes.subarray(starts[row], stops[row]), at + 1);
    return end;
  }

  function subject(row: number, index: number): string {
    if (ids[row] === STRICTLY) return event(row).subjects[index];
    const bytes = bufferOf(row);
    const first = places[SUBJECT][row];
    if (first === NOWHERE) return listedTextAt(bytes, places[SUBJECTS][row], index);
    return index === 0 ? textAt(bytes, first) : listedTextAt(bytes, places[SUBJECTS][row], index - 1);
  }

  function findTexts(row: number, into: RowTexts): boolean {
    if (ids[row] === STRICTLY) return false;
    into.source = sourceTexts[whole.system[row]];
    return findRowTexts(bufferOf(row), starts[row], into);
  }

  const origin = (row: number): Origin => ({ input, byte: positions[row] });

  const batch = { size, columns: whole, event, eventId, putEventId, putRow, subject, findTexts, origin };
  return withRaw(batch, defaults, (row) => bufferOf(row).subarray(starts[row], stops[row]));
}

/**
 * Puts a text without escapes that begins at `start` and ends at `stop`, or before its quote where that is -1; gives back
 * where it ends, -1 where it has escapes or there is no room.
 */
function putPlain(bytes: Buffer, start: number, stop: number, into: Uint8Array, at: number): number {
  let to = at;
  for (let from = start; from !== stop; from++) {
    const byte = bytes[from];
    if (byte === QUOTE && stop === -1) break;
    if (byte === BACKSLASH || to === into.length) return -1;
    into[to++] = byte;
  }
  return to;
}

/** Columns of exactly `size` rows. */
function trimmed(columns: EventColumns, size: number, subjects: Float64Array): EventColumns {
  if (size === columns.time.length) return { ...columns, subjects };
  const whole = allocateColumns(size, 0);
  for (const name of PLAIN_COLUMNS) whole[name].set(columns[name].subarray(0, size));
  whole.subjectStart.set(columns.subjectStart.subarray(0, size + 1));
  return { ...whole, subjects };
}

/** Text `index` of the list that begins at `start`, after its bracket. */
function listedTextAt(bytes: Buffer, start: number, index: number): string {
  let at = skipSpace(bytes, start);
  for (let passed = 0; passed < index; passed++)
    at = skipSpace(bytes, skipSpace(bytes, skipText(bytes, at + 1)) + 1);
  return textAt(bytes, at + 1);
}
