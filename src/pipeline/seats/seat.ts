/**
 * A seat: where a process that stands by takes detectors of the one that judges. It lies in the folder `work` of the lake: who can read that is
 * let in, and nobody else, since its key is what the connection is encrypted with (TLS with a pre-shared key).
 */
import type { PSKCallbackNegotation, SecureVersion } from 'node:tls';
import type { Store } from '../../store/store.ts';
import { WORK_FOLDER as WORK } from '../../store/writer.ts';
import { type Piece, workName } from '../hands/names.ts';

/** Where somebody sits. */
export interface Seat {
  /** The file that tells of it. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** 32 bytes, in hexadecimal. */
  readonly key: string;
}

/** Tells a writer of a seat. */
export function tellOfSeat(store: Store, piece: Piece, { host, port, key }: Omit<Seat, 'name'>): void {
  store.put(workName('seat', piece), Buffer.from(JSON.stringify({ host, port, key })));
}

/** Takes it back: who has taken the seat is to leave it. */
export function takeBackSeat(store: Store, piece: Piece): void {
  store.remove(workName('seat', piece));
}

/** The seats that a writer was told of. */
export function seatsFor(store: Store, writer: string): Seat[] {
  return store.entries(WORK).flatMap((entry) => {
    const [by, kind] = entry.split('-');
    if (by !== writer || kind !== 'seat') return [];
    const name = `${WORK}/${entry}`;
    const bytes = store.get(name);
    if (bytes === null) return [];
    return [{ ...(JSON.parse(Buffer.from(bytes).toString('utf8')) as Omit<Seat, 'name'>), name }];
  });
}

const TLS_1_2: SecureVersion = 'TLSv1.2'; // the last one for which Node takes such keys

/** How both ends speak. The key is new for each process; the agreement on keys is too, so that what was recorded cannot be read later. */
export const SPEAKING = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  minVersion: TLS_1_2,
  maxVersion: TLS_1_2,
};

/** Who speaks, for the end that lets in. */
export const SPEAKER: Pick<PSKCallbackNegotation, 'identity'> = { identity: 'metsuke' };
