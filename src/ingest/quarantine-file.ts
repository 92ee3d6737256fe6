/** How a refused row is written down: one line of NDJSON with the place, the cause in words and the bytes. */
import { Buffer, isUtf8 } from 'node:buffer';
import type { Bilingual } from '../core/bilingual.ts';
import type { ProblemCode } from '../core/problem.ts';
import type { Quarantined } from './quarantined.ts';

/** A line of the quarantine file. It holds raw data: the file is readable by its owner only. */
export interface QuarantineRecord {
  readonly input: string;
  readonly line: number;
  /** Bytes from 0 in the decompressed stream. */
  readonly byte: number;
  readonly code: ProblemCode;
  readonly cause: Bilingual;
  readonly fix: Bilingual;
  /** The bytes of the whole row; more than `raw` holds where only its head was kept. */
  readonly raw_length: number;
  /** Base64. */
  readonly raw: string;
  /** The same as text, where it is valid UTF-8. */
  readonly text: string | null;
}

/** The record of a refused row. */
export function quarantineRecord({
  input,
  line,
  byte,
  problem,
  raw,
  rawLength,
}: Quarantined): QuarantineRecord {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return {
    input,
    line,
    byte,
    code: problem.code,
    cause: problem.message,
    fix: problem.fix,
    raw_length: rawLength,
    raw: bytes.toString('base64'),
    text: isUtf8(bytes) ? bytes.toString('utf8') : null,
  };
}
