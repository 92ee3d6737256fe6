/**
 * The files of a lake as a question may read them: exactly the row groups in which rows of the answer may stand, each held against its hash in the
 * commit, and what was checked is what is read.
 *
 * Of a file of which little is needed, the checked bytes are copied into a folder that nobody else may enter, each group at its place, behind
 * them a footer that names no other group. A file of which much is needed is checked whole where it lies; whether it was touched between
 * the check and the end of the answer is seen by its number, size and times of change (an administrator of the machine could forge these,
 * nobody else).
 */
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LakeFile } from '../../schemas/commit.ts';
import { type Problem, problem } from '../core/problem.ts';
import { openRead } from '../store/file-system.ts';
import {
  boundsOf,
  endWith,
  greatest,
  groupsThatMayHold,
  least,
  MAGIC,
  readFooter,
  type Sought,
  soughtOf,
  type Wanted,
} from '../store/parquet/footer.ts';
import type { ReadLake } from './lake-reader.ts';

/** A row group (or the footer, which comes last) that an answer rests on. */
export interface RestingOn {
  readonly file: string;
  readonly group: number;
}

/** Files that may be read. */
export interface Checked {
  readonly paths: readonly string[];
  /** In the row groups that may be read. */
  readonly rows: number;
  readonly rests: readonly RestingOn[];
  /** The first and last text of the columns by which rows were chosen. */
  readonly bounds: ReadonlyMap<string, readonly [first: string, last: string]>;
}

/** Checks files of one lake. */
export interface FileCheck {
  /** Where copies are made. */
  readonly folder: string;
  /** The paths that {@link take} may give for these files. */
  pathsOf(files: readonly LakeFile[]): string[];
  /** Makes files ready; null: all rows are wanted. */
  take(files: readonly LakeFile[], wanted: Wanted | null): Checked | Problem;
  /** Whether what was read where it lies is still what was checked. */
  changed(): Problem | null;
  /** Removes the copies. */
  close(): void;
}

/** Above this share of a file it is checked whole: a copy would cost more. */
const COPIED_SHARE = 0.5;
/** Bytes of all copies. */
const COPIED_BYTES = 2 ** 28;
const PIECE_BYTES = 2 ** 20;
/** What a folder for copies says that is full. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** Begins to check; `copiesMax`: how often a file may be copied. */
export function fileCheck(
  lake: Pick<ReadLake, 'store' | 'isPast'>,
  copiesMax: number,
  copiedBytes = COPIED_BYTES,
): FileCheck {
  const { store } = lake;
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-ask-'));
  const inPlace = new Map<string, string>();
  const copies = new Map<string, number>();
  let copied = 0;

  const copyPath = ({ name }: LakeFile, copy: number) => join(folder, `${copy}-${name.replaceAll('/', '-')}`);

  /** Checks a file where it lies. */
  function whole(file: LakeFile, descriptor: number): Checked | null {
    const state = stateOf(descriptor);
    const hash = createHash('sha256');
    scan(descriptor, 0, file.bytes, (piece) => hash.update(piece));
    if (hash.digest('hex') !== file.sha256) return null;
    const path = store.path(file.name);
    inPlace.set(path, state);
    const rests = file.groups.map((_, group) => ({ file: file.name, group }));
    return { paths: [path], rows: file.rows, rests, bounds: NO_BOUNDS };
  }

  function checked(file: LakeFile, sought: Sought | null, descriptor: number): Checked | null {
    if (fstatSync(descriptor).size !== file.bytes) return null;
    const last = file.groups.length - 1;
    if (sought === null || last < 0 || !coversAll(file)) return whole(file, descriptor);
    const { from: endAt } = file.groups[last];
    const end = Buffer.alloc(file.bytes - endAt);
    if (!isGroup(file, last, descriptor, (piece, at) => end.set(piece, at - endAt))) return null;
    const footer = readFooter(
      end,
      sought.map(({ name }) => name),
    );
    if (footer === null || footer.groups.length !== last) return whole(file, descriptor);
    const kept = groupsThatMayHold(footer, sought, end, endAt);
    const bytes = kept.reduce(
      (sum, group) => sum + file.groups[group].to - file.groups[group].from,
      end.length,
    );
    const rests = [...kept, last].map((group) => ({ file: file.name, group }));
    const bounds = boundsOf(footer);
    const rows = kept.reduce((sum, group) => sum + file.groups[group].rows, 0);
    if (kept.length === 0) return { paths: [], rows, rests, bounds };
    const copy = copies.get(file.name) ?? 0;
    if (bytes > file.bytes * COPIED_SHARE || copied + bytes > copiedBytes || copy >= copiesMax)
      return withBounds(whole(file, descriptor), bounds);
    copies.set(file.name, copy + 1);
    copied += bytes;
    const path = copyPath(file, copy);
    const target = openSync(path, 'wx', 0o600);
    try {
      put(target, MAGIC, 0);
      put(target, end, endAt);
      put(target, endWith(footer, kept), file.bytes);
      const isWhole = kept.every((group) =>
        isGroup(file, group, descriptor, (piece, at) => put(target, piece, at)),
      );
      return isWhole ? { paths: [path], rows, rests, bounds } : null;
    } catch (error) {
      if (!NO_ROOM.includes(codeOf(error) ?? '')) throw error;
      rmSync(path);
      return whole(file, descriptor);
    } finally {
      closeSync(target);
    }
  }

  return {
    folder,
    pathsOf: (files) =>
      files.flatMap((file) => [
        store.path(file.name),
        ...Array.from({ length: copiesMax }, (_, copy) => copyPath(file, copy)),
      ]),
    take(files, wanted) {
      const paths: string[] = [];
      let rows = 0;
      const rests: RestingOn[] = [];
      const bounds = new Map<string, readonly [string, string]>();
      const sought = wanted === null ? null : soughtOf(wanted);
      for (const file of files) {
        const one = withFile(lake, file, (descriptor) => checked(file, sought, descriptor));
        if ('code' in one) return one;
        paths.push(...one.paths);
        rows += one.rows;
        rests.push(...one.rests);
        widen(bounds, one.bounds);
      }
      return { paths, rows, rests, bounds };
    },
    changed() {
      for (const [path, state] of inPlace)
        if (stateOf(path) !== state) return problem('ask-changed', {}, { file: path });
      return null;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const NO_BOUNDS: Checked['bounds'] = new Map();

function withBounds(checked: Checked | null, bounds: Checked['bounds']): Checked | null {
  return checked === null ? null : { ...checked, bounds };
}

function widen(sum: Map<string, readonly [string, string]>, more: Checked['bounds']): void {
  for (const [name, [first, last]] of more) {
    const [before, after] = sum.get(name) ?? [first, last];
    sum.set(name, [least(first, before), greatest(last, after)]);
  }
}

/** Whether the groups lie one after another from the first byte to the last. */
function coversAll({ groups, bytes }: LakeFile): boolean {
  let at = 0;
  for (const { from, to } of groups) {
    if (from !== at || to < from) return false;
    at = to;
  }
  return at === bytes;
}

/** Works on a file; null, or a file that cannot be read, means that it is not what it was. */
function withFile(
  { store, isPast }: Pick<ReadLake, 'store' | 'isPast'>,
  { name }: LakeFile,
  work: (descriptor: number) => Checked | null,
): Checked | Problem {
  const path = store.path(name);
  let descriptor: number;
  try {
    descriptor = openRead(path);
  } catch (error) {
    const isGone = codeOf(error) === 'ENOENT' && isPast;
    return problem(isGone ? 'ask-snapshot-gone' : 'lake-damaged', {}, { file: path });
  }
  try {
    return work(descriptor) ?? problem('lake-damaged', {}, { file: path });
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return problem('lake-damaged', {}, { file: path }); // the disk does not give its bytes
  } finally {
    closeSync(descriptor);
  }
}

/** Reads a group and tells whether it is what the commit says; each piece with its place in the file. */
function isGroup(
  { groups }: LakeFile,
  group: number,
  descriptor: number,
  take: (piece: Uint8Array, at: number) => void,
): boolean {
  const { from, to, sha256 } = groups[group];
  const hash = createHash('sha256');
  scan(descriptor, from, to, (piece, at) => {
    hash.update(piece);
    take(piece, at);
  });
  return hash.digest('hex') === sha256;
}

const piece = Buffer.alloc(PIECE_BYTES);

function scan(
  descriptor: number,
  from: number,
  to: number,
  take: (piece: Uint8Array, at: number) => void,
): void {
  for (let at = from; at < to; ) {
    const read = readSync(descriptor, piece, 0, Math.min(PIECE_BYTES, to - at), at);
    if (read === 0) return;
    take(piece.subarray(0, read), at);
    at += read;
  }
}

function put(descriptor: number, bytes: Uint8Array, at: number): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(descriptor, bytes, done, bytes.length - done, at + done);
}

/** What changes when a file is written to, replaced or cut, also by whoever sets its times back afterwards. Empty: it is gone. */
function stateOf(file: string | number): string {
  const facts =
    typeof file === 'number'
      ? fstatSync(file, { bigint: true })
      : statSync(file, { bigint: true, throwIfNoEntry: false });
  return facts === undefined ? '' : `${facts.ino} ${facts.size} ${facts.mtimeNs} ${facts.ctimeNs}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
