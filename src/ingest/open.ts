/** Opens a log: a file or standard input, plain or compressed, in any encoding, NDJSON or CSV → batches of events. */
import type { FileHandle } from 'node:fs/promises';
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Defaults } from '../batch/normal-event.ts';
import { hashBytes } from '../core/hash.ts';
import { type Problem, problem } from '../core/problem.ts';
import { byteDecoder } from './byte-decoder/decoder.ts';
import { compressionOf, DamagedData, decompress } from './compression.ts';
import { csvDecoder } from './csv.ts';
import { DECODER_LIMITS, type Decoder, type DecoderLimits } from './decoder.ts';
import { byteOrderMark, type Encoding, type RowEncoding } from './encoding.ts';
import type { Input, InputIdentity, Quarantine } from './input.ts';
import { asItWas } from './kept-raw.ts';
import { asUtf8, type Pieces, peek, settlingEncoding, without } from './pieces.ts';
import { heldFile, openFile, type RawFile, standardInput, unreadable } from './raw-file.ts';
import { type InputKind, recognise } from './recognise.ts';
import { continueAt, IDENTITY_BYTES, type Identify, NEW_INPUT, trail } from './resume.ts';

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
  /** Gives the rows of a Parquet file as NDJSON; without it, Parquet is not read. Throws {@link DamagedData}. */
  readonly readParquet?: ((path: string) => Pieces) | undefined;
  /** Tells inputs that were read before, and where to go on. */
  readonly identify?: Identify | undefined;
  /** The file, where it is open already. */
  readonly handle?: FileHandle | undefined;
  /** More may be written to it: a last row that is not whole yet is left for another time, instead of being refused. */
  readonly isGrowing?: boolean | undefined;
}

/** Bytes of the decompressed beginning that are looked at. */
const HEAD_BYTES = 64 * 2 ** 10;

/** Opens `path`, or standard input for `-`. */
export async function openInput(path: string, options: InputOptions): Promise<Input | Problem> {
  const input = await openOnce(path, options, false);
  // standard input comes once only: what cannot be gone on with there is read as new
  return input === 'changed' ? ((await openOnce(path, options, true)) as Input | Problem) : input;
}

async function openOnce(
  path: string,
  options: InputOptions,
  isChanged: boolean,
): Promise<Input | Problem | 'changed'> {
  const name = path === '-' ? 'stdin' : path;
  const { handle, stdin } = options;
  const held = handle === undefined ? null : await heldFile(handle);
  const file = held ?? (path === '-' ? standardInput(stdin) : await openFile(path));
  if ('code' in file) return file;
  const input = await startReading(name, file, options, isChanged || !file.isRereadable);
  if (input === 'changed' || 'code' in input) await file.close();
  return input;
}

async function startReading(
  name: string,
  file: RawFile,
  options: InputOptions,
  isChanged: boolean,
): Promise<Input | Problem | 'changed'> {
  const { head: rawHead, all: rawBytes } = await peek(file.bytes, IDENTITY_BYTES);
  const isParquet = rawHead.toString('latin1', 0, 4) === 'PAR1';
  if (isParquet && (options.readParquet === undefined || !file.isRereadable)) {
    await rawBytes.return(undefined);
    return problem('input-parquet', {}, { file: name });
  }
  const compression = compressionOf(rawHead);
  const isGrowing = options.isGrowing === true && compression === null && !isParquet;
  const opened = openedBytes(name, isParquet, rawBytes, compression, options);
  const { head, all } = await peek(opened, HEAD_BYTES);
  const beginning = isParquet ? rawHead : head.subarray(0, IDENTITY_BYTES);
  const { input, from } = options.identify?.(beginning, isChanged) ?? NEW_INPUT;
  const mark = byteOrderMark(head);
  const named = options.encoding ?? mark?.encoding;
  const markBytes = mark?.length ?? 0;
  let settled: RowEncoding | null =
    named === undefined ? (from?.encoding ?? null) : isUtf16(named) ? null : named;
  const settle = (encoding: RowEncoding) => {
    settled ??= encoding;
  };
  const text = textOf(without(all, markBytes), named, settled, settle, isGrowing);
  const { head: textHead, all: whole } = await peek(text, HEAD_BYTES);
  const kind = isParquet ? 'parquet' : recognise(name, textHead);
  if (typeof kind === 'object') {
    await whole.return(undefined);
    return kind;
  }
  let pieces = whole;
  let before: Uint8Array = new Uint8Array(0);
  if (from !== null) {
    const canJump = !isParquet && compression === null && (named === undefined || !isUtf16(named));
    const continued = await continueAt(from, whole, markBytes, canJump ? file.bytesFrom : null);
    if (continued === null) return 'changed';
    before = continued.before;
    pieces = canJump ? textOf(continued.text, named, settled, settle, isGrowing) : continued.text;
  }
  const key = from?.key ?? hashBytes(beginning);
  const create = kind === 'csv' ? csvDecoder : byteDecoder;
  const decoder = create({
    name,
    defaults: isParquet ? { ...options, keepsRaw: undefined } : options, // its rows were never lines
    inputKey: key,
    input,
    firstByte: from?.byte ?? markBytes,
    firstLine: from?.line,
    columns: from?.columns,
    encoding: () => settled ?? 'utf-8',
    quarantine: options.quarantine,
    limits: options.limits ?? DECODER_LIMITS,
  });
  return readingInput({
    name,
    kind,
    file,
    pieces,
    decoder,
    isEmpty: textHead.length === 0,
    identity: { input, head: Uint8Array.from(beginning), key, from },
    read: trail(from?.byte ?? markBytes, before),
    isGrowing,
    named,
    encoding: () => settled,
  });
}

/** What the file holds: decompressed, or the rows of a Parquet file as lines. */
function openedBytes(
  name: string,
  isParquet: boolean,
  bytes: Pieces,
  compression: ReturnType<typeof compressionOf>,
  { readParquet }: InputOptions,
): Pieces {
  if (isParquet && readParquet !== undefined) return readParquet(name);
  return compression === null ? bytes : decompress(bytes, compression);
}

/** The stream as bytes in which rows can be found. */
function textOf(
  bytes: Pieces,
  named: Encoding | undefined,
  settled: RowEncoding | null,
  settle: (encoding: RowEncoding) => void,
  isGrowing: boolean,
): Pieces {
  if (named !== undefined && isUtf16(named)) return asUtf8(bytes, named === 'utf-16be');
  return settled === null ? settlingEncoding(bytes, settle, isGrowing) : bytes;
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
  readonly identity: InputIdentity;
  readonly read: ReturnType<typeof trail>;
  readonly isGrowing: boolean;
  readonly named: Encoding | undefined;
  encoding(): RowEncoding | null;
}

/** The input; or the problem of its whole, where that shows in the first piece. */
async function readingInput(parts: Parts): Promise<Input | Problem> {
  const { name, kind, file, pieces, decoder, isEmpty, identity, read, isGrowing } = parts;
  let trouble: Problem | null = null;
  let isEnded = false;
  let decoded = 0;
  let first: EventBatch | null = null;

  /** Decodes one more piece. What stops the reading ends the input. */
  async function pull(): Promise<void> {
    try {
      const { value, done } = await pieces.next();
      if (done !== true) {
        decoder.push(value);
        read.push(value, decoder.reached().byte);
        decoded += value.length;
        return;
      }
    } catch (error) {
      trouble =
        error instanceof DamagedData
          ? problem('input-cut', { bytes: decoded }, { file: name, byte: decoded })
          : unreadable(name, error);
    }
    isEnded = true;
    if (!isGrowing || trouble !== null) decoder.end();
    await file.close();
  }

  /** The next batch that stands ready. */
  function ready(): EventBatch | null {
    const batch = isEnded && isGrowing ? decoder.rest() : decoder.take();
    return batch === null ? null : asItWas(batch, parts.named);
  }

  async function close(): Promise<void> {
    isEnded = true;
    await pieces.return(undefined);
    await file.close();
  }

  await pull();
  first = ready();
  if (decoder.problem !== null) {
    await close();
    return decoder.problem;
  }
  return {
    name,
    kind,
    isEmpty,
    identity,
    reached() {
      const reached = decoder.reached();
      return {
        ...reached,
        encoding: parts.encoding(),
        before: read.hash(reached.byte),
        seen: isEnded && !isGrowing ? read.end() : reached.byte,
      };
    },
    rereadable: file.isRereadable,
    position: file.position,
    counts: decoder.counts,
    get problem() {
      return trouble ?? decoder.problem;
    },
    async next() {
      for (;;) {
        const batch = first ?? ready();
        first = null;
        if (batch !== null || isEnded || decoder.problem !== null) return batch;
        await pull();
      }
    },
    close,
  };
}
