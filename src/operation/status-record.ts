/** The status as one JSON object: what `/status` answers and `metsuke top` shows. */
import type { DetectorId, Severity } from '../../schemas/finding.ts';
import { REGISTER_NAMES } from '../../schemas/registers/registers.ts';
import { VERSION } from '../core/version.ts';
import { LATENCY_BOUNDS_SECONDS, type LatencyStatus, type Phase, type RunStatus } from './status.ts';

/** The answer. Ages and durations are seconds; null: not known yet. */
export interface StatusRecord {
  readonly version: string;
  readonly phase: Phase;
  readonly problem: string | null;
  readonly uptime_seconds: number;
  readonly events: {
    readonly read: number;
    readonly accepted: number;
    readonly quarantined: number;
    readonly duplicates: number;
    readonly late: number;
    readonly waiting: number;
  };
  readonly inputs: readonly {
    readonly input: string;
    readonly read: number;
    readonly quarantined: number;
    readonly position: number;
    readonly lag: number | null;
    readonly idle: boolean;
    readonly event_age_seconds: number | null;
  }[];
  readonly watermark_age_seconds: number | null;
  readonly epoch: {
    readonly commit: number;
    readonly age_seconds: number | null;
    readonly duration_seconds: number;
  };
  readonly state: { readonly bytes: number; readonly evicted: number; readonly resident_bytes: number };
  readonly findings: readonly {
    readonly detector: DetectorId;
    readonly severity: Severity;
    readonly count: number;
  }[];
  /** Half of the findings, and 99 of 100, came within so many seconds; null before the first finding. */
  readonly latency: { readonly p50_seconds: number | null; readonly p99_seconds: number | null };
  readonly registers: {
    readonly present: number;
    readonly missing: readonly string[];
    readonly read_age_seconds: number | null;
  };
  readonly seal_age_seconds: number | null;
  readonly sinks: readonly { readonly sink: string; readonly backlog: number; readonly failures: number }[];
}

/** The record as of now. */
export function statusRecord(status: RunStatus, nowMs: number): StatusRecord {
  const age = (atMs: number | null) => (atMs === null ? null : Math.max(0, nowMs - atMs) / 1_000);
  const inputs = [...status.inputs.values()];
  const sum = (of: (input: (typeof inputs)[number]) => number) =>
    inputs.reduce((all, input) => all + of(input), 0);
  const missing = REGISTER_NAMES.filter((name) => status.registers[name] === null);
  return {
    version: VERSION,
    phase: status.phase,
    problem: status.problem,
    uptime_seconds: age(status.startedAtMs) ?? 0,
    events: {
      read: sum(({ read }) => read),
      accepted: status.accepted,
      quarantined: sum(({ quarantined }) => quarantined),
      duplicates: status.duplicates,
      late: status.late,
      waiting: status.waiting,
    },
    inputs: inputs.map(({ input, read, quarantined, position, end, isIdle, lastEventTime }) => ({
      input,
      read,
      quarantined,
      position,
      lag: end === null ? null : Math.max(0, end - position),
      idle: isIdle,
      event_age_seconds: lastEventTime === null ? null : nowMs / 1_000 - lastEventTime / 1e6,
    })),
    watermark_age_seconds: status.watermark === null ? null : nowMs / 1_000 - status.watermark / 1e6,
    epoch: {
      commit: status.epoch,
      age_seconds: age(status.lastCommitAtMs),
      duration_seconds: status.lastCommitSeconds,
    },
    state: { bytes: status.stateBytes, evicted: status.evicted, resident_bytes: status.residentBytes },
    findings: Object.entries(status.findings).flatMap(([detector, counts]) =>
      Object.entries(counts).flatMap(([severity, count]) =>
        count === 0 ? [] : [{ detector: detector as DetectorId, severity: severity as Severity, count }],
      ),
    ),
    latency: {
      p50_seconds: latencyQuantile(status.latency, 0.5),
      p99_seconds: latencyQuantile(status.latency, 0.99),
    },
    registers: {
      present: REGISTER_NAMES.length - missing.length,
      missing,
      read_age_seconds: age(status.registersReadAtMs),
    },
    seal_age_seconds: age(status.lastSealAtMs),
    sinks: [...status.sinks.values()].map(({ sink, backlog, failures }) => ({ sink, backlog, failures })),
  };
}

/** The upper bound of the bucket in which this part of all findings lies; the largest bound stands for all above it. */
function latencyQuantile({ counts }: LatencyStatus, part: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let below = 0;
  const bucket = counts.findIndex((count) => {
    below += count;
    return below >= part * total;
  });
  return LATENCY_BOUNDS_SECONDS[Math.min(bucket, LATENCY_BOUNDS_SECONDS.length - 1)];
}
