/** The state of detectors from the events of the lake, as if they had watched all along: they are other ones than those that did. */
import { setImmediate as turn } from 'node:timers/promises';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { DetectorId } from '../../../schemas/finding.ts';
import { DAY, type Micros } from '../../core/time.ts';
import { createBack, type OwnBack } from '../../engine/back.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import { deliveriesOf } from './deliveries.ts';
import { type ExaminedLake, inputKeys } from './due.ts';
import { pastPhases } from './past-phases.ts';
import { createRejudger, rejudgingEngine } from './rejudge.ts';
import { batchesOf } from './slice.ts';
import { monthsOf, timesBefore } from './stored-slice.ts';

/** What to rebuild. */
export interface RebuildRequest extends ExaminedLake {
  readonly detectors: readonly TunedDetector[];
  /** Up to where the lake had been judged for good. */
  readonly passed: Micros;
  /** Told of events as they are read. */
  onEvents?(events: number): void;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
}

/** Detectors that have watched. */
export interface Rebuilt {
  /** Their state and their episodes; what is usual for whom stands in it as far as it was read. */
  readonly back: OwnBack;
  readonly events: number;
  /** Nothing before was read. */
  readonly from: Micros;
}

/**
 * The longest window of a detector is 400 days; what is usual is known after 100. Whoever remembers longer says so
 * (`Detector.remembersAll`).
 */
const REACH: Micros = 500 * DAY;

const CAUSE = 'settings ';

/** What the commit gives as its cause in which a detector was rebuilt. */
export function causeOf(detector: DetectorId): string {
  return `${CAUSE}${detector}`;
}

/** The detector that such a cause names; null: it is another one. */
export function rebuiltBy(cause: string): string | null {
  return cause.startsWith(CAUSE) ? cause.slice(CAUSE.length) : null;
}

/** Judges the settled events once more, by what is known of them so far, as a re-examination does. Null where the signal came first. */
export async function rebuilt(request: RebuildRequest): Promise<Rebuilt | null> {
  const { detectors, config, snapshot, maker, now, passed } = request;
  const remembersAll = detectors.some(({ detector }) => detector.remembersAll === true);
  const from = remembersAll ? Number.NEGATIVE_INFINITY : passed - REACH;
  const months = monthsOf(request);
  const keys = inputKeys(snapshot);
  const picks = [{ column: null, values: null, from, to: Number.POSITIVE_INFINITY }];
  const read = (files: readonly string[], strays: boolean) =>
    batchesOf(maker.events(files, { picks, strays }), keys);
  const strays: EventBatch[] = [];
  for await (const batch of read(months.flat(), true)) strays.push(batch);
  const phases = pastPhases(snapshot, deliveriesOf(request), now);
  const cameAt = await timesBefore(strays, months.flat(), maker);
  const rejudger = createRejudger({
    detectors,
    config,
    phases,
    strays,
    cameAt,
    wantVerdicts: false,
    onSaid: () => {},
  });
  let events = strays.reduce((sum, { size }) => sum + size, 0);
  for (const month of months)
    for await (const batch of read(month, false)) {
      rejudger.push(batch);
      events += batch.size;
      request.onEvents?.(events);
      await turn(); // it takes minutes: who wants it to end is heard
      if (request.signal?.aborted) return null;
    }
  const { registers } = phases[phases.length - 1];
  const back = createBack({ detectors, registers, verdicts: config, state: config });
  rejudgingEngine(request, registers, now, { back }).restore(rejudger.settle(passed));
  return { back, events, from };
}
