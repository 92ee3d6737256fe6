/** Events and registers in, findings out: what the tests of detectors run on. The real engine, no files. */

import { config } from '../schemas/config.ts';
import type { EventBatch } from '../schemas/event-columns.ts';
import type { Finding } from '../schemas/finding.ts';
import type { RegisterSettings } from '../schemas/registers/settings.ts';
import { encodeEvents } from '../src/batch/encode.ts';
import { type EventPart, event } from '../src/batch/event.ts';
import { DAY } from '../src/core/time.ts';
import type { Detector } from '../src/detector/define.ts';
import { createEngine, FILE_LATENESS, type Said } from '../src/engine/engine.ts';
import { renderFinding } from '../src/findings/render.ts';
import { type RegisterTexts, registersOf } from '../src/registers/from-text.ts';

/** What to judge by, besides the events. */
export interface Context {
  readonly registers?: RegisterTexts;
  readonly registerSettings?: Partial<RegisterSettings>;
  /** Laid over the defaults. */
  readonly thresholds?: Readonly<Record<string, unknown>>;
}

/** The findings of one detector about some events, each by its last revision. Events without an id are numbered. */
export function findingsOf(
  detector: Detector,
  parts: readonly EventPart[],
  context: Context = {},
): Finding[] {
  const events = parts.map((part, index) => event({ id: String(index + 1), ...part }));
  return lastRevisions(revisionsOf([detector], [encodeEvents(events)], context));
}

/** Of several revisions of findings, the last of each. */
export function lastRevisions(revisions: readonly Finding[]): Finding[] {
  return [...new Map(revisions.map((finding) => [finding.id, finding])).values()];
}

/** Every revision the detectors make, in order. */
export function revisionsOf(
  detectors: readonly Detector[],
  batches: readonly EventBatch[],
  context: Context = {},
): Finding[] {
  const ids: string[] = [];
  const engine = createEngine({
    detectors: detectors.map((detector) => ({
      detector,
      thresholds: detector.thresholds.parse(context.thresholds ?? {}),
    })),
    registers: registersOf(context.registers ?? {}, context.registerSettings),
    lateness: FILE_LATENESS,
    now:
      batches.reduce((latest, { columns }) => columns.time.reduce((a, b) => Math.max(a, b), latest), 0) + DAY,
    verdicts: config.parse({}),
    wantVerdicts: false,
    onEvent: (batch, row) => ids.push(batch.eventId(row)),
  });
  const revisions: Finding[] = [];
  const say = ({ findings }: Said) => {
    for (const draft of findings) revisions.push(renderFinding(draft, (ref) => ids[ref]));
  };
  engine.open(0);
  for (const batch of batches) {
    engine.push(0, batch);
    say(engine.judge());
  }
  engine.close(0);
  say(engine.judge());
  say(engine.finish());
  return revisions;
}
