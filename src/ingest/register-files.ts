/** A folder of register files → tables: which files are registers, in which encoding, and the hash of each. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { REGISTER_NAMES, type RegisterName } from '../../schemas/registers/registers.ts';
import { nearest } from '../core/nearest.ts';
import { type Problem, problem } from '../core/problem.ts';
import type { RegisterTables } from '../registers/build.ts';
import { csvTable, ndjsonTable, type RegisterTable } from '../registers/table.ts';
import { byteOrderMark, decodeRow } from './encoding.ts';
import { unreadable } from './raw-file.ts';

/** What stands in a folder of registers. */
export interface RegisterFiles {
  readonly tables: RegisterTables;
  /** Every file that was read, with the SHA-256 of its bytes. */
  readonly files: readonly RegisterFile[];
  readonly problems: readonly Problem[];
}

/** One register file, as read. */
export interface RegisterFile {
  readonly register: RegisterName;
  readonly file: string;
  readonly sha256: string;
}

const ENDING = /\.(csv|ndjson)(\.gz)?$/;

/** A register file, not yet read as one. */
export interface RegisterBytes {
  readonly register: RegisterName;
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Reads `people.csv`, `cases.ndjson`, … of a folder, also gzipped. A register without a file is missing. */
export async function readRegisterFolder(folder: string): Promise<RegisterFiles> {
  const found = await registerBytes(folder);
  const { tables, files, problems } = registerTables(found.files);
  return { tables, files, problems: [...found.problems, ...problems] };
}

/** The register files of a folder. */
export async function registerBytes(
  folder: string,
): Promise<{ files: readonly RegisterBytes[]; problems: readonly Problem[] }> {
  const files: RegisterBytes[] = [];
  const problems: Problem[] = [];
  let entries: readonly { name: string; isFile: boolean }[];
  try {
    const found = await readdir(folder, { withFileTypes: true });
    entries = found.map((entry) => ({ name: entry.name, isFile: entry.isFile() || entry.isSymbolicLink() }));
  } catch (error) {
    return { files, problems: [unreadable(folder, error)] };
  }
  const names = entries.filter(({ name, isFile }) => isFile && !name.startsWith('.')).map(({ name }) => name);
  for (const name of names.sort()) {
    const file = join(folder, name);
    const register = REGISTER_NAMES.find((each) => each === name.replace(ENDING, ''));
    if (register === undefined || !ENDING.test(name)) {
      problems.push(unknownFile(name, file));
      continue;
    }
    try {
      files.push({ register, file, bytes: await readFile(file) });
    } catch (error) {
      problems.push(unreadable(file, error));
    }
  }
  return { files, problems };
}

/** Register files as tables. */
export function registerTables(found: readonly RegisterBytes[]): RegisterFiles {
  const tables: Partial<Record<RegisterName, RegisterTable[]>> = {};
  const files: RegisterFile[] = [];
  const problems: Problem[] = [];
  for (const { register, file, bytes } of found) {
    try {
      const content = utf8(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
      files.push({ register, file, sha256: createHash('sha256').update(bytes).digest('hex') });
      if (content === null) problems.push(problem('register-encoding', {}, { file }));
      else {
        const [before] = tables[register] ?? [];
        if (before !== undefined)
          problems.push(problem('register-file-twice', { other: before.file }, { file }));
        tables[register] = [...(tables[register] ?? []), tableOf(file, content)];
      }
    } catch (error) {
      problems.push(unreadable(file, error));
    }
  }
  return { tables, files, problems };
}

function tableOf(file: string, content: Uint8Array): RegisterTable {
  return /\.ndjson(?:\.gz)?$/.test(file) ? ndjsonTable(file, content) : csvTable(file, content);
}

/** The bytes as UTF-8: by their mark, else if they are valid UTF-8, else from CP932; null where they are neither. */
function utf8(bytes: Uint8Array): Uint8Array | null {
  const mark = byteOrderMark(bytes);
  if (mark?.encoding.startsWith('utf-16'))
    return new TextEncoder().encode(new TextDecoder(mark.encoding).decode(bytes));
  if (decodeRow(bytes, 'utf-8') !== null) return bytes;
  const text = decodeRow(bytes, 'cp932');
  return text === null ? null : new TextEncoder().encode(text);
}

function unknownFile(name: string, file: string): Problem {
  const meant = nearest(name.replace(/\..*$/, ''), REGISTER_NAMES);
  return meant === undefined
    ? problem('register-file-unknown', { names: REGISTER_NAMES.join(' ') }, { file })
    : problem('register-file-misspelt', { meant: `${meant}.csv` }, { file });
}
