/** A finding as an alert keeps it: what it takes to tell, to rank and to group it, and no more. */
import type { ALERT_ABOUT } from '../../../schemas/alert.ts';
import type { DetectorId, Finding, Severity } from '../../../schemas/finding.ts';
import type { Bilingual } from '../../core/bilingual.ts';
import { type Micros, parseInstant } from '../../core/time.ts';

/** Whom the registers know behind a finding that names no person. */
export interface Known {
  /** The holder of the device it came from: he did it, or his device was used. */
  readonly holder: string | null;
  /** The owner of the account it names: the account may have been attacked. */
  readonly owner: string | null;
}

/** What is known where the registers know nobody. */
export const NOBODY: Known = { holder: null, owner: null };

/** A finding with what the registers add to it. */
export interface Told extends Known {
  readonly finding: Finding;
}

/** What an alert may be about. */
export type AboutKind = (typeof ALERT_ABOUT)[number];

/** A member of an alert. */
export interface Member {
  readonly id: string;
  readonly revision: number;
  readonly detector: DetectorId;
  readonly severity: Severity;
  readonly score: number;
  readonly status: Finding['status'];
  /** When it was triggered; it stays. */
  readonly time: Micros;
  readonly firstTime: Micros;
  readonly lastTime: Micros;
  /** Who did it: the person it names, else the holder of its device. */
  readonly person: string | null;
  readonly owner: string | null;
  readonly actor: string | null;
  readonly device: string | null;
  readonly ip: string | null;
  /** The log or register it is about, where it names nothing else. */
  readonly source: string;
  readonly systems: readonly string[];
  readonly records: number;
  readonly destinations: readonly string[];
  readonly title: Bilingual;
  readonly sentence: Bilingual;
  readonly clearsIf: Bilingual;
  readonly attack: readonly string[];
  readonly resembles: readonly string[];
}

/** Members of the evidence that name where data went. */
const DESTINATIONS = ['destination', 'destinations'] as const;

/** What is kept of a finding. */
export function memberOf({ finding, holder, owner }: Told): Member {
  const { id, revision, detector, severity, score, status, principal, actor, device, ip, systems } = finding;
  return {
    id,
    revision,
    detector,
    severity,
    score,
    status,
    time: parseInstant(finding.time),
    firstTime: parseInstant(finding.first_time),
    lastTime: parseInstant(finding.last_time),
    person: principal ?? holder,
    owner,
    actor,
    device,
    ip,
    source: sourceOf(finding),
    systems,
    records: finding.counts.records,
    destinations: DESTINATIONS.flatMap((name) => finding.evidence[name] ?? []).filter(
      (value) => typeof value === 'string',
    ),
    title: finding.title,
    sentence: finding.sentence,
    clearsIf: finding.clears_if,
    attack: finding.attack,
    resembles: finding.resembles,
  };
}

function sourceOf({ evidence: { source, register }, systems }: Finding): string {
  if (typeof source === 'string') return source;
  return typeof register === 'string' ? register : systems.join(' ');
}

/** Whether it still says something: neither cleared nor withdrawn. */
export function isStanding({ status }: Member): boolean {
  return status === 'open' || status === 'ended';
}

/** In order of time; one order, whatever order they came in. */
export function inTime(a: Member, b: Member): number {
  return a.time - b.time || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.revision - b.revision);
}

/**
 * By what a finding may belong to others. An address joins only findings that name nobody: behind one address there may be
 * a whole office. A finding that names nothing at all (a silent source) belongs to its log.
 */
export function linksOf({ person, owner, actor, device, ip, source }: Member): string[] {
  const links: string[] = [];
  if (person !== null) links.push(`person ${person}`);
  else if (owner !== null) links.push(`person ${owner}`);
  if (actor !== null) links.push(`account ${actor}`);
  if (device !== null) links.push(`device ${device}`);
  if (person === null && ip !== null) links.push(`address ${ip}`);
  return links.length > 0 ? links : [`source ${source}`];
}
