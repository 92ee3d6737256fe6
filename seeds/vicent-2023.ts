/**
 * vicent-2023: a former employee entered internal servers dozens of times over several months, from before leaving to
 * after, with colleagues' passwords. Dates and the count of 48 are ours.
 */
import { type Day, parseDate } from '../src/core/time.ts';
import { clock, isWorkingDay, jst, workingDays } from './calendar.ts';
import { FILES, type Office, type OfficePlan, office, ordinaryDays } from './office.ts';
import { amend, enrol, from, signIn, type Worker, worker } from './ordinary-days.ts';
import type { Scenario, Story } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'vicent-2023',
  first: '2023-01-04',
  last: '2023-07-14',
  site: 'head-office',
  shelves: [
    { unit: 'development', dataClass: 'source-code', staff: 10 },
    { unit: 'accounts', dataClass: 'accounting', staff: 6 },
    { unit: 'sales', dataClass: 'contracts', staff: 8 },
  ],
  documentsMax: 4,
  door: 'intranet',
};

const LAST_DAY = '2023-03-31';
const LEAVER = 4;
const BEFORE = 20;
const AFTER = 28;

/**
 * Seven colleagues’ accounts on one device, which its holder took along. One such sign-in may still be a register that
 * lags behind; the third account makes it high.
 */
export const vicent2023: Scenario = {
  id: 'vicent-2023',
  title: {
    ja: 'ヴィセント：退職前から退職後まで同僚のパスワードで侵入',
    en: 'Vicent: in with colleagues’ passwords, from before leaving to after',
  },
  tell() {
    const place = company();
    const chosen = place.chance.shuffled(workingDays('2023-02-01', LAST_DAY)).slice(0, BEFORE);
    for (const day of chosen) intrude(place, day, 'before');
    const after = workingDays('2023-04-03', '2023-07-12');
    for (const day of place.chance.shuffled(after).slice(0, AFTER)) intrude(place, day, 'after');
    return place.log.close(place.registers);
  },
  expected: [
    {
      detector: 'access-after-termination',
      about: { device: 'PC-0105' },
      severity: 'high',
      strand: 'after',
      firesAtEvent: 1,
    },
    {
      detector: 'credential-takeover',
      about: { device: 'PC-0105' },
      severity: 'medium',
      strand: 'before',
      firesAtEvent: 40,
    },
  ],
  innocents: [
    {
      id: 'vicent-2023/handed-over',
      why: {
        ja: '退職者は最終日の夜まで勤務し、端末は翌日から後任者に引き継がれた',
        en: 'The leaver works until the last evening; from the next day the device belongs to a successor',
      },
      tell: tellHandedOver,
    },
  ],
};

function company(): Office {
  const place = office(PLAN);
  const leaver = place.workers[LEAVER];
  amend(place.registers.people, 'principal', leaver.principal, { notice: '2023-02-28', ended: LAST_DAY });
  ordinaryDays(PLAN, place, (someone, day) => someone !== leaver || day <= parseDate(LAST_DAY));
  return place;
}

/** One evening with the account of one of seven colleagues; now and then a password has changed and takes a second try. */
function intrude({ log, chance, workers }: Office, day: Day, strand: string): void {
  const victim = workers[10 + chance.between(0, 6)];
  const ip = strand === 'after' ? '203.0.113.88' : workers[LEAVER].ip;
  const at = { system: 'admin', ...from(workers[LEAVER]), actor: victim.account, ip } as const;
  const time = clock(day, 19, chance.between(10, 59), chance.between(0, 59));
  if (chance.happens(0.15))
    log.add(
      time - 25e6,
      { ...at, source: PLAN.door, action: 'login', outcome: 'failure', reason: 'wrong password' },
      strand,
    );
  log.add(time, { ...at, source: PLAN.door, action: 'login', outcome: 'success' }, strand);
  for (let i = chance.between(2, 5); i > 0; i--) {
    const what = {
      resource: `accounts/${chance.between(1, 400)}`,
      data_class: victim.unit === 'sales' ? 'contracts' : 'accounting',
    };
    log.add(time + i * 95e6, { ...at, source: FILES, action: 'view', ...what }, strand);
  }
}

function tellHandedOver(): Story {
  const place = company();
  const { log, chance, registers, workers } = place;
  const leaver = workers[LEAVER];
  const account = worker(150, leaver.unit, leaver.duties, PLAN.site);
  const successor: Worker = { ...account, device: leaver.device, ip: leaver.ip };
  enrol(registers, successor, { hired: '2023-04-01' });
  registers.devices = registers.devices.filter(({ device }) => device !== leaver.device);
  registers.devices.push(
    { device: leaver.device, kind: 'pc', principal: leaver.principal, site: PLAN.site, valid_to: LAST_DAY },
    {
      device: leaver.device,
      kind: 'pc',
      principal: successor.principal,
      site: PLAN.site,
      valid_from: '2023-04-01',
    },
  );
  const door = { system: 'admin', source: PLAN.door, action: 'login' } as const;
  signIn(log, chance, jst('2023-03-31 20:40'), { ...door, ...from(leaver) }, 0);
  for (const day of workingDays('2023-04-03', PLAN.last).filter(isWorkingDay))
    signIn(log, chance, clock(day, 8, chance.between(5, 34)), { ...door, ...from(successor) });
  return log.close(registers);
}
