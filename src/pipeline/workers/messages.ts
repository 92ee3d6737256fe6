/** What the threads of a run tell each other. */
import type { MessagePort } from 'node:worker_threads';
import type { Config } from '../../../schemas/config.ts';
import type { Day, Micros } from '../../core/time.ts';
import type { Passed, Sections, Settled } from '../../engine/back.ts';
import type { MemberState } from '../../engine/divided-back.ts';
import type { SaidDraft } from '../../engine/episodes.ts';
import type { RegisterBytes } from '../../ingest/register-files.ts';
import type { Seat } from '../seats/seat.ts';
import type { PutEpisodes } from './episode-bytes.ts';
import type { PutSlice } from './slices.ts';

/** Where a thread finds the registers: all threads read the same. */
export type RegisterSeed =
  | { readonly kind: 'files'; readonly files: readonly RegisterBytes[] }
  /** Those that a commit of a lake brought; null: none. */
  | { readonly kind: 'lake'; readonly folder: string; readonly number: number | null };

/** What a part of the back works for. */
export interface BackShare {
  readonly config: Config;
  /** The detectors, by their place among all. */
  readonly detectors: readonly number[];
  /** Whether it counts what is counted once. */
  readonly isFirst: boolean;
}

/** What a part of the back is made from, in its own thread. */
export interface BackSeed extends BackShare {
  readonly registers: RegisterSeed;
  /** Where another process works for it; null: it works itself, as where nobody sits there any more. */
  readonly seat: Seat | null;
  readonly port: MessagePort;
  /** Raised and notified after each answer, so that the front can wait for one. */
  readonly answers: Int32Array<SharedArrayBuffer>;
}

/** To the back: the calls of a member, in order. */
export type ToBack =
  | { readonly do: 'turnTo'; readonly day: Day }
  | { readonly do: 'show'; readonly slice: PutSlice; readonly settled: Settled }
  | { readonly do: 'settle'; readonly passed: Passed; readonly settled: Settled }
  | { readonly do: 'advance'; readonly time: Micros }
  | { readonly do: 'finish' }
  | { readonly do: 'correct'; readonly gone: ReadonlySet<string>; readonly open: PutEpisodes }
  | { readonly do: 'restore'; readonly saved: Uint8Array }
  | { readonly do: 'tell'; readonly what: keyof Asked };

/** What can be asked, and what comes of it. */
export interface Asked {
  readonly state: MemberState;
  readonly openEpisodes: PutEpisodes;
  readonly sections: Sections;
}

/** A draft whose detector is named by its position, without what its episode counts. */
export type SentDraft = Omit<SaidDraft, 'detector' | 'counted'> & { readonly detector: number };

/** From the back: an answer to each message, or why there is none. */
export type FromBack =
  /** What it found: a list for each call that finds something; and what was asked. */
  | {
      readonly kind: 'answer';
      readonly found: readonly (readonly SentDraft[])[];
      readonly asked?: Asked[keyof Asked];
    }
  /** Nobody sat there: it works itself. */
  | { readonly kind: 'alone' }
  /** The process that worked for it has gone. */
  | { readonly kind: 'lost' }
  /** What was to be sent there, or back, is larger than may be sent at once. */
  | { readonly kind: 'oversized' }
  /** It cannot go on. */
  | { readonly kind: 'failed'; readonly failure: unknown };
