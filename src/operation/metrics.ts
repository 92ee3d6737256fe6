/**
 * The status as Prometheus reads it: the text format 0.0.4, units in the names, every value of a label from a bounded list.
 * The only place where metrics are declared; docs/operations.md says what to do about each.
 */
import { SEVERITIES } from '../../schemas/finding.ts';
import { REGISTER_NAMES } from '../../schemas/registers/registers.ts';
import { VERSION } from '../core/version.ts';
import { type InputStatus, LATENCY_BOUNDS_SECONDS, type Phase, type RunStatus } from './status.ts';

/** The content type of {@link metricsText}. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Inputs with a line of their own; what more there are is added up as `other`, so that rotated files do not pile up. */
const INPUTS_MAX = 200;

const PHASES: readonly Phase[] = ['starting', 'standby', 'running', 'stopping', 'failed'];

type Labels = Readonly<Record<string, string>>;

interface Sample {
  /** After the name of the metric: `_bucket`, `_sum`, `_count`. */
  readonly suffix?: string;
  readonly labels?: Labels;
  readonly value: number;
}

interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** None where there is nothing to say: no sample, no line. */
  samples(status: RunStatus, nowMs: number): readonly Sample[];
}

/** Every metric. `nowMs` is the clock at the moment of reading: ages are counted up to it. */
export const METRICS: readonly Metric[] = [
  gauge('metsuke_build_info', 'Always 1; the version is a label.', () => [
    { labels: { version: VERSION }, value: 1 },
  ]),
  gauge('metsuke_phase', 'What the process is doing: 1 for the phase it is in.', ({ phase }) =>
    PHASES.map((name) => ({ labels: { phase: name }, value: Number(name === phase) })),
  ),
  gauge('metsuke_start_time_seconds', 'When the process started, since 1970.', ({ startedAtMs }) =>
    one(startedAtMs / 1_000),
  ),
  gauge('metsuke_loop_age_seconds', 'Time since the loop last came round.', ({ beatAtMs }, now) =>
    age(beatAtMs, now),
  ),
  counter(
    'metsuke_events_total',
    'Rows read, those refused among them.',
    perInput(({ read }) => read),
  ),
  counter(
    'metsuke_events_quarantined_total',
    'Rows refused: they wait in quarantine.',
    perInput(({ quarantined }) => quarantined),
  ),
  counter('metsuke_events_accepted_total', 'Events accepted.', ({ accepted }) => one(accepted)),
  counter('metsuke_events_duplicate_total', 'Events that came again and had no effect.', ({ duplicates }) =>
    one(duplicates),
  ),
  counter('metsuke_events_late_total', 'Accepted events that came after the lateness.', ({ late }) =>
    one(late),
  ),
  counter(
    'metsuke_events_clock_marked_total',
    'Accepted events whose time cannot be right.',
    ({ clockMarked }) => one(clockMarked),
  ),
  counter('metsuke_events_reused_id_total', 'Accepted events with an id of another event.', ({ reusedIds }) =>
    one(reusedIds),
  ),
  gauge('metsuke_events_waiting', 'Events that wait for their order.', ({ waiting }) => one(waiting)),
  gauge(
    'metsuke_input_position',
    'Where the next row begins: an offset, or bytes.',
    perInput(({ position }) => position),
  ),
  gauge(
    'metsuke_input_lag',
    'From there to the end of the input, in the same unit.',
    perInput(({ position, end }) => (end === null ? null : Math.max(0, end - position))),
  ),
  gauge(
    'metsuke_input_idle',
    'Whether an input holds nobody back, since nothing comes (1).',
    perInput(({ isIdle }) => Number(isIdle)),
  ),
  gauge('metsuke_input_event_age_seconds', 'Age of the newest event of an input.', (status, now) =>
    perInput(({ lastEventTime }) => ageOfTime(lastEventTime, now), Math.min)(status),
  ),
  gauge('metsuke_watermark_age_seconds', 'How far event time is behind the clock.', ({ watermark }, now) => {
    const value = ageOfTime(watermark, now);
    return value === null ? [] : one(value);
  }),
  gauge('metsuke_epoch', 'The number of the newest commit.', ({ epoch }) => one(epoch)),
  counter('metsuke_epochs_total', 'Epochs committed by this process.', ({ epochs }) => one(epochs)),
  gauge('metsuke_epoch_age_seconds', 'Time since the newest commit.', ({ lastCommitAtMs }, now) =>
    age(lastCommitAtMs, now),
  ),
  gauge(
    'metsuke_epoch_commit_duration_seconds',
    'How long the newest commit took.',
    ({ lastCommitSeconds }) => one(lastCommitSeconds),
  ),
  gauge('metsuke_state_bytes', 'State of the detectors, as of the newest commit.', ({ stateBytes }) =>
    one(stateBytes),
  ),
  gauge('metsuke_resident_memory_bytes', 'Memory of the process.', ({ residentBytes }) => one(residentBytes)),
  counter(
    'metsuke_lent_rows_total',
    'Events of which this process made rows of the lake for the one that judges.',
    ({ lentRows }) => one(lentRows),
  ),
  counter('metsuke_borrowed_rows_total', 'Events of which others made rows for this process.', (status) =>
    one(status.borrowedRows),
  ),
  gauge(
    'metsuke_judging_elsewhere',
    'Other processes among which detectors are divided.',
    ({ judgesElsewhere }) => one(judgesElsewhere),
  ),
  counter('metsuke_state_evicted_total', 'Keys forgotten because memory has a bound.', ({ evicted }) =>
    one(evicted),
  ),
  counter(
    'metsuke_findings_suppressed_total',
    'Signals not added to a finding, since only so many may be open.',
    ({ suppressed }) => one(suppressed),
  ),
  counter('metsuke_findings_total', 'Findings, each counted once.', ({ findings }) =>
    Object.entries(findings).flatMap(([detector, counts]) =>
      SEVERITIES.map((severity) => ({ labels: { detector, severity }, value: counts[severity] })),
    ),
  ),
  {
    name: 'metsuke_finding_latency_seconds',
    type: 'histogram',
    help: 'From the arrival of an event to the finding it raised.',
    samples: ({ latency: { counts, sumSeconds } }) => {
      let below = 0;
      const buckets = Array.from(counts, (count, at) => {
        below += count;
        const bound = at < LATENCY_BOUNDS_SECONDS.length ? String(LATENCY_BOUNDS_SECONDS[at]) : '+Inf';
        return { suffix: '_bucket', labels: { le: bound }, value: below };
      });
      return [...buckets, { suffix: '_sum', value: sumSeconds }, { suffix: '_count', value: below }];
    },
  },
  gauge('metsuke_register_present', 'Whether a register is in force (1) or missing (0).', ({ registers }) =>
    REGISTER_NAMES.map((register) => ({
      labels: { register },
      value: Number(registers[register] !== null),
    })),
  ),
  gauge('metsuke_register_age_seconds', 'Age of a register that is in force.', ({ registers }, now) =>
    REGISTER_NAMES.flatMap((register) =>
      age(registers[register], now).map(({ value }) => ({ labels: { register }, value })),
    ),
  ),
  gauge('metsuke_registers_read_age_seconds', 'Time since registers were read.', (status, now) =>
    age(status.registersReadAtMs, now),
  ),
  gauge('metsuke_seal_age_seconds', 'Time since the lake was sealed.', ({ lastSealAtMs }, now) =>
    age(lastSealAtMs, now),
  ),
  gauge('metsuke_outbox_backlog', 'Findings that a sink has not confirmed yet.', ({ sinks }) =>
    [...sinks.values()].map(({ sink, backlog }) => ({ labels: { sink }, value: backlog })),
  ),
  counter('metsuke_outbox_failures_total', 'Tries at a sink that failed.', ({ sinks }) =>
    [...sinks.values()].map(({ sink, failures }) => ({ labels: { sink }, value: failures })),
  ),
  gauge('metsuke_outbox_refused', 'Findings that a sink refused, set aside.', ({ sinks }) =>
    [...sinks.values()].map(({ sink, refused }) => ({ labels: { sink }, value: refused })),
  ),
  counter('metsuke_outbox_lost_total', 'Findings that were not sent to a sink.', ({ sinks }) =>
    [...sinks.values()].map(({ sink, lost }) => ({ labels: { sink }, value: lost })),
  ),
  gauge('metsuke_outbox_done_age_seconds', 'Time since a sink last confirmed.', ({ sinks }, now) =>
    [...sinks.values()].flatMap(({ sink, lastDoneAtMs }) =>
      age(lastDoneAtMs, now).map(({ value }) => ({ labels: { sink }, value })),
    ),
  ),
];

/** The whole page. */
export function metricsText(status: RunStatus, nowMs: number): string {
  return METRICS.map((metric) => metricText(metric, metric.samples(status, nowMs))).join('');
}

function metricText({ name, type, help }: Metric, samples: readonly Sample[]): string {
  const lines = samples.map(
    ({ suffix = '', labels = {}, value }) => `${name}${suffix}${labelText(labels)} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function gauge(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, type: 'gauge', help, samples };
}

function counter(name: string, help: string, samples: Metric['samples']): Metric {
  return { name, type: 'counter', help, samples };
}

function one(value: number): Sample[] {
  return [{ value }];
}

function age(atMs: number | null, nowMs: number): { value: number }[] {
  return atMs === null ? [] : [{ value: Math.max(0, (nowMs - atMs) / 1_000) }];
}

function ageOfTime(time: number | null, nowMs: number): number | null {
  return time === null ? null : nowMs / 1_000 - time / 1e6;
}

/** One sample an input; those beyond the bound are put together, which for a sum is `add`. */
function perInput(
  of: (input: InputStatus) => number | null,
  add: (a: number, b: number) => number = (a, b) => a + b,
): (status: RunStatus) => Sample[] {
  return ({ inputs }) => {
    const samples: { labels: { input: string }; value: number }[] = [];
    let other: number | null = null;
    for (const input of inputs.values()) {
      const value = of(input);
      if (value === null) continue;
      if (samples.length < INPUTS_MAX) samples.push({ labels: { input: input.input }, value });
      else other = other === null ? value : add(other, value);
    }
    return other === null ? samples : [...samples, { labels: { input: 'other' }, value: other }];
  };
}
