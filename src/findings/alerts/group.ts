/** One alert in the making: its members, and whether a further finding belongs to it. */
import { isGraver, type Severity } from '../../../schemas/finding.ts';
import { hashText, keyToHex } from '../../core/hash.ts';
import type { Micros } from '../../core/time.ts';
import { inTime, isStanding, linksOf, type Member } from './member.ts';

/** An alert that may still grow. Changed in place. */
export interface Group {
  readonly id: string;
  /** Groups are numbered as they open: the earlier one keeps its id when two become one. */
  readonly number: number;
  revision: number;
  readonly members: Map<string, Member>;
  links: ReadonlySet<string>;
  /** The one person who did it, as far as its findings know. */
  person: string | null;
  /** When it was triggered, and the last event in it. */
  time: Micros;
  lastTime: Micros;
  severity: Severity;
  /** When the severity last rose. */
  risen: Micros;
  supersedes: string[];
  readonly continues: string | null;
}

/**
 * A group that a finding opens. Its id comes from that finding and never changes. Where the alert of a finding was given out, a later revision of it
 * opens another one.
 */
export function openGroup(first: Member, number: number, continues: string | null): Group {
  return {
    id: `alert-${keyToHex(hashText(first.revision === 1 ? first.id : `${first.id}#${first.revision}`))}`,
    number,
    revision: 0,
    members: new Map(),
    links: new Set(),
    person: null,
    time: first.time,
    lastTime: first.lastTime,
    severity: 'low',
    risen: first.time,
    supersedes: [],
    continues,
  };
}

/** Enters a finding, or a later revision of one. */
export function enter(group: Group, member: Member): void {
  group.revision++;
  group.members.set(member.id, member);
  recall(group);
  group.time = Math.min(group.time, member.time);
  group.lastTime = Math.max(group.lastTime, member.lastTime);
  if (!isStanding(member) || !isGraver(member.severity, group.severity)) return;
  group.severity = member.severity;
  group.risen = Math.max(group.risen, member.revision === 1 ? member.time : member.lastTime);
}

/** Moves everything of one group into another. */
export function join(into: Group, other: Group): void {
  for (const member of other.members.values()) into.members.set(member.id, member);
  recall(into);
  into.revision += other.revision;
  into.time = Math.min(into.time, other.time);
  into.lastTime = Math.max(into.lastTime, other.lastTime);
  const isGrave = isGraver(other.severity, into.severity);
  if (isGrave || other.severity === into.severity)
    into.risen = isGrave ? other.risen : Math.min(into.risen, other.risen);
  if (isGrave) into.severity = other.severity;
  into.supersedes = [...into.supersedes, ...other.supersedes, other.id];
}

/** A finding may take back what it named: of several accounts or people none holds for the whole of it any more. */
function recall(group: Group): void {
  const members = [...group.members.values()].sort(inTime);
  group.links = new Set(members.flatMap(linksOf));
  group.person = members.find(({ person }) => person !== null)?.person ?? null;
}

/** Whether a finding comes so soon before or after a group that it may belong to it. */
export function isNear(group: Group, { time, lastTime }: Member, quiet: Micros): boolean {
  return time - quiet <= group.lastTime && lastTime + quiet >= group.time;
}

/**
 * Of the groups that share a link with a finding, those it belongs to. Two people are never joined: what names another
 * person stays apart, and what names nobody but lies between two people joins neither.
 */
export function belongingTo(member: Member, sharing: readonly Group[]): Group[] {
  if (member.person !== null)
    return sharing.filter(({ person }) => person === null || person === member.person);
  const people = new Set(sharing.map(({ person }) => person).filter((person) => person !== null));
  return people.size > 1 ? sharing.filter(({ person }) => person === null) : [...sharing];
}
