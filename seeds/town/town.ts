/** A town while it is told: who is there, what lies on their desks, what is still to happen. */
import type { Day, Micros } from '../../src/core/time.ts';
import type { Chance } from '../chance.ts';
import type { Entry } from '../story.ts';
import type { DayLog } from './day-log.ts';
import type { Clerk } from './people.ts';
import { residentCount, type TownPlan } from './plan.ts';
import type { Terminal, TownRegisters } from './registers.ts';

/** One open case on a caseworker's desk. */
export interface OpenCase {
  readonly caseId: string;
  readonly subject: string;
  readonly household: string | null;
  readonly opened: Micros;
  /** Its last day. */
  readonly closes: Day;
  readonly row: Readonly<Record<string, string>>;
}

/** The town as it stands. */
export interface Town {
  readonly plan: TownPlan;
  readonly chance: Chance;
  readonly registers: TownRegisters;
  readonly log: DayLog;
  /** Everybody who was, is or will be here. */
  readonly clerks: Clerk[];
  /** People of partners, who come when there is work. */
  readonly partners: Clerk[];
  /** Who is on leave today. */
  absent: ReadonlySet<Clerk>;
  readonly desks: Map<Clerk, OpenCase[]>;
  /** What is arranged for a day. */
  readonly agenda: Map<Day, (() => void)[]>;
  /** Counts what is numbered through: cases, tickets, receipts, people. */
  readonly counters: Record<'case' | 'ticket' | 'receipt' | 'permit' | 'person', number>;
  readonly terminals: readonly Terminal[];
}

/** Where somebody sits: what every line of theirs begins with. */
export type Seat = Pick<Entry, 'actor' | 'device' | 'ip' | 'site' | 'session'>;

/** The place of somebody at the own PC. */
export function ownSeat(clerk: Clerk, day: Day): Seat {
  const { account, device, ip, site, principal } = clerk;
  return { actor: account, device, ip, site, session: `${principal}-${day}` };
}

/** Arranges something for a day; days that are over or never come are as if nothing was arranged. */
export function arrange({ agenda }: Town, day: Day, what: () => void): void {
  const list = agenda.get(day) ?? [];
  agenda.set(day, list);
  list.push(what);
}

/** Whether somebody is employed and here on a day. */
export function isHere({ from, until }: Clerk, day: Day): boolean {
  return from <= day && day <= until;
}

/** Somebody of the given unit who is at work that day; where nobody is, somebody of another one. */
export function someoneOf({ clerks, chance, absent }: Town, unit: string, day: Day): Clerk {
  const here = clerks.filter((clerk) => isHere(clerk, day) && !absent.has(clerk));
  const own = here.filter((clerk) => clerk.section.unit === unit);
  return chance.pick(own.length > 0 ? own : here);
}

/** Any resident. */
export function anyResident({ plan, chance }: Town): string {
  return `R${String(chance.between(0, residentCount(plan) - 1)).padStart(6, '0')}`;
}

/** The next number of a kind. */
export function nextNumber(town: Town, kind: keyof Town['counters']): number {
  return ++town.counters[kind];
}
