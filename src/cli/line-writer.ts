/** Lines to a file or to standard output, in order, without ever holding more than a few in memory. */
import { closeSync, fchmodSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { terminalJson } from './terminal-text.ts';

const BUFFER_CHARS = 2 ** 16;
const RETRY_MS = 2;

/** Takes lines; what cannot be written yet makes the caller wait, which is how a slow reader slows the run. */
export interface LineWriter {
  line(text: string): void;
  flush(): void;
  /** Takes back everything that was written, where the file can be emptied. */
  restart(): void;
  close(): void;
}

/** A write that the system refused: the disk is full, say. */
export class WriteRefused extends Error {
  readonly file: string;

  constructor(file: string, cause: unknown) {
    super(`cannot write ${file}`, { cause });
    this.file = file;
  }
}

/**
 * Writes to an open descriptor; `file` names it in errors. `onBroken` is called once when nobody reads any more; from then
 * on lines are dropped. On a terminal the texts of JSON are written so that it cannot take them for orders.
 */
export function lineWriter(descriptor: number, file: string, onBroken?: () => void): LineWriter {
  let waiting = '';
  let isBroken = false;
  const safe = isatty(descriptor) ? terminalJson : (text: string) => text;
  const flush = () => {
    const bytes = Buffer.from(waiting);
    waiting = '';
    if (isBroken) return;
    try {
      writeAll(descriptor, bytes);
    } catch (error) {
      if (codeOf(error) !== 'EPIPE' || onBroken === undefined) throw new WriteRefused(file, error);
      isBroken = true;
      onBroken();
    }
  };
  return {
    line(text) {
      waiting += `${safe(text)}\n`;
      if (waiting.length >= BUFFER_CHARS) flush();
    },
    flush() {
      if (waiting !== '') flush();
    },
    restart() {
      waiting = '';
      if (fstatSync(descriptor).isFile()) ftruncateSync(descriptor);
    },
    close() {
      if (waiting !== '') flush();
      if (descriptor > 2) closeSync(descriptor);
    },
  };
}

/** Opens a file that only its owner may read: what it will hold is personal data. An older file of that name is emptied. */
export function openPrivate(path: string): number {
  const descriptor = openSync(path, 'a', 0o600); // appending, so that a file that was emptied goes on at its beginning
  if (fstatSync(descriptor).isFile()) {
    fchmodSync(descriptor, 0o600);
    ftruncateSync(descriptor);
  }
  return descriptor;
}

/** A write may be short, and a pipe that is set not to block may be full. */
function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
