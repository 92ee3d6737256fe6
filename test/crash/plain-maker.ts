/** Makes lake files without DuckDB: rows as NDJSON. So the protocol can be run thousands of times, on a model of a disk. */
import { createHash } from 'node:crypto';
import type { NormalEvent } from '../../schemas/access-event.ts';
import type { ParquetTable } from '../../schemas/commit.ts';
import { MARK } from '../../schemas/event-columns.ts';
import { encodeEvents } from '../../src/batch/encode.ts';
import { normalEvent } from '../../src/batch/normal-event.ts';
import { formatInstant } from '../../src/core/time.ts';
import type { FileSystem } from '../../src/store/file-system.ts';
import type { Gone, KnownEvent, TableMaker } from '../../src/store/parquet-maker.ts';
import { type EventFilter, LOG_FIELDS, type StoredVerdict } from '../../src/store/stored-events.ts';
import { type PlainRow, plainRows } from './plain-rows.ts';

type Row = Record<string, unknown> & {
  readonly subjects?: readonly string[];
  readonly verdicts?: readonly string[];
};

/** A maker whose every read and write goes through `files`. */
export function plainMaker(files: FileSystem): TableMaker {
  function read(path: string): Row[] {
    return textAt(files, path)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Row);
  }
  function write(path: string, rows: readonly Row[]) {
    const bytes = bytesOf(rows);
    const descriptor = files.create(path);
    for (let at = 0; at < bytes.length; ) at += files.write(descriptor, bytes, at);
    files.close(descriptor);
    return { groups: [{ rows: rows.length, from: 0, to: bytes.length }] };
  }
  return {
    async make(rows, put) {
      const bytes = bytesOf(plainRows(rows));
      put(bytes);
      return { groups: [{ rows: rows.size, from: 0, to: bytes.length }] };
    },
    merge: async (_, from, to) => write(to, from.flatMap(read)),
    async digest(from) {
      const lines = from.flatMap(read).map((row) => JSON.stringify(row));
      return {
        rows: lines.length,
        digest: createHash('sha256').update(lines.sort().join('\n')).digest('hex'),
      };
    },
    countGone: async (table, file, gone, events) =>
      read(file).filter((row) => isGone(table, row, gone, events.flatMap(read))).length,
    async makeKept(table, file, gone, events, to) {
      const all = events.flatMap(read);
      return write(
        to,
        read(file).filter((row) => !isGone(table, row, gone, all)),
      );
    },
    async eventIds(from, refs) {
      const all = from.flatMap(read).filter((row) => refs.includes(Number(row.ref)));
      return new Map(all.map((row) => [Number(row.ref), `${String(row.source)}/${String(row.id)}`]));
    },
    async *events(from, filter) {
      const rows = from.flatMap(read).filter((row) => isWanted(row, filter));
      rows.sort((a, b) => Number(a.ref) - Number(b.ref));
      const batch = encodeEvents(
        rows.map(eventOf),
        rows.map(({ content }) => Number(content)),
        undefined,
        rows.map(({ input, byte }) => ({ input: Number(input), byte: Number(byte) })),
      );
      batch.columns.marks.set(rows.map(marksOf));
      yield { batch, refs: Float64Array.from(rows, ({ ref }) => Number(ref)) };
    },
    async values(from, columns, filter) {
      const rows = from.flatMap(read).filter((row) => isWanted(row, filter));
      const told = rows.map((row) =>
        columns.map((name) => (row[name] === undefined ? null : asText(row[name]))),
      );
      return [...new Map(told.map((each) => [JSON.stringify(each), each])).values()];
    },
    async devices(from, span, filter) {
      const found = new Map<string, { events: number; spans: Set<number> }>();
      for (const row of from.flatMap(read)) {
        if (row.device === undefined || !isWanted(row, filter)) continue;
        const use = found.get(asText(row.device)) ?? { events: 0, spans: new Set() };
        use.events++;
        use.spans.add(Math.floor(Number(row.time) / span));
        found.set(asText(row.device), use);
      }
      return found;
    },
    verdicts: async (from, refs) =>
      from
        .flatMap(read)
        .filter(({ ref }) => refs.includes(Number(ref)))
        .map((row) => row as unknown as StoredVerdict),
    async knownEvents(from, events) {
      const wanted = new Set(events.map(({ time, source, id }) => `${time} ${source}/${id}`));
      return from
        .flatMap(read)
        .map((row) => row as unknown as KnownEvent)
        .filter(({ time, source, id }) => wanted.has(`${time} ${source}/${id}`));
    },
    interrupt: () => {},
    close: () => {},
  };
}

function bytesOf(rows: readonly PlainRow[]): Uint8Array {
  return new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** Whether the time of a row, or of the event it belongs to, is over. */
function isGone(table: ParquetTable, row: Row, gone: readonly Gone[], events: readonly Row[]): boolean {
  const event = table === 'events' ? row : events.find(({ ref }) => ref === row.ref);
  return gone.some(({ system, before }) => event?.system === system && Number(event.time) < before);
}

/** The row as an event. */
function eventOf(row: Row): NormalEvent {
  const fields = LOG_FIELDS.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]]));
  const { extra } = row;
  const event = {
    ...Object.fromEntries(fields),
    time: formatInstant(Number(row.time)),
    ...(extra === undefined ? {} : { extra: JSON.parse(asText(extra)) }),
  };
  return normalEvent(event as Parameters<typeof normalEvent>[0], 0);
}

/** A value as DuckDB would cast it to text. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function marksOf({ late, clock, reused_id: reused }: Row): number {
  return (late ? MARK.late : 0) | (clock ? MARK.clock : 0) | (reused ? MARK.reusedId : 0);
}

function isWanted(row: Row, { picks, strays }: EventFilter): boolean {
  if (strays !== undefined && strays !== (row.late === true || row.clock === true)) return false;
  return picks.some(({ column, values, actions, from, to, near }) => {
    const time = Number(row.time);
    if (time < from || time >= to) return false;
    if (actions !== undefined && !actions.some((action) => action === row.action)) return false;
    if (column === null) return true;
    const spans = near?.spans.get(asText(row[column]));
    if (near !== undefined && spans?.has(Math.floor(time / near.span)) !== true) return false;
    const held =
      column === 'subject' ? (row.subjects ?? []) : [row[column]].filter((one) => one !== undefined);
    return values === null ? held.length > 0 : held.some((one) => values.includes(asText(one)));
  });
}

/** A whole file as text. */
export function textAt(files: FileSystem, path: string): string {
  const descriptor = files.open(path);
  const bytes = new Uint8Array(2 ** 16);
  let text = '';
  const decoder = new TextDecoder();
  for (let at = 0; ; ) {
    const length = files.read(descriptor, bytes, at);
    if (length === 0) break;
    text += decoder.decode(bytes.subarray(0, length), { stream: true });
    at += length;
  }
  files.close(descriptor);
  return text + decoder.decode();
}
