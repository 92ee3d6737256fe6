/** Data that take long to make are made once and kept under node_modules/.cache/metsuke-bench. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/metsuke-bench/', import.meta.url));

/** Rises when a generator gives other data. */
const VERSION = 1;

/** The folder `name`, made by `make` if it is not there yet. */
export function cached(name: string, make: (folder: string) => void): string {
  const folder = join(CACHE, `${name}-v${VERSION}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  progress(`making ${name}`);
  make(unfinished);
  renameSync(unfinished, folder);
  return folder;
}

/** A folder for what a run leaves behind, emptied first. Runs of different kinds have different ones. */
export function workFolder(name = 'work'): string {
  const folder = join(CACHE, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Says on stderr what goes on: one line, replaced by the next on a terminal. */
export function progress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text} … ` : `${text} …\n`);
}
