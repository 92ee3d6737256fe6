/**
 * procx-2023: an agency worker on maintenance abused the system-administrator account and pulled the data of about
 * 9,000,000 customers of 59 client companies. In how many exports and over how long is ours: 660 over six months.
 */
import { formatInstant } from '../src/core/time.ts';
import { clock, days, jst, officeMoments, workingDays } from './calendar.ts';
import { shares } from './chance.ts';
import { crmFloor, type Floor, type FloorPlan, floorDays } from './crm-floor.ts';
import { enrol, from, type Worker, worker } from './ordinary-days.ts';
import type { Scenario } from './story.ts';

const TENANTS = Array.from({ length: 59 }, (_, i) => `client-${String(i + 1).padStart(2, '0')}`);
const PLAN: FloorPlan = {
  seed: 'procx-2023',
  first: '2022-07-01',
  last: '2022-12-28',
  site: 'call-centre',
  source: 'call-centre-crm',
  dataClass: 'customer',
  staff: 10,
  tenants: TENANTS,
  customersADay: [5, 9],
};

const DATABASE = 'call-centre-db';
const ADMIN = 'sysadm';
const RECORDS = 9_000_000;
const EXPORTS = 660;

/** Nine million records, a few thousand at a time. */
export const procx2023: Scenario = {
  id: 'procx-2023',
  title: {
    ja: 'ProCX：保守担当の派遣社員が59社・約900万件を抽出',
    en: 'ProCX: nine million customers of 59 clients, by the maintenance account',
  },
  tell() {
    const { floor, maintainer } = centre();
    pull(floor, maintainer, 'maintainer');
    return floor.log.close(floor.registers);
  },
  expected: [{ detector: 'mass-record-pull', about: { actor: ADMIN }, severity: 'high', firesAtEvent: 3 }],
  innocents: [
    {
      id: 'procx-2023/migration',
      why: {
        ja: 'システム移行のため、発注側の責任者が承認した許可の範囲で同じ件数を抽出',
        en: 'As many records for a migration, under a permit approved by the client side',
      },
      tell() {
        const { floor, maintainer } = centre();
        floor.registers.permits.push({
          permit: 'MIGRATION-2022',
          principal: maintainer.principal,
          account: ADMIN,
          systems: DATABASE,
          actions: 'export',
          start: formatInstant(jst('2022-07-01 00:00')),
          end: formatInstant(jst('2023-01-01 00:00')),
          approved_by: floor.workers[0].principal,
        });
        pull(floor, maintainer);
        return floor.log.close(floor.registers);
      },
    },
    {
      id: 'procx-2023/retention',
      why: {
        ja: '保存期間を過ぎた顧客データを、サービス用アカウントが毎晩千件前後ずつサーバーから削除し、年末に承認された一括消去を行う',
        en: 'A service account deletes about a thousand customers whose time is over every night, and once a year very many, under a permit',
      },
      tell() {
        const { floor } = centre();
        retain(floor);
        return floor.log.close(floor.registers);
      },
    },
  ],
};

/** The call centre on ordinary days, and its maintenance: settings, restarts, the nightly backup. */
function centre(): { floor: Floor; maintainer: Worker } {
  const floor = crmFloor(PLAN);
  const { log, chance, registers } = floor;
  const maintainer = worker(190, 'maintenance', ['maintenance'], PLAN.site);
  enrol(registers, maintainer, { employment: 'agency', employer: 'agency-a', hired: '2018-06-01' });
  registers.accounts.push(
    { account: ADMIN, system: DATABASE, principal: maintainer.principal, kind: 'admin', valid_to: '' },
    { account: 'svc-backup', system: DATABASE, principal: '', kind: 'service', valid_to: '' },
  );
  registers.systems.push({
    source: DATABASE,
    system: 'admin',
    environment: 'production',
    personal_data: 'yes',
    case_required: 'no',
  });
  registers.duties.push({ duty: 'maintenance', systems: DATABASE, data_classes: 'system' });
  floorDays(PLAN, floor);
  for (const day of workingDays(PLAN.first, PLAN.last)) {
    const at = { system: 'admin', source: DATABASE, ...from(maintainer), actor: ADMIN } as const;
    log.add(clock(day, 9, chance.between(0, 20)), { ...at, action: 'login' });
    for (const time of officeMoments(chance, day, chance.between(1, 4)))
      log.add(time, { ...at, action: chance.pick(['config', 'update', 'other']), data_class: 'system' });
    const backup = {
      system: 'admin',
      source: DATABASE,
      actor: 'svc-backup',
      device: 'SRV-DB',
      ip: '10.1.8.2',
    } as const;
    log.add(clock(day, 2, 0, chance.between(0, 59)), { ...backup, action: 'other', data_class: 'system' });
  }
  return { floor, maintainer };
}

/** Exports of some thousand records, client by client, five or six a working day. */
function pull({ log, chance }: Floor, maintainer: Worker, strand?: string): void {
  const days = workingDays(PLAN.first, PLAN.last);
  const at = {
    system: 'admin',
    source: DATABASE,
    ...from(maintainer),
    actor: ADMIN,
    data_class: 'customer',
  } as const;
  shares(chance, RECORDS, EXPORTS, 4_000).forEach((records, i) => {
    const day = days[Math.floor((i * days.length) / EXPORTS)];
    const time = clock(day, chance.between(18, 20), chance.between(0, 59), chance.between(0, 59));
    log.add(time, { ...at, action: 'export', tenant: TENANTS[i % TENANTS.length], records }, strand);
  });
}

/** A nightly job that deletes what has been kept long enough, and its yearly purge of 400,000. */
function retain({ log, chance, registers, workers }: Floor): void {
  const account = 'svc-retention';
  registers.accounts.push({ account, system: DATABASE, principal: '', kind: 'service', valid_to: '' });
  registers.devices.push({ device: 'SRV-DB', kind: 'server', principal: '', site: PLAN.site });
  registers.permits.push({
    permit: 'PURGE-2022',
    account,
    systems: DATABASE,
    actions: 'delete',
    start: '2022-12-27',
    end: '2022-12-27',
    approved_by: workers[0].principal,
  });
  const at = {
    system: 'admin',
    source: DATABASE,
    actor: account,
    device: 'SRV-DB',
    action: 'delete',
    data_class: 'customer',
  } as const;
  for (const day of days(PLAN.first, PLAN.last))
    log.add(clock(day, 3, chance.between(10, 20)), { ...at, records: chance.between(800, 1_200) });
  log.add(jst('2022-12-27 04:00'), { ...at, records: 400_000 });
}
