/**
 * An office as offices are: slips and forgotten passwords, telephones with an old one, mistyped names, borrowed PCs, a help
 * desk, new PCs that nobody registered yet, people at home, a busy counter, a yearly mailing, help for other units.
 */
import { clock, officeMoments, workingDays } from '../../seeds/calendar.ts';
import { type Chance, chanceOf } from '../../seeds/chance.ts';
import {
  arrival,
  emptyRegisters,
  enrol,
  from,
  signIn,
  type Worker,
  worker,
} from '../../seeds/ordinary-days.ts';
import { type Entry, type Log, openLog, type RegisterRows, type Story } from '../../seeds/story.ts';
import { civilFromDay, type Day, formatDate, HOUR, MINUTE, SECOND } from '../../src/core/time.ts';

const STAFF = 120;
const UNITS = ['resident-counter', 'welfare', 'tax', 'general-affairs', 'it'] as const;
const CLASSES = {
  'resident-counter': 'resident-basic',
  welfare: 'welfare',
  tax: 'tax',
  'general-affairs': 'personnel',
  it: 'account',
};
const EXPIRY_DAYS = 90;

interface Rough {
  readonly log: Log;
  readonly chance: Chance;
  readonly registers: RegisterRows;
  readonly workers: readonly Worker[];
}

/** The days of such an office: 120 people, one door of their own and one in the cloud behind one address. */
export function roughOffice(seed: string, first: string, last: string): Story {
  const registers = emptyRegisters();
  const workers = Array.from({ length: STAFF }, (_, i) => {
    const unit = i % 40 === 39 ? 'it' : i % 12 === 0 ? 'resident-counter' : UNITS[1 + (i % 3)];
    return worker(101 + i, unit, ['office', unit], 'hall');
  });
  const days = workingDays(first, last);
  const place: Rough = { log: openLog(), chance: chanceOf(`rough ${seed}`), registers, workers };
  for (const someone of workers) furnish(place, someone);
  for (const device of ['HELP-1', 'MEETING-1', 'MEETING-2'])
    if (device !== 'MEETING-2')
      registers.devices.push({
        device,
        kind: 'shared',
        principal: '',
        site: 'hall',
        valid_from: '',
        valid_to: '',
      });
  registers.sites.push({ site: 'hall', organisation: 'own', networks: '10.1.0.0/16' });
  for (const [source, system] of [
    ['ad', 'admin'],
    ['cloud', 'admin'],
    ['core', 'resident'],
    ['files', 'admin'],
  ])
    registers.systems.push({
      source,
      system,
      environment: 'production',
      personal_data: 'yes',
      case_required: 'no',
    });
  registers.duties.push({ duty: 'office', systems: 'ad|cloud', data_classes: 'mail' });
  for (const unit of UNITS)
    registers.duties.push({
      duty: unit,
      systems: 'core|files',
      data_classes: `${CLASSES[unit]}|resident-basic`,
    });
  for (const day of days)
    for (const someone of workers) if (!place.chance.happens(0.08)) aDay(place, someone, day);
  return place.log.close(registers);
}

function furnish({ registers, chance }: Rough, someone: Worker): void {
  enrol(registers, someone, { subject: '' });
  if (someone.unit === 'it')
    registers.accounts.push({
      account: `adm-${someone.account}`,
      system: '',
      principal: someone.principal,
      kind: 'admin',
      valid_to: '',
    });
  if (chance.happens(0.03)) registers.devices.pop(); // a PC that nobody registered
}

function aDay(place: Rough, someone: Worker, day: Day): void {
  const { log, chance } = place;
  const number = Number(someone.account.slice(1));
  const at = { system: 'admin', source: 'ad', ...from(someone), action: 'login' } as const;
  const hasExpired = (day + number * 7) % EXPIRY_DAYS < 3 && chance.happens(0.5);
  const start = arrival(chance, day);
  if (chance.happens(0.002)) lockedOut(place, at, start);
  else signIn(log, chance, start, at, slips(chance, hasExpired));
  const isHome = number % 5 === 0 && chance.happens(0.3);
  const ip = isHome ? `198.51.${number % 100}.${chance.between(1, 250)}` : '203.0.113.1';
  const cloud: Entry = { system: 'admin', source: 'cloud', actor: someone.account, ip, action: 'login' };
  if (chance.happens(0.003))
    log.add(start - MINUTE, {
      ...cloud,
      actor: `${someone.account}x`,
      outcome: 'failure',
      reason: 'no such user',
    });
  signIn(log, chance, start + 5 * MINUTE, cloud, slips(chance, hasExpired));
  if (chance.happens(0.1)) log.add(clock(day, 8, chance.between(0, 20)), telephone(someone, chance));
  if (hasExpired && chance.happens(0.05)) oldTelephone(place, someone, day);
  if (chance.happens(0.005)) borrow(place, someone, day);
  if (someone.unit === 'it') administrate(place, someone, day);
  work(place, someone, day);
}

/** Mostly none; after a change of password more often. */
function slips(chance: Chance, hasExpired: boolean): number {
  if (!chance.happens(hasExpired ? 0.5 : 0.02)) return 0;
  return chance.happens(0.8) ? 1 : chance.happens(0.8) ? 2 : chance.between(3, 5);
}

/** Forgotten: six tries, then locked; the help desk resets it half an hour later. */
function lockedOut({ log, chance }: Rough, at: Entry, start: number): void {
  for (let i = 0; i < 7; i++)
    log.add(start + i * 20 * SECOND, {
      ...at,
      outcome: 'failure',
      reason: i < 5 ? 'wrong password' : 'account locked',
    });
  signIn(log, chance, start + chance.between(15, 50) * MINUTE, at, chance.between(0, 1));
}

/** A telephone signs in over the carrier now and then; half of the logs name it. */
function telephone(someone: Worker, chance: Chance): Entry {
  const ip = `100.64.${chance.between(0, 20)}.${chance.between(1, 250)}`;
  const device = Number(someone.account.slice(1)) % 2 === 0 ? { device: `PHONE-${someone.account}` } : {};
  return { system: 'admin', source: 'cloud', actor: someone.account, ip, ...device, action: 'login' };
}

/** It asks every quarter of an hour with the old password, until its owner thinks of it. */
function oldTelephone({ log, chance }: Rough, someone: Worker, day: Day): void {
  const at = telephone(someone, chance);
  const hours = chance.between(1, 9);
  for (let i = 0; i < hours * 4; i++)
    log.add(clock(day, 9) + i * 15 * MINUTE, { ...at, outcome: 'failure', reason: 'wrong password' });
  log.add(clock(day, 9) + hours * HOUR + MINUTE, at);
}

/** Signs in at a colleague's PC or in a meeting room, now and then after a slip. */
function borrow({ log, chance, workers }: Rough, someone: Worker, day: Day): void {
  const lender = chance.pick(workers);
  const device = chance.happens(0.5) ? lender.device : chance.pick(['MEETING-1', 'MEETING-2']);
  signIn(
    log,
    chance,
    clock(day, 14, chance.between(0, 59)),
    { system: 'admin', source: 'ad', ...from(lender), actor: someone.account, device, action: 'login' },
    chance.happens(0.3) ? 1 : 0,
  );
}

/** The administrator works with the other account, and helps users at the help desk. */
function administrate({ log, chance, workers }: Rough, someone: Worker, day: Day): void {
  const at = { system: 'admin', source: 'ad', ...from(someone), actor: `adm-${someone.account}` } as const;
  for (let i = chance.between(1, 3); i > 0; i--) {
    const time = clock(day, 9 + i * 2, chance.between(0, 59));
    signIn(log, chance, time, { ...at, action: 'login' }, slips(chance, false));
    log.add(time + 2 * MINUTE, { ...at, action: 'reset', target: chance.pick(workers).account });
    if (chance.happens(0.1))
      log.add(time + 3 * MINUTE, {
        ...at,
        action: 'list',
        source: 'files',
        data_class: 'account',
        records: STAFF,
      });
  }
  for (let i = chance.between(0, 2); i > 0; i--)
    signIn(
      log,
      chance,
      clock(day, 13 + i, chance.between(0, 59)),
      { ...at, actor: chance.pick(workers).account, device: 'HELP-1', action: 'login' },
      chance.between(0, 2),
    );
}

function work({ log, chance, workers }: Rough, someone: Worker, day: Day): void {
  if (someone.unit === 'it') return;
  const dataClass = CLASSES[someone.unit as keyof typeof CLASSES];
  const at = { system: 'resident', source: 'core', ...from(someone) } as const;
  const isCounter = someone.unit === 'resident-counter';
  const { month, day: date } = civilFromDay(day);
  const isBusy = isCounter && (month === 3 || weekdayOf(day) === 1);
  for (const time of officeMoments(
    chance,
    day,
    isCounter ? chance.between(isBusy ? 80 : 40, isBusy ? 140 : 100) : chance.between(1, 12),
  )) {
    const subject = `R${chance.between(1, 60_000)}`;
    if (isCounter)
      log.add(time - 20 * SECOND, {
        ...at,
        action: 'search',
        data_class: dataClass,
        records: chance.between(1, 30),
      });
    log.add(time, {
      ...at,
      action: 'view',
      subject,
      data_class: chance.happens(0.1) ? 'resident-basic' : dataClass,
    });
  }
  if (chance.happens(0.02))
    log.add(clock(day, 15), {
      ...at,
      action: 'list',
      data_class: dataClass,
      records: chance.between(100, 900),
    });
  if (someone.unit === 'general-affairs' && month === 12 && date < 15)
    for (const [i, colleague] of workers.entries())
      if (i % 10 === Number(someone.account.slice(1)) % 10)
        log.add(clock(day, 10, i % 50), {
          ...at,
          action: 'view',
          subject: colleague.principal,
          data_class: 'personnel',
        });
  if (chance.happens(0.002))
    log.add(clock(day, 16), {
      ...at,
      action: 'view',
      subject: `R${chance.between(1, 60_000)}`,
      data_class: chance.pick(['tax', 'welfare']),
      purpose: `help ${formatDate(day)}`,
    });
}

function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}
