/** What a year brings: April with its transfers and terms, people who come and go, new PCs, passwords that expire, a storm. */
import {
  civilFromDay,
  type Day,
  formatDate,
  formatInstant,
  HOUR,
  MINUTE,
  SECOND,
  weekday,
} from '../../src/core/time.ts';
import { clock, isWorkingDay, soonAfter } from '../calendar.ts';
import { isMovingSunday, isTaxSeason } from './calendar.ts';
import { handOver, openWork, permit } from './cases.ts';
import { type Clerk, enter, newClerk, personRow } from './people.ts';
import { padded, type Section, sectionNamed } from './plan.ts';
import { dayOf, enteredOn } from './registers.ts';
import { arrange, isHere, nextNumber, ownSeat, someoneOf, type Town } from './town.ts';

/** Looks at the date and arranges what lies ahead. */
export function lookAhead(town: Town, day: Day): void {
  const { month, day: date, year } = civilFromDay(day);
  const isFirst = formatDate(day) === town.plan.first;
  if (date === 1 || isFirst) monthlyWork(town, day);
  if (month === 3 && (date === 1 || isFirst)) prepareApril(town, dayOf(`${year}-04-01`));
  if (isWorkingDay(day) && town.chance.happens(town.plan.staff / 400 / 30)) giveNotice(town, day);
  if (isWorkingDay(day) && (month === 10 || month === 5) && town.chance.happens(0.35)) swapDevices(town, day);
  if (month === 2 && date === 14) helpWithTaxes(town, day + 2);
  if (isMovingSunday(day))
    town.registers.calendar.push({ date: formatDate(day), kind: 'open', unit: 'resident-counter' });
}

/** The personnel work of a month, and of the year's end, as cases without a subject. */
function monthlyWork(town: Town, day: Day): void {
  const { month, year } = civilFromDay(day);
  openWork(town, `JINJI-${year}-${padded('', month, 2)}`, 'general-affairs', day, day + 31);
  if (month === 11) openWork(town, `NENMATSU-${year}`, 'general-affairs', day, day + 70);
  if (formatDate(day) === town.plan.first && month === 12)
    openWork(town, `NENMATSU-${year}`, 'general-affairs', day, day + 40);
}

/** Everything that 1 April changes, known in March or, for terms and rosters, a week late. */
function prepareApril(town: Town, april: Day): void {
  const { clerks, chance, registers } = town;
  const inMarch = enteredOn(april - 8);
  const late = enteredOn(april + 7);
  for (const clerk of clerks.filter((each) => isHere(each, april))) {
    if (clerk.isFixedTerm) {
      const ended = formatDate(april + 364);
      const row = { ...personRow(clerk), valid_from: formatDate(april), ended };
      registers.people.push({ ...row, recorded_at: chance.happens(0.6) ? late : inMarch });
    } else if (isMovable(clerk) && chance.happens(0.12)) transfer(town, april, clerk, inMarch);
    else if (isMovable(clerk) && chance.happens(0.02)) secondPost(town, april, clerk, inMarch);
    else if (clerk.section.style === 'office' && chance.happens(0.03))
      secondAway(town, april, clerk, inMarch);
  }
  for (let i = Math.round(town.plan.staff * 0.035); i > 0; i--)
    leave(town, april - 1, april - chance.between(40, 110));
  const newcomers: Clerk[] = [];
  for (let i = Math.round(town.plan.staff * 0.045); i > 0; i--)
    newcomers.push(hire(town, april, chance.happens(0.1), inMarch));
  arrange(town, april - 3, () => accountsForApril(town, april - 3, newcomers));
}

function isMovable({ section }: Clerk): boolean {
  return section.style !== 'shop' && section.style !== 'calls' && section.style !== 'administration';
}

/** To another section of the same kind of desk: a new row, other duties, the open cases to a colleague. */
function transfer(town: Town, day: Day, clerk: Clerk, recorded: string): void {
  const { chance, registers } = town;
  const section = chance.pick(TRANSFERS.filter((unit) => unit !== clerk.section.unit).map(sectionNamed));
  const moved = { ...clerk, units: [section.unit], duties: ['office', section.unit] };
  registers.people.push({ ...personRow(moved), valid_from: formatDate(day), recorded_at: recorded });
  arrange(town, day, () => {
    const colleague = someoneOf(town, clerk.section.unit, day);
    if (colleague !== clerk) handOver(town, day, clerk, colleague);
    Object.assign(clerk, { section, units: moved.units, duties: moved.duties });
  });
}

const TRANSFERS = [
  'tax',
  'welfare',
  'health',
  'children',
  'waterworks',
  'planning',
  'civil-works',
  'finance',
];

/** Two posts at once: the duties of both, the work mostly of the first. */
function secondPost(town: Town, day: Day, clerk: Clerk, recorded: string): void {
  const other = town.chance.pick(TRANSFERS);
  const units = [...new Set([...clerk.units, other])];
  const duties = [...new Set([...clerk.duties, other])];
  const row = {
    ...personRow({ ...clerk, units, duties }),
    valid_from: formatDate(day),
    recorded_at: recorded,
  };
  town.registers.people.push(row);
  arrange(town, day, () => Object.assign(clerk, { units, duties }));
}

/** To the prefecture for a year: still staff, and nothing in our logs. */
function secondAway(town: Town, day: Day, clerk: Clerk, recorded: string): void {
  const row = {
    ...personRow(clerk),
    unit: 'prefecture',
    duties: '',
    valid_from: formatDate(day),
    recorded_at: recorded,
  };
  town.registers.people.push(row);
  clerk.until = day - 1;
}

/** Somebody goes in the course of the year, and says so in good time. */
function giveNotice(town: Town, day: Day): void {
  leave(town, day + town.chance.between(30, 90), day);
}

/** The last day, the notice, and what the registers learn of it when. */
function leave(town: Town, last: Day, notice: Day): void {
  const { chance, registers, clerks } = town;
  const clerk = chance.pick(clerks);
  const isPlain = !clerk.isFixedTerm && clerk.section.style !== 'administration' && clerk.from <= notice;
  if (!isPlain || clerk.until !== Number.MAX_SAFE_INTEGER || clerk.units.length > 1) return;
  clerk.until = last;
  const ended = formatDate(last);
  registers.people.push({
    ...personRow(clerk),
    notice: formatDate(notice),
    ended,
    recorded_at: enteredOn(notice + 1),
  });
  const { account, principal, device, site, section } = clerk;
  registers.accounts.push({
    account,
    system: '',
    principal,
    kind: 'personal',
    valid_to: ended,
    recorded_at: enteredOn(last - 5),
  });
  if (section.style !== 'shop')
    registers.devices.push({
      device,
      kind: 'pc',
      principal,
      site,
      valid_to: ended,
      recorded_at: enteredOn(last - 5),
    });
  for (const day of [last - 12, last - 8, last - 5, last - 4, last - 1])
    arrange(town, day, () => writeHandover(town, day, clerk));
  arrange(town, last, () => {
    tidyUp(town, last, clerk);
    const colleague = someoneOf(town, clerk.section.unit, last + 1);
    handOver(town, last, clerk, colleague);
  });
  arrange(town, last + 1, () => disable(town, last + 1, [account]));
}

/** Papers for the successor, and reading up on what they must say. */
function writeHandover({ log, chance, absent }: Town, day: Day, clerk: Clerk): void {
  if (!isWorkingDay(day) || clerk.section.style === 'shop' || absent.has(clerk)) return;
  const at = { system: 'admin', source: 'files', ...ownSeat(clerk, day), data_class: 'office' } as const;
  let time = clock(day, 13, 5);
  for (let i = chance.between(8, 20); i > 0; i--) {
    time = soonAfter(chance, time, 2, 9);
    const resource = `share/${clerk.section.unit}/${padded('', chance.between(1, 4_000), 5)}.xlsx`;
    log.add(time, { ...at, action: chance.happens(0.2) ? 'create' : 'view', resource });
  }
  log.add(time + MINUTE, {
    ...at,
    source: 'mail',
    action: 'send',
    data_class: 'mail',
    destination: 'mx.town.example.jp',
  });
}

/** On the last day one's own folder is emptied. */
function tidyUp({ log, chance, absent }: Town, day: Day, clerk: Clerk): void {
  if (!isWorkingDay(day) || clerk.section.style === 'shop' || absent.has(clerk)) return;
  const at = { system: 'admin', source: 'files', ...ownSeat(clerk, day), data_class: 'office' } as const;
  for (let i = chance.between(4, 18); i > 0; i--) {
    const resource = `home/${clerk.account}/${i}.docx`;
    log.add(clock(day, 16, 10, i * 3), { ...at, action: 'delete', resource, target: resource });
  }
}

/** Accounts of those who left are disabled the next day, under a permit. */
function disable(town: Town, day: Day, accounts: readonly string[]): void {
  const administrator = someoneOf(town, 'it', day);
  const at = adminSeat(town, day, administrator, 'disable|revoke');
  accounts.forEach((target, i) => {
    town.log.add(clock(day, 9, 30, i * 7), { ...at, action: 'disable', target, data_class: 'account' });
  });
}

/** The last days of March: accounts for those who come, rights for those who move. */
function accountsForApril(town: Town, day: Day, newcomers: readonly Clerk[]): void {
  const at = adminSeat(town, day, someoneOf(town, 'it', day), 'create|grant|revoke');
  newcomers.forEach(({ account }, i) => {
    town.log.add(clock(day, 18, 5, i * 9), {
      ...at,
      action: 'create',
      target: account,
      data_class: 'account',
    });
    town.log.add(clock(day, 18, 20, i * 9), {
      ...at,
      action: 'grant',
      target: account,
      data_class: 'account',
    });
  });
}

function adminSeat(town: Town, day: Day, administrator: Clerk, actions: string) {
  const chief = town.clerks.filter(({ admin }) => admin !== null).find((each) => each !== administrator);
  const account = administrator.admin ?? administrator.account;
  permit(
    town,
    { account },
    { systems: 'ad', actions },
    clock(day, 7),
    clock(day, 22),
    chief ?? someoneOf(town, 'finance', day),
  );
  const seat = {
    ...ownSeat(administrator, day),
    actor: account,
    session: `${administrator.principal}-${day}-b`,
  };
  return { system: 'admin', source: 'ad', ...seat } as const;
}

/** Somebody new; from the prefecture for two years, or to stay. */
function hire(town: Town, day: Day, isSeconded: boolean, recorded: string): Clerk {
  const { plan, chance, registers, clerks } = town;
  const section: Section = sectionNamed(chance.pick([...TRANSFERS, 'resident-counter', 'education']));
  const number = 3_000 + nextNumber(town, 'person');
  const clerk = newClerk(plan, chance, number, section, number, {
    employment: isSeconded ? 'seconded' : 'staff',
    employer: isSeconded ? 'pref' : '',
    isFixedTerm: !isSeconded && chance.happens(0.3),
    hired: formatDate(day),
    from: day,
  });
  enter(registers, clerk, { ...plan, first: formatDate(day) }, recorded);
  clerks.push(clerk);
  return clerk;
}

/** A lease ends: two PCs are exchanged, the owner's files go over on a medium of the town. */
function swapDevices(town: Town, day: Day): void {
  const { clerks, chance, registers, log } = town;
  for (let i = 0; i < 2; i++) {
    const clerk = chance.pick(clerks);
    const isOffice = clerk.section.style === 'office' || clerk.section.style === 'cases';
    if (!isOffice || !isHere(clerk, day) || clerk.until < day + 30 || town.absent.has(clerk)) continue;
    const { principal, site, device } = clerk;
    const next = `${device.replace(/-N\d*$/, '')}-N${i}${day % 1_000}`;
    const recorded = enteredOn(day - 6);
    registers.devices.push(
      {
        device,
        kind: 'pc',
        principal,
        site,
        valid_from: '',
        valid_to: formatDate(day),
        recorded_at: recorded,
      },
      { device: next, kind: 'pc', principal, site, valid_from: formatDate(day), recorded_at: recorded },
    );
    const at = { system: 'admin', source: 'files', ...ownSeat(clerk, day), data_class: 'office' } as const;
    const medium = `usb:TOWN-MIG-${chance.between(1, 4)}`;
    for (let n = 0; n < 12; n++)
      log.add(clock(day, 15, 0, n * 20), {
        ...at,
        action: 'copy',
        resource: `home/${clerk.account}/${n}`,
        destination: medium,
        bytes: chance.between(2e6, 9e7),
      });
    arrange(town, day + 1, () => Object.assign(clerk, { device: next }));
  }
}

/** In the weeks of the tax returns people of other sections help, each under a permit. */
function helpWithTaxes(town: Town, first: Day): void {
  const { clerks, chance } = town;
  const approver = someoneOf(town, 'tax', first);
  const able = clerks.filter((each) => each.section.style === 'office' && isHere(each, first + 30));
  for (const helper of chance.shuffled(able).slice(0, Math.ceil(town.plan.staff / 70))) {
    const what = { systems: 'tax-core', actions: 'login|search|view|create' };
    permit(town, { principal: helper.principal }, what, clock(first, 0), clock(first + 30, 0), approver);
    for (let day = first; isTaxSeason(day); day++)
      if (isWorkingDay(day) && chance.happens(0.4))
        arrange(town, day, () => {
          if (!town.absent.has(helper)) helpOut(town, day, helper);
        });
  }
}

function helpOut({ log, chance, plan }: Town, day: Day, helper: Clerk): void {
  const at = { system: 'resident', source: 'tax-core', ...ownSeat(helper, day) } as const;
  log.add(clock(day, 9), { ...at, action: 'login' });
  for (let n = 0; n < 9; n++) {
    const subject = padded('R', chance.between(0, plan.staff * 375 - 1), 6);
    const time = clock(day, 9, 15 + n * 40);
    log.add(time, { ...at, action: 'view', subject, data_class: 'tax' });
    log.add(time + 9 * MINUTE, {
      ...at,
      action: 'create',
      subject,
      data_class: 'tax',
      resource: 'tax-return',
    });
  }
}

/** Whether the password of somebody has just run out: every 90 days, a whole section on one Monday. */
export function hasExpired({ section }: Clerk, day: Day): boolean {
  return weekday(day) === 1 && (Math.floor(day / 7) + section.unit.length) % 13 === 0;
}

/** How often the password is mistyped this morning. */
export function slipsOf({ chance }: Town, isExpired: boolean): number {
  if (isExpired) return chance.happens(0.6) ? chance.between(1, 3) : 0;
  if (!chance.happens(0.04)) return 0;
  return chance.happens(0.85) ? 1 : 2;
}

/** Forgotten altogether: refused until the account is locked, then reset by an administrator. */
export function lockedOut(town: Town, day: Day, clerk: Clerk): void {
  const { log, chance } = town;
  const door = { system: 'admin', source: 'ad', ...ownSeat(clerk, day), action: 'login' } as const;
  const time = clock(day, 8, chance.between(15, 30));
  for (let i = 0; i < 6; i++)
    log.add(time + i * 25 * SECOND, {
      ...door,
      outcome: 'failure',
      reason: i < 5 ? 'wrong password' : 'account locked',
    });
  const administrator = someoneOf(town, 'it', day);
  const seat = { ...ownSeat(administrator, day), actor: administrator.admin ?? administrator.account };
  const at = {
    system: 'admin',
    source: 'ad',
    ...seat,
    session: `${administrator.principal}-${day}-a`,
  } as const;
  const later = soonAfter(chance, time, 15, 50);
  log.add(later, { ...at, action: 'reset', target: clerk.account, data_class: 'account' });
  log.add(later + 3 * MINUTE, door);
}

/** A storm on a Sunday of September: everybody who can comes, and the roster is entered on Tuesday. */
export function isStorm({ plan }: Town, day: Day): boolean {
  const { month, day: date } = civilFromDay(day);
  return month === 9 && weekday(day) === 0 && Math.ceil(date / 7) === 1 + (plan.seed.length % 4);
}

/** The case under which the storm's work is done. */
export function openStorm(town: Town, day: Day): string {
  const caseId = `DIS-${formatDate(day)}`;
  openWork(town, caseId, 'welfare|health|children|tax|waterworks', day, day + 20);
  return caseId;
}

/** When the roster of the storm was entered. */
export function stormEntered(day: Day): string {
  return formatInstant(clock(day + 2, 11) + HOUR / 4);
}
