/** Helpers in a world of their own: each dies at any call, freezes, and is followed by another one. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Commit } from '../../schemas/commit.ts';
import type { Config } from '../../schemas/config.ts';
import { help } from '../../src/pipeline/hands/helper.ts';
import { posixStore } from '../../src/store/posix-store.ts';
import { StoreFailed } from '../../src/store/store.ts';
import { Died, type ModelFileSystem, type ModelProcess } from '../crash/model-file-system.ts';
import { plainMaker } from '../crash/plain-maker.ts';
import type { Chance } from './stream.ts';

/** Helpers of a world. */
export interface Helpers {
  /** Those that are there die. */
  kill(): void;
  /** No more are started; those that are there end. */
  stop(): Promise<void>;
  /** Pages that were made. */
  made(): number;
}

/** What helpers are made of. */
export interface HelpersWanted {
  readonly files: ModelFileSystem;
  readonly config: Config;
  readonly versions: Commit['versions'];
  readonly many: number;
  readonly chance: Chance;
}

const TURN_MS = 20;
/** One wait in so many is a frozen one, of at most so many turns. */
const FROZEN_IN = 60;
const FROZEN_TURNS = 600;
const CALLS_MAX = 900;

/** Starts helpers, and others when they die. */
export function startHelpers({ files, config, versions, many, chance }: HelpersWanted): Helpers {
  const stop = new AbortController();
  const living = new Set<ModelProcess>();
  let made = 0;

  async function live(): Promise<void> {
    const last = 20 + chance.below(CALLS_MAX);
    const process = files.beside((call) => (call === last ? 'dies-after' : 'done'));
    living.add(process);
    let atMs = 0;
    try {
      await help({
        store: posixStore('/lake', process),
        maker: plainMaker(process),
        config,
        versions,
        stop: stop.signal,
        nowMs: () => atMs,
        async wait(milliseconds) {
          atMs += Math.max(TURN_MS, milliseconds);
          const turns = chance.isIn(FROZEN_IN) ? chance.below(FROZEN_TURNS) : 1;
          for (let n = 0; n < turns && !stop.signal.aborted; n++) await turn();
        },
        onMade: () => made++,
      });
    } catch (error) {
      if (!(error instanceof Died) && !(error instanceof StoreFailed)) throw error;
    } finally {
      living.delete(process);
    }
  }

  const all = Array.from({ length: many }, async () => {
    while (!stop.signal.aborted) {
      await live();
      await turn();
    }
  });
  return {
    made: () => made,
    kill() {
      for (const process of living) process.kill();
    },
    async stop() {
      stop.abort();
      await Promise.all(all);
    },
  };
}
