/** Reads a row again that was refused once: by itself, at the place where it stood. */
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Defaults } from '../batch/normal-event.ts';
import type { Key } from '../core/hash.ts';
import { type Problem, problem } from '../core/problem.ts';
import { byteDecoder } from './byte-decoder/decoder.ts';
import { csvDecoder } from './csv.ts';
import { DECODER_LIMITS, type DecoderOptions } from './decoder.ts';
import type { RowEncoding } from './encoding.ts';

/** A refused row, with what is known of its input. */
export interface RefusedRow {
  /** The name and number of its input, and what keeps its default ids apart. */
  readonly input: string;
  readonly number: number;
  readonly key: Key;
  readonly kind: 'ndjson' | 'csv';
  /** The header of a CSV. */
  readonly columns: readonly string[] | null;
  readonly encoding: RowEncoding;
  readonly line: number;
  readonly byte: number;
  /** How its place is named in a default id, where that is not its byte. */
  readonly place: string | null;
  readonly bytes: Uint8Array;
}

const LINE_FEED = Uint8Array.of(10);
const LIMITS = { ...DECODER_LIMITS, batchRows: 1 };

/** The row as a batch of one, or why it still cannot be read. */
export function reread(row: RefusedRow, defaults: Defaults): EventBatch | Problem {
  const refused: Problem[] = [];
  const { place } = row;
  const options: DecoderOptions = {
    name: row.input,
    input: row.number,
    inputKey: row.key,
    defaults: { ...defaults, ...(place !== null && { placeOf: () => place }) },
    firstByte: row.byte,
    firstLine: row.line,
    columns: row.columns,
    encoding: () => row.encoding,
    quarantine: ({ problem: wrong }) => refused.push(wrong),
    limits: LIMITS,
  };
  const decoder = row.kind === 'csv' ? csvDecoder(options) : byteDecoder(options);
  decoder.push(row.bytes);
  decoder.push(LINE_FEED);
  decoder.end();
  const batch = decoder.take();
  const more = batch === null ? null : decoder.take();
  const [wrong] = refused;
  if (wrong !== undefined) return wrong;
  return batch === null || more !== null ? problem('replay-rows') : batch;
}
