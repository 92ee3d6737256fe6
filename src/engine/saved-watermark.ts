/** How far an engine had come that was saved, told without restoring it. */
import type { Micros } from '../core/time.ts';
import { type Saved, snapshotReader } from '../state/snapshot.ts';
import type { EngineSettings } from './engine.ts';
import { eventOrder } from './event-order.ts';

/**
 * What an engine that waits for more inputs would say of its watermark once it is restored from this. Only the beginning of what
 * was saved is read.
 */
export function watermarkIn(
  saved: Saved,
  { lateness, now }: Pick<EngineSettings, 'lateness' | 'now'>,
): Micros {
  const from = snapshotReader(saved);
  from.json(); // the counts of the engine stand before its order
  const order = eventOrder(lateness, now, true);
  order.restore(from, () => ({}));
  return order.watermark();
}
