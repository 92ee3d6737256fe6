/** The days of a town, one after another: everybody who comes, what they do, and what the registers learn. */
import { type Day, HOUR, MINUTE, type Micros, startOfDay, weekday } from '../../src/core/time.ts';
import { clock, isWorkingDay } from '../calendar.ts';
import { chanceOf } from '../chance.ts';
import { arrival, signIn } from '../ordinary-days.ts';
import { administer, helpDesk, permitJobs, runJobs } from './administration.ts';
import { isMovingSunday, midnightAfter } from './calendar.ts';
import { workCases } from './cases.ts';
import { serveCounter, serveOnDayOff } from './counter.ts';
import { type DayEvents, dayLog } from './day-log.ts';
import {
  answerCalls,
  elsewhere,
  keepPersonnelFiles,
  keepShop,
  readMail,
  seatAtHome,
  workFiles,
} from './offices.ts';
import { partnersDay, welcomePartners } from './partners.ts';
import { type Clerk, firstClerks, phoneOf } from './people.ts';
import type { Style, TownPlan } from './plan.ts';
import { dayOf, emptyTownRegisters, enteredOn, furnish, rosterRow, terminals } from './registers.ts';
import { isHere, ownSeat, type Seat, type Town } from './town.ts';
import { hasExpired, isStorm, lockedOut, lookAhead, openStorm, slipsOf, stormEntered } from './year.ts';

/** A day that was told. */
export interface TownDay extends DayEvents {
  readonly day: Day;
}

/** Adds to a day what is not ordinary; called before each day is told, with a town that goes on by itself. */
export type Intruder = (town: Town, day: Day) => void;

/** A town on its first day, with registers that say who is there. */
export function foundTown(plan: TownPlan): Town {
  const chance = chanceOf(`town ${plan.seed}`);
  const registers = emptyTownRegisters();
  furnish(plan, chance, registers);
  const town: Town = {
    plan,
    chance,
    registers,
    log: dayLog(),
    clerks: firstClerks(plan, chance, registers),
    partners: [],
    absent: new Set(),
    desks: new Map(),
    agenda: new Map(),
    counters: { case: 0, ticket: 0, receipt: 0, permit: 0, person: 0 },
    terminals: terminals(plan),
  };
  welcomePartners(town);
  permitJobs(town);
  keepApart(town);
  return town;
}

/** Some who must not deal with somebody: a colleague does it. */
function keepApart({ registers, clerks, chance, plan }: Town): void {
  for (const { principal } of chance.shuffled(clerks).slice(0, 6))
    registers['no-contact'].push({
      principal,
      subject: `R${String(chance.between(0, plan.staff * 375 - 1)).padStart(6, '0')}`,
    });
}

/** Tells the days of a town, each when it is asked for; the registers are whole after the last one. */
export function* townDays(town: Town, intrude: Intruder = () => {}): Generator<TownDay> {
  const first = dayOf(town.plan.first);
  for (let day = first; day < first + town.plan.days; day++) {
    town.absent = isWorkingDay(day) ? onLeave(town, day) : new Set();
    lookAhead(town, day);
    for (const what of town.agenda.get(day) ?? []) what();
    town.agenda.delete(day);
    runJobs(town, day);
    partnersDay(town, day);
    if (isWorkingDay(day)) workingDay(town, day);
    else dayOff(town, day);
    shopsDay(town, day);
    intrude(town, day);
    yield { day, ...town.log.take(midnightAfter(day)) };
  }
}

/** About one in eighteen has a day off, and the roster says so. */
function onLeave({ clerks, chance, registers }: Town, day: Day): ReadonlySet<Clerk> {
  const absent = clerks.filter(
    (clerk) => isHere(clerk, day) && clerk.section.style !== 'shop' && chance.happens(0.055),
  );
  for (const { principal } of absent)
    registers.shifts.push(rosterRow(principal, 'leave', startOfDay(day), startOfDay(day + 1)));
  return new Set(absent);
}

function workingDay(town: Town, day: Day): void {
  const { chance } = town;
  helpDesk(town, day);
  for (const clerk of town.clerks) {
    if (!isHere(clerk, day) || clerk.section.style === 'shop') continue;
    if (!town.absent.has(clerk)) deskDay(town, day, clerk);
    else if (clerk.hasPhone && chance.happens(0.2))
      readOnPhone(town, clock(day, chance.between(9, 20)), clerk);
  }
}

/** Somebody's ordinary day at work. */
function deskDay(town: Town, day: Day, clerk: Clerk): void {
  const { log, chance } = town;
  const isHome = clerk.hasLaptop && chance.happens(0.15);
  const seat = isHome ? seatAtHome(town, clerk, day) : ownSeat(clerk, day);
  const door = { system: 'admin', source: 'ad', ...seat, action: 'login' } as const;
  const isExpired = hasExpired(clerk, day);
  if (chance.happens(0.0015)) lockedOut(town, day, clerk);
  else signIn(log, chance, arrival(chance, day), door, slipsOf(town, isExpired));
  if (chance.happens(0.002)) mistypedName(town, day, clerk, seat);
  readMail(town, day, clerk, seat);
  WORK[clerk.section.style](town, day, clerk, seat);
  if (chance.happens(0.01)) elsewhere(town, day, clerk);
  if (clerk.hasPhone && chance.happens(0.5)) readOnPhone(town, clock(day, chance.between(7, 21)), clerk);
  if (clerk.hasPhone && isExpired && chance.happens(0.15)) forgottenPhone(town, day, clerk);
  if (chance.happens(0.07)) workFiles(town, day, clerk, seat, 4);
  log.add(clock(day, chance.happens(0.15) ? chance.between(18, 20) : 17, chance.between(16, 59)), {
    ...door,
    action: 'logout',
  });
}

type Work = (town: Town, day: Day, clerk: Clerk, seat: Seat) => void;

const WORK: Readonly<Record<Style, Work>> = {
  counter: serveCounter,
  cases: workCases,
  office: workFiles,
  personnel(town, day, clerk, seat) {
    keepPersonnelFiles(town, day, clerk, seat);
    workFiles(town, day, clerk, seat, 4);
  },
  administration: administer,
  calls: answerCalls,
  shop: () => {},
};

/** Mail on the telephone, over the carrier. */
function readOnPhone({ log }: Town, time: Micros, clerk: Clerk): void {
  const at = phoneAt(clerk);
  log.add(time, { ...at, action: 'login' });
  log.add(time + MINUTE, { ...at, action: 'view', resource: `mailbox/${clerk.account}`, data_class: 'mail' });
}

/** A name that nobody has, mistyped at one's own PC before the right one. */
function mistypedName({ log, chance }: Town, day: Day, clerk: Clerk, seat: Seat): void {
  log.add(clock(day, 8, chance.between(0, 4)), {
    system: 'admin',
    source: 'ad',
    ...seat,
    actor: `${clerk.account}x`,
    action: 'login',
    outcome: 'failure',
    reason: 'no such user',
  });
}

/** It asks every quarter of an hour with the old password, until its owner thinks of it. */
function forgottenPhone({ log, chance }: Town, day: Day, clerk: Clerk): void {
  const at = { ...phoneAt(clerk), action: 'login' } as const;
  const times = chance.between(3, 20);
  for (let i = 0; i < times; i++)
    log.add(clock(day, 9, 15 * i), { ...at, outcome: 'failure', reason: 'wrong password' });
  log.add(clock(day, 9, 15 * times + 4), at);
}

function phoneAt(clerk: Clerk) {
  const number = Number(clerk.principal.slice(1));
  const ip = `100.64.${number % 60}.${(number % 240) + 5}`;
  return { system: 'admin', source: 'mail-cloud', actor: clerk.account, device: phoneOf(clerk), ip } as const;
}

/** Saturdays at the counter, Sundays for those who move, and the storm. */
function dayOff(town: Town, day: Day): void {
  const { chance, registers, clerks } = town;
  const counter = clerks.filter(
    ({ section, from, until }) => section.unit === 'resident-counter' && from <= day && day <= until,
  );
  const isSunday = isMovingSunday(day);
  if (weekday(day) === 6 || isSunday)
    for (const clerk of chance.shuffled(counter).slice(0, isSunday ? 4 : 2)) {
      registers.shifts.push(rosterRow(clerk.principal, 'duty', clock(day, 8, 30), clock(day, 12, 30)));
      serveOnDayOff(town, day, clerk);
    }
  if (isStorm(town, day)) stormDuty(town, day);
}

function stormDuty(town: Town, day: Day): void {
  const { chance, registers, clerks, log } = town;
  const caseId = openStorm(town, day);
  for (const clerk of clerks) {
    const { style, source, dataClass } = clerk.section;
    if (!isHere(clerk, day) || (style !== 'cases' && style !== 'office') || !chance.happens(0.35)) continue;
    registers.shifts.push(
      rosterRow(clerk.principal, 'duty', clock(day, 7), clock(day, 22), stormEntered(day)),
    );
    const seat = ownSeat(clerk, day);
    signIn(log, chance, clock(day, chance.between(7, 9), chance.between(0, 59)), {
      system: 'admin',
      source: 'ad',
      ...seat,
      action: 'login',
    });
    if (style === 'office') {
      workFiles(town, day, clerk, seat, 5);
      continue;
    }
    const at = { system: 'resident', source, ...seat, data_class: dataClass, case_id: caseId } as const;
    if (chance.happens(0.2))
      log.add(clock(day, 10, chance.between(0, 59)), {
        ...at,
        action: 'list',
        records: chance.between(100, 500),
      });
    for (let n = chance.between(4, 12); n > 0; n--)
      log.add(clock(day, 10 + (n % 9), chance.between(0, 59)), {
        ...at,
        action: 'view',
        subject: `R${String(chance.between(0, town.plan.staff * 375 - 1)).padStart(6, '0')}`,
      });
  }
}

/** Shops are open every day but New Year's; rosters of the first week of April come a week late. */
function shopsDay(town: Town, day: Day): void {
  const { chance, registers, clerks } = town;
  for (const clerk of clerks) {
    if (clerk.section.style !== 'shop' || !isHere(clerk, day) || !chance.happens(0.66)) continue;
    const start = clock(day, chance.happens(0.5) ? 10 : 12, chance.between(0, 9));
    registers.shifts.push(
      rosterRow(clerk.principal, 'duty', start - HOUR / 2, start + 8.5 * HOUR, rosterEntered(day)),
    );
    keepShop(town, day, clerk, start, 8);
  }
}

function rosterEntered(day: Day): string {
  const first = new Date(day * 86_400_000);
  const isLate = first.getUTCMonth() === 3 && first.getUTCDate() <= 7;
  return isLate ? enteredOn(day - first.getUTCDate() + 8) : '';
}
