/** Episodes on their way from one thread to another. */
import { type Episode, restoreEpisode, saveEpisode } from '../../engine/episode.ts';
import { snapshotReader, snapshotWriter } from '../../state/snapshot.ts';

/** Episodes as bytes: they are more than values. */
export interface PutEpisodes {
  readonly episodes: number;
  readonly bytes: Uint8Array;
}

/** Puts them. */
export function putEpisodes(all: readonly Episode[]): PutEpisodes {
  const out = snapshotWriter();
  for (const episode of all) saveEpisode(episode, out);
  return { episodes: all.length, bytes: out.bytes() };
}

/** Those that were put. */
export function takeEpisodes({ episodes, bytes }: PutEpisodes): Episode[] {
  const from = snapshotReader(bytes);
  return Array.from({ length: episodes }, () => restoreEpisode(from));
}
