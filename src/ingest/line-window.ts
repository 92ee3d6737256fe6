/** The lines of a stream of bytes, one at a time: they end with LF, CRLF or CR, the last one with the stream. */
import { Buffer } from 'node:buffer';
import { type ByteWindow, byteWindow } from './byte-window.ts';

const LF = 10;
const CR = 13;
const NONE_AHEAD = Number.POSITIVE_INFINITY;

/** One line of a stream, valid until the next call. */
export interface Line {
  /** The line is `bytes[start, stop)`, its line break not included; of a line over the limit only the head. */
  bytes: Buffer;
  start: number;
  stop: number;
  /** How many bytes the whole line has. */
  length: number;
  /** Where it begins in the stream, and which line it is, from 1. */
  position: number;
  number: number;
  /** Whether the stream ended in it. */
  isLast: boolean;
}

/** Cuts a stream into lines. */
export interface LineWindow {
  readonly line: Line;
  /** Counts the pushes: after one, {@link Line.bytes} may hold the same bytes elsewhere. */
  readonly pushes: number;
  /** What is at hand and not cut into lines yet: `window.bytes[start, end)`. */
  readonly window: Readonly<ByteWindow>;
  /** No line break lies in the window before this byte. */
  readonly searched: number;
  /** Whether the window begins with a line, not somewhere in one that is too long. */
  readonly isAtLine: boolean;
  push(piece: Uint8Array): void;
  finish(): void;
  /** Goes on to the next line; false when none is complete yet. */
  next(): boolean;
  /** Passes over lines that the caller has cut himself: `to` is where the next one begins in the window's bytes. */
  pass(to: number, lines: number): void;
}

/**
 * Lines from `position` on, the first of them line `firstLine`; of a line longer than `lineBytes` the first `headBytes` are kept. Where `isKept`, the bytes
 * of a line stay as they are after the next call too.
 */
export function lineWindow(
  position: number,
  lineBytes: number,
  headBytes: number,
  isKept = false,
  firstLine = 1,
): LineWindow {
  const window = byteWindow(position, isKept);
  const line: Line = {
    bytes: window.bytes,
    start: 0,
    stop: 0,
    length: 0,
    position,
    number: firstLine - 1,
    isLast: false,
  };
  let isFinished = false;
  let pushes = 0;
  let searched = 0; // no line break lies between window.start and here
  let lf = -1; // the next line break of each kind; -1: not looked for since the last push
  let cr = -1;
  let skipped: { head: Buffer; position: number; length: number } | null = null;

  /** The position of the next line break; NONE_AHEAD if it is not at hand. */
  function nextBreak(): number {
    if (lf < searched) lf = found(window.bytes.indexOf(LF, searched));
    if (cr < searched) cr = found(window.bytes.indexOf(CR, searched));
    // a CR at the very end may be half of a CRLF
    return cr < lf && cr + 1 === window.end && !isFinished ? NONE_AHEAD : Math.min(lf, cr);
  }
  const found = (at: number) => (at < 0 || at >= window.end ? NONE_AHEAD : at);

  /** Forgets what is at hand of a line that is too long, but for its head. */
  function skip(): void {
    const { bytes, start, end } = window;
    skipped ??= {
      head: Buffer.from(bytes.subarray(start, start + headBytes)),
      position: window.position,
      length: 0,
    };
    const stop = bytes[end - 1] === CR ? end - 1 : end;
    skipped.length += stop - start;
    window.moveTo(stop);
    searched = stop;
  }

  function stand(stop: number): void {
    line.number++;
    line.length = stop - window.start + (skipped?.length ?? 0);
    line.position = skipped?.position ?? window.position;
    line.bytes = skipped?.head ?? window.bytes;
    line.start = skipped === null ? window.start : 0;
    line.stop = skipped?.head.length ?? stop;
    if (skipped === null && line.length > lineBytes) line.stop = line.start + headBytes;
    skipped = null;
  }

  return {
    line,
    get pushes() {
      return pushes;
    },
    window,
    get searched() {
      return searched;
    },
    get isAtLine() {
      return skipped === null;
    },
    push(piece) {
      const unsearched = window.end - searched;
      window.append(piece);
      searched = window.end - piece.length - unsearched;
      lf = -1;
      cr = -1;
      pushes++;
    },
    finish() {
      isFinished = true;
    },
    next() {
      const stop = nextBreak();
      if (stop === NONE_AHEAD) {
        const isEmpty = window.start === window.end && skipped === null;
        line.isLast = true;
        if (isFinished && !isEmpty) {
          stand(window.end);
          window.moveTo(window.end);
          searched = window.end;
          return true;
        }
        const endsInCr = window.end > window.start && window.bytes[window.end - 1] === CR;
        searched = endsInCr ? window.end - 1 : window.end;
        if (window.end - window.start > lineBytes) skip();
        return false;
      }
      stand(stop);
      line.isLast = false;
      const isPair = window.bytes[stop] === CR && lf === stop + 1;
      window.moveTo(stop + (isPair ? 2 : 1));
      searched = window.start;
      return true;
    },
    pass(to, passed) {
      window.moveTo(to);
      searched = to;
      line.number += passed;
    },
  };
}
