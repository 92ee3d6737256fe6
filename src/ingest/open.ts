/** Opens a log: a file or standard input, plain or compressed, in any encoding, NDJSON or CSV → batches of events. */
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Defaults } from '../batch/normal-event.ts';
import { hashBytes } from '../core/hash.ts';
import { type Problem, problem } from '../core/problem.ts';
import { byteDecoder } from './byte-decoder/decoder.ts';
import { compressionOf, DamagedData, decompress } from './compression.ts';
import { csvDecoder } from './csv.ts';
import { DECODER_LIMITS, type Decoder, type DecoderLimits } from './decoder.ts';
import { byteOrderMark, type Encoding, type RowEncoding } from './encoding.ts';
import type { Input, Quarantine } from './input.ts';
import { asUtf8, type Pieces, peek, settlingEncoding, without } from './pieces.ts';
import { openFile, type RawFile, standardInput, unreadable } from './raw-file.ts';
import { type InputKind, recognise } from './recognise.ts';

/** How an input is to be read. */
export interface InputOptions extends Defaults {
  /** The encoding the user named; without it, recognised. */
  readonly encoding?: Encoding | undefined;
  /** Takes the rows that cannot be read. */
  readonly quarantine: Quarantine;
  /** What `-` stands for; default: the standard input of the process. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  /** Bounds of the decoder; tests make them tiny. */
  readonly limits?: DecoderLimits | undefined;
}

/** Bytes of the decompressed beginning that are looked at. */
const HEAD_BYTES = 64 * 2 ** 10;
/** Hashed to tell inputs apart whose rows carry no ids. */
const IDENTITY_BYTES = 4_096;

/** Opens `path`, or standard input for `-`. */
export async function openInput(path: string, options: InputOptions): Promise<Input | Problem> {
  const name = path === '-' ? 'stdin' : path;
  const file = path === '-' ? standardInput(options.stdin) : await openFile(path);
  if ('code' in file) return file;
  const input = await startReading(name, file, options);
  if ('code' in input) await file.close();
  return input;
}

async function startReading(name: string, file: RawFile, options: InputOptions): Promise<Input | Problem> {
  const { head: rawHead, all: rawBytes } = await peek(file.bytes, 4);
  const compression = compressionOf(rawHead);
  const opened = compression === null ? rawBytes : decompress(rawBytes, compression);
  const { head, all } = await peek(opened, HEAD_BYTES);
  const mark = byteOrderMark(head);
  const named = options.encoding ?? mark?.encoding;
  const markBytes = mark?.length ?? 0;
  let settled: RowEncoding | null = named === undefined || isUtf16(named) ? null : named;
  const text = textOf(without(all, markBytes), named, (encoding) => {
    settled ??= encoding;
  });
  const { head: textHead, all: pieces } = await peek(text, HEAD_BYTES);
  const kind = recognise(name, textHead);
  if (typeof kind === 'object') {
    await pieces.return(undefined);
    return kind;
  }
  const create = kind === 'csv' ? csvDecoder : byteDecoder;
  const decoder = create({
    name,
    defaults: options,
    inputKey: hashBytes(head.subarray(0, IDENTITY_BYTES)),
    firstByte: markBytes,
    encoding: () => settled ?? 'utf-8',
    quarantine: options.quarantine,
    limits: options.limits ?? DECODER_LIMITS,
  });
  return readingInput({ name, kind, file, pieces, decoder, isEmpty: textHead.length === 0 });
}

/** The stream as bytes in which rows can be found. */
function textOf(bytes: Pieces, named: Encoding | undefined, settle: (encoding: RowEncoding) => void): Pieces {
  if (named !== undefined) return isUtf16(named) ? asUtf8(bytes, named === 'utf-16be') : bytes;
  return settlingEncoding(bytes, settle);
}

function isUtf16(encoding: Encoding): encoding is 'utf-16le' | 'utf-16be' {
  return encoding === 'utf-16le' || encoding === 'utf-16be';
}

/** The parts of an input that is being read. */
interface Parts {
  readonly name: string;
  readonly kind: InputKind;
  readonly file: RawFile;
  readonly pieces: Pieces;
  readonly decoder: Decoder;
  readonly isEmpty: boolean;
}

/** The input; or the problem of its whole, where that shows in the first piece. */
async function readingInput({ name, kind, file, pieces, decoder, isEmpty }: Parts): Promise<Input | Problem> {
  let trouble: Problem | null = null;
  let isEnded = false;
  let decoded = 0;
  let ready: EventBatch | null = null;

  /** Decodes one more piece. What stops the reading ends the input. */
  async function pull(): Promise<void> {
    try {
      const { value, done } = await pieces.next();
      if (done !== true) {
        decoder.push(value);
        decoded += value.length;
        return;
      }
    } catch (error) {
      trouble =
        error instanceof DamagedData
          ? problem('input-cut', { bytes: decoded }, { file: name, byte: decoded })
          : unreadable(name, error);
    }
    decoder.end();
    isEnded = true;
    await file.close();
  }

  async function close(): Promise<void> {
    isEnded = true;
    await pieces.return(undefined);
    await file.close();
  }

  await pull();
  ready = decoder.take();
  if (decoder.problem !== null) {
    await close();
    return decoder.problem;
  }
  return {
    name,
    kind,
    isEmpty,
    rereadable: file.isRereadable,
    position: file.position,
    counts: decoder.counts,
    get problem() {
      return trouble ?? decoder.problem;
    },
    async next() {
      for (;;) {
        const batch = ready ?? decoder.take();
        ready = null;
        if (batch !== null || isEnded || decoder.problem !== null) return batch;
        await pull();
      }
    },
    close,
  };
}
