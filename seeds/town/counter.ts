/** Work at the counters: somebody comes, is looked up at a terminal many clerks use, and mostly goes with a certificate. */
import { type Day, type Micros, SECOND } from '../../src/core/time.ts';
import { clock, officeMoments, soonAfter } from '../calendar.ts';
import { season } from './calendar.ts';
import type { Clerk } from './people.ts';
import { anyResident, type Seat, type Town } from './town.ts';

/** How many visitors leave without anything that the log would show. */
const ONLY_ASKS = 0.025;

/** A day at the counter. */
export function serveCounter(town: Town, day: Day, clerk: Clerk): void {
  const { chance } = town;
  const seat = terminalSeat(town, day, clerk);
  openTerminal(town, seat, clock(day, 8, chance.between(33, 42)));
  const visitors = Math.round(chance.between(9, 17) * season(clerk.section.unit, day));
  for (const time of officeMoments(chance, day, visitors)) serveVisitor(town, time, clerk, seat);
}

/** Saturday morning or moving Sunday: a few hours, on the roster. */
export function serveOnDayOff(town: Town, day: Day, clerk: Clerk): void {
  const seat = terminalSeat(town, day, clerk);
  openTerminal(town, seat, clock(day, 8, 40));
  for (let n = 0; n < 6; n++) serveVisitor(town, clock(day, 8, 50 + n * 30), clerk, seat);
}

/** One of the terminals of the clerk's own office. */
function terminalSeat({ terminals, chance }: Town, day: Day, clerk: Clerk): Seat {
  const there = terminals.filter(({ site }) => site === clerk.site);
  const { device, ip, site } = chance.pick(there.length > 0 ? there : terminals);
  return { actor: clerk.account, device, ip, site, session: `${clerk.principal}-${day}-t` };
}

function openTerminal({ log, chance }: Town, seat: Seat, time: Micros): void {
  const door = { system: 'resident', source: 'juki-core', ...seat, action: 'login' } as const;
  if (chance.happens(0.04))
    log.add(time - 20 * SECOND, { ...door, outcome: 'failure', reason: 'wrong password' });
  log.add(time, door);
}

/**
 * Searched by name, looked at, and a few minutes later a certificate printed or an application entered. One in two hundred is
 * a colleague or a colleague's relative: somebody else serves them, as the rules say.
 */
function serveVisitor(town: Town, time: Micros, clerk: Clerk, seat: Seat): void {
  const { log, chance, clerks } = town;
  let subject = anyResident(town);
  if (chance.happens(0.005)) {
    const other = chance.pick(clerks);
    if (other !== clerk) subject = chance.pick([other.own, ...other.relatives]);
  }
  if (isBarred(town, clerk, subject)) return; // a colleague takes over
  const at = { system: 'resident', source: 'juki-core', ...seat, data_class: 'resident-basic' } as const;
  log.add(time, { ...at, action: 'search', records: chance.between(1, 6) });
  const views = chance.between(1, 2);
  for (let i = 0; i < views; i++) log.add(time + (20 + 25 * i) * SECOND, { ...at, action: 'view', subject });
  if (chance.happens(ONLY_ASKS)) return;
  const later = soonAfter(chance, time, 2, 7);
  if (chance.happens(0.8))
    log.add(later, { ...at, action: 'print', subject, destination: `print-${seat.site}` });
  else log.add(later, { ...at, action: 'create', subject, resource: 'application' });
}

/** Whether the no-contact register forbids it. */
export function isBarred({ registers }: Town, { principal }: Clerk, subject: string): boolean {
  return registers['no-contact'].some((row) => row.principal === principal && row.subject === subject);
}
