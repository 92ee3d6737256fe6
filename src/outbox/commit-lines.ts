/**
 * What the commits of a lake hold to be sent: the lines of their findings (or quarantine) files, in order. What was said for
 * now only (`tail`) is not sent: the next commit says it again for good.
 */
import { createHash } from 'node:crypto';
import type { Commit, LakeFile, NdjsonTable } from '../../schemas/commit.ts';
import { problem } from '../core/problem.ts';
import { type Day, dayAt, parseInstant } from '../core/time.ts';
import { readCommit } from '../store/chain.ts';
import type { FileSystem } from '../store/file-system.ts';
import { type Store, StoreFailed } from '../store/store.ts';
import { linesOf, piecesOf } from './lines.ts';

/** How far an output is: before this line (from 0) of this commit, everything was dealt with. */
export interface Place {
  readonly commit: number;
  readonly line: number;
}

/** Which place comes first. */
export function byPlace(a: Place, b: Place): number {
  return a.commit - b.commit || a.line - b.line;
}

/** A line of a commit. */
export interface CommitLine extends Place {
  readonly day: Day;
  readonly text: string;
}

/** Lines that follow each other, of commits of one day. */
export interface Chunk {
  readonly lines: readonly CommitLine[];
  /** Where the next chunk begins. */
  readonly after: Place;
  /** Lines that retention took from the lake before they were read. */
  readonly lost: number;
}

/** Reads on from a place. */
export interface Cursor {
  /** The next lines, at most so many; null where there are no more for now. */
  next(lines: number): Chunk | null;
  close(): void;
}

/** The lines of one table. */
export interface CommitLines {
  /** Told of every commit of the chain, in order. */
  note(commit: Commit): void;
  /** The place behind everything that is there. */
  end(): Place;
  cursor(from: Place): Cursor;
  /** Lines from a place on. */
  backlog(from: Place): number;
  /** Forgets what lies before a place. */
  forget(before: Place): void;
}

/** A commit that holds lines. */
interface Entry {
  readonly commit: number;
  /** Null where it is not known yet: the commit itself says it. */
  day: Day | null;
  readonly files: readonly LakeFile[];
  readonly lines: number;
}

const BATCH_BYTES = 2 ** 20;
/** Lines that are taken in one go where all are read. */
const CHUNK_LINES = 1_000;

/** The lines of a table of the lake in `store`. */
export function commitLines(store: Store, disk: FileSystem, table: NdjsonTable): CommitLines {
  const entries: Entry[] = [];
  let newest = 0;
  const removed = new Set<string>();

  /** The first commit that holds something from a place on. */
  function indexAt({ commit, line }: Place): number {
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = entries[middle];
      if (entry.commit > commit || (entry.commit === commit && line < entry.lines)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
  const entryAt = (place: Place): Entry | undefined => entries[indexAt(place)];

  /** The day of a commit; of one that lies before the base of the chain, its file tells. */
  function dayOf(entry: Entry): Day {
    entry.day ??= writtenOn(readCommit(store, entry.commit).commit);
    return entry.day;
  }

  function add(commit: number, day: Day | null, files: readonly LakeFile[]): void {
    const own = files.filter((file) => file.table === table && !file.tail);
    const lines = own.reduce((sum, { rows }) => sum + rows, 0);
    if (lines > 0) entries.push({ commit, day, files: own, lines });
  }

  function cursor(from: Place): Cursor {
    let place = from;
    let open: Generator<string> | null = null;

    /** Reads lines of one commit. */
    function take(entry: Entry, chunk: CommitLine[], linesMax: number): number {
      let lost = 0;
      if (place.commit !== entry.commit || open === null) {
        const first = place.commit === entry.commit ? place.line : 0;
        place = { commit: entry.commit, line: first };
        open?.return(undefined);
        open = linesFrom(store, disk, entry, first, removed);
      }
      let bytes = 0;
      while (chunk.length < linesMax && bytes < BATCH_BYTES) {
        const { value, done } = open.next();
        if (done === true) {
          lost = entry.lines - place.line;
          place = { commit: entry.commit, line: entry.lines };
          open = null;
          break;
        }
        chunk.push({ ...place, day: dayOf(entry), text: value });
        bytes += value.length;
        place = { commit: entry.commit, line: place.line + 1 };
      }
      return lost;
    }

    return {
      next(linesMax) {
        const lines: CommitLine[] = [];
        let lost = 0;
        for (let entry = entryAt(place); entry !== undefined; entry = entryAt(place)) {
          if (lines.length > 0 && dayOf(entry) !== lines[0].day) break;
          lost += take(entry, lines, linesMax);
          if (lines.length >= linesMax || open !== null) break;
        }
        return lines.length === 0 && lost === 0 ? null : { lines, after: place, lost };
      },
      close: () => void open?.return(undefined),
    };
  }

  return {
    note(commit) {
      if (newest === 0 && commit.base !== null)
        for (const [number, files] of byCommit(commit.base.files))
          if (number < commit.number) add(number, null, files);
      newest = commit.number;
      for (const name of commit.removed) removed.add(name);
      add(commit.number, writtenOn(commit), commit.files);
    },
    end() {
      const last = entries.at(-1);
      return { commit: newest, line: last?.commit === newest ? last.lines : 0 };
    },
    cursor,
    backlog(from) {
      const rest = entries.slice(indexAt(from));
      const begun = rest[0]?.commit === from.commit ? from.line : 0;
      return rest.reduce((sum, { lines }) => sum + lines, 0) - begun;
    },
    forget(before) {
      entries.splice(0, indexAt(before));
    },
  };
}

/** A place and nothing else of what stands there. */
export function placeOf({ commit, line }: Place): Place {
  return { commit, line };
}

/** All lines before a place, from the first that is there. */
export function* chunksBefore(lines: CommitLines, until: Place): Generator<readonly CommitLine[]> {
  const cursor = lines.cursor({ commit: 0, line: 0 });
  try {
    for (let chunk = cursor.next(CHUNK_LINES); chunk !== null; chunk = cursor.next(CHUNK_LINES)) {
      const before = chunk.lines.filter((line) => byPlace(line, until) < 0);
      yield before;
      if (before.length < chunk.lines.length) return;
    }
  } finally {
    cursor.close();
  }
}

/** The files of a base by the commits that added them, whose numbers are in their names. */
function byCommit(files: readonly LakeFile[]): [number, LakeFile[]][] {
  const groups = Map.groupBy(files, ({ name }) => Number.parseInt(name.slice(name.lastIndexOf('/') + 1), 10));
  return [...groups].sort(([a], [b]) => a - b);
}

function writtenOn({ written_at }: Commit): Day {
  return dayAt(parseInstant(written_at));
}

/** The lines of a commit from one on. Ends early where retention has taken a file. */
function* linesFrom(
  store: Store,
  disk: FileSystem,
  { files }: Entry,
  first: number,
  removed: ReadonlySet<string>,
): Generator<string> {
  let before = 0;
  for (const { name, sha256, rows } of files) {
    before += rows;
    if (before <= first) continue;
    const path = store.path(name);
    let skip = Math.max(0, first - (before - rows));
    try {
      const hash = createHash('sha256');
      for (const piece of piecesOf(disk, path, 0)) hash.update(piece);
      if (hash.digest('hex') !== sha256) throw damaged(path, null);
      for (const line of linesOf(piecesOf(disk, path, 0))) if (skip-- <= 0) yield line;
    } catch (error) {
      if (isMissing(error) && removed.has(name)) return;
      throw error instanceof Error && 'code' in error ? damaged(path, error) : error;
    }
  }
}

function damaged(path: string, cause: unknown): StoreFailed {
  return new StoreFailed(problem('lake-damaged', {}, { file: path }), cause);
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
