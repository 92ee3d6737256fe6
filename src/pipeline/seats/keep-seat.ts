/** Keeps a seat while a process stands by: a thread that works for the one that judges, and word of it for each that comes to judge. */
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Config } from '../../../schemas/config.ts';
import { type Problem, problem } from '../../core/problem.ts';
import type { Store } from '../../store/store.ts';
import type { Piece } from '../hands/names.ts';
import { takeBackSeat, tellOfSeat } from './seat.ts';
import type { FromSeat, SeatSeed } from './seat-worker.ts';

/** A seat. */
export interface KeptSeat {
  /** Tells who writes of it, once. */
  tell(writer: string, helper: string): void;
  /** Lets whoever sits there leave, and waits for that a little. */
  close(): Promise<void>;
}

const KEY_BYTES = 32;
/** Settings with which a process listens at all addresses, and tells the name of its machine. */
const EVERYWHERE = new Set(['hostname', '0.0.0.0', '::']);
/** How long whoever sits there may take to leave. */
const LEAVE_MS = 4_000;
/** Not one of the numbers of asks. */
const NUMBER = 0;

/** Opens a seat; null where the settings say that nothing is divided, a problem where the address cannot be had. */
export async function keepSeat(
  { judging }: Pick<Config, 'judging'>,
  store: Store,
  folder: string,
): Promise<KeptSeat | Problem | null> {
  if (judging.others === 0) return null;
  const isEverywhere = EVERYWHERE.has(judging.host);
  const host = isEverywhere ? hostname() : judging.host;
  const key = randomBytes(KEY_BYTES).toString('hex');
  const file = import.meta.url.endsWith('.ts') ? './seat-worker.ts' : './seat-worker.js';
  const thread = new Worker(new URL(file, import.meta.url), {
    workerData: { folder, host: isEverywhere ? null : host, port: judging.port, key } satisfies SeatSeed,
  });
  let isTaken = false;
  let isGone = false;
  let told: Piece | null = null;
  const takeBack = (): void => {
    isGone = true;
    if (told !== null) takeBackSeat(store, told);
    told = null;
  };
  const left = new EventEmitter();
  const port = await new Promise<number | Problem>((resolve) => {
    thread.on('message', (said: FromSeat) => {
      if ('port' in said) return resolve(said.port);
      isTaken = said.isTaken;
      if (!isTaken) left.emit('left');
    });
    thread.on('error', ({ code = '-' }: NodeJS.ErrnoException) => {
      resolve(problem('seat-closed', { host, port: judging.port, why: code }));
      takeBack(); // who sat there is told by the connection
    });
  });
  if (typeof port === 'object') return port;
  return {
    tell(writer, helper) {
      if (isGone || told?.writer === writer) return;
      const piece: Piece = { writer, helper, number: NUMBER };
      tellOfSeat(store, piece, { host, port, key });
      told = piece;
    },
    async close() {
      takeBack();
      if (isTaken) await Promise.race([once(left, 'left'), pause(LEAVE_MS, undefined, { ref: false })]);
      await thread.terminate();
    },
  };
}
