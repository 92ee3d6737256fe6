/**
 * What turns a stream of bytes into batches: the interface that all decoders share. A decoder holds the piece in hand and the row in progress, never the file.
 */
import type { NormalEvent } from '../../schemas/access-event.ts';
import type { EventBatch, Origin } from '../../schemas/event-columns.ts';
import { encodeEvents } from '../batch/encode.ts';
import { type Defaults, normalEvent } from '../batch/normal-event.ts';
import { hashText, type Key, NONE, pairKey } from '../core/hash.ts';
import type { Problem } from '../core/problem.ts';
import type { RowEncoding } from './encoding.ts';
import type { Quarantine, Quarantined } from './quarantined.ts';
import { checkRow } from './read-row.ts';

/** Rows read so far. Read = accepted + quarantined; duplicates are found later, by the engine. */
export interface RowCounts {
  read: number;
  accepted: number;
  quarantined: number;
  /** Of the rows read, those that the byte decoder left to the strict reader; 0 where there is no byte decoder. */
  fellBack: number;
}

/** Bytes in, batches out. The same batches whatever the pieces in which the bytes come. */
export interface Decoder {
  /** Takes the next bytes; they may be reused after the call. */
  push(bytes: Uint8Array): void;
  /** Says that no more bytes come. */
  end(): void;
  /** A full batch, or after {@link end} what is left; null when there is none (yet). */
  take(): EventBatch | null;
  /** The whole rows at hand, though more bytes may follow and the batch is not full; null where there are none. */
  rest(): EventBatch | null;
  /** What makes the whole input unreadable, such as a header without columns; then no batch comes. */
  readonly problem: Problem | null;
  readonly counts: Readonly<RowCounts>;
  /** Where the first row begins that {@link take} has not given out or refused. Asked after a batch or at the end. */
  reached(): Reached;
}

/** How far an input was read: a later run goes on from there. A last row that is cut off is not passed over. */
export interface Reached {
  readonly byte: number;
  readonly line: number;
  /** The header of a CSV, once it was read. */
  readonly columns: readonly string[] | null;
}

/** Bounds of a decoder; tests make them tiny. */
export interface DecoderLimits {
  /** Rows of a batch. */
  readonly batchRows: number;
  /** Bytes of the stream after which a batch is over, whatever rows it has: they are held until its last row is judged. */
  readonly batchBytes: number;
  /** Bytes of one row; a longer one is refused. */
  readonly rowBytes: number;
  /** How much of a row over the limit is kept. */
  readonly headBytes: number;
}

/** The bounds in operation. */
export const DECODER_LIMITS: DecoderLimits = {
  batchRows: 4_096,
  batchBytes: 16 * 2 ** 20,
  rowBytes: 16 * 2 ** 20,
  headBytes: 64 * 2 ** 10,
};

/** What a decoder must know of its input. */
export interface DecoderOptions {
  /** The input's name, for quarantined rows. */
  readonly name: string;
  readonly defaults: Defaults;
  /** Hash of the input's beginning: keeps default ids of different files apart. */
  readonly inputKey: Key;
  /** The number under which the lake knows the input; 0 where there is no lake. */
  readonly input?: number | undefined;
  /** Where byte 0 of what is pushed stands in the stream: the length of a byte order mark, or where reading goes on. */
  readonly firstByte: number;
  /** The line of that byte. Default: the first. */
  readonly firstLine?: number | undefined;
  /** The header of a CSV that is read on from a later row. */
  readonly columns?: readonly string[] | null | undefined;
  /** The encoding of rows that are not ASCII; asked when the first such row is read. */
  readonly encoding: () => RowEncoding;
  readonly quarantine: Quarantine;
  readonly limits: DecoderLimits;
}

/** Rows on their way into a batch. */
export interface Rows {
  readonly counts: Readonly<RowCounts>;
  /** The schema check: the members of a row become an event, or the problem is given back. */
  add(row: Readonly<Record<string, unknown>>, content: Key, byte: number): Problem | null;
  refuse(problem: Problem, byte: number, line: number, raw: Uint8Array, rawLength: number): void;
  isFull(): boolean;
  /** The rows so far as a batch; null if there are none. */
  take(): EventBatch | null;
}

/** Collects the rows of the next batch and counts. */
export function collectRows({
  name,
  defaults,
  inputKey,
  input = 0,
  quarantine,
  limits,
}: DecoderOptions): Rows {
  const counts: RowCounts = { read: 0, accepted: 0, quarantined: 0, fellBack: 0 };
  let events: NormalEvent[] = [];
  let contents: Key[] = [];
  let identities: Key[] = [];
  let origins: Origin[] = [];
  return {
    counts,
    add(row, content, byte) {
      const wrong = checkRow(row);
      if (wrong !== null) return wrong;
      const event = normalEvent(row as Parameters<typeof normalEvent>[0], byte, defaults);
      events.push(event);
      contents.push(content);
      identities.push(typeof row.id === 'string' ? NONE : positionIdentity(event, inputKey));
      origins.push({ input, byte });
      counts.read++;
      counts.accepted++;
      return null;
    },
    refuse(problem, byte, line, raw, rawLength) {
      counts.read++;
      counts.quarantined++;
      quarantine(refusal(name, problem, byte, line, raw, rawLength));
    },
    isFull: () => events.length >= limits.batchRows || isLong(origins, limits),
    take() {
      if (events.length === 0) return null;
      const batch = encodeEvents(events, contents, identities, origins);
      origins = [];
      events = [];
      contents = [];
      identities = [];
      return batch;
    },
  };
}

/** Whether rows lie so far apart that their batch is over. */
function isLong(rows: readonly Origin[], { batchBytes }: DecoderLimits): boolean {
  const last = rows.at(-1);
  return last !== undefined && last.byte - rows[0].byte >= batchBytes;
}

/** A refused row of an input. */
export function refusal(
  input: string,
  problem: Problem,
  byte: number,
  line: number,
  raw: Uint8Array,
  rawLength: number,
): Quarantined {
  const place = { file: input, line, byte };
  // a copy: the bytes are part of a buffer that goes on being used
  return { input, byte, line, problem: { ...problem, place }, raw: Uint8Array.from(raw), rawLength };
}

/** The identity of an event whose id is its position: positions repeat from file to file, so the file counts too. */
export function positionIdentity({ source, id }: NormalEvent, inputKey: Key): Key {
  return pairKey(pairKey(hashText(source), hashText(id)), inputKey);
}
