/** Slices in shared memory: each is put once, read by every thread, and its memory used again when all have given it back. */
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { JudgedSlice } from '../../engine/back.ts';
import { type PutSlice, putSlice, type SliceMemory, sliceMemory } from './slices.ts';

/** A slice that is lent to one thread. */
export interface LentSlice {
  readonly put: PutSlice;
  giveBack(): void;
}

/** Lends slices to so many threads: the same one to each before the next one to any. */
export function slicePool(
  readers: number,
  sourceOf: (input: number) => string | null,
): (slice: JudgedSlice<EventBatch>) => LentSlice {
  const free: SliceMemory[] = [];
  let last: { readonly slice: JudgedSlice<EventBatch>; readonly lent: LentSlice } | null = null;

  function put(slice: JudgedSlice<EventBatch>): LentSlice {
    const memory = free.pop() ?? sliceMemory();
    let left = readers;
    return {
      put: putSlice(slice, memory, sourceOf),
      giveBack() {
        left--;
        if (left === 0) free.push(memory);
      },
    };
  }

  return (slice) => {
    if (last?.slice !== slice) last = { slice, lent: put(slice) };
    return last.lent;
  };
}
