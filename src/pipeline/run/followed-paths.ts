/** Which files a pattern of the settings stands for now: a file, a folder, or a glob. */
import { globSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A file as the system shows it. */
export interface FileFacts {
  readonly path: string;
  /** Device and inode: the same file under another name. */
  readonly id: string;
  readonly size: number;
  readonly modifiedMs: number;
}

/** What a log file in a folder is called, rotated ones among them. A file that a pattern names may be called anything. */
const LOG_NAME = /\.(?:(?:ndjson|jsonl|json|csv|log)(?:[.-]\d{1,14})?(?:\.(?:gz|zst))?|parquet)$/i;

/** The files of these patterns, each once, by name; what cannot be looked at now is not among them. */
export function pathsOf(patterns: readonly string[]): string[] {
  return [...new Set(patterns.flatMap(pathsOfOne))].sort();
}

function pathsOfOne(pattern: string): string[] {
  if (isFolder(pattern))
    return namesIn(pattern)
      .filter((name) => LOG_NAME.test(name) && !name.startsWith('.'))
      .map((name) => join(pattern, name));
  return /[*?[{]/.test(pattern) ? globSync(pattern) : [pattern];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // it went away, or may not be read: then none of its files is there
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The file at a path; null where none is. Throws what else the system says. */
export function factsOf(path: string): FileFacts | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true) return null;
  return { path, id: `${stat.dev}:${stat.ino}`, size: stat.size, modifiedMs: stat.mtimeMs };
}
