/** The bytes that an event was read from, as a row of the lake, before it is staged. */
import { Buffer } from 'node:buffer';
import { SYSTEMS } from '../../schemas/access-event.ts';
import type { Micros } from '../core/time.ts';
import type { DetectorColumns } from '../detector/define.ts';

/** A row of `raw` ready to be staged. */
export interface RawRow {
  readonly time: Micros;
  readonly json: string;
}

/** The row of the bytes of an event. */
export function rawRow(row: number, { ref, time, system }: DetectorColumns, raw: Uint8Array): RawRow {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString('base64');
  return {
    time: time[row],
    json: `{"ref":${ref[row]},"time":${time[row]},"system":"${SYSTEMS[system[row]]}","raw":"${bytes}"}`,
  };
}
