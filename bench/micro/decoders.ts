/** The decoders on the same events, from bytes in memory to batches: as fast as it goes, strictly, and with JSON.parse alone. */
import { encodeEvents } from '../../src/batch/encode.ts';
import { normalEvent } from '../../src/batch/normal-event.ts';
import { byteDecoder } from '../../src/ingest/byte-decoder/decoder.ts';
import { csvDecoder } from '../../src/ingest/csv.ts';
import { collectRows, DECODER_LIMITS, type Decoder, type DecoderOptions } from '../../src/ingest/decoder.ts';
import { ndjsonDecoder } from '../../src/ingest/ndjson.ts';
import { townData } from '../town/data.ts';
import { type Compared, compare } from './peers.ts';

const EVENTS = 50_000;
const PIECE_BYTES = 64 * 2 ** 10;

/** Compares the decoders. */
export function decoderBenches(rounds: number): Compared[] {
  const lines: string[] = [];
  townData(EVENTS, (line) => lines.push(line));
  const ndjson = Buffer.from(`${lines.join('\n')}\n`);
  const csv = Buffer.from(csvOf(lines.map((line) => JSON.parse(line) as Row)));
  return [
    compare(
      'NDJSON',
      EVENTS,
      {
        bytes: () => decoded(byteDecoder, ndjson),
        strict: () => decoded(ndjsonDecoder, ndjson),
        'JSON.parse': () => parsed(ndjson),
      },
      rounds,
    ),
    compare(
      'CSV',
      EVENTS,
      { bytes: () => decoded(csvDecoder, csv), strict: () => decoded(strictCsv, csv) },
      rounds,
    ),
  ];
}

const strictCsv = (options: DecoderOptions) =>
  csvDecoder(options, (all) => ({ ...collectRows(all), read: () => false }));

/** A sum over some columns of all batches. */
function decoded(make: (options: DecoderOptions) => Decoder, bytes: Uint8Array): number {
  const decoder = make({
    name: 'bench',
    defaults: {},
    inputKey: 1,
    firstByte: 0,
    encoding: () => 'utf-8',
    quarantine: ({ problem }) => {
      throw new Error(problem.code);
    },
    limits: DECODER_LIMITS,
  });
  let sum = 0;
  const takeAll = () => {
    for (let batch = decoder.take(); batch !== null; batch = decoder.take())
      for (let row = 0; row < batch.size; row++)
        sum += batch.columns.records[row] + batch.columns.action[row];
  };
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    decoder.push(bytes.subarray(at, at + PIECE_BYTES));
    takeAll();
  }
  decoder.end();
  takeAll();
  return sum;
}

/** Without any check: what strictness and columns are measured against. */
function parsed(bytes: Buffer): number {
  const events = bytes
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => normalEvent(JSON.parse(line), 0));
  const { columns, size } = encodeEvents(events);
  let sum = 0;
  for (let row = 0; row < size; row++) sum += columns.records[row] + columns.action[row];
  return sum;
}

type Row = Readonly<Record<string, string | number>>;

/** The events as CSV; `extra` is left out. */
function csvOf(events: readonly Row[]): string {
  const names = [...new Set(events.flatMap((event) => Object.keys(event)))].filter(
    (name) => name !== 'extra',
  );
  const rows = events.map((event) => names.map((name) => event[name] ?? '').join(','));
  return `${[names.join(','), ...rows].join('\n')}\n`;
}
