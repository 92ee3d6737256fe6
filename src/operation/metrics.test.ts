import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readMetrics } from '../../test/prometheus.ts';
import { LOG_EVENTS } from './log-events.ts';
import { METRICS, metricsText } from './metrics.ts';
import { countFinding, inputStatus, newStatus, sinkStatus } from './status.ts';

const NOW_MS = Date.UTC(2024, 4, 1);

function busyStatus() {
  const status = newStatus(NOW_MS - 60_000);
  status.phase = 'running';
  const input = inputStatus(status, 'access-log/3');
  input.read = 1_000;
  input.quarantined = 2;
  input.position = 500;
  input.end = 520;
  input.lastEventTime = (NOW_MS - 4_000) * 1_000;
  inputStatus(status, 'logs/"juki"\\core\n.ndjson').read = 7;
  status.lastCommitAtMs = NOW_MS - 8_000;
  status.registers.people = NOW_MS - 86_400_000;
  sinkStatus(status, 'findings.ndjson').backlog = 3;
  countFinding(status, 'mass-record-pull', 'high', 0.1);
  countFinding(status, 'mass-record-pull', 'high', 0.100_1);
  countFinding(status, 'audit-tampering', 'critical', 301);
  return status;
}

describe('metrics', () => {
  test.each([
    ['before anything has happened', newStatus(NOW_MS)],
    ['of a busy run', busyStatus()],
  ])('are what a strict reader takes, %s', (_, status) => {
    expect([...readMetrics(metricsText(status, NOW_MS)).keys()]).toEqual(METRICS.map(({ name }) => name));
  });

  test('say what the status says', () => {
    const page = readMetrics(metricsText(busyStatus(), NOW_MS));
    const value = (name: string, labels: Record<string, string> = {}) =>
      page
        .get(name.replace(/_(?:bucket|sum|count)$/, ''))
        ?.samples.find(
          (sample) =>
            sample.name === name &&
            Object.entries(labels).every(([key, text]) => sample.labels[key] === text),
        )?.value;
    const input = 'access-log/3';
    expect(value('metsuke_events_total', { input })).toBe(1_000);
    expect(value('metsuke_events_total', { input: 'logs/"juki"\\core\n.ndjson' })).toBe(7);
    expect(value('metsuke_input_lag', { input })).toBe(20);
    expect(value('metsuke_input_event_age_seconds', { input })).toBe(4);
    expect(value('metsuke_epoch_age_seconds')).toBe(8);
    expect(value('metsuke_register_age_seconds', { register: 'people' })).toBe(86_400);
    expect(value('metsuke_register_present', { register: 'cases' })).toBe(0);
    expect(value('metsuke_outbox_backlog', { sink: 'findings.ndjson' })).toBe(3);
    expect(value('metsuke_phase', { phase: 'running' })).toBe(1);
    expect(value('metsuke_findings_total', { detector: 'mass-record-pull', severity: 'high' })).toBe(2);
    expect(value('metsuke_finding_latency_seconds_bucket', { le: '0.1' })).toBe(1);
    expect(value('metsuke_finding_latency_seconds_bucket', { le: '0.25' })).toBe(2);
    expect(value('metsuke_finding_latency_seconds_bucket', { le: '+Inf' })).toBe(3);
    expect(value('metsuke_finding_latency_seconds_sum')).toBeCloseTo(301.2001);
  });

  test('are bounded: of more than 200 inputs the rest is added up', () => {
    const status = newStatus(NOW_MS);
    for (let n = 0; n < 5_000; n++) inputStatus(status, `logs/${n}.ndjson`).read = 1;
    const samples = readMetrics(metricsText(status, NOW_MS)).get('metsuke_events_total')?.samples ?? [];
    expect(samples).toHaveLength(201);
    expect(samples.at(-1)).toMatchObject({ labels: { input: 'other' }, value: 4_800 });
  });

  test('carry no labels but these', () => {
    const names = [...readMetrics(metricsText(busyStatus(), NOW_MS)).values()].flatMap(({ samples }) =>
      samples.flatMap(({ labels }) => Object.keys(labels)),
    );
    expect([...new Set(names)].sort()).toEqual(
      ['detector', 'input', 'le', 'phase', 'register', 'severity', 'sink', 'version'].sort(),
    );
  });
});

describe('docs/operations.md, in both languages', () => {
  test.each(['operations.md', 'operations.ja.md'])(
    '%s tells of every metric and every entry of the log',
    (name) => {
      const page = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
      const told = METRICS.map((metric) => metric.name).filter((metric) => !page.includes(`${metric}`));
      expect(told).toEqual([]);
      const known = new Set(METRICS.map((metric) => metric.name));
      const named = [...page.matchAll(/metsuke_[a-z_]+/g)].map(([metric]) => metric);
      expect(named.filter((metric) => !known.has(metric))).toEqual([]);
      expect(Object.keys(LOG_EVENTS).filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
    },
  );
});

describe('the reader of metrics', () => {
  test.each([
    ['no line feed at the end', '# HELP a b\n# TYPE a gauge\na 1'],
    ['a sample without its type', '# HELP a b\na 1\n'],
    ['a sample of another name', '# HELP a b\n# TYPE a gauge\nb 1\n'],
    ['a sample twice', '# HELP a b\n# TYPE a gauge\na{x="1"} 1\na{x="1"} 2\n'],
    ['a counter that is not called so', '# HELP a b\n# TYPE a counter\na 1\n'],
    ['an open quote', '# HELP a b\n# TYPE a gauge\na{x="1} 1\n'],
    ['no number', '# HELP a b\n# TYPE a gauge\na x\n'],
    [
      'buckets that fall',
      '# HELP a b\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n',
    ],
  ])('refuses %s', (_, page) => {
    expect(() => readMetrics(page)).toThrow();
  });
});
