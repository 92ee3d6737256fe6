/**
 * Judges the past again beside a stream that goes on: in a thread of its own, from the lake as of one commit. What it finds out is kept between two
 * later epochs if nothing that it touches has happened meanwhile, so it is what it would have been had the stream stood still; else it is
 * left, and found out again from there.
 */
import { Worker } from 'node:worker_threads';
import type { Config } from '../../../schemas/config.ts';
import type { Finding } from '../../../schemas/finding.ts';
import type { Problem } from '../../core/problem.ts';
import type { Micros } from '../../core/time.ts';
import type { Correction, Engine } from '../../engine/engine.ts';
import { type Episode, restoreEpisode } from '../../engine/episode.ts';
import { snapshotReader } from '../../state/snapshot.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import { examinedAfter, type Snapshot } from '../../store/snapshot.ts';
import { type Store, StoreFailed } from '../../store/store.ts';
import type { LakeWriter } from '../../store/writer.ts';
import type { Found } from './find-out.ts';
import { isWorthKeeping, keepFound } from './keep.ts';

/** What the thread needs. */
export interface BesideSeed {
  readonly folder: string;
  readonly snapshot: Snapshot;
  readonly config: Config;
  readonly now: Micros;
  readonly passed: Micros;
}

/** What the thread says: episodes as bytes, since they are more than values. */
export type FoundBeside =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | {
      readonly kind: 'found';
      readonly plain: Omit<Found, 'correction'>;
      readonly correction:
        | (Omit<Correction, 'open'> & { readonly episodes: number; readonly bytes: Uint8Array })
        | null;
    };

/** A re-examination under way. */
export interface Beside {
  /** Whether it has come to its end. */
  isDone(): boolean;
  /** Comes true then; never rejects. */
  readonly done: Promise<void>;
  /**
   * Keeps what was found out, where the lake and the engine still are, in what it touches, as they were when it began; false where they are not. To be
   * called when an epoch has just been committed. Throws what made it fail.
   */
  keep(engine: Engine, tell: (finding: Finding) => void): Promise<boolean>;
  /** Ends it, whatever it is doing: what was due stays due. */
  stop(): Promise<void>;
}

/** What is examined. */
export interface BesideRequest {
  readonly folder: string;
  readonly store: Store;
  readonly maker: TableMaker;
  readonly writer: LakeWriter;
  readonly config: Config;
  readonly now: Micros;
  /** It stands where the newest commit does. */
  readonly engine: Engine;
}

/** Begins. */
export function examineBeside(request: BesideRequest): Beside {
  const { folder, config, now, writer } = request;
  const snapshot = writer.snapshot();
  const before = placesOf(request.engine.openEpisodes());
  const seed: BesideSeed = { folder, snapshot, config, now, passed: request.engine.watermark() };
  const file = import.meta.url.endsWith('.ts') ? './beside-worker.ts' : './beside-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), { workerData: seed });
  let said: FoundBeside | null = null;
  let failure: Error | null = null;
  let isDone = false;
  const done = new Promise<void>((resolve) => {
    worker.on('message', (found: FoundBeside) => {
      said = found;
    });
    worker.on('error', (error: Error) => {
      failure = error;
    });
    worker.on('exit', () => {
      isDone = true;
      resolve();
    });
  });

  return {
    isDone: () => isDone,
    done,
    async keep(engine, tell) {
      if (failure !== null) throw failure;
      if (said === null || said.kind === 'nothing') return true;
      if (said.kind === 'failed') throw new StoreFailed(said.problem, null);
      const found = foundIn(said);
      const now = writer.snapshot();
      if (!isWorthKeeping(found)) return true;
      if (now.registers?.number !== snapshot.registers?.number) return false;
      if (!isUntouched(found.correction, before, placesOf(engine.openEpisodes()))) return false;
      if (await hasChanged(found, request, snapshot)) return false;
      const isStill = now.counts.accepted === snapshot.counts.accepted;
      const rebased = {
        ...found,
        examined: examinedAfter({ ...snapshot, examined: found.examined }, addedSince(snapshot, now)),
        outcomes: isStill ? found.outcomes : found.outcomes.slice(0, 1), // a newer epoch has said the tail again
      };
      await keepFound(rebased, now, writer, () => engine);
      for (const { findings } of rebased.outcomes) findings.forEach(tell);
      return true;
    },
    async stop() {
      await worker.terminate();
    },
  };
}

function foundIn({ plain, correction }: Extract<FoundBeside, { kind: 'found' }>): Found {
  if (correction === null) return { ...plain, correction };
  const { episodes, bytes, ...rest } = correction;
  const from = snapshotReader(bytes);
  const open = Array.from({ length: episodes }, () => restoreEpisode(from));
  return { ...plain, correction: { ...rest, open } };
}

/** What is looked at of an open episode. */
export type Standing = Pick<
  Episode,
  'id' | 'detector' | 'keys' | 'events' | 'standing' | 'revision' | 'lastTime'
>;

/** Open episodes: what each has come to, by id, and which one a key belongs to. */
interface Places {
  readonly states: ReadonlyMap<string, string>;
  readonly holders: ReadonlyMap<string, string>;
}

/** Where open episodes stand. */
export function placesOf(episodes: readonly Standing[]): Places {
  const states = new Map<string, string>();
  const holders = new Map<string, string>();
  for (const { id, detector, keys, events, standing, revision, lastTime } of episodes) {
    states.set(id, `${events} ${standing} ${revision} ${lastTime}`);
    for (const key of keys) holders.set(`${detector} ${key}`, id);
  }
  return { states, holders };
}

/** What a correction touches. */
interface Touched extends Pick<Correction, 'gone'> {
  readonly open: readonly Standing[];
}

/** Whether no episode that is to be corrected, or stands where one is to be put, has come to something else. */
export function isUntouched(correction: Touched | null, before: Places, now: Places): boolean {
  if (correction === null) return true;
  const ids = [...correction.gone, ...correction.open.map(({ id }) => id)];
  const places = correction.open.flatMap(({ detector, keys }) => keys.map((key) => `${detector} ${key}`));
  return (
    ids.every((id) => before.states.get(id) === now.states.get(id)) &&
    places.every((place) => before.holders.get(place) === now.holders.get(place))
  );
}

/** Whether commits since have said more of the findings or look-ups that are to be said otherwise. */
async function hasChanged(
  { outcomes, correction }: Found,
  { store, maker, writer }: BesideRequest,
  since: Snapshot,
): Promise<boolean> {
  const ids = new Set([
    ...(correction?.gone ?? []),
    ...outcomes.flatMap(({ findings }) => findings.map(({ id }) => id)),
  ]);
  const added = addedSince(since, writer.snapshot());
  const isFound = added
    .filter(({ table }) => table === 'findings')
    .some(({ name }) => {
      const text = new TextDecoder().decode(store.get(name) ?? new Uint8Array());
      return text.split('\n').some((line) => line !== '' && ids.has((JSON.parse(line) as Finding).id));
    });
  if (isFound) return true;
  const refs = outcomes.flatMap(({ verdicts }) => verdicts.map(({ lookup }) => lookup.ref));
  const verdicts = added.filter(({ table }) => table === 'verdicts').map(({ name }) => store.path(name));
  return refs.length > 0 && (await maker.verdicts(verdicts, refs)).length > 0;
}

/** Files that a lake has now and had not then. */
function addedSince({ files }: Snapshot, now: Snapshot): Snapshot['files'] {
  const known = new Set(files.map(({ name }) => name));
  return now.files.filter(({ name }) => !known.has(name));
}
