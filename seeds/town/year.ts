/** What a year brings: April with its terms and rosters, new PCs, help with the taxes, passwords that expire, a storm. */
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
import { openWork, permit } from './cases.ts';
import { accountsForApril, giveNotice, hire, leave, secondAway, secondPost, transfer } from './movements.ts';
import { meetNewPlaces } from './new-places.ts';
import { type Clerk, personRow } from './people.ts';
import { padded } from './plan.ts';
import { dayOf, enteredOn } from './registers.ts';
import { arrange, isHere, ownSeat, someoneOf, type Town } from './town.ts';

/** Looks at the date and arranges what lies ahead. */
export function lookAhead(town: Town, day: Day): void {
  const { month, day: date, year } = civilFromDay(day);
  const isFirst = formatDate(day) === town.plan.first;
  if (date === 1 || isFirst) monthlyWork(town, day);
  if (month === 3 && (date === 1 || isFirst)) prepareApril(town, dayOf(`${year}-04-01`));
  if (isWorkingDay(day) && town.chance.happens(town.plan.staff / 400 / 30)) giveNotice(town, day);
  if (isWorkingDay(day) && (month === 10 || month === 5) && town.chance.happens(0.35)) swapDevices(town, day);
  if (month === 2 && date === 14) helpWithTaxes(town, day + 2);
  meetNewPlaces(town, day);
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
  for (const day of [april + 8, april + 9]) arrange(town, day, () => train(town, day, newcomers));
}

/** Who may be moved to another section. */
function isMovable({ section }: Clerk): boolean {
  return section.style !== 'shop' && section.style !== 'calls' && section.style !== 'administration';
}

/** Newcomers learn on the training system, with residents who were made up, under a case for it. */
function train(town: Town, day: Day, newcomers: readonly Clerk[]): void {
  if (!isWorkingDay(day)) return;
  const caseId = `KENSHU-${formatDate(day)}`;
  openWork(town, caseId, newcomers.map(({ principal }) => principal).join('|'), day, day);
  for (const clerk of newcomers) {
    if (town.absent.has(clerk)) continue;
    const at = {
      system: 'resident',
      source: 'training',
      ...ownSeat(clerk, day),
      data_class: 'training',
    } as const;
    for (let n = 0; n < 25; n++)
      town.log.add(clock(day, 13, 30 + n * 5), {
        ...at,
        action: 'view',
        subject: `T${town.chance.between(1, 40)}`,
        case_id: caseId,
      });
  }
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
