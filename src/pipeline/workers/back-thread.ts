/** A part of the back in a thread of its own: calls become messages in the same order, and what is found comes back in order, some time later. */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { JudgedSlice, Settled } from '../../engine/back.ts';
import type { Member } from '../../engine/divided-back.ts';
import type { SaidDraft } from '../../engine/episodes.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import { putEpisodes, takeEpisodes } from './episode-bytes.ts';
import type { Asked, BackSeed, FromBack, ToBack } from './messages.ts';
import type { LentSlice } from './slice-pool.ts';
import { SeatLost, SeatOverfull, ThreadFailed } from './thread-failed.ts';

/** So many slices may be under way before whoever tells of another one stands still; see also {@link Crew.room}. */
const UNDER_WAY_MAX = 8;
/** A thread that answers nothing for so long while somebody stands still for it has died without a word. */
const SILENT_MS = 120_000;

/** What a thread is made from. */
export type ThreadSeed = Omit<BackSeed, 'port' | 'answers'>;

/** A member in a thread of its own. */
export interface BackThread extends Member {
  /** Sends what was told and not sent: calls that go together are one message. */
  send(): void;
  /** Calls that find something and are not worked off. */
  underWay(): number;
  /** Slices that are not worked off. */
  slices(): number;
  close(): Promise<void>;
}

/** Who is told of a thread, and what is lent to it. */
export interface ThreadHooks {
  lend(slice: JudgedSlice<EventBatch>): LentSlice;
  /** It has answered something. */
  onAnswer(): void;
  /** Nobody sat where it was to send its work. */
  onAlone(): void;
  /** It has died: whatever is asked of it now throws this. */
  onFailure(failure: ThreadFailed): void;
}

/** Starts a thread. */
export function startThread(
  seed: ThreadSeed,
  detectors: readonly TunedDetector[],
  { lend, onAnswer, onAlone, onFailure }: ThreadHooks,
): BackThread {
  const { port1: port, port2 } = new MessageChannel();
  const answers = new Int32Array(new SharedArrayBuffer(4));
  const file = import.meta.url.endsWith('.ts') ? './back-worker.ts' : './back-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: { ...seed, port: port2, answers } satisfies BackSeed,
    transferList: [port2],
  });
  const own = seed.detectors.map((at) => detectors[at].detector);
  const hasProfiles = own.some(({ profiles }) => profiles === true);
  const hasSettling = own.some(({ parts }) => Object.values(parts).some(({ onSettled }) => onSettled));
  let queue: ToBack[] = [];
  let lists: SaidDraft[][] = [];
  /** Calls that find something: how many were told and how many are worked off. */
  let told = 0;
  let done = 0;
  let underWay: { readonly call: number; readonly lent: LentSlice }[] = [];
  let asked: Asked[keyof Asked] | null = null;
  let failure: ThreadFailed | null = null;

  const fail = (cause: unknown): void => {
    failure ??= new ThreadFailed(cause);
    onFailure(failure);
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(null));

  const hear = (said: FromBack): void => {
    switch (said.kind) {
      case 'failed':
        fail(said.failure);
        break;
      case 'lost':
        fail(new SeatLost());
        break;
      case 'oversized':
        fail(new SeatOverfull());
        break;
      case 'alone':
        onAlone();
        break;
      case 'answer':
        takeAnswer(said);
    }
  };
  const takeAnswer = ({ found, asked: told }: Extract<FromBack, { readonly kind: 'answer' }>): void => {
    for (const drafts of found)
      lists.push(
        drafts.map(({ detector, ...draft }) => ({ ...draft, detector: detectors[detector].detector })),
      );
    done += found.length;
    for (const { call, lent } of underWay) if (call <= done) lent.giveBack();
    underWay = underWay.filter(({ call }) => call > done);
    if (told !== undefined) asked = told;
    onAnswer();
  };
  port.on('message', hear);

  /** Stands still, the whole thread of the front, until something has come. */
  const standStill = (until: () => boolean): void => {
    for (;;) {
      const seen = Atomics.load(answers, 0);
      for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port))
        hear(next.message as FromBack);
      if (failure !== null) throw failure;
      if (until()) return;
      if (Atomics.wait(answers, 0, seen, SILENT_MS) === 'timed-out') fail(null);
    }
  };
  const send = (): void => {
    if (failure !== null) throw failure;
    if (queue.length > 0) port.postMessage(queue);
    queue = [];
  };
  const tell = (call: ToBack): void => {
    told++;
    queue.push(call);
  };
  const ask = <What extends keyof Asked>(what: What): Asked[What] => {
    asked = null;
    queue.push({ do: 'tell', what });
    send();
    standStill(() => asked !== null);
    return asked as unknown as Asked[What];
  };
  const settledFor = ({ counted, lookups, explained }: Settled): Settled => ({
    counted: hasProfiles ? new Float64Array(counted) : [],
    lookups: hasSettling ? lookups : [],
    explained,
  });

  return {
    hasProfiles,
    turnTo: (day) => void queue.push({ do: 'turnTo', day }),
    show(slice, settled) {
      if (underWay.length >= UNDER_WAY_MAX) standStill(() => underWay.length < UNDER_WAY_MAX);
      const lent = lend(slice);
      tell({ do: 'show', slice: lent.put, settled: settledFor(settled) });
      underWay.push({ call: told, lent });
      send();
    },
    settle: (passed, settled) => tell({ do: 'settle', passed, settled: settledFor(settled) }),
    advance(time) {
      tell({ do: 'advance', time });
      send();
    },
    finish() {
      tell({ do: 'finish' });
      send();
    },
    correct({ gone, open }) {
      queue.push({ do: 'correct', gone, open: putEpisodes(open) });
    },
    restore: (saved) => void queue.push({ do: 'restore', saved }),
    found() {
      if (failure !== null) throw failure;
      const all = lists;
      lists = [];
      return all;
    },
    wait() {
      send();
      standStill(() => done === told);
    },
    state: () => ask('state'),
    openEpisodes: () => takeEpisodes(ask('openEpisodes')),
    sections: () => ask('sections'),
    send,
    underWay: () => told - done,
    slices: () => underWay.length,
    async close() {
      worker.removeAllListeners('error');
      worker.removeAllListeners('exit');
      worker.on('error', () => {});
      port.close();
      await worker.terminate();
    },
  };
}
