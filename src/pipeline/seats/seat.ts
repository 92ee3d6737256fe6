/**
 * A seat: where a process that stands by takes detectors of the one that judges. It lies in the folder `work` of the lake: who can read that is
 * let in, and nobody else, since its key is what the connection is encrypted with (TLS with a pre-shared key).
 */
import type { PSKCallbackNegotation, SecureVersion } from 'node:tls';
import { z } from 'zod';
import type { Store } from '../../store/store.ts';
import { WORK_FOLDER as WORK } from '../../store/writer.ts';
import { type Piece, workName } from '../hands/names.ts';

const told = z.strictObject({
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  /** 32 bytes. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  /** Both ends must clone values alike. */
  v8: z.literal(process.versions.v8),
});

/** Where somebody sits. */
export interface Seat extends Omit<z.infer<typeof told>, 'v8'> {
  /** The file that tells of it. */
  readonly name: string;
}

/** Tells a writer of a seat. */
export function tellOfSeat(store: Store, piece: Piece, { host, port, key }: Omit<Seat, 'name'>): void {
  store.put(
    workName('seat', piece),
    Buffer.from(JSON.stringify({ host, port, key, v8: process.versions.v8 })),
  );
}

/** Takes it back: who has taken the seat is to leave it. */
export function takeBackSeat(store: Store, piece: Piece): void {
  store.remove(workName('seat', piece));
}

/** The seats that a writer was told of and can take. */
export function seatsFor(store: Store, writer: string): Seat[] {
  return store.entries(WORK).flatMap((entry) => {
    const [by, kind] = entry.split('-');
    if (by !== writer || kind !== 'seat') return [];
    const name = `${WORK}/${entry}`;
    const bytes = store.get(name);
    if (bytes === null) return [];
    const { success, data } = told.safeParse(parsed(Buffer.from(bytes).toString('utf8')));
    return success ? [{ name, host: data.host, port: data.port, key: data.key }] : [];
  });
}

const TLS_1_2: SecureVersion = 'TLSv1.2'; // the last one for which Node takes such keys

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** How both ends speak. The key is new for each process; the agreement on keys is too, so that what was recorded cannot be read later. */
export const SPEAKING = {
  ciphers: 'ECDHE-PSK-CHACHA20-POLY1305',
  minVersion: TLS_1_2,
  maxVersion: TLS_1_2,
};

/** Who speaks, for the end that lets in. */
export const SPEAKER: Pick<PSKCallbackNegotation, 'identity'> = { identity: 'metsuke' };
