/** What becomes of open findings when their detector is another one: which go on, under which id, and which end. */
import type { Finding } from '../../../schemas/finding.ts';
import { parseInstant } from '../../core/time.ts';
import type { Detector } from '../../detector/define.ts';
import { draftOf, type Episode, type FindingDraft } from '../../engine/episode.ts';

/** A finding as the lake has it. */
export interface ToldFinding {
  /** By its last revision, what was said only for now left out. */
  readonly finding: Finding;
  /** The highest revision, what was said only for now among it. */
  readonly revision: number;
}

/** What was said, and what is open now. */
export interface CarryRequest {
  /** The open episodes of the detectors as they are now. */
  readonly episodes: readonly Episode[];
  /** What the lake says of these detectors, and of those that are switched off. */
  readonly told: ReadonlyMap<string, ToldFinding>;
  /** Findings that go by another id since a re-examination. */
  readonly renamed: ReadonlyMap<string, string>;
  detectorOf(index: number): Detector;
  eventId(ref: number): string;
  render(draft: FindingDraft): Finding;
}

/** What is to be said, and how the engine goes on. */
export interface Carried {
  readonly findings: readonly Finding[];
  readonly open: readonly Episode[];
  readonly raised: number;
  readonly corrected: number;
  readonly ended: number;
  readonly renamed: readonly { readonly id: string; readonly as: string }[];
}

/**
 * An open episode goes on as the finding that has its id, else as the oldest open one that cites an event of it; other such ones become part of it.
 * Told is what nobody has heard, or what is graver or less grave than it was told. Open findings that are nothing by now end.
 */
export function carriedOver({ episodes, told, renamed, ...of }: CarryRequest): Carried {
  const findings: Finding[] = [];
  const open: Episode[] = [];
  const names: { id: string; as: string }[] = [];
  const left = new Map([...told].filter(([, { finding }]) => finding.status === 'open').sort(byTime));
  let [raised, corrected] = [0, 0];
  for (const episode of [...episodes].sort((a, b) => a.openRef - b.openRef || (a.id < b.id ? -1 : 1))) {
    const own = renamed.get(episode.id) ?? episode.id;
    const { status } = told.get(own)?.finding ?? {};
    if (status === 'cleared' || status === 'withdrawn') continue; // it was explained: by this or that it is nothing
    const { id } = of.detectorOf(episode.detector);
    const cited = new Set([...episode.first, ...episode.last].map(of.eventId));
    const parts = [...left].flatMap(([part, { finding }]) =>
      finding.detector === id && (part === own || finding.event_ids.some((event) => cited.has(event)))
        ? [part]
        : [],
    );
    const [first = own] = told.has(own) ? [own] : parts;
    const others = parts.filter((part) => part !== first);
    for (const part of parts) left.delete(part);
    for (const part of others) findings.push(over(told.get(part), 'withdrawn', 'superseded'));
    const before = told.get(first);
    const next = goingOn(episode, first, before, others);
    if (first !== episode.id) names.push({ id: episode.id, as: first });
    open.push(next);
    if (before !== undefined && others.length === 0 && saysSame(next, before.finding)) continue;
    findings.push(of.render(draftOf(next, of.detectorOf(episode.detector), 'open', null)));
    if (before === undefined) raised++;
    else corrected++;
  }
  for (const [, one] of left) findings.push(over(one, 'ended', 'settings'));
  return { findings, open, raised, corrected, ended: left.size, renamed: names };
}

function byTime([, one]: [string, ToldFinding], [, other]: [string, ToldFinding]): number {
  const [a, b] = [one.finding, other.finding];
  return parseInstant(a.time) - parseInstant(b.time) || (a.id < b.id ? -1 : 1);
}

/** The episode under the id and with the revisions of what was told. */
function goingOn(
  episode: Episode,
  id: string,
  before: ToldFinding | undefined,
  others: readonly string[],
): Episode {
  if (before === undefined) return { ...episode, id, revision: 0 };
  const { finding, revision } = before;
  return {
    ...episode,
    id,
    revision,
    time: parseInstant(finding.time),
    knownOn: episode.knownOn ?? (finding.known_on === null ? null : parseInstant(finding.known_on)),
    supersedes: [...new Set([...finding.supersedes, ...others])],
    reported: finding.counts,
  };
}

function saysSame({ severity }: Episode, finding: Finding): boolean {
  return finding.status === 'open' && finding.severity === severity;
}

function over(told: ToldFinding | undefined, status: 'ended' | 'withdrawn', reason: string): Finding {
  const { finding, revision } = told as ToldFinding;
  return { ...finding, revision: revision + 1, status, status_reason: reason };
}
