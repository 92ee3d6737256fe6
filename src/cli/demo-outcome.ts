/** Holds what the engine found in a story against what it had to find: which findings, how early, at what loss. */

import { type Finding, isGraver } from '../../schemas/finding.ts';
import { type Incident, outcomeKindOf } from '../../seeds/incidents.ts';
import {
  type Expected,
  eventId,
  type Innocent,
  recordsOf,
  type Scenario,
  type Story,
} from '../../seeds/story.ts';
import { type Micros, parseInstant } from '../core/time.ts';

/** How far a log had come at the moment of a finding. */
export interface Progress {
  readonly events: number;
  readonly of: number;
}

/** What became of one expected finding. */
export interface Outcome {
  readonly expected: Expected;
  /** The earliest finding that answers it and is grave enough, in its last revision; else the earliest; null where none came. */
  readonly finding: Finding | null;
  /** Events of the incident when it fired, that one included. */
  readonly incident: Progress;
  /** The same of the whole log. */
  readonly stream: Progress;
  /** Records the incident had taken before the event that triggered it, and in all. */
  readonly records: { readonly before: number; readonly of: number };
  /** True where it came, grave enough and in time. */
  readonly isMet: boolean;
}

/** An incident as replayed. */
export interface Replayed {
  readonly events: number;
  readonly outcomes: readonly Outcome[];
  /** Detectors that nobody expected here and that found it too: the earliest finding of each. */
  readonly further: readonly Outcome[];
  readonly strays: readonly Finding[];
  /** What the log holds of the incident, for a question to find. */
  readonly held: { readonly events: number; readonly accounts: number };
}

/** An innocent twin as replayed. */
export interface ReplayedTwin {
  readonly twin: Innocent;
  readonly events: number;
  readonly findings: readonly Finding[];
}

/** An incident of the list as told: with what its replay gave, where it has a stream. */
export interface Told {
  readonly incident: Incident;
  readonly replayed: Replayed | null;
  readonly twins: readonly ReplayedTwin[];
}

/** Found where a detector is to find it, nobody else accused, and an outcome in any case. */
export function isAsExpected({ incident, replayed, twins }: Told): boolean {
  if (outcomeKindOf(incident) === null) return false;
  const isFound = replayed === null || replayed.outcomes.every(({ isMet }) => isMet);
  return (
    isFound && (replayed?.strays ?? []).length === 0 && twins.every(({ findings }) => findings.length === 0)
  );
}

/** Holds the findings of a replay against what was expected of it. */
export function replayedOf({ expected }: Scenario, story: Story, findings: readonly Finding[]): Replayed {
  const own = story.events.filter((event) => story.strands.has(eventId(event)));
  return {
    events: story.events.length,
    outcomes: outcomesOf(story, expected, findings),
    further: furtherOf(story, expected, findings),
    strays: strayFindings(story, findings),
    held: { events: own.length, accounts: new Set(own.map(({ actor }) => actor)).size },
  };
}

/** The earliest finding of every other detector, counted in the strand in which it came. */
function furtherOf(story: Story, expected: readonly Expected[], findings: readonly Finding[]): Outcome[] {
  const told = new Set(expected.map(({ detector }) => detector));
  const further: Outcome[] = [];
  for (const finding of findings.toSorted((a, b) => timeOf(a) - timeOf(b))) {
    const strand = finding.event_ids.map((id) => story.strands.get(id)).find((name) => name !== undefined);
    if (strand === undefined || told.has(finding.detector)) continue;
    told.add(finding.detector);
    const { detector, severity } = finding;
    const whatever = { detector, about: {}, severity, strand, firesAtEvent: Number.POSITIVE_INFINITY };
    further.push(outcomeOf(story, whatever, [finding]));
  }
  return further;
}

/** What became of every expected finding. */
export function outcomesOf(
  story: Story,
  expected: readonly Expected[],
  findings: readonly Finding[],
): Outcome[] {
  return expected.map((each) => outcomeOf(story, each, findings));
}

function outcomeOf(story: Story, expected: Expected, findings: readonly Finding[]): Outcome {
  const own = story.events.filter((event) => {
    const strand = story.strands.get(eventId(event));
    return strand !== undefined && strand === (expected.strand ?? strand);
  });
  const ids = new Set(own.map(eventId));
  const answering = findings
    .filter((each) => answers(each, expected) && each.event_ids.some((id) => ids.has(id)))
    .sort((a, b) => timeOf(a) - timeOf(b));
  const finding = answering.find((each) => isGraveEnough(each, expected)) ?? answering[0] ?? null;
  const fired = finding === null ? Number.NEGATIVE_INFINITY : parseInstant(finding.time);
  const incident = progress(own.map(timeOf), fired);
  const before = own
    .filter((event) => timeOf(event) < fired)
    .reduce((sum, event) => sum + recordsOf(event), 0);
  return {
    expected,
    finding,
    incident,
    stream: progress(story.events.map(timeOf), fired),
    records: { before, of: own.reduce((sum, event) => sum + recordsOf(event), 0) },
    isMet: finding !== null && isGraveEnough(finding, expected) && incident.events <= expected.firesAtEvent,
  };
}

/** Findings of which no event belongs to the incident: false alarms on ordinary days. */
export function strayFindings({ strands }: Story, findings: readonly Finding[]): Finding[] {
  return findings.filter(({ event_ids }) => !event_ids.some((id) => strands.has(id)));
}

/** The last revision of every finding, in the order in which they first came. */
export function lastRevisions(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.id, finding])).values()];
}

function answers(finding: Finding, { detector, about }: Expected): boolean {
  return (
    finding.detector === detector &&
    Object.entries(about).every(([name, value]) => finding[name as keyof typeof about] === value)
  );
}

function isGraveEnough({ severity }: Finding, expected: Expected): boolean {
  return !isGraver(expected.severity, severity);
}

function progress(times: readonly Micros[], until: Micros): Progress {
  return { events: times.filter((time) => time <= until).length, of: times.length };
}

function timeOf({ time }: { readonly time: string }): Micros {
  return parseInstant(time);
}
