/** The incident table for machines: one row for every incident and detector, every question, every twin, every false alarm. */
import { LATER_COMMANDS } from './commands.ts';
import type { Outcome, Told } from './demo-outcome.ts';

/** The rows of one incident. */
export function incidentRows({ incident, replayed }: Told): object[] {
  const { id, scenario, asked = [], undetectable } = incident;
  const head = { incident: id, title: scenario?.title ?? incident.title ?? null };
  return [
    ...(replayed?.outcomes ?? []).map((outcome) => ({
      ...head,
      outcome: 'detected',
      is_expected: true,
      ...foundRow(outcome),
    })),
    ...(replayed?.further ?? []).map((outcome) => ({
      ...head,
      outcome: 'detected',
      is_expected: false,
      ...foundRow(outcome),
    })),
    ...asked.map(({ question, what, answer }) => ({
      ...head,
      outcome: 'question',
      question,
      is_in_this_version: !LATER_COMMANDS.includes('ask'),
      what,
      answer,
      incident_events: replayed?.held.events ?? null,
    })),
    ...(undetectable === undefined ? [] : [{ ...head, outcome: 'undetectable', why: undetectable }]),
    ...(replayed?.strays ?? []).map(({ id: finding, detector, severity, sentence }) => ({
      ...head,
      outcome: 'false-alarm',
      detector,
      severity,
      finding,
      sentence,
    })),
  ];
}

/** The rows of its innocent twins. */
export function twinRows({ twins }: Told): object[] {
  return twins.map(({ twin, events, findings }) => ({
    innocent: twin.id,
    why: twin.why,
    stream_events: events,
    findings: findings.map(({ id }) => id),
  }));
}

function foundRow({ expected, finding, incident, stream, records, isMet }: Outcome): object {
  return {
    detector: expected.detector,
    is_met: isMet,
    severity: finding?.severity ?? null,
    at_incident_event: finding === null ? null : incident.events,
    incident_events: incident.of,
    expected_by_event: Number.isFinite(expected.firesAtEvent) ? expected.firesAtEvent : null,
    at_stream_event: finding === null ? null : stream.events,
    stream_events: stream.of,
    records_before: records.before,
    records: records.of,
    finding: finding?.id ?? null,
    sentence: finding?.sentence ?? null,
  };
}
