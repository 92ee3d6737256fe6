/** The refused rows of a lake: what lies in its quarantine and was not read after all. */
import type { Commit, LakeInput } from '../../../schemas/commit.ts';
import type { RowEncoding } from '../../ingest/encoding.ts';
import type { QuarantineRecord } from '../../ingest/quarantine-file.ts';
import type { RefusedRow } from '../../ingest/reread.ts';
import { readCommit } from '../../store/chain.ts';
import type { Lake } from '../../store/lake.ts';

/** A line of the quarantine, with its place there and the day on which it came. */
export interface RefusedLine {
  /** `000000000012-0:3`: the file in `quarantine/`, and the line in it. */
  readonly row: string;
  /** The day (by the clock of the machine, JST) on which it was committed; null where that is not known any more. */
  readonly day: string | null;
  readonly record: QuarantineRecord;
}

/** What `replayed/` says of a row that was read after all. */
export interface ReplayedLine {
  readonly row: string;
  /** Whether somebody had corrected it; else it could be read as it was. */
  readonly corrected: boolean;
  /** SHA-256 of the bytes that were read. */
  readonly sha256: string;
}

const FOLDER = 'quarantine/';

/** Refused rows in the order in which they came. */
export function* refusedLines({ store, snapshot }: Pick<Lake, 'store' | 'snapshot'>): Generator<RefusedLine> {
  const done = new Set<string>();
  for (const { table, name } of snapshot.files)
    if (table === 'replayed')
      for (const line of linesOf(store.get(name))) done.add((JSON.parse(line) as ReplayedLine).row);
  for (const { table, name } of snapshot.files) {
    if (table !== 'quarantine') continue;
    const file = name.slice(FOLDER.length).replace(/\.ndjson$/, '');
    const day = dayOf(() => readCommit(store, Number.parseInt(file, 10)).commit);
    let number = 0;
    for (const line of linesOf(store.get(name))) {
      const row = `${file}:${++number}`;
      if (!done.has(row)) yield { row, day, record: JSON.parse(line) as QuarantineRecord };
    }
  }
}

/** The row with what the lake knows of its input; null where that input is not known any more. */
export function refusedRow(
  record: QuarantineRecord,
  bytes: Uint8Array,
  inputs: readonly LakeInput[],
  encoding: RowEncoding | null,
): RefusedRow | null {
  const known =
    inputs.find(({ input }) => input === record.input_number) ??
    inputs.findLast(({ name }) => name === record.input);
  if (known === undefined) return null;
  const { input: number, key } = known;
  const { input, line, byte, offset } = record;
  const row = { input, number, key, line, byte: offset ?? byte, bytes };
  if (known.kind === 'kafka') {
    const place = `${known.topic}-${known.partition}-${offset ?? byte}${line > 1 ? `.${line}` : ''}`;
    return { ...row, kind: 'ndjson', columns: null, encoding: encoding ?? 'utf-8', place };
  }
  const { to } = known;
  return {
    ...row,
    kind: known.kind === 'csv' ? 'csv' : 'ndjson',
    columns: to.columns,
    encoding: encoding ?? ((to.encoding ?? 'utf-8') as RowEncoding),
    place: null,
  };
}

function linesOf(bytes: Uint8Array | null): string[] {
  const text = new TextDecoder().decode(bytes ?? new Uint8Array());
  return text.split('\n').filter((line) => line !== '');
}

const JST_MS = 9 * 3_600_000;

function dayOf(commit: () => Commit): string | null {
  try {
    return new Date(Date.parse(commit().written_at) + JST_MS).toISOString().slice(0, 'YYYY-MM-DD'.length);
  } catch {
    return null; // retention has taken it
  }
}
