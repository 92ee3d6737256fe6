/**
 * sansan-2023: a former employee of a staffing company gave a working ID and password for the ex-employer's card system
 * to new colleagues, who could view tens of thousands of cards. 32,400 cards on four devices over four months are ours;
 * 390 a day are few for an office, but not where nobody ever goes through lists.
 */
import { parseDate } from '../src/core/time.ts';
import { clock, jst, workingDays } from './calendar.ts';
import { shares } from './chance.ts';
import { crmFloor, customer, type Floor, type FloorPlan, floorDays } from './crm-floor.ts';
import { amend, from } from './ordinary-days.ts';
import type { Entry, Scenario } from './story.ts';

const PLAN: FloorPlan = {
  seed: 'sansan-2023',
  first: '2022-07-04',
  last: '2023-01-31',
  site: 'branch',
  source: 'card-cloud',
  dataClass: 'customer',
  staff: 12,
  tenants: [],
  customersADay: [3, 7],
};

const LEAVER = 5;
const LAST_DAY = '2022-09-30';
const CARDS = 32_400;
const LISTS = 540;
const NEW_COLLEAGUES = [
  { device: 'RIVAL-NB-1', ip: '198.51.100.20' },
  { device: 'RIVAL-NB-2', ip: '198.51.100.21' },
  { device: 'RIVAL-TAB-1', ip: '203.0.113.9' },
  { device: 'HOME-PC', ip: '203.0.113.201' },
] as const;

/** The account outlives the employment. */
export const sansan2023: Scenario = {
  id: 'sansan-2023',
  title: {
    ja: '名刺管理：退職者のIDを転職先の社員らが使用',
    en: 'Business cards: a leaver’s account in the hands of new colleagues',
  },
  tell() {
    const floor = company();
    const { log, chance, workers } = floor;
    const days = workingDays('2022-10-03', PLAN.last);
    shares(chance, CARDS, LISTS, 20).forEach((records, i) => {
      const day = days[Math.floor((i * days.length) / LISTS)];
      const time = clock(day, chance.between(9, 21), chance.between(0, 59), chance.between(0, 59));
      const at: Entry = {
        system: 'crm',
        source: PLAN.source,
        actor: workers[LEAVER].account,
        ...chance.pick(NEW_COLLEAGUES),
        action: 'login',
      };
      if (i % 4 === 0) log.add(time - 60e6, at, 'new colleagues');
      log.add(time, { ...at, action: 'list', data_class: 'customer', records }, 'new colleagues');
      if (chance.happens(0.4))
        log.add(
          time + 45e6,
          { ...at, action: 'view', subject: customer(chance), data_class: 'customer' },
          'views',
        );
    });
    return log.close(floor.registers);
  },
  expected: [
    {
      detector: 'access-after-termination',
      about: { actor: 'u0106' },
      severity: 'high',
      strand: 'new colleagues',
      firesAtEvent: 1,
    },
    {
      detector: 'credential-takeover',
      about: { actor: 'u0106' },
      severity: 'medium',
      strand: 'new colleagues',
      firesAtEvent: 40,
    },
    {
      detector: 'unregistered-device',
      about: { actor: 'u0106' },
      severity: 'high',
      strand: 'new colleagues',
      firesAtEvent: 1,
    },
    {
      detector: 'unregistered-device',
      about: { actor: 'u0106' },
      severity: 'high',
      strand: 'new colleagues',
      firesAtEvent: 1,
    },
    // The first day: more than 300 cards from lists, where the leaver and the colleagues never had any.
    {
      detector: 'mass-record-pull',
      about: { actor: 'u0106' },
      severity: 'low',
      strand: 'new colleagues',
      firesAtEvent: 9,
    },
  ],
  innocents: [
    {
      id: 'sansan-2023/last-day',
      why: {
        ja: '退職予定者は、最終出勤日の夜まで在籍している（退職日当日を含む）',
        en: 'The leaver is still employed on the last evening: the end date is the last day',
      },
      tell() {
        const floor = company();
        const { log, workers } = floor;
        const at: Entry = { system: 'crm', source: PLAN.source, ...from(workers[LEAVER]), action: 'login' };
        log.add(jst('2022-09-30 21:55'), at);
        log.add(jst('2022-09-30 21:58'), {
          ...at,
          action: 'view',
          subject: 'C000042',
          data_class: 'customer',
        });
        return log.close(floor.registers);
      },
    },
  ],
};

/** The sales office; the leaver comes until the last day, and nobody closes the account. */
function company(): Floor {
  const floor = crmFloor(PLAN);
  const leaver = floor.workers[LEAVER];
  amend(floor.registers.people, 'principal', leaver.principal, { notice: '2022-08-31', ended: LAST_DAY });
  amend(floor.registers.systems, 'source', PLAN.source, { networks: '10.1.0.0/16' });
  amend(floor.registers.systems, 'source', PLAN.source, { networks: '10.1.0.0/16' });
  floorDays(PLAN, floor, new Map([[leaver, parseDate(LAST_DAY)]]));
  return floor;
}
