/** What somebody with the rights to it may do to a lake by hand. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Commit } from '../../schemas/commit.ts';
import type { Seal } from '../../schemas/seal.ts';
import { commitName } from '../../src/store/chain.ts';
import { sealedFiles } from './sealed-lake.ts';

/** Where a seal lies. */
export const sealFile = (number: number) => `seals/${String(number).padStart(12, '0')}.json`;
/** The hash of bytes, as lakes write it. */
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** A commit, unchecked. */
export const readCommit = (lake: string, number: number) =>
  JSON.parse(readFileSync(join(lake, commitName(number)), 'utf8')) as Commit;
/** A seal, unchecked. */
export const readSeal = (lake: string, number: number) =>
  JSON.parse(readFileSync(join(lake, sealFile(number)), 'utf8')) as Seal;
/** The number of the newest link of a chain. */
export const newest = (lake: string, folder: string) =>
  readdirSync(join(lake, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.json'),
  ).length;
/** A file of a table; `-1` is the newest. */
export const fileIn = (lake: string, table: string, at = 0) =>
  sealedFiles(lake)
    .filter((name) => name.startsWith(`${table}/`))
    .at(at) ?? '';

/** Changes the bytes of a file. */
export function change(lake: string, name: string, to: (bytes: Buffer) => Uint8Array): void {
  writeFileSync(join(lake, name), to(readFileSync(join(lake, name))));
}

/** Swaps two files. */
export function swap(lake: string, one: string, other: string): void {
  renameSync(join(lake, one), join(lake, 'kept'));
  renameSync(join(lake, other), join(lake, one));
  renameSync(join(lake, 'kept'), join(lake, other));
}

/** A base that holds nothing. */
export const NOTHING: Commit['base'] = {
  files: [],
  inputs: [],
  registers: null,
  delivered: [],
  journals: [],
  ticks: [],
  renamed: [],
  retained: [],
};

/** Adds a commit that nobody has sealed; gives back its name. */
export function addCommit(lake: string, part: Partial<Commit>): string {
  const number = newest(lake, 'commits');
  const commit = {
    ...readCommit(lake, number),
    number: number + 1,
    previous: sha256(readFileSync(join(lake, commitName(number)))),
    kind: 'takeover',
    files: [],
    removed: [],
    journal: null,
    ...part,
  };
  writeFileSync(join(lake, commitName(number + 1)), `${JSON.stringify(commit)}\n`);
  return commitName(number + 1);
}

/** Changes a row of findings and mends every hash behind it, up to the newest commit. Gives back the new head. */
export function rewrite(lake: string): { number: number; sha256: string } {
  const name = fileIn(lake, 'findings');
  change(lake, name, (bytes) => Buffer.from(bytes.toString().replace('"open"', '"ended"')));
  const bytes = readFileSync(join(lake, name));
  const hash = sha256(bytes);
  let previous: string | null = null;
  const count = newest(lake, 'commits');
  for (let number = 1; number <= count; number++) {
    const commit = readCommit(lake, number);
    for (const [at, file] of commit.files.entries())
      if (file.name === name)
        commit.files[at] = {
          ...file,
          sha256: hash,
          bytes: bytes.length,
          groups: [{ rows: file.rows, from: 0, to: bytes.length, sha256: hash }],
        };
    const line = `${JSON.stringify({ ...commit, previous })}\n`;
    writeFileSync(join(lake, commitName(number)), line);
    previous = sha256(Buffer.from(line));
  }
  return { number: count, sha256: previous ?? '' };
}
