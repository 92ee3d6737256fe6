/** A row that could not be read, and why: kept with its bytes, never silently dropped. */
import type { Problem } from '../core/problem.ts';

/** One refused row. */
export interface Quarantined {
  /** The name of the input it came from. */
  readonly input: string;
  /** Where the row begins: bytes from 0 in the decompressed stream, lines from 1. */
  readonly byte: number;
  readonly line: number;
  /** Of a row of a message: the offset of its message, in which lines and bytes are counted. */
  readonly offset?: number | undefined;
  readonly problem: Problem;
  /** Its bytes without the line break; of a row over the length limit only the head. */
  readonly raw: Uint8Array;
  /** How many bytes the whole row has. */
  readonly rawLength: number;
}

/** Takes refused rows. */
export type Quarantine = (row: Quarantined) => void;
