/**
 * Decisions of time. Each is made durable in a commit of its own before anything is judged by it, so that a process that goes on from
 * there decides nothing anew (docs/store.md, "Ticks").
 */
import type { Tick } from '../../../schemas/commit.ts';
import type { Micros } from '../../core/time.ts';
import type { Engine } from '../../engine/engine.ts';
import type { BookedInput } from './input-book.ts';

/** The decision that an input holds event time back, and is late by where the others are. */
export function opening({ input, name: called, lateness }: BookedInput, watermark: Micros): Tick {
  return { name: 'open', input, called, lateness, time: Number.isFinite(watermark) ? watermark + 1 : null };
}

/** Tells an engine what was decided. */
export function tellTicks(engine: Engine, ticks: readonly Tick[]): void {
  for (const tick of ticks) {
    switch (tick.name) {
      case 'open':
        engine.open(tick.input, { lateness: tick.lateness, from: tick.time ?? Number.NEGATIVE_INFINITY });
        break;
      case 'close':
        engine.close(tick.input);
        break;
      case 'silence':
        engine.silence(tick.time);
        break;
      case 'now':
        engine.setNow(tick.time);
    }
  }
}
