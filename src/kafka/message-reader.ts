/**
 * Messages of one partition → batches of events, through the decoder that files go through. A message is one row or many;
 * what cannot be read is refused with its place in the topic, and the messages around it never notice.
 */
import { createHash } from 'node:crypto';
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Defaults } from '../batch/normal-event.ts';
import type { Key } from '../core/hash.ts';
import { problem } from '../core/problem.ts';
import { byteDecoder } from '../ingest/byte-decoder/decoder.ts';
import { DECODER_LIMITS, type DecoderLimits, refusal } from '../ingest/decoder.ts';
import type { Quarantined } from '../ingest/input.ts';
import {
  breaksIn,
  byteWithin,
  isPacked,
  lastAtMost,
  linesUntil,
  type Message,
  recordAt,
  type Stretch,
  stretchOf,
} from './message-places.ts';

/** What a reader must know of its partition. */
export interface ReaderOptions {
  readonly topic: string;
  readonly partition: number;
  /** Its number and key in the lake. */
  readonly input: number;
  readonly key: Key;
  readonly defaults: Defaults;
  /** Lines of the first message that were read another time. */
  readonly linesBefore: number;
  readonly limits?: DecoderLimits;
}

/** How far a partition was read: whole messages before `offset`, and so many lines of that one. */
export interface ReadUntil {
  readonly offset: number;
  readonly lines: number;
  /** Hash of the last message that was read whole; null where none was read yet. */
  readonly before: string | null;
}

/** Reads messages. */
export interface MessageReader {
  /** Takes messages in ascending order; asked only when {@link take} has given null. */
  push(messages: readonly Message[]): void;
  /** The next rows, and what was refused among and before them; null when all messages are read. */
  take(): { readonly batch: EventBatch | null; readonly refused: Quarantined[] } | null;
  /** Whether messages were pushed that are not read yet. */
  hasMore(): boolean;
  /** Null before the first push. */
  reached(): ReadUntil | null;
}

/** The hash by which a record is told from another one at its offset. */
export function messageHash({ timestamp, key, value }: Message): string {
  const part = (bytes: Buffer | null) => [String(bytes?.length ?? -1), bytes ?? ''] as const;
  const hash = createHash('sha256').update(timestamp);
  for (const piece of [...part(key), ...part(value)]) hash.update(' ').update(piece);
  return hash.digest('hex');
}

/** A message that holds no more memory than its own. */
export function copied({ key, value, ...rest }: Message): Message {
  const own = (bytes: Buffer | null) => (bytes === null ? null : Buffer.from(bytes));
  return { ...rest, key: own(key), value: own(value) };
}

/** A reader of one partition. */
export function messageReader({ topic, partition, linesBefore, ...options }: ReaderOptions): MessageReader {
  const name = `${topic}/${partition}`;
  const stretches: Stretch[] = [];
  /** Batches that were given out and not released, by the byte of the stream at which each begins. */
  const held: { readonly from: number; isReleased: boolean }[] = [];
  let refused: Quarantined[] = [];
  /** Messages without a value that the decoder has not come to yet: where they stand in the stream, and their offsets. */
  let empty: { readonly byte: number; readonly offset: number }[] = [];
  let messages: readonly Message[] = [];
  /** The last message of the stretch before. */
  let last: Message | null = null;
  let isRead = true;
  let end = 0;
  let skipped = linesBefore;

  const decoder = byteDecoder({
    name,
    defaults: { ...options.defaults, placeOf },
    inputKey: options.key,
    input: options.input,
    firstByte: 0,
    encoding: () => 'utf-8',
    quarantine: (row) => refused.push(placed(row)),
    limits: options.limits ?? DECODER_LIMITS,
  });

  function stretchAt(byte: number): Stretch {
    let at = stretches.length - 1;
    while (stretches[at].first > byte) at--;
    return stretches[at];
  }

  /** `topic-partition-offset`, and the line behind it where the message has several. */
  function placeOf(byte: number): string {
    const stretch = stretchAt(byte);
    const record = recordAt(stretch, byte);
    const place = `${topic}-${partition}-${stretch.offsets[record]}`;
    const { noted } = stretch;
    const found = lastAtMost(noted.bytes, byte);
    if (found >= 0 && noted.bytes[found] === byte) return `${place}.${noted.lines[found]}`;
    if (!isPacked(stretch, record)) return place;
    // rows are named in their order when they are read: lines are counted on from the row before
    const isOn = found >= 0 && noted.bytes[found] >= stretch.starts[record];
    const line = isOn
      ? noted.lines[found] + linesOf(stretch, noted.bytes[found], byte)
      : linesUntil(stretch, record, byte) + 1;
    noted.bytes.push(byte);
    noted.lines.push(line);
    return `${place}.${line}`;
  }

  function placed(row: Quarantined): Quarantined {
    const stretch = stretchAt(row.byte);
    const record = recordAt(stretch, row.byte);
    const line = linesUntil(stretch, record, row.byte) + 1;
    const byte = byteWithin(stretch, record, row.byte);
    const place = { file: name, line, byte };
    return { ...row, line, byte, offset: stretch.offsets[record], problem: { ...row.problem, place } };
  }

  /** Forgets stretches of which no row is waiting. */
  function forget(): void {
    while (held.length > 0 && held[0].isReleased) held.shift();
    const from = held[0]?.from ?? decoder.reached().byte;
    while (stretches.length > 1 && stretches[0].end <= from) stretches.shift();
  }

  function handedOut(batch: EventBatch): EventBatch {
    const one = { from: batch.origin(0).byte, isReleased: false };
    held.push(one);
    return {
      ...batch,
      origin(row) {
        const { input, byte } = batch.origin(row);
        const stretch = stretchAt(byte);
        return { input, byte: stretch.offsets[recordAt(stretch, byte)] };
      },
      release() {
        one.isReleased = true;
        batch.release?.();
        forget();
      },
    };
  }

  /** What was refused up to where the decoder has come, in order. */
  function takeRefused(): Quarantined[] {
    const { byte } = decoder.reached();
    const passed = empty.filter((one) => one.byte < byte);
    empty = empty.slice(passed.length);
    const emptyRow = refusal(name, problem('message-empty'), 0, 1, new Uint8Array(0), 0);
    const all = [...refused, ...passed.map(({ offset }) => ({ ...emptyRow, offset }))];
    refused = [];
    return passed.length === 0
      ? all
      : all.sort((a, b) => (a.offset ?? 0) - (b.offset ?? 0) || a.line - b.line);
  }

  return {
    push(more) {
      if (more.length === 0) return;
      last = messages.at(-1) ?? last;
      messages = more;
      const stretch = stretchOf(more, end, skipped);
      skipped = 0;
      end = stretch.end;
      stretches.push(stretch);
      for (const [at, { offset, value }] of more.entries())
        if (value === null || value.length === 0) empty.push({ byte: stretch.starts[at], offset });
      decoder.push(stretch.bytes ?? new Uint8Array(0));
      isRead = false;
    },
    take() {
      if (isRead) return null;
      let batch = decoder.take();
      if (batch === null) {
        batch = decoder.rest();
        isRead = true;
        messages = messages.slice(-1).map(copied); // what was fetched with it may go
        const stretch = stretches[stretches.length - 1];
        stretch.bytes = null;
      }
      const rows = { batch: batch === null ? null : handedOut(batch), refused: takeRefused() };
      forget();
      return batch === null && rows.refused.length === 0 ? null : rows;
    },
    hasMore: () => !isRead,
    reached() {
      const whole = messages.at(-1);
      if (whole === undefined) return null;
      if (isRead) return { offset: whole.offset + 1, lines: 0, before: messageHash(whole) };
      const { byte } = decoder.reached();
      const stretch = stretches[stretches.length - 1];
      const record = recordAt(stretch, byte);
      const before = record === 0 ? last : messages[record - 1];
      const lines = linesUntil(stretch, record, byte);
      return { offset: stretch.offsets[record], lines, before: before === null ? null : messageHash(before) };
    },
  };
}

/** Line breaks between two bytes of the stream. */
function linesOf({ bytes, first }: Stretch, from: number, to: number): number {
  return bytes === null ? 0 : breaksIn(bytes, from - first, to - first);
}
