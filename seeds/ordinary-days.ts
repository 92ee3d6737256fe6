/** What every organisation of the stories has: workers in its registers, sign-ins with typos, mail, absence. */
import { type Day, formatInstant, type Micros, startOfDay } from '../src/core/time.ts';
import { clock, officeMoments } from './calendar.ts';
import type { Chance } from './chance.ts';
import type { Entry, Log, RegisterRows, Row } from './story.ts';

/** Somebody at work, with the account and device of their own. */
export interface Worker {
  readonly principal: string;
  readonly account: string;
  readonly device: string;
  readonly ip: string;
  readonly site: string;
  readonly unit: string;
  readonly duties: readonly string[];
}

/** Registers that exist and say nothing yet. */
export function emptyRegisters(): RegisterRows {
  return {
    people: [],
    accounts: [],
    devices: [],
    sites: [],
    systems: [],
    cases: [],
    households: [],
    permits: [],
    'no-contact': [],
    protected: [],
    shifts: [],
    duties: [],
  };
}

/** A worker whose ids follow from a number: 0412 is P0412 with account u0412 on PC-0412. */
export function worker(number: number, unit: string, duties: readonly string[], site: string): Worker {
  const digits = String(number).padStart(4, '0');
  const ip = `10.1.${Math.floor(number / 200)}.${(number % 200) + 20}`;
  return { principal: `P${digits}`, account: `u${digits}`, device: `PC-${digits}`, ip, site, unit, duties };
}

/** Enters a worker into the registers of people, accounts and devices. */
export function enrol(registers: RegisterRows, someone: Worker, person: Row = {}, account: Row = {}): void {
  const { principal, device, site, unit, duties } = someone;
  registers.people.push({
    principal,
    unit,
    duties: duties.join('|'),
    role: '',
    employment: 'staff',
    employer: '',
    hired: '2015-04-01',
    notice: '',
    ended: '',
    subject: '',
    ...person,
  });
  registers.accounts.push({
    account: someone.account,
    system: '',
    principal,
    kind: 'personal',
    valid_to: '',
    ...account,
  });
  registers.devices.push({ device, kind: 'pc', principal, site, valid_from: '', valid_to: '' });
}

/** Changes the rows of a register in which a column has a value. */
export function amend(rows: Row[], column: string, value: string, change: Row): void {
  rows.forEach((row, i) => {
    if (row[column] === value) rows[i] = { ...row, ...change };
  });
}

/** Where an access of this worker comes from. */
export function from({ account, device, ip, site }: Worker): Pick<Entry, 'actor' | 'device' | 'ip' | 'site'> {
  return { actor: account, device, ip, site };
}

/** Signs a worker in, now and then after a typo; gives back the moment it worked. */
export function signIn(
  log: Pick<Log, 'add'>,
  chance: Chance,
  time: Micros,
  where: Entry,
  slips = slipsOf(chance),
): Micros {
  let moment = time;
  for (let slip = 0; slip < slips; slip++) {
    log.add(moment, { ...where, action: 'login', outcome: 'failure', reason: 'wrong password' });
    moment += chance.between(6, 40) * 1_000_000;
  }
  log.add(moment, { ...where, action: 'login', outcome: 'success' });
  return moment;
}

/** How often a password is mistyped on an ordinary morning: mostly never, rarely twice. */
function slipsOf(chance: Chance): number {
  if (!chance.happens(0.05)) return 0;
  return chance.happens(0.15) ? 2 : 1;
}

/** When somebody arrives. */
export function arrival(chance: Chance, day: Day): Micros {
  return clock(day, 8, chance.between(5, 34), chance.between(0, 59));
}

/** Reads some mail of one's own. */
export function readMail(log: Log, chance: Chance, day: Day, reader: Worker, count: number): void {
  for (const time of officeMoments(chance, day, count))
    log.add(time, {
      system: 'admin',
      source: 'mail',
      ...from(reader),
      action: 'view',
      outcome: 'success',
      resource: `mailbox/${reader.account}`,
      data_class: 'mail',
    });
}

/** A day of leave, entered in the shifts register. */
export function onLeave(registers: RegisterRows, { principal }: Worker, day: Day): void {
  registers.shifts.push(shift(principal, 'leave', startOfDay(day), startOfDay(day + 1)));
}

/** True where the shifts register has somebody on leave that day. */
export function isOnLeave(registers: RegisterRows, { principal }: Worker, day: Day): boolean {
  const start = formatInstant(startOfDay(day));
  return registers.shifts.some(
    (row) => row.principal === principal && row.kind === 'leave' && row.start === start,
  );
}

/** Takes back the leave of somebody the story needs at work on these days. */
export function comesInAfterAll(registers: RegisterRows, someone: Worker, onDays: readonly Day[]): void {
  const starts = onDays.map((day) => formatInstant(startOfDay(day)));
  registers.shifts = registers.shifts.filter(
    ({ principal, kind, start }) =>
      principal !== someone.principal || kind !== 'leave' || !starts.includes(start),
  );
}

/** A row of the shifts register. */
export function shift(principal: string, kind: 'duty' | 'leave', start: Micros, end: Micros): Row {
  return { principal, kind, start: formatInstant(start), end: formatInstant(end) };
}
