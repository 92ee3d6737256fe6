/** Which files the operands of a command stand for: a file for itself, a folder for the log files in it, `-` for standard input. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../core/problem.ts';

/** The files to read, in the order given; a folder's by name. */
export interface EventFiles {
  readonly files: readonly string[];
  /** Files of the folders that do not look like logs. */
  readonly skipped: readonly string[];
  readonly problems: readonly Problem[];
}

/** What a log file in a folder is called. A file that is named itself may be called anything. */
const LOG_NAME = /\.(?:ndjson|jsonl|json|csv|log)(?:\.(?:gz|zst))?$/i;

/** Looks at every operand before anything is read, so that a slip of the pen costs no hour. */
export function eventFiles(operands: readonly string[]): EventFiles {
  const files: string[] = [];
  const skipped: string[] = [];
  const problems: Problem[] = [];
  for (const operand of operands) {
    if (operand === '-') {
      files.push(operand);
      continue;
    }
    try {
      if (!statSync(operand).isDirectory()) {
        files.push(operand);
        continue;
      }
      const names = readdirSync(operand, { withFileTypes: true })
        .filter(isVisibleFile)
        .map(({ name }) => name)
        .sort();
      const logs = names.filter((name) => LOG_NAME.test(name));
      files.push(...logs.map((name) => join(operand, name)));
      skipped.push(...names.filter((name) => !LOG_NAME.test(name)).map((name) => join(operand, name)));
      if (logs.length === 0) problems.push(problem('folder-without-logs', {}, { file: operand }));
    } catch (error) {
      problems.push(unreadable(operand, error));
    }
  }
  return { files, skipped, problems };
}

/** A file system's refusal as a problem. */
export function unreadable(file: string, error: unknown): Problem {
  return problem('file-unreadable', { why: whyOf(error) }, { file });
}

/** The same for writing. */
export function unwritable(file: string, error: unknown): Problem {
  return problem('file-unwritable', { why: whyOf(error) }, { file });
}

function whyOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function isVisibleFile(entry: Dirent): boolean {
  return (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('.');
}
