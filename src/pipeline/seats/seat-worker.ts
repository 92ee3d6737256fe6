/**
 * The thread of a seat: lets in who has its key, and works for it until it leaves. Whoever comes later is another one that judges now: who sat
 * before is sent away.
 */
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { parentPort, workerData } from 'node:worker_threads';
import { nodeFileSystem } from '../../store/file-system.ts';
import { posixStore } from '../../store/posix-store.ts';
import { pastRegisters } from '../lake/registers.ts';
import { backWork } from '../workers/back-work.ts';
import type { FromBack, ToBack } from '../workers/messages.ts';
import { arrivedSlice, type SliceMemory, sliceMemory } from '../workers/slices.ts';
import { limitYoungGeneration } from '../young-generation.ts';
import type { Hello, SentCall } from './courier.ts';
import { hear, prompt, send } from './frames.ts';
import { SPEAKER, SPEAKING } from './seat.ts';

/** What the thread is made from. */
export interface SeatSeed {
  /** Of the lake, as this process sees it. */
  readonly folder: string;
  /** Null: all addresses of the machine. */
  readonly host: string | null;
  readonly port: number;
  readonly key: string;
}

/** What the thread says. */
export type FromSeat = { readonly port: number } | { readonly isTaken: boolean };

/** Who knocks and has no key holds nothing up. */
const HANDSHAKE_MS = 3_000;
const CONNECTIONS_MAX = 8;

limitYoungGeneration();

const { folder, host, port, key } = workerData as SeatSeed;
const psk = Buffer.from(key, 'hex');
/** Of the slices of one message; as they are sent there is one. */
const memories: SliceMemory[] = [];
let sitting: TLSSocket | null = null;

const server = createServer(
  {
    ...SPEAKING,
    handshakeTimeout: HANDSHAKE_MS,
    pskCallback: (_, identity) => (identity === SPEAKER.identity ? psk : null),
  },
  (socket) => {
    sitting?.destroy();
    sitting = socket;
    tell({ isTaken: true });
    work(prompt(socket));
  },
);
server.maxConnections = CONNECTIONS_MAX;
server.on('tlsClientError', () => {}); // who is not let in is told so by the protocol
server.listen({ port, ...(host !== null && { host }) }, () =>
  tell({ port: (server.address() as AddressInfo).port }),
);

function tell(said: FromSeat): void {
  parentPort?.postMessage(said);
}

function work(socket: TLSSocket): void {
  let answer: ((all: readonly ToBack[]) => FromBack) | null = null;
  socket.on('error', () => {});
  socket.on('close', () => {
    answer = null;
    if (sitting !== socket) return;
    sitting = null;
    tell({ isTaken: false });
  });
  hear(socket, (value) => {
    if (socket.destroyed) return;
    try {
      if (answer === null) {
        answer = begun(value as Hello);
        send(socket, { kind: 'answer', found: [] } satisfies FromBack); // it is ready
        return;
      }
      const said = answer(arrived(value as readonly SentCall[]));
      if (!send(socket, said)) send(socket, { kind: 'oversized' } satisfies FromBack);
    } catch (failure) {
      send(socket, { kind: 'failed', failure } satisfies FromBack);
    }
  });
}

function begun({ registers, ...share }: Hello): (all: readonly ToBack[]) => FromBack {
  const store = posixStore(folder, nodeFileSystem);
  return backWork(share, pastRegisters(store, registers, share.config).registers);
}

function arrived(calls: readonly SentCall[]): ToBack[] {
  let shown = 0;
  return calls.map((call) => {
    if (call.do !== 'show') return call;
    memories[shown] ??= sliceMemory();
    return { ...call, slice: arrivedSlice(call.slice, memories[shown++]) };
  });
}
