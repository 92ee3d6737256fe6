/** What the two threads of a run tell each other. */
import type { Config } from '../../../schemas/config.ts';
import type { Day, Micros } from '../../core/time.ts';
import type { Back, Passed, Settled } from '../../engine/back.ts';
import type { FindingDraft } from '../../engine/episode.ts';
import type { RegisterBytes } from '../../ingest/register-files.ts';
import type { PutSlice } from './slices.ts';

/** What the back is made from, in its own thread. */
export interface BackSeed {
  readonly config: Config;
  /** The bytes of the register files: both threads read the same. */
  readonly registers: readonly RegisterBytes[];
  /** Name of the source for rows that do not say it. */
  readonly source: string | null;
}

/** To the back: the calls of {@link Back}, in order. */
export type ToBack =
  | { readonly do: 'turnTo'; readonly day: Day }
  | { readonly do: 'show'; readonly slice: PutSlice; readonly settled: Settled }
  | { readonly do: 'settle'; readonly passed: Passed; readonly settled: Settled }
  | { readonly do: 'advance'; readonly time: Micros }
  | { readonly do: 'finish' };

/** A draft whose detector is named by its position. */
export type SentDraft = Omit<FindingDraft, 'detector'> & { readonly detector: number };

/** From the back: what it found, that a slice was worked off; once finished, what it holds. */
export interface FromBack {
  readonly drafts: readonly SentDraft[];
  readonly isWorkedOff?: true;
  readonly finished?: {
    readonly usage: ReturnType<Back['usage']>;
    readonly permits: ReturnType<Back['permitUses']>;
    readonly suppressed: ReturnType<Back['suppressed']>;
  };
}
