/** What administrators and machines do: resets, settings, nightly jobs, backups, logs kept in order, all of it approved. */
import { civilFromDay, type Day, formatInstant, MINUTE, SECOND, weekday } from '../../src/core/time.ts';
import { clock, officeMoments } from '../calendar.ts';
import type { Clerk } from './people.ts';
import { padded } from './plan.ts';
import { isHere, ownSeat, type Seat, type Town } from './town.ts';

/** A day of an administrator, at the own PC with the other account. */
export function administer(town: Town, day: Day, clerk: Clerk): void {
  const { log, chance, clerks } = town;
  const at = adminAt(clerk, day);
  for (const time of officeMoments(chance, day, chance.between(1, 3))) {
    log.add(time, { ...at, action: 'login' });
    const isReset = chance.happens(0.7);
    log.add(time + 2 * MINUTE, {
      ...at,
      action: isReset ? 'reset' : 'config',
      target: isReset ? chance.pick(clerks).account : `gpo/${chance.between(1, 40)}`,
      data_class: isReset ? 'account' : 'config',
    });
    log.add(time + 15 * MINUTE, { ...at, action: 'logout' });
  }
  if (weekday(day) === 2 && civilFromDay(day).day > 7 && civilFromDay(day).day < 15) patch(town, day, at);
  if (chance.happens(0.05)) readLogs(town, day, clerk);
}

function adminAt(clerk: Clerk, day: Day) {
  const { account: _, ...place } = clerk;
  return {
    system: 'admin',
    source: 'ad',
    ...ownSeat(clerk, day),
    actor: clerk.admin ?? clerk.account,
    session: `${place.principal}-${day}-a`,
  } as const;
}

/** The Tuesday of the updates: many servers restarted, one after another. */
function patch({ log, chance }: Town, day: Day, at: ReturnType<typeof adminAt>): void {
  for (let i = 0; i < 12; i++)
    log.add(clock(day, 18, 10 + 3 * i, chance.between(0, 59)), {
      ...at,
      action: 'config',
      target: padded('server/', i + 1, 2),
      data_class: 'system',
    });
}

/** Looks through the audit log, as somebody should now and then. */
function readLogs({ log, chance }: Town, day: Day, clerk: Clerk): void {
  const at = { ...adminAt(clerk, day), source: 'audit-store', data_class: 'audit-log' } as const;
  for (let i = 0; i < 4; i++)
    log.add(clock(day, 16, 10 * i + chance.between(0, 8)), { ...at, action: 'view' });
}

/** Helps somebody at the help desk, who signs in there. */
export function helpDesk({ log, chance, clerks, absent }: Town, day: Day): void {
  for (let i = chance.between(0, 3); i > 0; i--) {
    const someone = chance.pick(clerks);
    if (!isHere(someone, day) || someone.section.style === 'shop' || absent.has(someone)) continue;
    const door = { system: 'admin', source: 'ad', ...helpSeat(someone, day), action: 'login' } as const;
    const time = clock(day, 13 + i, chance.between(0, 59));
    if (chance.happens(0.4))
      log.add(time - 20 * SECOND, { ...door, outcome: 'failure', reason: 'wrong password' });
    log.add(time, door);
  }
}

function helpSeat({ account, principal }: Clerk, day: Day): Seat {
  return {
    actor: account,
    device: 'HELP-1',
    ip: '10.1.200.2',
    site: 'city-hall',
    session: `${principal}-${day}-h`,
  };
}

/** Jobs that run on their own, and the standing permits they run under. */
const JOBS = [
  {
    account: 'svc-sync',
    source: 'juki-core',
    system: 'resident',
    dataClass: 'resident-basic',
    hour: 1,
    of400: 400,
  },
  { account: 'svc-tax', source: 'tax-core', system: 'resident', dataClass: 'tax', hour: 2, of400: 150 },
  { account: 'svc-sales', source: 'pos-shop', system: 'pos', dataClass: 'order', hour: 23, of400: 500 },
] as const;

/** Enters the accounts of jobs and their permits, approved by the chief of IT. */
export function permitJobs({ registers, plan, clerks }: Town): void {
  const [chief] = clerks.filter(({ admin }) => admin !== null);
  const start = formatInstant(clock(Math.floor(Date.parse(plan.first) / 86_400_000), 0));
  for (const { account, source } of JOBS) {
    registers.accounts.push({ account, system: source, principal: '', kind: 'service' });
    standing(account, source, 'export|print');
  }
  for (const account of ['svc-backup', 'svc-logs']) {
    registers.accounts.push({ account, system: '', principal: '', kind: 'service' });
    standing(account, 'backup|audit-store', 'copy|delete|config');
  }
  function standing(account: string, systems: string, actions: string): void {
    registers.permits.push({
      permit: `STANDING-${account.slice(4)}`,
      principal: '',
      account,
      systems,
      actions,
      start,
      end: '',
      approved_by: chief.principal,
    });
  }
}

/** The night: what changed goes on to the next system, everything is backed up, old logs and backups make room. */
export function runJobs({ log, chance, plan }: Town, day: Day): void {
  const batch = { device: 'SRV-BATCH', ip: '10.9.0.4', site: 'machine-room' };
  for (const { account, source, system, dataClass, hour, of400 } of JOBS)
    log.add(clock(day, hour, 30, chance.between(0, 59)), {
      system,
      source,
      actor: account,
      ...batch,
      action: 'export',
      data_class: dataClass,
      resource: `batch/${account}`,
      destination: 'batch.town.example.jp',
      records: Math.round((of400 * plan.staff * chance.between(60, 140)) / 40_000),
    });
  const server = { system: 'admin', device: 'SRV-BACKUP', ip: '10.9.0.5', site: 'machine-room' } as const;
  const backup = { ...server, source: 'backup', actor: 'svc-backup', data_class: 'backup' } as const;
  for (const [i, name] of ['juki', 'tax', 'files', 'mail'].entries()) {
    const time = clock(day, 3, 5 * i, chance.between(0, 59));
    log.add(time, {
      ...backup,
      action: 'copy',
      resource: `backup/${name}`,
      destination: 'vault.town.example.jp',
    });
    log.add(time + 4 * MINUTE, {
      ...backup,
      action: 'delete',
      target: `backup/${name}/oldest`,
      resource: `backup/${name}`,
    });
  }
  if (weekday(day) === 0)
    log.add(clock(day, 4, 10), {
      ...server,
      source: 'audit-store',
      actor: 'svc-logs',
      action: 'delete',
      target: 'audit-log/older-than-7-years',
      data_class: 'audit-log',
    });
  const { month, day: date } = civilFromDay(day);
  if ((month === 6 && date === 5) || (month === 1 && date === 20))
    log.add(clock(day, 20), {
      system: 'resident',
      source: 'tax-core',
      actor: 'svc-tax',
      ...batch,
      action: 'print',
      data_class: 'tax',
      resource: 'batch/notices',
      destination: 'print-mass-1',
      records: plan.staff * 90,
    });
}
