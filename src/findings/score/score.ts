/**
 * How good an engine is, by labels: what it found of what was there, how soon, how much was lost before, and what it said
 * about nothing. Pure: findings and labels in, figures out.
 */

import { SEVERITIES, type Severity } from '../../../schemas/finding.ts';
import type { ExpectedLabel, LabelKey, Labels } from '../../../schemas/labels.ts';
import { normaliseAddress } from '../../core/address.ts';
import { type Micros, parseInstant, SECOND } from '../../core/time.ts';
import { KEYS, type Told } from './told.ts';

/** What became of one label. */
export interface LabelScore {
  readonly id: string;
  readonly pattern: string;
  readonly kind: string | null;
  readonly found: boolean;
  /** The finding that showed it first, and its detector. */
  readonly by: string | null;
  readonly detector: string | null;
  /** From the beginning of the incident to the event at which it was said, in seconds. */
  readonly seconds: number | null;
  /** Events of the incident up to that moment, the last one included; null where the label names none. */
  readonly events: number | null;
  /** Records of those events. */
  readonly records: number | null;
}

/** Findings about nothing, by detector. */
export interface FalseCount {
  readonly detector: string;
  readonly by_severity: Readonly<Record<Severity | 'none', number>>;
  /** Of medium severity or above, or without one. */
  readonly grave: number;
  readonly grave_per_1000_staff_days: number | null;
}

/** The score. */
export interface Score {
  readonly labels: number;
  readonly found: number;
  readonly recall: number | null;
  readonly by_pattern: readonly {
    readonly pattern: string;
    readonly labels: number;
    readonly found: number;
  }[];
  readonly scores: readonly LabelScore[];
  /** Findings that stand. */
  readonly findings: number;
  readonly false_findings: number;
  readonly false_by_detector: readonly FalseCount[];
  /** Findings about what the labels forbid; counted as false too. */
  readonly forbidden: number;
  readonly staff_days: number | null;
  readonly grave_per_1000_staff_days: number | null;
}

/** What is compared. */
export interface ScoreRequest {
  /** Every revision, in the order told. */
  readonly told: readonly Told[];
  readonly labels: Labels;
  /** Instead of what the labels say. */
  readonly staffDays?: number;
  /** Only findings that reach this severity count as having found something. */
  readonly least?: Severity;
}

/** Scores findings. */
export function score({ told, labels, staffDays, least = 'low' }: ScoreRequest): Score {
  const staff = staffDays ?? labels.staffDays ?? null;
  const revisions = byFinding(told);
  const standing = [...revisions.values()].filter((all) => all.at(-1)?.stands === true);
  const prepared = labels.expected.map(prepare);
  const scores = prepared.map((label) => scoreLabel(label, standing, least));
  const isRelated = (finding: readonly Told[]) =>
    prepared.some((label) => finding.some((revision) => concerns(revision, label)));
  const isForbidden = (finding: readonly Told[]) =>
    (labels.notExpected ?? []).some(({ key, pattern, from, to }) =>
      finding.some(
        (revision) =>
          (pattern === undefined || pattern === revision.detector) &&
          isAbout(revision, key) &&
          overlaps(revision, momentOf(from, -Infinity), momentOf(to, Infinity)),
      ),
    );
  const forbidden = standing.filter(isForbidden);
  const wrong = standing.filter((finding) => forbidden.includes(finding) || !isRelated(finding));
  const grave = wrong.filter(isGrave);
  return {
    labels: scores.length,
    found: scores.filter(({ found }) => found).length,
    recall: scores.length === 0 ? null : scores.filter(({ found }) => found).length / scores.length,
    by_pattern: byPattern(scores),
    scores,
    findings: standing.length,
    false_findings: wrong.length,
    false_by_detector: falseByDetector(wrong, staff),
    forbidden: forbidden.length,
    staff_days: staff,
    grave_per_1000_staff_days: rate(grave.length, staff),
  };
}

/** A label made ready. */
interface Prepared {
  readonly label: ExpectedLabel;
  readonly id: string;
  readonly from: Micros;
  readonly to: Micros;
  readonly times: readonly Micros[];
  readonly events: ReadonlySet<string>;
}

function prepare(label: ExpectedLabel, place: number): Prepared {
  const events = label.events ?? [];
  return {
    label,
    id: label.id ?? String(place + 1),
    from: parseInstant(label.from),
    to: endOf(label.to),
    times: events.map(({ time }) => parseInstant(time)),
    events: new Set(events.map(({ event }) => event)),
  };
}

/** A label's times may be cut to the second: a second stands for all of it. */
function endOf(to: string): Micros {
  const time = parseInstant(to);
  return time % SECOND === 0 ? time + SECOND - 1 : time;
}

function momentOf(text: string | undefined, otherwise: Micros): Micros {
  return text === undefined ? otherwise : parseInstant(text);
}

function byFinding(told: readonly Told[]): Map<string, Told[]> {
  const findings = new Map<string, Told[]>();
  for (const revision of told) {
    const all = findings.get(revision.id);
    if (all === undefined) findings.set(revision.id, [revision]);
    else all.push(revision);
  }
  return findings;
}

function scoreLabel(prepared: Prepared, standing: readonly (readonly Told[])[], least: Severity): LabelScore {
  const { label, id, from, times } = prepared;
  const patterns = [label.pattern, ...(label.also ?? [])];
  let first: Told | null = null;
  for (const finding of standing) {
    if (!patterns.includes('*') && !patterns.includes(finding[0].detector)) continue;
    const shows = finding.find((revision) => reaches(revision, least) && concerns(revision, prepared));
    if (shows !== undefined && (first === null || shows.last < first.last)) first = shows;
  }
  const common = { id, pattern: label.pattern, kind: label.kind ?? null };
  if (first === null)
    return { ...common, found: false, by: null, detector: null, seconds: null, events: null, records: null };
  const at = first.last;
  const before = (label.events ?? []).filter((_, i) => times[i] <= at);
  const isCounted = times.length > 0;
  return {
    ...common,
    found: true,
    by: first.id,
    detector: first.detector,
    seconds: Math.max(0, Math.round((at - from) / SECOND)),
    events: isCounted ? Math.max(1, before.length) : null,
    records: isCounted ? before.reduce((sum, { records = 0 }) => sum + records, 0) : null,
  };
}

function reaches({ severity }: Told, least: Severity): boolean {
  return severity === null || SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(least);
}

/** It cites an event of the incident; or it is about the same and says so while the incident goes on. */
function concerns(revision: Told, { label, from, to, events }: Prepared): boolean {
  if (events.size > 0 && revision.eventIds.some((id) => events.has(id))) return true;
  return isAbout(revision, label.key) && overlaps(revision, from, to);
}

function overlaps({ first, last }: Told, from: Micros, to: Micros): boolean {
  return first <= to && last >= from;
}

function isAbout({ about }: Told, key: LabelKey): boolean {
  return KEYS.every((name) => {
    const wanted = key[name];
    if (wanted === undefined) return true;
    return name === 'ip' ? about.ip === normaliseAddress(wanted) : about[name] === wanted;
  });
}

function isGrave(finding: readonly Told[]): boolean {
  const severity = finding.at(-1)?.severity;
  return severity !== 'low';
}

function byPattern(scores: readonly LabelScore[]): Score['by_pattern'] {
  const patterns = [...new Set(scores.map(({ pattern }) => pattern))];
  return patterns.map((pattern) => {
    const own = scores.filter((one) => one.pattern === pattern);
    return { pattern, labels: own.length, found: own.filter(({ found }) => found).length };
  });
}

function falseByDetector(wrong: readonly (readonly Told[])[], staff: number | null): FalseCount[] {
  const detectors = [...new Set(wrong.map(([{ detector }]) => detector))].sort();
  return detectors.map((detector) => {
    const own = wrong.filter(([first]) => first.detector === detector);
    const bySeverity = { none: 0, low: 0, medium: 0, high: 0, critical: 0 };
    for (const finding of own) bySeverity[finding.at(-1)?.severity ?? 'none']++;
    const grave = own.filter(isGrave).length;
    return { detector, by_severity: bySeverity, grave, grave_per_1000_staff_days: rate(grave, staff) };
  });
}

function rate(count: number, staff: number | null): number | null {
  return staff === null ? null : (count * 1_000) / staff;
}
