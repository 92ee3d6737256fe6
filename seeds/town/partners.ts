/** People of partners: maintenance at night under a permit, a print shop that fetches its orders, auditors with theirs. */
import { type Day, formatDate, HOUR, MINUTE, SECOND } from '../../src/core/time.ts';
import { clock, isWorkingDay, officeMoments, soonAfter } from '../calendar.ts';
import { isNthSunday } from './calendar.ts';
import { permit } from './cases.ts';
import type { Clerk } from './people.ts';
import { newClerk } from './people.ts';
import { padded, type Section, scaled, sectionNamed } from './plan.ts';
import { anyResident, nextNumber, ownSeat, someoneOf, type Town } from './town.ts';

/** Enters the people of the partners. */
export function welcomePartners(town: Town): void {
  addPartners(town, 'vendorco', scaled(town.plan, 6, 2), 'vendor');
  addPartners(town, 'printco', scaled(town.plan, 3, 1), 'print');
  addPartners(town, 'auditco', 2, 'audit');
}

function addPartners(town: Town, employer: string, count: number, unit: string): void {
  const { registers, plan, chance, partners } = town;
  const section: Section = { ...sectionNamed('it'), unit };
  registers.sites.push({ site: employer, organisation: employer, networks: '10.8.0.0/16' });
  for (let i = 0; i < count; i++) {
    const number = 9_000 + partners.length;
    const made = newClerk(plan, chance, number, section, i, {
      employment: 'partner',
      employer,
      isFixedTerm: false,
      hired: '2022-04-01',
      from: 0,
    });
    const clerk: Clerk = {
      ...made,
      duties: [],
      site: employer,
      ip: `10.8.0.${partners.length + 10}`,
      admin: unit === 'vendor' ? `adm-v${i + 1}` : null,
      hasPhone: false,
      hasLaptop: false,
    };
    partners.push(clerk);
    const { principal, account, admin, device, own } = clerk;
    registers.people.push({
      principal,
      unit,
      employment: 'partner',
      employer,
      hired: '2022-04-01',
      subject: own,
    });
    registers.accounts.push({ account, system: '', principal, kind: 'personal' });
    if (admin !== null) registers.accounts.push({ account: admin, system: '', principal, kind: 'admin' });
    registers.devices.push({ device, kind: 'pc', principal, site: employer });
  }
}

function of({ partners }: Town, employer: string): Clerk[] {
  return partners.filter((each) => each.employer === employer);
}

/** What partners do on a day. */
export function partnersDay(town: Town, day: Day): void {
  if (isNthSunday(day, 3)) maintain(town, day, town.chance.pick(of(town, 'vendorco')), 9);
  if (isWorkingDay(day) && town.chance.happens(0.05))
    maintain(town, day, town.chance.pick(of(town, 'vendorco')), 20);
  if (isWorkingDay(day)) {
    for (const printer of of(town, 'printco')) fetchOrders(town, day, printer);
    if (town.chance.happens(0.04)) tryOut(town, day, town.chance.pick(of(town, 'vendorco')));
  }
  if (isAuditWeek(day) && isWorkingDay(day)) audit(town, day);
}

/** Settings, restarts, a look whether all is well again, old work files deleted: a Sunday or an evening, under a permit. */
function maintain(town: Town, day: Day, engineer: Clerk, hour: number): void {
  const { log, chance } = town;
  const account = engineer.admin ?? engineer.account;
  const start = clock(day, hour);
  const source = chance.pick(['juki-core', 'tax-core'] as const);
  const dataClass = source === 'juki-core' ? 'resident-basic' : 'tax';
  permit(
    town,
    { principal: engineer.principal, account },
    {},
    start - 30 * MINUTE,
    start + 4 * HOUR,
    someoneOf(town, 'it', day),
  );
  const at = { ...ownSeat(engineer, day), actor: account, session: `${engineer.principal}-${day}-v` };
  const admin = { system: 'admin', source: 'ad', ...at } as const;
  const core = { system: 'resident', source, ...at } as const;
  log.add(start, { ...admin, action: 'login' });
  log.add(start + MINUTE, { ...core, action: 'login' });
  let time = start;
  for (let i = chance.between(6, 18); i > 0; i--) {
    time = soonAfter(chance, time, 2, 8);
    log.add(time, {
      ...core,
      action: chance.happens(0.8) ? 'config' : 'other',
      target: `module/${i}`,
      data_class: 'system',
    });
  }
  for (let i = 0; i < 3; i++)
    log.add(time + (i + 1) * MINUTE, {
      ...core,
      action: 'view',
      subject: anyResident(town),
      data_class: dataClass,
    });
  for (let i = 0; i < 15; i++)
    log.add(time + 10 * MINUTE + i * SECOND, {
      ...core,
      action: 'delete',
      target: `tmp/work-${i}`,
      data_class: 'system',
    });
  log.add(time + 20 * MINUTE, { ...admin, action: 'logout' });
}

/** The test system, with invented data as the rules say. */
function tryOut({ log, chance }: Town, day: Day, engineer: Clerk): void {
  const seat = { ...ownSeat(engineer, day), actor: engineer.admin ?? engineer.account };
  const at = { system: 'resident', source: 'test-core', ...seat, data_class: 'test-data' } as const;
  for (const time of officeMoments(chance, day, 12))
    log.add(time, { ...at, action: 'view', resource: 'screen/basic' });
}

/** Orders of the year for printing: fetched, printed, marked as done. */
function fetchOrders(town: Town, day: Day, printer: Clerk): void {
  const { log, chance } = town;
  const at = { system: 'crm', source: 'order-core', ...ownSeat(printer, day) } as const;
  log.add(clock(day, 9, chance.between(0, 20)), { ...at, action: 'login' });
  for (const time of officeMoments(chance, day, chance.between(6, 15))) {
    const order = padded('O-', nextNumber(town, 'receipt'), 8);
    const what = {
      resource: `order/${order}`,
      subject: padded('K', chance.between(1, 60_000), 6),
      data_class: 'order',
      record_date: formatDate(day - chance.between(0, 20)),
      transaction_id: order,
    };
    log.add(time, { ...at, ...what, action: 'view' });
    log.add(soonAfter(chance, time, 4, 25), { ...at, ...what, action: 'update' });
  }
}

/** A week of November in which auditors look at a sample of everything. */
function isAuditWeek(day: Day): boolean {
  const date = formatDate(day).slice(5);
  return date >= '11-11' && date <= '11-15';
}

function audit(town: Town, day: Day): void {
  const { log, chance } = town;
  const approver = someoneOf(town, 'general-affairs', day);
  const auditors = [...of(town, 'auditco'), someoneOf(town, 'finance', day)];
  for (const auditor of auditors) {
    const { principal } = auditor;
    permit(
      town,
      { principal },
      { actions: 'login|view|list|search' },
      clock(day, 8),
      clock(day, 19),
      approver,
    );
    const seat = ownSeat(auditor, day);
    log.add(clock(day, 9), { system: 'admin', source: 'ad', ...seat, action: 'login' });
    for (const time of officeMoments(chance, day, chance.between(40, 70))) {
      const source = chance.pick(['juki-core', 'tax-core', 'welfare-core'] as const);
      const dataClass = { 'juki-core': 'resident-basic', 'tax-core': 'tax', 'welfare-core': 'welfare' }[
        source
      ];
      const subject = anyResident(town);
      log.add(time, {
        system: 'resident',
        source,
        ...seat,
        action: 'view',
        subject,
        data_class: dataClass,
        purpose: 'audit',
      });
    }
    for (let i = 0; i < 5; i++)
      log.add(clock(day, 15, 10 * i), {
        system: 'admin',
        source: 'audit-store',
        ...seat,
        action: 'view',
        data_class: 'audit-log',
      });
  }
}
