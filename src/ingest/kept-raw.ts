/** The bytes that rows were read from, beside the rows: where the settings want them, and for no cost where they do not. */
import { Buffer } from 'node:buffer';
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Defaults } from '../batch/normal-event.ts';
import type { Key } from '../core/hash.ts';
import type { Encoding } from './encoding.ts';

/** The batch with the bytes of its rows, of the sources of which they are kept. */
export function withRaw(
  batch: EventBatch,
  { keepsRaw }: Defaults,
  bytesOf: (row: number) => Uint8Array,
): EventBatch {
  if (keepsRaw === undefined) return batch;
  const { source } = batch.columns;
  const kept = new Map<Key, boolean>();
  return {
    ...batch,
    raw(row) {
      let isKept = kept.get(source[row]);
      if (isKept === undefined) {
        isKept = keepsRaw(batch.event(row).source);
        kept.set(source[row], isKept);
      }
      return isKept ? bytesOf(row) : null;
    },
  };
}

/** The batch whose rows were read from UTF-16 that was made into UTF-8: their bytes as they were. */
export function asItWas(batch: EventBatch, encoding: Encoding | undefined): EventBatch {
  const { raw } = batch;
  if (raw === undefined || (encoding !== 'utf-16le' && encoding !== 'utf-16be')) return batch;
  return {
    ...batch,
    raw(row) {
      const bytes = raw(row);
      if (bytes === null) return null;
      const units = Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf16le');
      return encoding === 'utf-16be' ? units.swap16() : units;
    },
  };
}
