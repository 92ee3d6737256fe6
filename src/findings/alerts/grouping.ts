/**
 * Groups findings into alerts as they come.
 *
 * Findings that share a person, an account or a device (or an address, where nobody is named) within the quiet time are one
 * alert; it grows, and two alerts become one when a finding ties them together. The same findings in the same order give the
 * same alerts; within one call the order does not matter. Memory per key: one entry a link and one member a finding, for as
 * long as an alert is open; bounded by {@link Bounds}, and nothing is let go without being given out.
 */
import { DAY, type Micros } from '../../core/time.ts';
import { belongingTo, enter, type Group, isNear, join, openGroup } from './group.ts';
import { inTime, isStanding, linksOf, type Member } from './member.ts';

/** How much is kept; tests make it tiny. */
export interface Bounds {
  /** Findings one alert holds; the next one opens an alert that continues it. */
  readonly findingsMax: number;
  /** Alerts open at a time; beyond, those that were quiet longest are given out. */
  readonly openMax: number;
  /** Findings in all open alerts; beyond, likewise. */
  readonly heldMax: number;
}

/** The bounds in operation. */
export const BOUNDS: Bounds = { findingsMax: 200, openMax: 20_000, heldMax: 200_000 };

/** Findings come in order of time but for those that waited for their grace time or came late. */
const SLACK = 7 * DAY;

/** Why an alert can grow no more. */
export type EndReason = 'quiet' | 'end-of-input' | 'room' | 'superseded';

/** Told of alerts: when one has changed, and when one has ended. */
export interface Hearer {
  changed(group: Group): void;
  ended(group: Group, reason: EndReason): void;
}

/** Takes findings, and tells of the alerts they make. */
export interface Grouping {
  /** Takes revisions of findings in any order. */
  add(members: readonly Member[]): void;
  /** Nothing more will come. */
  finish(): void;
  /** Alerts that may still grow. */
  open(): Group[];
  /** Those of them with this link. */
  sharing(link: string): Iterable<Group>;
  /** Revisions of findings whose alert had been given out before for want of room. */
  orphans(): number;
}

/** An empty grouping. Times after `now` cannot be right and move nothing. */
export function grouping(
  quiet: Micros,
  now: () => Micros,
  hearer: Hearer,
  bounds: Bounds = BOUNDS,
): Grouping {
  const open = new Set<Group>();
  const byLink = new Map<string, Set<Group>>();
  const byFinding = new Map<string, Group>();
  let opened = 0;
  let latest = Number.NEGATIVE_INFINITY;
  let sweepAt = Number.NEGATIVE_INFINITY;
  let orphans = 0;

  function index(group: Group): void {
    for (const link of group.links) {
      const groups = byLink.get(link);
      if (groups === undefined) byLink.set(link, new Set([group]));
      else groups.add(group);
    }
  }

  function unindex(group: Group): void {
    for (const link of group.links) {
      const groups = byLink.get(link);
      groups?.delete(group);
      if (groups?.size === 0) byLink.delete(link);
    }
  }

  /** An alert that holds as many findings as it may is found no more; what would join it opens the next. */
  function isFull({ members }: Group): boolean {
    return members.size >= bounds.findingsMax;
  }

  function end(group: Group, reason: EndReason): void {
    open.delete(group);
    unindex(group);
    for (const id of group.members.keys()) if (byFinding.get(id) === group) byFinding.delete(id);
    hearer.ended(group, reason);
  }

  function groupsFor(member: Member): Group[] {
    const found = new Set(linksOf(member).flatMap((link) => [...(byLink.get(link) ?? [])]));
    const near = [...found].filter((group) => isNear(group, member, quiet));
    return belongingTo(member, near).sort((a, b) => a.number - b.number);
  }

  /** Ties groups to one, as far as they fit. Of two the earlier keeps its id. Gives the one that holds the first. */
  function tie(base: Group, others: readonly Group[], member: Member): Group {
    let into = base;
    for (const other of others) {
      const areTwoPeople = into.person !== null && other.person !== null && into.person !== other.person;
      const isTooMuch = into.members.size + other.members.size > bounds.findingsMax;
      if (areTwoPeople || isTooMuch || !isNear(into, member, quiet)) continue;
      const [earlier, later] = into.number < other.number ? [into, other] : [other, into];
      unindex(earlier);
      join(earlier, later);
      for (const id of later.members.keys()) byFinding.set(id, earlier);
      end(later, 'superseded');
      index(earlier);
      into = earlier;
    }
    return into;
  }

  /** A later revision: it may name others than before, and tie other groups to its own. */
  function revise(group: Group, member: Member): Group {
    put(group, member);
    return tie(
      group,
      groupsFor(member).filter((other) => other !== group),
      member,
    );
  }

  function place(member: Member): Group {
    const found = groupsFor(member);
    const [first, ...rest] = found.filter((group) => !isFull(group));
    const tied = first === undefined ? undefined : tie(first, rest, member);
    const hasRoom = tied !== undefined && !isFull(tied);
    const group = hasRoom ? tied : openGroup(member, opened++, (tied ?? found.at(-1))?.id ?? null);
    open.add(group);
    put(group, member);
    return group;
  }

  function put(group: Group, member: Member): void {
    unindex(group);
    enter(group, member);
    byFinding.set(member.id, group);
    index(group);
  }

  function take(member: Member): void {
    const known = byFinding.get(member.id);
    if (known === undefined && member.revision > 1) {
      orphans++;
      if (!isStanding(member)) return;
    }
    hearer.changed(known === undefined ? place(member) : revise(known, member));
    if (member.time <= now()) latest = Math.max(latest, member.time);
    if (latest >= sweepAt) sweep();
    if (open.size > bounds.openMax || byFinding.size > bounds.heldMax) makeRoom();
  }

  /** Gives out a tenth, those that were quiet longest. */
  function makeRoom(): void {
    const byQuiet = [...open].sort((a, b) => a.lastTime - b.lastTime || a.number - b.number);
    const many = Math.ceil(Math.min(open.size, bounds.openMax) / 10);
    for (const group of byQuiet.slice(0, many)) end(group, 'room');
  }

  /** Once a day of event time: gives out what was quiet for long enough and has no finding that goes on. */
  function sweep(): void {
    sweepAt = latest + DAY;
    for (const group of open) {
      const isOver = group.lastTime + quiet + SLACK < latest;
      if (isOver && [...group.members.values()].every(({ status }) => status !== 'open')) end(group, 'quiet');
    }
  }

  return {
    add(members) {
      for (const member of members.toSorted(inTime)) take(member);
    },
    finish() {
      for (const group of open) end(group, 'end-of-input');
    },
    open: () => [...open],
    sharing: (link) => byLink.get(link) ?? [],
    orphans: () => orphans,
  };
}
