/** Work in offices: mail, files, meetings, a day at home, personnel files, and what shops and the call centre do. */
import { civilFromDay, type Day, MINUTE, type Micros, SECOND } from '../../src/core/time.ts';
import { clock, officeMoments, soonAfter } from '../calendar.ts';
import { season } from './calendar.ts';
import { type Clerk, laptopOf } from './people.ts';
import { padded, TENANTS } from './plan.ts';
import { tillOf } from './registers.ts';
import { isHere, nextNumber, ownSeat, type Seat, type Town } from './town.ts';

/** Customers of the call centre and members of the shops. */
const CUSTOMERS = 60_000;

/** Mail of one's own; some of it is answered. */
export function readMail({ log, chance }: Town, day: Day, { account }: Clerk, seat: Seat): void {
  for (const time of officeMoments(chance, day, chance.between(1, 4))) {
    const at = {
      system: 'admin',
      source: 'mail',
      ...seat,
      resource: `mailbox/${account}`,
      data_class: 'mail',
    } as const;
    log.add(time, { ...at, action: 'view' });
    if (chance.happens(0.25))
      log.add(time + 3 * MINUTE, {
        ...at,
        action: 'send',
        destination: chance.pick(CORRESPONDENTS),
        bytes: chance.between(900, 180_000),
      });
  }
}

const CORRESPONDENTS = [
  'mx.town.example.jp',
  'mx.town.example.jp',
  'mx.town.example.jp',
  'mx.pref.lg.example.jp',
  'mx.ministry.go.example.jp',
  'mx.maker.partner.example.jp',
  'mx1.citizen-mail.example.jp',
];

/** Documents of the section; now and then one goes to the prefecture's exchange. */
export function workFiles({ log, chance }: Town, day: Day, { section }: Clerk, seat: Seat, most = 9): void {
  const at = { system: 'admin', source: 'files', ...seat, data_class: 'office' } as const;
  for (const time of officeMoments(chance, day, chance.between(2, most))) {
    const resource = `share/${section.unit}/${padded('', chance.between(1, 4_000), 5)}.xlsx`;
    const action = chance.happens(0.25) ? 'update' : chance.happens(0.1) ? 'list' : 'view';
    log.add(time, { ...at, action, resource, bytes: chance.between(4_000, 900_000) });
    if (chance.happens(0.03))
      log.add(time + 6 * MINUTE, {
        ...at,
        action: 'upload',
        resource,
        destination: 'exchange.pref.example.jp',
      });
    if (chance.happens(0.05))
      log.add(time + 2 * MINUTE, { ...at, action: 'print', resource, destination: 'print-floor-3' });
  }
  if (chance.happens(0.004))
    log.add(clock(day, 16, chance.between(0, 59)), {
      ...at,
      action: 'delete',
      resource: `share/${section.unit}/old-${chance.between(1, 99)}`,
      target: `share/${section.unit}`,
    });
}

/** From home over the VPN: the same person at a laptop that the register has as theirs. */
export function seatAtHome({ chance }: Town, clerk: Clerk, day: Day): Seat {
  const { site: _, ...seat } = ownSeat(clerk, day);
  return { ...seat, device: laptopOf(clerk), ip: `10.250.${chance.between(0, 9)}.${chance.between(2, 250)}` };
}

/** Signs in on the PC of a meeting room, on one from the pool, or on a colleague's. */
export function elsewhere({ log, chance, clerks }: Town, day: Day, { account, principal }: Clerk): void {
  const { device, ip, site } = chance.happens(0.85)
    ? { device: chance.pick(['MEETING-1', 'MEETING-2', 'POOL-1']), ip: '10.1.200.9', site: 'city-hall' }
    : chance.pick(clerks.filter((other) => other.section.style === 'office' && isHere(other, day)));
  const door = {
    system: 'admin',
    source: 'ad',
    actor: account,
    device,
    ip,
    site,
    session: `${principal}-${day}-m`,
  } as const;
  const time = clock(day, chance.between(10, 16), chance.between(0, 59));
  log.add(time, { ...door, action: 'login' });
  log.add(time + 40 * MINUTE, { ...door, action: 'logout' });
}

/** Personnel files of colleagues, each for a piece of work that has a number; never one's own. */
export function keepPersonnelFiles({ log, chance, clerks }: Town, day: Day, clerk: Clerk, seat: Seat): void {
  const { year, month } = civilFromDay(day);
  const work = month === 11 || month === 12 ? `NENMATSU-${year}` : `JINJI-${year}-${padded('', month, 2)}`;
  const count = Math.round(chance.between(2, 6) * season(clerk.section.unit, day));
  for (const time of officeMoments(chance, day, count)) {
    const colleague = chance.pick(clerks);
    if (colleague === clerk) continue;
    const subject = `E${colleague.principal.slice(1)}`;
    const at = {
      system: 'admin',
      source: 'jinji',
      ...seat,
      data_class: 'personnel',
      subject,
      case_id: work,
    } as const;
    log.add(time, { ...at, action: 'view' });
    if (chance.happens(0.3)) log.add(time + 2 * MINUTE, { ...at, action: 'update' });
  }
}

/** A day of calls: the customer is found, read, and a ticket written; one in thirty hangs up first. */
export function answerCalls({ log, chance, counters }: Town, day: Day, clerk: Clerk, seat: Seat): void {
  const tenant = TENANTS[Number(clerk.principal.slice(1)) % TENANTS.length];
  const at = { system: 'crm', source: 'desk-crm', ...seat, tenant, data_class: 'customer' } as const;
  const { data_class: _, tenant: __, ...door } = at;
  log.add(clock(day, 8, chance.between(35, 50)), { ...door, action: 'login' });
  for (const time of officeMoments(chance, day, chance.between(10, 20))) {
    const subject = padded('K', chance.between(1, CUSTOMERS), 6);
    const transaction = padded('TK-', ++counters.ticket, 8);
    log.add(time, { ...at, action: 'search', records: chance.between(1, 5) });
    log.add(time + 15 * SECOND, { ...at, action: 'view', subject, transaction_id: transaction });
    if (chance.happens(0.5))
      log.add(time + 70 * SECOND, {
        ...at,
        action: 'view',
        subject,
        transaction_id: transaction,
        resource: 'history',
      });
    if (chance.happens(0.97))
      log.add(soonAfter(chance, time, 2, 9), {
        ...at,
        action: 'create',
        subject,
        transaction_id: transaction,
      });
  }
}

/** A shift at the till: sales, one in eight with the member looked up; one of twenty such members only asks. */
export function keepShop(town: Town, day: Day, clerk: Clerk, start: Micros, hours: number): void {
  const { log, chance } = town;
  const device = tillOf(clerk.site, chance.between(1, 2));
  const seat = { ...ownSeat(clerk, day), device, ip: `10.3.${clerk.site.slice(5)}.${device.slice(-1)}` };
  const at = { system: 'pos', source: 'pos-shop', ...seat, data_class: 'order' } as const;
  const { data_class: _, ...door } = at;
  log.add(start, { ...door, action: 'login' });
  const sales = Math.round(chance.between(12, 26) * season('shops', day));
  for (let i = 0; i < sales; i++) {
    const time = start + Math.round(((i + 0.2 + chance.between(0, 60) / 100) * hours * 3_600e6) / sales);
    const transaction = padded('T-', nextNumber(town, 'receipt'), 8);
    const paid = time + chance.between(60, 240) * SECOND;
    const isMember = chance.happens(0.13);
    const member = isMember ? { subject: padded('M', chance.between(1, CUSTOMERS), 6) } : {};
    if (isMember) log.add(time, { ...at, action: 'view', ...member, resource: 'member' });
    if (isMember && chance.happens(0.05)) continue;
    const action = chance.happens(0.01) ? 'refund' : 'sale';
    log.add(paid, { ...at, action, ...member, transaction_id: transaction, resource: 'receipt' });
  }
  log.add(start + hours * 3_600e6, { ...door, action: 'logout' });
}
