/**
 * A batch as bytes, and back: its columns as they are, and the text of every row, so that whoever reads it again reads exactly what
 * the decoder gave, whatever the log was and however it was encoded.
 */
import type { NormalEvent } from '../../schemas/access-event.ts';
import {
  allocateColumns,
  type EventBatch,
  type EventColumns,
  ROW_FORM,
} from '../../schemas/event-columns.ts';
import { eventIdOf, putText } from '../batch/encode.ts';
import { PLAIN_COLUMNS } from '../batch/gather.ts';
import { type Defaults, normalEvent } from '../batch/normal-event.ts';
import { restoreRaws, saveRaws } from '../state/raws.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';

/** The kinds of arrays that columns are. */
const KINDS = allocateColumns(0, 0);
type ColumnArray = Float64Array | Int32Array | Uint32Array | Uint8Array;
type ArrayOf<T> = { readonly BYTES_PER_ELEMENT: number; new (buffer: ArrayBuffer): T };
/** What the columns of a row take. */
const COLUMN_BYTES = 8 * PLAIN_COLUMNS.length;
/** What a row takes at first; there is more where it is needed. */
const ROW_BYTES = 512;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Writes a batch down before an engine takes it, which marks rows; gives back about how many bytes that took. */
export function saveBatch(batch: EventBatch, out: SnapshotWriter): number {
  const { size, columns } = batch;
  for (const name of PLAIN_COLUMNS) out.numbers(columns[name].subarray(0, size));
  out.numbers(columns.subjectStart.subarray(0, size + 1));
  out.numbers(columns.subjects.subarray(0, columns.subjectStart[size]));
  const inputs = new Int32Array(size);
  const bytes = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    const origin = batch.origin(row);
    inputs[row] = origin.input;
    bytes[row] = origin.byte;
  }
  out.numbers(inputs);
  out.numbers(bytes);
  const { starts, texts } = textsOf(batch);
  out.numbers(starts);
  out.numbers(texts);
  const { raw } = batch;
  return texts.length + size * COLUMN_BYTES + (raw === undefined ? 0 : saveRaws(size, raw, out));
}

function textsOf(batch: EventBatch): { starts: Uint32Array; texts: Uint8Array } {
  const starts = new Uint32Array(batch.size + 1);
  let texts = new Uint8Array((batch.size + 1) * ROW_BYTES);
  for (let row = 0, at = 0; row < batch.size; row++) {
    let end = batch.putRow(row, texts, at);
    while (end < 0) {
      const larger = new Uint8Array(texts.length * 2);
      larger.set(texts);
      texts = larger;
      end = batch.putRow(row, texts, at);
    }
    at = end;
    starts[row + 1] = at;
  }
  return { starts, texts: texts.subarray(0, starts[batch.size]) };
}

/** Reads a batch. `defaults` are those that its rows were read with; `hasRaw`: their bytes were kept. */
export function restoreBatch(from: SnapshotReader, defaults: Defaults, hasRaw = false): EventBatch {
  const columns = allocateColumns(0, 0) as unknown as Record<keyof EventColumns, ColumnArray>;
  const read = (name: keyof EventColumns): void => {
    columns[name] = from.numbers(KINDS[name].constructor as ArrayOf<ColumnArray>);
  };
  for (const name of PLAIN_COLUMNS) read(name);
  read('subjectStart');
  read('subjects');
  const inputs = from.numbers(Int32Array);
  const bytes = from.numbers(Float64Array);
  const starts = from.numbers(Uint32Array);
  const texts = from.numbers(Uint8Array);
  const event = (row: number): NormalEvent => {
    const read = JSON.parse(utf8.decode(texts.subarray(starts[row] + 1, starts[row + 1])));
    return texts[starts[row]] === ROW_FORM.line ? normalEvent(read, bytes[row], defaults) : read;
  };
  const eventId = idsOf(event);
  const raws = hasRaw ? restoreRaws(from) : null;
  return {
    size: inputs.length,
    columns: columns as unknown as EventColumns,
    event,
    eventId,
    putEventId: (row, into, at) => putText(eventId(row), into, at),
    putRow(row, into, at) {
      const text = texts.subarray(starts[row], starts[row + 1]);
      if (at + text.length > into.length) return -1;
      into.set(text, at);
      return at + text.length;
    },
    subject: (row, index) => event(row).subjects[index],
    origin: (row) => ({ input: inputs[row], byte: bytes[row] }),
    ...(raws !== null && { raw: (row) => raws[row] }),
  };
}

/** `source/id` of rows, each read once: rows of one second are compared by them again and again. */
function idsOf(event: (row: number) => NormalEvent): (row: number) => string {
  const ids: string[] = [];
  return (row) => {
    ids[row] ??= eventIdOf(event(row));
    return ids[row];
  };
}
