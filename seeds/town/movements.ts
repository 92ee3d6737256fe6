/** People who come, go and move: transfers, second posts, secondments, notice and last days, accounts that follow. */
import { type Day, formatDate, MINUTE } from '../../src/core/time.ts';
import { clock, isWorkingDay, soonAfter } from '../calendar.ts';
import { handOver, permit } from './cases.ts';
import { type Clerk, enter, newClerk, personRow } from './people.ts';
import { padded, type Section, sectionNamed } from './plan.ts';
import { enteredOn } from './registers.ts';
import { arrange, nextNumber, ownSeat, someoneOf, type Town } from './town.ts';

/** To another section of the same kind of desk: a new row, other duties, the open cases to a colleague. */
export function transfer(town: Town, day: Day, clerk: Clerk, recorded: string): void {
  const { chance, registers } = town;
  const section = chance.pick(TRANSFERS.filter((unit) => unit !== clerk.section.unit).map(sectionNamed));
  const moved = { ...clerk, units: [section.unit], duties: ['office', section.unit] };
  registers.people.push({ ...personRow(moved), valid_from: formatDate(day), recorded_at: recorded });
  arrange(town, day, () => {
    const { unit } = clerk.section;
    Object.assign(clerk, { section, units: moved.units, duties: moved.duties });
    arrange(town, day, () => handOver(town, day, clerk, someoneOf(town, unit, day))); // when all have moved
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
export function secondPost(town: Town, day: Day, clerk: Clerk, recorded: string): void {
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
export function secondAway(town: Town, day: Day, clerk: Clerk, recorded: string): void {
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
export function giveNotice(town: Town, day: Day): void {
  leave(town, day + town.chance.between(30, 90), day);
}

/** The last day, the notice, and what the registers learn of it when. */
export function leave(town: Town, last: Day, notice: Day): void {
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
export function accountsForApril(town: Town, day: Day, newcomers: readonly Clerk[]): void {
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
export function hire(town: Town, day: Day, isSeconded: boolean, recorded: string): Clerk {
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
