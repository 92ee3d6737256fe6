/** How a refused row is written down: one line of NDJSON with the place, the cause in words and the bytes. */
import { Buffer, isUtf8 } from 'node:buffer';
import type { Bilingual } from '../core/bilingual.ts';
import type { ProblemCode } from '../core/problem.ts';
import type { Quarantined } from './quarantined.ts';

/** A line of the quarantine file. It holds raw data: the file is readable by its owner only. */
export interface QuarantineRecord {
  readonly input: string;
  /** In a lake: the number of the input. */
  readonly input_number?: number;
  readonly line: number;
  /** Bytes from 0 in the decompressed stream. */
  readonly byte: number;
  /** Of a row of a Kafka message: its offset; line and byte are counted in the message then. */
  readonly offset?: number;
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

/** The record of a refused row; `number` is that of its input in the lake. */
export function quarantineRecord(
  { input, line, byte, offset, problem, raw, rawLength }: Quarantined,
  number?: number,
): QuarantineRecord {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return {
    input,
    ...(number !== undefined && { input_number: number }),
    line,
    byte,
    ...(offset !== undefined && { offset }),
    code: problem.code,
    cause: problem.message,
    fix: problem.fix,
    raw_length: rawLength,
    raw: bytes.toString('base64'),
    text: isUtf8(bytes) ? bytes.toString('utf8') : null,
  };
}
