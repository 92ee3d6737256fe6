/** Events of the lake as batches for the engine: in event order, each with its own ref, apart from those that came astray. */
import type { EventBatch } from '../../../schemas/event-columns.ts';
import { gatherer } from '../../batch/gather.ts';
import type { Key } from '../../core/hash.ts';
import { positionIdentity } from '../../ingest/decoder.ts';
import type { StoredEvents } from '../../store/stored-events.ts';

/** The ref of a row of a batch made here. */
export function refOf(batch: EventBatch, row: number): number {
  return batch.origin(row).byte;
}

/** How inputs, by their numbers, name rows without an id: what keeps these apart, and how their places begin where they are no bytes. */
export type InputKeys = ReadonlyMap<number, { readonly key: Key; readonly prefix: string | null }>;

/** Stored events as batches whose origins are their refs. */
export async function* batchesOf(
  stored: AsyncIterable<StoredEvents>,
  keyOf: InputKeys,
): AsyncGenerator<EventBatch> {
  for await (const { batch, refs } of stored) {
    identifyPlaces(batch, keyOf);
    yield { ...batch, origin: (row) => ({ input: 0, byte: refs[row] }) };
  }
}

/** The rows `from … to` of a batch as one of its own. */
export function part(batch: EventBatch, from: number, to: number): EventBatch {
  return from === 0 && to === batch.size ? batch : gatherer()([{ batch, rows: null, from, to }]);
}

/** Single rows as a batch of their own. */
export function chosen(rows: readonly { readonly batch: EventBatch; readonly row: number }[]): EventBatch {
  return gatherer()(rows.map(({ batch, row }) => ({ batch, rows: null, from: row, to: row + 1 })));
}

/** Gives rows whose id is their place the identity that they had where they were read. */
function identifyPlaces(batch: EventBatch, keyOf: InputKeys): void {
  const { identity } = batch.columns;
  for (let row = 0; row < batch.size; row++) {
    const { input: number, byte } = batch.origin(row);
    const input = keyOf.get(number);
    if (input === undefined) continue;
    const mayBePlace =
      input.prefix === null ? endsInByte(batch, row, byte) : batch.eventId(row).includes(input.prefix);
    if (!mayBePlace) continue;
    const event = batch.event(row);
    const place = event.id.slice(event.source.length + 1);
    const isPlace = input.prefix === null ? place === String(byte) : place.startsWith(input.prefix);
    if (isPlace && event.id.startsWith(`${event.source}:`))
      identity[row] = positionIdentity(event, input.key);
  }
}

const scratch = new Uint8Array(2 ** 12);
const [ZERO, COLON] = [48, 58];

/** Whether the id of a row may end in `:byte`; costs nothing but where its last digits are those. */
function endsInByte(batch: EventBatch, row: number, byte: number): boolean {
  let end = batch.putEventId(row, scratch, 0);
  if (end === -1) return true; // too long to be looked at here
  for (let rest = byte; ; rest = Math.floor(rest / 10)) {
    if (scratch[--end] !== ZERO + (rest % 10)) return false;
    if (rest < 10) return scratch[end - 1] === COLON;
  }
}
