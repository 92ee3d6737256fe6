/** Reads several inputs in step, so that the engine can merge them by time in constant memory. */
import type { EventBatch } from '../../schemas/event-columns.ts';
import { MARK } from '../../schemas/event-columns.ts';
import type { Micros } from '../core/time.ts';

/** What the merge needs of an input. */
export interface BatchSource {
  next(): Promise<EventBatch | null>;
}

/** One step of reading: a batch of an input, or its end. */
export interface Step {
  readonly input: number;
  readonly batch: EventBatch | null;
}

/**
 * Gives batches of the inputs one after another, always from the input that has come least far in event time. Every input
 * gives one batch first.
 */
export async function* inStep(inputs: readonly BatchSource[]): AsyncGenerator<Step> {
  const reached = inputs.map(() => Number.NEGATIVE_INFINITY);
  const open = new Set(inputs.keys());
  while (open.size > 0) {
    let least = -1;
    for (const input of open) {
      if (least < 0 || reached[input] < reached[least]) least = input;
    }
    const batch = await inputs[least].next();
    yield { input: least, batch };
    if (batch === null) open.delete(least);
    else reached[least] = Math.max(reached[least], latest(batch));
  }
}

/** The latest plausible time of a batch that the engine has taken (and so marked). */
export function latest({ size, columns }: EventBatch): Micros {
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < size; row++) {
    const time = columns.time[row];
    if (time > high && (columns.marks[row] & MARK.clock) === 0) high = time;
  }
  return high;
}
