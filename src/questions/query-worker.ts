/**
 * The process that runs SQL: it can read exactly the lake files it was told at its start and nothing else, has a bound on its memory, and is
 * killed when it takes too long. It answers one message after another.
 */
import { rmSync } from 'node:fs';
import { show } from './held-rows.ts';
import { openQueryDuck, type QueryDuck } from './query-duck.ts';
import type { FromQueries, ToQueries } from './query-messages.ts';
import { lockDown } from './views.ts';

const MEMORY_MB = 1_024;
const THREADS = 2;

let duck: QueryDuck | null = null;
let pieces: AsyncIterator<Uint8Array> | null = null;
let copies: string | null = null;

/** What was asked so far. */
let before: Promise<unknown> = Promise.resolve();
process.on('message', (message: ToQueries) => {
  before = before
    .then(() => answer(message))
    .then(
      (said) => process.send?.(said),
      (error: unknown) => process.send?.({ failed: String(error) } satisfies FromQueries),
    );
});
process.on('SIGINT', () => {}); // whoever started it is told too, and ends it
process.on('disconnect', () => {
  if (copies !== null) rmSync(copies, { recursive: true, force: true });
  process.exit(0);
});

async function answer(message: ToQueries): Promise<FromQueries> {
  switch (message.kind) {
    case 'fence':
      copies = message.fence.folder;
      duck = await openQueryDuck({ memoryMb: MEMORY_MB, threads: THREADS, spillFolder: '' });
      await duck.run(lockDown(message.fence, message.period).join(';\n'));
      return { done: true };
    case 'see':
      if (duck === null) throw new Error('not open');
      await show(duck, message.sights, message.period);
      return { done: true };
    case 'query':
      if (duck === null) throw new Error('not open');
      pieces = duck.pieces(message.sql, message.values, message.names);
      return next();
    case 'next':
      return next();
  }
}

async function next(): Promise<FromQueries> {
  const piece = await pieces?.next();
  return { rows: piece === undefined || piece.done === true ? null : piece.value };
}
