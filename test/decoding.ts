/** What a decoder makes of bytes, so that two decoders can be compared. */
import { expect } from 'vitest';
import type { EventBatch } from '../schemas/event-columns.ts';
import { PLAIN_COLUMNS } from '../src/batch/gather.ts';
import { DECODER_LIMITS, type Decoder, type DecoderOptions } from '../src/ingest/decoder.ts';
import type { RowEncoding } from '../src/ingest/encoding.ts';
import type { Quarantined } from '../src/ingest/quarantined.ts';

/** How a decoder is to be made. */
export type DecodingOptions = Partial<Pick<DecoderOptions, 'defaults' | 'limits' | 'firstByte'>> & {
  encoding?: RowEncoding;
};

/** Everything that can be seen of a decoder. */
export function outcome(
  create: (options: DecoderOptions) => Decoder,
  bytes: Uint8Array,
  pieces: readonly number[],
  { encoding = 'utf-8', ...options }: DecodingOptions,
) {
  const refused: Quarantined[] = [];
  const decoder = create({
    name: 'test',
    defaults: {},
    inputKey: 77,
    firstByte: 0,
    encoding: () => encoding,
    quarantine: (row) => refused.push(row),
    limits: DECODER_LIMITS,
    ...options,
  });
  // some batches are held for a while, as the engine holds them; then their memory is used again
  const held: EventBatch[] = [];
  const rows: ReturnType<typeof rowsOf> = [];
  const release = (kept: number) => {
    while (held.length > kept) {
      const batch = held.shift() as EventBatch;
      rows.push(...rowsOf(batch));
      batch.release?.();
    }
  };
  const takeAll = () => {
    for (let batch = decoder.take(); batch !== null; batch = decoder.take()) {
      held.push(batch);
      release(2);
    }
  };
  let at = 0;
  for (const length of pieces) {
    const piece = Uint8Array.from(bytes.subarray(at, at + length));
    decoder.push(piece);
    piece.fill(0x22); // pieces may be reused
    at += length;
    takeAll();
  }
  decoder.push(bytes.subarray(at));
  decoder.end();
  takeAll();
  const { read, accepted, quarantined, fellBack } = decoder.counts;
  release(0);
  return { rows, refused, counts: { read, accepted, quarantined }, fellBack };
}

const ID_BYTES = new Uint8Array(1 << 16);

function rowsOf({ size, columns, event, eventId, putEventId, subject }: EventBatch) {
  const { subjects, subjectStart } = columns;
  expect(subjectStart[size]).toBe(subjects.length);
  for (const name of PLAIN_COLUMNS) expect(columns[name].length).toBe(size);
  return Array.from({ length: size }, (_, row) => ({
    ...Object.fromEntries(PLAIN_COLUMNS.map((name) => [name, columns[name][row]])),
    subjectKeys: Array.from(subjects.subarray(subjectStart[row], subjectStart[row + 1])),
    subjectTexts: Array.from({ length: subjectStart[row + 1] - subjectStart[row] }, (_, i) =>
      subject(row, i),
    ),
    event: event(row),
    eventId: eventId(row),
    putEventId: new TextDecoder().decode(ID_BYTES.subarray(0, putEventId(row, ID_BYTES, 0))),
  }));
}
