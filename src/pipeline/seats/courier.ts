/** Carries the calls of a part of the back to another process, and what is found there back: to whoever calls it is a thread like any other. */
import { connect, type TLSSocket } from 'node:tls';
import type { BackSeed, BackShare, FromBack, RegisterSeed, ToBack } from '../workers/messages.ts';
import { type SentSlice, sentSlice } from '../workers/slices.ts';
import { hear, prompt, send } from './frames.ts';
import { type Seat, SPEAKER, SPEAKING } from './seat.ts';

/** The first that is sent: what to work for. Registers lie in the lake. */
export interface Hello extends BackShare {
  /** The commit that brought them; null: there are none. */
  readonly registers: number | null;
}

/** A call on its way. */
export type SentCall =
  | Exclude<ToBack, { readonly do: 'show' }>
  | (Omit<Extract<ToBack, { readonly do: 'show' }>, 'slice'> & { readonly slice: SentSlice });

/** So long is waited for somebody to let it in, and for him to have read the registers. */
const CONNECT_MS = 3_000;
const READY_MS = 5_000;
/** Who answers nothing for so long is lost: whoever stands still for him must not lose his own partitions. */
const SILENT_MS = 10_000;

/** Connects; null where nobody lets it in, or who does cannot work for it. What is lost later is said, once. */
export async function openCourier(
  seat: Seat,
  { config, detectors, isFirst, registers }: BackSeed,
  say: (said: FromBack) => void,
): Promise<((all: readonly ToBack[]) => void) | null> {
  const socket = await reached(seat);
  if (socket === null) return null;
  const hello: Hello = { config, detectors, isFirst, registers: numberOf(registers) };
  let onSaid: (said: FromBack) => void = () => {};
  hear(socket, (said) => onSaid(said as FromBack));
  send(socket, hello);
  const isReady = await new Promise<boolean>((resolve) => {
    onSaid = ({ kind }) => resolve(kind === 'answer');
    for (const event of ['error', 'close']) socket.once(event, () => resolve(false));
    socket.setTimeout(READY_MS, () => resolve(false));
  });
  if (!isReady) {
    socket.destroy();
    return null;
  }
  let underWay = 0;
  let isLost = false;
  const lose = (): void => {
    if (isLost) return;
    isLost = true;
    socket.destroy();
    say({ kind: 'lost' });
  };
  socket.on('error', lose);
  socket.on('close', lose);
  socket.setTimeout(SILENT_MS);
  socket.on('timeout', () => {
    if (underWay > 0) lose();
  });
  onSaid = (said) => {
    underWay--;
    say(said);
  };
  return (all) => {
    if (isLost) return;
    underWay++;
    const calls = all.map(
      (told): SentCall => (told.do === 'show' ? { ...told, slice: sentSlice(told.slice) } : told),
    );
    if (send(socket, calls)) return;
    isLost = true;
    socket.destroy();
    say({ kind: 'oversized' });
  };
}

/** Registers that no lake holds cannot be read elsewhere. */
function numberOf(registers: RegisterSeed): number | null {
  if (registers.kind === 'files') throw new Error('registers of a lake');
  return registers.number;
}

function reached({ host, port, key }: Seat): Promise<TLSSocket | null> {
  return new Promise((resolve) => {
    const psk = Buffer.from(key, 'hex');
    const socket = connect({
      ...SPEAKING,
      host,
      port,
      pskCallback: () => ({ ...SPEAKER, psk }),
      checkServerIdentity: () => undefined, // who has the key is the one
    });
    const over = (reachedIt: boolean) => {
      socket.removeAllListeners();
      socket.setTimeout(0);
      if (reachedIt) return resolve(prompt(socket));
      socket.on('error', () => {});
      socket.destroy();
      resolve(null);
    };
    socket.once('secureConnect', () => over(true));
    socket.once('error', () => over(false));
    socket.setTimeout(CONNECT_MS, () => over(false));
  });
}
