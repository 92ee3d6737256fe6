/** Events of the lake as batches for the engine: in event order, each with its own ref, apart from those that came astray. */
import { type EventBatch, MARK } from '../../../schemas/event-columns.ts';
import { gatherer } from '../../batch/gather.ts';
import type { Key } from '../../core/hash.ts';
import { byteDecoder } from '../../ingest/byte-decoder/decoder.ts';
import { DECODER_LIMITS, positionIdentity } from '../../ingest/decoder.ts';
import type { StoredEvents } from '../../store/stored-events.ts';

/** The ref of a row of a batch made here. */
export function refOf(batch: EventBatch, row: number): number {
  return batch.origin(row).byte;
}

/** How inputs, by their numbers, name rows without an id: what keeps these apart, and how their places begin where they are no bytes. */
export type InputKeys = ReadonlyMap<number, { readonly key: Key; readonly prefix: string | null }>;

/** Turns stored events into batches. */
export async function* batchesOf(
  stored: AsyncIterable<StoredEvents>,
  keyOf: InputKeys,
): AsyncGenerator<EventBatch> {
  const reader = lineReader(keyOf);
  for await (const some of stored) yield* reader.read(some);
  yield* reader.end();
}

/** The rows `from … to` of a batch as one of its own. */
export function part(batch: EventBatch, from: number, to: number): EventBatch {
  return from === 0 && to === batch.size ? batch : gatherer()([{ batch, rows: null, from, to }]);
}

/** Single rows as a batch of their own. */
export function chosen(rows: readonly { readonly batch: EventBatch; readonly row: number }[]): EventBatch {
  return gatherer()(rows.map(({ batch, row }) => ({ batch, rows: null, from: row, to: row + 1 })));
}

interface Side {
  readonly ref: number;
  readonly content: number;
  readonly input: number;
  readonly byte: number;
  readonly marks: number;
}

function lineReader(keyOf: InputKeys) {
  const decoder = byteDecoder({
    name: 'lake',
    defaults: {},
    inputKey: 0,
    firstByte: 0,
    encoding: () => 'utf-8',
    quarantine({ byte }) {
      throw new Error(`a row of the lake cannot be read (byte ${byte} of what was read again)`);
    },
    limits: { ...DECODER_LIMITS, rowBytes: Number.MAX_SAFE_INTEGER },
  });
  let sides: Side[] = [];

  function* taken(): Generator<EventBatch> {
    for (let batch = decoder.take(); batch !== null; batch = decoder.take()) {
      const own = sides.slice(0, batch.size);
      sides = sides.slice(batch.size);
      yield completed(batch, own, keyOf);
    }
  }
  return {
    *read({ lines, refs, contents, inputs, bytes, marks }: StoredEvents): Generator<EventBatch> {
      if (lines.length === 0) return;
      for (let i = 0; i < lines.length; i++)
        sides.push({ ref: refs[i], content: contents[i], input: inputs[i], byte: bytes[i], marks: marks[i] });
      decoder.push(Buffer.from(`${lines.join('\n')}\n`));
      yield* taken();
    },
    *end(): Generator<EventBatch> {
      decoder.end();
      yield* taken();
    },
  };
}

/** The batch with what the lake knows of its rows: refs, hashes, marks, and the identity of those whose id is their place. */
function completed(batch: EventBatch, sides: readonly Side[], keyOf: InputKeys): EventBatch {
  const { content, identity, marks } = batch.columns;
  for (const [row, side] of sides.entries()) {
    content[row] = side.content;
    marks[row] = side.marks & (MARK.late | MARK.clock | MARK.reusedId);
    const input = keyOf.get(side.input);
    if (input === undefined) continue;
    const ending = input.prefix === null ? `:${side.byte}` : input.prefix;
    if (!batch.eventId(row).includes(ending)) continue;
    const event = batch.event(row);
    const place = event.id.slice(event.source.length + 1);
    const isPlace = input.prefix === null ? place === String(side.byte) : place.startsWith(input.prefix);
    if (isPlace && event.id.startsWith(`${event.source}:`))
      identity[row] = positionIdentity(event, input.key);
  }
  // not released: several engines read from it
  const { release: _, ...kept } = batch;
  return { ...kept, origin: (row) => ({ input: 0, byte: sides[row].ref }) };
}
