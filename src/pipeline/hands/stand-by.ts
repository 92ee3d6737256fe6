/** What a process does that stands by: it helps the one that judges, until it is its turn. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../../schemas/config.ts';
import type { Problem } from '../../core/problem.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { duckMaker } from '../../store/parquet-maker.ts';
import { posixStore } from '../../store/posix-store.ts';
import { tunedDetectors } from '../detectors.ts';
import { versionsOf } from '../lake/settings.ts';
import { keepSeat } from '../seats/keep-seat.ts';
import { help } from './helper.ts';

/** Who stands by, and over which lake. */
export interface StandBy {
  readonly config: Config;
  readonly folder: string;
  readonly stop: AbortSignal;
  /** Rows of a page were made. */
  onMade(rows: number): void;
  /** Told often. */
  onRound(): void;
  /** Something that it cannot help with. */
  onProblem(problem: Problem): void;
}

const IDLE_MS = 1_000;

/** Helps until it is told to stop. Throws `StoreFailed`. */
export async function standBy({ config, folder, stop, onMade, onRound, onProblem }: StandBy): Promise<void> {
  const wait = (milliseconds: number) => {
    onRound();
    return pause(milliseconds);
  };
  while (config.sharedRows === 0 && config.judging.others === 0 && !stop.aborted) await wait(IDLE_MS);
  const store = posixStore(folder, nodeFileSystem);
  const seat = keepSeat(config, store, folder).then((kept) => {
    if (kept === null || !('code' in kept)) return kept;
    onProblem(kept);
    return null;
  });
  const maker = duckMaker(store.path(`tmp/duckdb-${process.pid}`)); // DuckDB names what it spills by itself alone
  stop.addEventListener('abort', maker.interrupt); // what is made then is of no use any more
  try {
    await help({
      store,
      maker,
      config,
      versions: versionsOf(config, tunedDetectors(config)),
      nowMs: () => performance.now(),
      wait,
      stop,
      onMade,
      onWriter(writer, helper) {
        // what is wrong with the store is met by the helper itself
        seat.then((kept) => kept?.tell(writer, helper)).catch(() => {});
      },
    });
  } finally {
    await (await seat)?.close();
    maker.close();
  }
}
