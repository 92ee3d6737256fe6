/** One stream of the demo, replayed: an incident held against what was expected of it, or an innocent twin. */
import type { Finding } from '../../schemas/finding.ts';
import { SCENARIOS } from '../../seeds/index.ts';
import { type Replayed, replayedOf } from './demo-outcome.ts';
import { replay } from './demo-replay.ts';

/** Which stream: that of the incident itself, or one of its twins, by their place in the seeds. */
export interface StreamName {
  readonly scenario: number;
  readonly twin: number | null;
}

/** What a replay gave. */
export interface StreamResult {
  readonly events: number;
  readonly findings: readonly Finding[];
  /** Null for a twin. */
  readonly replayed: Replayed | null;
}

/** The streams in the order in which they are told: each incident, then its twins. */
export function streamNames(): StreamName[] {
  return SCENARIOS.flatMap(({ innocents }, scenario) => [
    { scenario, twin: null },
    ...innocents.map((_, twin) => ({ scenario, twin })),
  ]);
}

/** What a stream is called. */
export function idOf({ scenario, twin }: StreamName): string {
  const told = SCENARIOS[scenario];
  return (twin === null ? told : told.innocents[twin]).id;
}

/** Tells the stream and replays it. */
export async function replayStream({ scenario, twin }: StreamName): Promise<StreamResult> {
  const told = SCENARIOS[scenario];
  const story = (twin === null ? told : told.innocents[twin]).tell();
  const findings = await replay(story);
  const replayed = twin === null ? replayedOf(told, story, findings) : null;
  return { events: story.events.length, findings: twin === null ? [] : findings, replayed };
}
