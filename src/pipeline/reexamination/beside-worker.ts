/** The thread in which the past is judged again while the stream goes on: reads the lake as of one commit, and tells what it found out. */
import { parentPort, workerData } from 'node:worker_threads';
import { saveEpisode } from '../../engine/episode.ts';
import { snapshotWriter } from '../../state/snapshot.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { knownLeaves } from '../../store/known-leaves.ts';
import { duckMaker } from '../../store/parquet-maker.ts';
import { posixStore } from '../../store/posix-store.ts';
import { StoreFailed } from '../../store/store.ts';
import { tunedDetectors } from '../detectors.ts';
import { limitYoungGeneration } from '../young-generation.ts';
import type { BesideSeed, FoundBeside } from './beside.ts';
import { findOut } from './find-out.ts';

limitYoungGeneration();

const { folder, snapshot, config, now, passed } = workerData as BesideSeed;
const store = posixStore(folder, nodeFileSystem);

/** What is found out, as another thread can take it. */
async function found(): Promise<FoundBeside> {
  const maker = duckMaker(store.path('tmp/duckdb'), knownLeaves(store, snapshot.files));
  const detectors = tunedDetectors(config);
  const examined = await findOut({
    store,
    snapshot,
    maker,
    config,
    now,
    detectors,
    passed: () => passed,
  });
  if (examined === null) return { kind: 'nothing' };
  const { correction, ...plain } = examined.found;
  if (correction === null) return { kind: 'found', plain, correction: null };
  const { open, ...rest } = correction;
  const out = snapshotWriter();
  for (const episode of open) saveEpisode(episode, out);
  return {
    kind: 'found',
    plain,
    correction: { ...rest, episodes: open.length, bytes: out.bytes() },
  };
}

async function told(): Promise<FoundBeside> {
  try {
    return await found();
  } catch (error) {
    if (error instanceof StoreFailed) return { kind: 'failed', problem: error.problem };
    throw error;
  }
}

parentPort?.postMessage(await told());
