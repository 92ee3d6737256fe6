/**
 * What a running metsuke knows of itself: one plain record that the loop fills in place and that metrics, health checks and
 * `top` read. It holds counts, times and configured names: nothing of any person, account or row.
 *
 * Times of the machine are milliseconds since 1970 (`…AtMs`); times of events are microseconds, as everywhere.
 */
import { DETECTOR_IDS, type DetectorId, SEVERITIES, type Severity } from '../../schemas/finding.ts';
import { REGISTER_NAMES, type RegisterName } from '../../schemas/registers/registers.ts';
import type { ProblemCode } from '../core/problem.ts';
import type { Micros } from '../core/time.ts';

/** What the process is doing. `standby` waits for another one to end; only `running` judges. */
export type Phase = 'starting' | 'standby' | 'running' | 'stopping' | 'failed';

/** One input: a topic partition, or a followed file. */
export interface InputStatus {
  /** As the settings and the lake name it: `access-log/3`, `logs/juki.ndjson`. */
  readonly input: string;
  /** Rows read, those refused among them. */
  read: number;
  quarantined: number;
  /** Where the next row begins: an offset, or bytes. */
  position: number;
  /** Where the input ends now; null where nobody knows. The lag is the way from `position` to here. */
  end: number | null;
  /** Whether it holds nobody back any more, since nothing comes. */
  isIdle: boolean;
  /** The latest time of its events; null before the first one. */
  lastEventTime: Micros | null;
}

/** A file, a topic or a webhook that findings go to. */
export interface SinkStatus {
  readonly sink: string;
  /** What it has not confirmed yet. */
  backlog: number;
  failures: number;
  /** What it refused and is set aside. */
  refused: number;
  /** What was not sent to it: early findings let go, lines past their retention. */
  lost: number;
  lastDoneAtMs: number | null;
}

/** Seconds from the arrival of an event to its finding; the last bucket is all that took longer. */
export interface LatencyStatus {
  readonly counts: Float64Array;
  sumSeconds: number;
}

/** The whole. Counts are those of this process, since its start; they never go down. */
export interface RunStatus {
  readonly startedAtMs: number;
  phase: Phase;
  /** Why it failed. */
  problem: ProblemCode | null;
  /** When the loop last came round: it is stuck where that is long ago. */
  beatAtMs: number;
  readonly inputs: Map<string, InputStatus>;
  accepted: number;
  duplicates: number;
  late: number;
  clockMarked: number;
  reusedIds: number;
  /** Rows that wait for their order: judged already, or not yet. */
  waiting: number;
  /** Up to where event time has come. */
  watermark: Micros | null;
  /** The newest commit; 0 before the first one. */
  epoch: number;
  epochs: number;
  lastCommitAtMs: number | null;
  lastCommitSeconds: number;
  stateBytes: number;
  /** Memory of the process, when somebody asked last. */
  residentBytes: number;
  /** Events of which this process has made rows for the one that judges, and of which others have made them for it. */
  lentRows: number;
  borrowedRows: number;
  /** Other processes among which detectors are divided. */
  judgesElsewhere: number;
  evicted: number;
  /** What was not added to findings, since only so many may be open at a time. */
  suppressed: number;
  /** Findings said, each once, by detector and the severity it had then. */
  readonly findings: Readonly<Record<DetectorId, Record<Severity, number>>>;
  readonly latency: LatencyStatus;
  /** When each register in force was delivered; null: it is missing. */
  readonly registers: Record<RegisterName, number | null>;
  registersReadAtMs: number | null;
  lastSealAtMs: number | null;
  readonly sinks: Map<string, SinkStatus>;
}

/** Upper bounds of the buckets of {@link LatencyStatus}, in seconds: 1 s is promised at p99. */
export const LATENCY_BOUNDS_SECONDS: readonly number[] = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** A status before anything has happened. */
export function newStatus(nowMs: number): RunStatus {
  return {
    startedAtMs: nowMs,
    phase: 'starting',
    problem: null,
    beatAtMs: nowMs,
    inputs: new Map(),
    accepted: 0,
    duplicates: 0,
    late: 0,
    clockMarked: 0,
    reusedIds: 0,
    waiting: 0,
    watermark: null,
    epoch: 0,
    epochs: 0,
    lastCommitAtMs: null,
    lastCommitSeconds: 0,
    stateBytes: 0,
    residentBytes: 0,
    lentRows: 0,
    borrowedRows: 0,
    judgesElsewhere: 0,
    evicted: 0,
    suppressed: 0,
    findings: recordOf(DETECTOR_IDS, () => recordOf(SEVERITIES, () => 0)),
    latency: { counts: new Float64Array(LATENCY_BOUNDS_SECONDS.length + 1), sumSeconds: 0 },
    registers: recordOf(REGISTER_NAMES, () => null),
    registersReadAtMs: null,
    lastSealAtMs: null,
    sinks: new Map(),
  };
}

/** The status of an input, made where it is new. */
export function inputStatus({ inputs }: RunStatus, input: string): InputStatus {
  const known = inputs.get(input);
  if (known !== undefined) return known;
  const made: InputStatus = {
    input,
    read: 0,
    quarantined: 0,
    position: 0,
    end: null,
    isIdle: false,
    lastEventTime: null,
  };
  inputs.set(input, made);
  return made;
}

/** The status of a sink, made where it is new. */
export function sinkStatus({ sinks }: RunStatus, sink: string): SinkStatus {
  const known = sinks.get(sink);
  if (known !== undefined) return known;
  const made: SinkStatus = { sink, backlog: 0, failures: 0, refused: 0, lost: 0, lastDoneAtMs: null };
  sinks.set(sink, made);
  return made;
}

/** Counts a finding that was said for the first time, so long after its event had arrived. */
export function countFinding(
  { findings, latency }: RunStatus,
  detector: DetectorId,
  severity: Severity,
  seconds: number,
): void {
  findings[detector][severity]++;
  const bucket = LATENCY_BOUNDS_SECONDS.findIndex((bound) => seconds <= bound);
  latency.counts[bucket === -1 ? LATENCY_BOUNDS_SECONDS.length : bucket]++;
  latency.sumSeconds += seconds;
}

function recordOf<Name extends string, Value>(
  names: readonly Name[],
  make: () => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make()])) as Record<Name, Value>;
}
