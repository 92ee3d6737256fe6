/** Which files the operands of a command stand for: a file for itself, a folder for the log files in it, `-` for standard input. */
import { type Dirent, fstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bilingual } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { unreadable } from '../ingest/raw-file.ts';

/** The files to read, in the order given; a folder's by name. */
export interface EventFiles {
  readonly files: readonly string[];
  /** Files of the folders that do not look like logs. */
  readonly skipped: readonly string[];
  readonly problems: readonly Problem[];
}

/** What a log file in a folder is called. A file that is named itself may be called anything. */
const LOG_NAME = /\.(?:(?:ndjson|jsonl|json|csv|log)(?:\.(?:gz|zst))?|parquet)$/i;

/** Looks at every operand before anything is read, so that a slip of the pen costs no hour. */
export function eventFiles(operands: readonly string[]): EventFiles {
  const files: string[] = [];
  const skipped: string[] = [];
  const problems: Problem[] = [];
  for (const operand of operands) {
    if (operand === '-') {
      if (fstatSync(0).isDirectory()) problems.push(unreadable('stdin', { code: 'EISDIR' }));
      else files.push(operand);
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

/** The problem of a file that the system will not let us write. */
export function unwritable(file: string, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  return problem('file-unwritable', { why: REASONS[code] ?? code }, { file });
}

const REASONS: Readonly<Record<string, Bilingual>> = {
  ENOENT: { ja: 'フォルダーがありません', en: 'there is no such folder' },
  ENOTDIR: { ja: 'フォルダーがありません', en: 'there is no such folder' },
  EACCES: { ja: '書き込み権限がありません', en: 'no right to write it' },
  EPERM: { ja: '書き込み権限がありません', en: 'no right to write it' },
  EROFS: { ja: '書き込みできない装置です', en: 'the device is read-only' },
  EISDIR: { ja: 'フォルダーです', en: 'it is a folder' },
  ENOSPC: { ja: '空き容量がありません', en: 'no space left' },
  EDQUOT: { ja: '割り当て容量を使い切っています', en: 'the quota is used up' },
  EIO: { ja: '装置の書き込みエラーです', en: 'the device failed' },
};

function isVisibleFile(entry: Dirent): boolean {
  return (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('.');
}
