/**
 * Followed files as a live source: files that grow, are rotated away, are cut to nothing after they were copied, or arrive whole and
 * compressed. A file is told by the hash of its beginning, as everywhere in the lake, so its name does not matter.
 */
import { open } from 'node:fs/promises';
import type { FileInput, LakePosition } from '../../../schemas/commit.ts';
import type { Problem } from '../../core/problem.ts';
import type { Quarantined } from '../../ingest/input.ts';
import { unreadable } from '../../ingest/raw-file.ts';
import { entryOf, startOf } from '../lake/inputs.ts';
import {
  beginReading,
  dueOf,
  type Followed,
  followed,
  isPacked,
  type Numbers,
  noteFacts,
  type Reading,
  type ReadingOptions,
} from './followed-file.ts';
import { factsOf, pathsOf } from './followed-paths.ts';
import type { InputNumbers, LiveInput, LiveNews, LiveRows, LiveSource, Wanted } from './live-source.ts';

/** Files that are read in one way. */
export interface FollowedPatterns {
  /** Files, folders, globs. */
  readonly paths: readonly string[];
  readonly options: ReadingOptions;
}

/** What the source is made of. */
export interface FollowingRequest {
  readonly patterns: readonly FollowedPatterns[];
  readonly numbers: InputNumbers;
  /** The machine's clock. */
  nowMs(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Told once of each file that cannot be read as it is. */
  onProblem(problem: Problem): void;
}

/** How often files are looked at. */
const LOOK_MS = 200;

/** Files that are read at once: each is open. */
const READINGS_MAX = 256;

/** What was given out of an input. */
interface Track {
  entry: FileInput;
  /** Where the last commit ended. */
  from: LakePosition;
  hasMoved: boolean;
}

/** Follows files. */
export function followFiles({ patterns, numbers, nowMs, sleep, onProblem }: FollowingRequest): LiveSource {
  /** By device and inode. */
  const files = new Map<string, Followed>();
  const tracks = new Map<number, Track>();
  for (const entry of numbers.known)
    if (entry.kind !== 'kafka') tracks.set(entry.input, { entry, from: entry.to, hasMoved: false });
  const told = new Set<string>();
  let opened: LiveInput[] = [];
  let closed: number[] = [];
  let lookedMs = Number.NEGATIVE_INFINITY;

  const inputs: Numbers = {
    known: () => [...tracks.values()].map(({ entry }) => entry),
    fresh: ({ input, facts }) => (input === null || tracks.has(input) ? numbers.next(facts.path) : input),
    isTaken: (input, by) =>
      [...files.values()].some((file) => file !== by && file.input === input && !file.isDone),
  };

  function tell(problem: Problem): void {
    const key = `${problem.code} ${problem.place.file}`;
    if (!told.has(key)) onProblem(problem);
    told.add(key);
  }

  /** Sees which files there are, and what has changed. */
  async function look(): Promise<void> {
    lookedMs = nowMs();
    const seen = new Set<string>();
    for (const { paths, options } of patterns) {
      for (const path of pathsOf(paths)) {
        const facts = seeing(path, () => factsOf(path));
        if (facts === null || seen.has(facts.id)) continue;
        seen.add(facts.id);
        const known = files.get(facts.id);
        if (known === undefined) files.set(facts.id, followed(facts, options, lookedMs));
        else noteFacts(known, facts, lookedMs);
      }
    }
    for (const [id, file] of files) {
      file.isGone = !seen.has(id);
      if (!file.isGone || file.reading !== null) continue;
      if (file.handle === null) files.delete(id);
      else {
        const { size, mtimeMs } = await file.handle.stat();
        noteFacts(file, { ...file.facts, size, modifiedMs: mtimeMs }, lookedMs);
      }
    }
    let readings = [...files.values()].filter(({ reading }) => reading !== null).length;
    for (const file of files.values()) {
      if (readings >= READINGS_MAX) break; // the rest begins where these have come: by name, as rotated logs are by time
      if (file.reading !== null) continue;
      await attend(file);
      if (file.reading !== null) readings++;
    }
  }

  function seeing<T>(path: string, see: () => T): T | null {
    try {
      return see();
    } catch (error) {
      tell(unreadable(path, error));
      return null;
    }
  }

  /** Begins to read a file where there is something to read. */
  async function attend(file: Followed): Promise<void> {
    const due = dueOf(file, lookedMs);
    if (due === null || !(await isHeld(file))) return;
    const due2 = file.isPacked === true ? dueOf(file, lookedMs) : due;
    if (due2 === null) return;
    const { facts } = file;
    const reading = await beginReading(file, due2 === 'end', inputs, lookedMs);
    if (reading === 'later') return;
    if ('code' in reading) {
      tell(reading);
      file.readTo = facts;
      if (due2 === 'end') await letGo(file);
      return;
    }
    file.reading = reading;
    if (reading.first === null && reading.refused.length === 0) await finish(file, reading);
    else if (file.openAs !== file.input) openUp(file, reading);
  }

  async function isHeld(file: Followed): Promise<boolean> {
    const { path } = file.facts;
    try {
      file.handle ??= await open(path, 'r');
      file.isPacked ??= await isPacked(file.handle);
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
        tell(unreadable(path, error));
      return false;
    }
  }

  function openUp(file: Followed, { input }: Reading): void {
    closeDown(file);
    file.openAs = input.identity.input;
    opened.push({ input: input.identity.input, name: input.name, source: file.options.source ?? null });
  }

  function closeDown(file: Followed): void {
    if (file.openAs !== null) closed.push(file.openAs);
    file.openAs = null;
  }

  /** The reading came to the end of the file. */
  async function finish(file: Followed, reading: Reading): Promise<void> {
    const { input, facts, isLast } = reading;
    note(reading);
    if (input.problem !== null) tell(input.problem);
    await input.close();
    file.reading = null;
    file.readTo = facts;
    if (isLast) await letGo(file);
  }

  /** All of a file was read: it holds nothing back any more. */
  async function letGo(file: Followed): Promise<void> {
    file.isDone = true;
    closeDown(file);
    await file.handle?.close();
    file.handle = null;
  }

  /** Notes how far a reading has come. */
  function note({ input }: Reading): void {
    const entry = entryOf(input, input.reached());
    const { to } = entry;
    const track = tracks.get(entry.input);
    if (track === undefined && entry.to.byte === 0 && entry.to.seen === 0) return;
    const before = track?.entry.to ?? null;
    const from = track?.from ?? startOf(to);
    const hasMoved = before === null || before.byte !== to.byte || before.seen !== to.seen;
    tracks.set(entry.input, { entry, from, hasMoved: hasMoved || track?.hasMoved === true });
  }

  /** The file with something to give that is least far in time. */
  function least({ reached, until }: Wanted): { file: Followed; reading: Reading } | null {
    let found: { file: Followed; reading: Reading } | null = null;
    let low = Number.POSITIVE_INFINITY;
    for (const file of files.values()) {
      if (file.reading === null || file.input === null) continue;
      const at = reached(file.input);
      if (at > until || at >= low) continue;
      low = at;
      found = { file, reading: file.reading };
    }
    return found;
  }

  async function rowsOf(file: Followed, reading: Reading): Promise<LiveRows | null> {
    const { input, refused } = reading;
    const batch = reading.hasGiven ? await input.next() : reading.first;
    reading.hasGiven = true;
    reading.first = null;
    const taken: Quarantined[] = refused.splice(0);
    if (batch === null) await finish(file, reading);
    else note(reading);
    if (batch === null && taken.length === 0) return null;
    return { kind: 'rows', input: input.identity.input, key: input.identity.key, batch, refused: taken };
  }

  return {
    async next(wanted): Promise<LiveNews | null> {
      if (Math.abs(nowMs() - lookedMs) >= LOOK_MS) await look(); // a clock may be set back
      for (;;) {
        if (opened.length > 0 || closed.length > 0) {
          const news: LiveNews = { kind: 'inputs', opened, closed };
          opened = [];
          closed = [];
          return news;
        }
        const found = least(wanted);
        if (found === null) return null;
        const rows = await rowsOf(found.file, found.reading);
        if (rows !== null) return rows;
      }
    },
    wait: (milliseconds) => sleep(Math.min(milliseconds, LOOK_MS)),
    hasLag: (input) => [...files.values()].some((file) => file.input === input && file.reading !== null),
    end(input) {
      const file = [...files.values()].find((one) => one.input === input);
      return file?.isPacked === false ? file.facts.size : null;
    },
    progress() {
      return [...tracks.values()].flatMap((track) => {
        if (!track.hasMoved) return [];
        const { entry, from } = track;
        track.from = entry.to;
        track.hasMoved = false;
        return [{ ...entry, from }];
      });
    },
    committed: () => {},
    async close() {
      for (const file of files.values()) {
        await file.reading?.input.close();
        await file.handle?.close();
      }
    },
  };
}
