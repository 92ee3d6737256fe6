/** An opened log: what the ways of reading one (as it comes, or sorted first) have in common. */
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Key } from '../core/hash.ts';
import type { Problem } from '../core/problem.ts';
import type { Reached, RowCounts } from './decoder.ts';
import type { RowEncoding } from './encoding.ts';
import type { InputKind } from './recognise.ts';

export type { Quarantine, Quarantined } from './quarantined.ts';

/** Where reading an input can go on another time. */
export interface InputPosition extends Reached {
  /** The encoding settled so far. */
  readonly encoding: RowEncoding | null;
  /** Hash of the bytes before that byte: they must still be there. */
  readonly before: string;
  /** Where the stream ended when it was read; beyond `byte` by a last row that was cut off. */
  readonly seen: number;
}

/** What is known of an input. */
export interface InputIdentity {
  /** Its number in the lake; 0 where there is no lake. */
  readonly input: number;
  /** The first bytes of the decompressed stream. */
  readonly head: Uint8Array;
  /** Keeps default ids of different inputs apart. */
  readonly key: Key;
  /** Where reading began; null at the beginning. */
  readonly from: InputPosition | null;
}

/** An opened log. */
export interface Input {
  readonly name: string;
  readonly kind: InputKind;
  /** Whether it can be opened and read again from its beginning. */
  readonly rereadable: boolean;
  /** The next batch in the order of the input; null at its end, or where it can be read no further. */
  next(): Promise<EventBatch | null>;
  /** How far the file itself, compressed or not, has been read; the total is null where nobody knows it. */
  readonly position: { readonly bytesRead: number; readonly bytesTotal: number | null };
  readonly counts: Readonly<RowCounts>;
  /** Why it could not be read to its end: what came before stands. Known once {@link next} has given null. */
  readonly problem: Problem | null;
  /** Whether nothing at all was in it. */
  readonly isEmpty: boolean;
  /** What tells it from other inputs, and how far it was read. */
  readonly identity: InputIdentity;
  reached(): InputPosition;
  close(): Promise<void>;
}
