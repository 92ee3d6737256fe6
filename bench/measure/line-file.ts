/** Writes many lines to a file, some megabytes at a time. */
import { closeSync, openSync, writeSync } from 'node:fs';

const CHUNK_CHARACTERS = 4 * 2 ** 20;

/** Opens a file for lines. */
export function lineFile(path: string): { line(text: string): void; close(): void } {
  const descriptor = openSync(path, 'w');
  let parts: string[] = [];
  let size = 0;
  const flush = () => {
    writeSync(descriptor, parts.join(''));
    parts = [];
    size = 0;
  };
  return {
    line(text) {
      parts.push(text, '\n');
      size += text.length + 1;
      if (size >= CHUNK_CHARACTERS) flush();
    },
    close() {
      flush();
      closeSync(descriptor);
    },
  };
}
