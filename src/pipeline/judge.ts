/** Inputs in, findings and verdicts out: reads the inputs in step, feeds the engine, and puts what it says into words. */
import type { Config } from '../../schemas/config.ts';
import type { DetectorId, Finding, Severity } from '../../schemas/finding.ts';
import type { Verdict, VerdictName } from '../../schemas/verdict.ts';
import { type Day, MINUTE, type Micros } from '../core/time.ts';
import type { EngineCounts } from '../engine/counts.ts';
import { createEngine, type Said } from '../engine/engine.ts';
import type { PermitUse } from '../engine/permit-use.ts';
import type { TunedDetector } from '../engine/run-parts.ts';
import { knownBehind } from '../findings/alerts/known.ts';
import type { Known } from '../findings/alerts/member.ts';
import { eventIds } from '../findings/event-ids.ts';
import { renderFinding } from '../findings/render.ts';
import type { Registers } from '../registers/registers.ts';
import { type BatchSource, inStep } from './event-source.ts';
import { type Nameless, namelessLookups } from './nameless.ts';
import { salesCoverage } from './sales-coverage.ts';
import type { Crew } from './workers/crew.ts';

/** What judging needs. */
export interface JudgeRequest {
  readonly inputs: readonly BatchSource[];
  readonly registers: Registers;
  readonly detectors: readonly TunedDetector[];
  readonly config: Config;
  readonly now: Micros;
  readonly wantVerdicts: boolean;
  /** The back of the engine, where it works in other threads. */
  readonly crew?: Crew | null;
  onFinding(finding: Finding, known: Known): void;
  onVerdict(verdict: Verdict): void;
  /** Told after every batch that was read. */
  onBatch?(): void;
  /** Told of rows that came too late; true gives the run up. */
  onLate?(input: number, rows: number): boolean;
  /** Stops reading, as if the inputs had ended. */
  readonly signal?: AbortSignal | undefined;
}

/** How many findings of a detector stand at a severity, each by its last revision; what was cleared does not stand. */
export interface FindingTally {
  readonly detector: DetectorId;
  readonly severity: Severity;
  readonly count: number;
}

/** What was judged. */
export interface Judged {
  readonly counts: Readonly<EngineCounts>;
  readonly days: readonly { day: Day; events: readonly number[] }[];
  readonly verdicts: Readonly<Record<VerdictName, number>>;
  readonly findings: readonly FindingTally[];
  /** What permits covered and lifted, by permit and user. */
  readonly permits: readonly PermitUse[];
  /** State entries given up at a cap. */
  readonly evicted: number;
  /** Contributions not kept because too many findings were open at a time. */
  readonly suppressed: number;
  /** Sources in which look-ups cannot be held against sales, see sales-coverage.ts. */
  readonly withoutSales?: readonly string[];
  /** Sources with look-ups that nobody's counts hold, see nameless.ts. */
  readonly nameless?: readonly Nameless[];
}

/** Judges the inputs to their end; null where the run was given up. */
export async function judge(request: JudgeRequest): Promise<Judged | null> {
  const { inputs, registers, detectors, config, now, wantVerdicts, crew } = request;
  const ids = eventIds();
  const coverage = salesCoverage();
  const nameless = namelessLookups();
  const engine = createEngine({
    detectors,
    registers,
    lateness: config.latenessMinutes * MINUTE,
    now,
    verdicts: config,
    state: config,
    wantVerdicts,
    ...(crew ? { back: crew.back } : {}),
    onEvent(batch, row) {
      ids.add(batch, row);
      coverage.note(batch, row);
      nameless.note(batch, row);
    },
  });
  const latest = new Map<string, { detector: DetectorId; severity: Severity }>();
  const say = ({ findings, verdicts }: Said): void => {
    for (const draft of findings) {
      const finding = renderFinding(draft, (ref) => ids.get(ref));
      if (finding.status === 'cleared') latest.delete(finding.id);
      else latest.set(finding.id, { detector: finding.detector, severity: finding.severity });
      request.onFinding(finding, knownBehind(finding, registers));
    }
    for (const verdict of verdicts) request.onVerdict(verdict);
  };
  try {
    for (const input of inputs.keys()) engine.open(input);
    for await (const { input, batch } of inStep(inputs)) {
      if (batch === null) engine.close(input);
      else {
        const late = engine.push(input, batch);
        if (late > 0 && request.onLate?.(input, late)) return null;
      }
      say(engine.judge());
      await crew?.room();
      request.onBatch?.();
      if (request.signal?.aborted) break;
    }
    for (const input of inputs.keys()) engine.close(input);
    say(engine.judge());
    await crew?.idle();
    say(engine.finish());
    return {
      counts: engine.counts(),
      days: engine.days(),
      verdicts: engine.verdictTotals(),
      findings: tally(latest.values()),
      permits: engine.permitUses(),
      evicted: engine.usage().reduce((sum, { evicted }) => sum + evicted, 0),
      suppressed: engine.suppressed().reduce((sum, count) => sum + count, 0),
      withoutSales: coverage.withoutSales(),
      nameless: nameless.sources(),
    };
  } finally {
    ids.close();
  }
}

/** Counts findings by detector and severity. */
export function tally(findings: Iterable<{ detector: DetectorId; severity: Severity }>): FindingTally[] {
  const counts = new Map<string, { detector: DetectorId; severity: Severity; count: number }>();
  for (const { detector, severity } of findings) {
    const name = `${detector} ${severity}`;
    const entry = counts.get(name) ?? { detector, severity, count: 0 };
    entry.count++;
    counts.set(name, entry);
  }
  return [...counts.values()];
}
