/**
 * yjfx-2016: an employee, later gone, took the data of 185,637 customers and left it on a rented server that the Internet could
 * read: 128,231 records were never fetched, 56,665 by crawlers, 741 by people (2 with name and trading data, 739 with trading
 * data only). The days of the pull are ours; it was before the rule of June 2015 that such PCs have no Internet.
 */
import { formatInstant } from '../src/core/time.ts';
import { clock, jst, workingDays } from './calendar.ts';
import { crmFloor, type Floor, type FloorPlan, floorDays } from './crm-floor.ts';
import { comesInAfterAll, from, shift, type Worker } from './ordinary-days.ts';
import type { Entry, Scenario, Story } from './story.ts';

const RECORDS = 185_637;
const BY_CRAWLERS = 56_665;
const BY_PEOPLE = 741;
const WITH_NAME = 2;
/** Customers one export holds at most. */
const EXPORT_MAX = 1_000;
const RENTED = 'vps-114.rental.example';
/** The archive the company has approved, for the twin. */
const ARCHIVE = 'archive.contractor.example';
const EVENINGS = workingDays('2015-05-25', '2015-05-29');

const PLAN: FloorPlan = {
  seed: 'yjfx-2016',
  first: '2015-05-11',
  last: '2015-06-12',
  site: 'trading-desk',
  source: 'fx-core',
  dataClass: 'customer',
  staff: 12,
  tenants: [],
  customersADay: [12, 40],
};

/** Pulled on five evenings, carried to a rented host; a year later the host's own log shows who read it there. */
export const yjfx2016: Scenario = {
  id: 'yjfx-2016',
  title: {
    ja: 'YJFX!：顧客185,637件を取り出し、外部から読めるレンタルサーバーへ',
    en: 'YJFX!: 185,637 customers’ records, on a rented server anybody can read',
  },
  tell() {
    const { floor, taker } = setting();
    pull(floor, taker, RENTED, { pull: 'pull', carry: 'carry' });
    readOutside(floor);
    return floor.log.close(floor.registers);
  },
  expected: [
    {
      detector: 'mass-record-pull',
      about: { actor: 'u0112' },
      severity: 'high',
      strand: 'pull',
      firesAtEvent: 2,
    },
    {
      detector: 'unsanctioned-destination',
      about: { actor: 'u0112' },
      severity: 'critical',
      strand: 'carry',
      firesAtEvent: 1,
    },
  ],
  innocents: [
    {
      id: 'yjfx-2016/migration',
      why: {
        ja: '承認された許可のもとで、同じ件数を委託先の保管先へ移行',
        en: 'Under an approved permit, as many records move to the archive of a contractor',
      },
      tell: tellMigration,
    },
  ],
};

function setting(): { floor: Floor; taker: Worker } {
  const floor = crmFloor(PLAN);
  floor.registers.destinations = [{ pattern: '*.own.example.jp', allowed: 'yes' }];
  floor.registers.duties.push({ duty: 'desk', systems: 'endpoint', data_classes: PLAN.dataClass });
  floorDays(PLAN, floor);
  const taker = floor.workers[11];
  comesInAfterAll(floor.registers, taker, EVENINGS);
  return { floor, taker };
}

/** The number of a customer, by position. */
function customerAt(position: number): string {
  return `FX${String(position + 1).padStart(6, '0')}`;
}

/** Some forty exports an evening, each carried away as a file a little later. */
function pull(
  { log, chance }: Floor,
  taker: Worker,
  destination: string,
  strand: { pull?: string; carry?: string } = {},
): void {
  const files = Math.ceil(RECORDS / EXPORT_MAX);
  const anEvening = Math.ceil(files / EVENINGS.length);
  for (let file = 0; file < files; file++) {
    const first = file * EXPORT_MAX;
    const count = Math.min(EXPORT_MAX, RECORDS - first);
    const time = clock(
      EVENINGS[Math.floor(file / anEvening)],
      19,
      (file % anEvening) * 4,
      chance.between(0, 59),
    );
    const resource = `part-${String(file + 1).padStart(3, '0')}.csv`;
    const what = { ...from(taker), data_class: PLAN.dataClass, resource, records: count };
    const exported: Entry = { system: 'crm', source: PLAN.source, ...what, action: 'export' };
    const carried: Entry = { system: 'admin', source: 'endpoint', ...what, action: 'upload', destination };
    const subjects = Array.from({ length: count }, (_, i) => customerAt(first + i));
    log.add(time, { ...exported, subjects }, strand.pull);
    log.add(time + 95e6, { ...carried, bytes: count * 212 }, strand.carry);
  }
}

/** What the rented server's log showed later: crawlers fetched whole stretches, people one record at a time. */
function readOutside({ log, chance }: Floor): void {
  const read: Entry = { system: 'admin', source: 'rented-web', actor: null, action: 'view' };
  const crawler: Entry = { ...read, extra: { user_agent: 'ExampleBot/2.1 (+https://bot.example)' } };
  let time = jst('2016-02-03 03:11');
  for (let first = 0; first < BY_CRAWLERS; first += EXPORT_MAX) {
    const count = Math.min(EXPORT_MAX, BY_CRAWLERS - first);
    const subjects = Array.from({ length: count }, (_, i) => customerAt(first + i));
    log.add(
      time,
      { ...crawler, ip: `203.0.113.${chance.between(10, 40)}`, subjects, records: count },
      'crawler',
    );
    time += chance.between(2, 40) * 60e6;
  }
  for (let n = 0; n < BY_PEOPLE; n++) {
    const data_class = n < WITH_NAME ? 'customer' : 'trade';
    const person: Entry = { ...read, extra: { user_agent: 'Mozilla/5.0' }, data_class };
    const subject = customerAt(BY_CRAWLERS + n);
    log.add(time, { ...person, ip: `198.51.100.${chance.between(1, 250)}`, subject }, 'person');
    time += chance.between(1, 90) * 60e6;
  }
}

function tellMigration(): Story {
  const { floor, taker } = setting();
  const { registers, workers } = floor;
  const [start, end] = [clock(EVENINGS[0], 8), clock(EVENINGS[4] + 1, 0)];
  for (const day of EVENINGS)
    registers.shifts.push(shift(taker.principal, 'duty', clock(day, 8), clock(day, 23)));
  registers.permits.push({
    permit: 'MIG-2015-02',
    principal: taker.principal,
    systems: `${PLAN.source}|endpoint`,
    actions: 'export|upload',
    start: formatInstant(start),
    end: formatInstant(end),
    approved_by: workers[0].principal,
  });
  pull(floor, taker, ARCHIVE);
  return floor.log.close(registers);
}
