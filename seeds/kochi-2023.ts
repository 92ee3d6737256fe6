/**
 * kochi-2023: in April 2023 a scrivener entered the cloud service of the corporation he had worked for and deleted
 * staff accounts. How many is not known: six is ours.
 */
import { clock, days, jst, workingDays } from './calendar.ts';
import { FILES, type Office, type OfficePlan, office, ordinaryDays } from './office.ts';
import { amend, enrol, from, type Worker, worker } from './ordinary-days.ts';
import type { Entry, Scenario, Story } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'kochi-2023',
  first: '2023-02-01',
  last: '2023-04-28',
  site: 'office',
  shelves: [
    { unit: 'registry', dataClass: 'land-register', staff: 5 },
    { unit: 'secretariat', dataClass: 'client-files', staff: 4 },
  ],
  documentsMax: 5,
  door: 'cloud-office',
};

const LAST_DAY = '2023-03-31';
const EVENING = jst('2023-04-11 21:38:15');
const DELETED = 6;

/** The administrator has left, his account has not. */
export const kochi2023: Scenario = {
  id: 'kochi-2023',
  title: {
    ja: '高知：退職者が管理者アカウントで職員のアカウントを削除',
    en: 'Kochi: a former administrator deletes staff accounts',
  },
  tell() {
    const place = corporation();
    const { log, administrator, workers } = place;
    const home: Entry = {
      system: 'admin',
      source: PLAN.door,
      actor: adminOf(administrator),
      device: 'HOME-NB',
      ip: '198.51.100.77',
      action: 'login',
    };
    log.add(EVENING, { ...home, outcome: 'success' }, 'leaver');
    for (let i = 0; i < DELETED; i++)
      log.add(
        EVENING + (70 + i * 35) * 1e6,
        { ...home, action: 'delete', target: workers[i].account },
        'leaver',
      );
    return log.close(place.registers);
  },
  expected: [
    {
      detector: 'access-after-termination',
      about: { actor: 'adm-P0110' },
      severity: 'high',
      firesAtEvent: 1,
    },
    {
      detector: 'destructive-administration',
      about: { actor: 'adm-P0110' },
      severity: 'critical',
      firesAtEvent: 2,
    },
  ],
  innocents: [
    {
      id: 'kochi-2023/successor',
      why: {
        ja: '管理者アカウントは後任者に引き継がれ、後任者が退職者の個人アカウントを削除',
        en: 'The administrator’s account has passed to a successor, who deletes the leaver’s personal account',
      },
      tell: tellSuccessor,
    },
    {
      id: 'kochi-2023/april',
      why: {
        ja: '4月1日付けの退職者30人のアカウントを後任の管理者がまとめて削除し、サーバーでは夜間の世代管理が古い控えとログを入れ替える',
        en: 'The successor removes the accounts of 30 people who left with March, and nightly jobs rotate backups and logs',
      },
      tell: tellApril,
    },
    {
      id: 'kochi-2023/purge',
      why: {
        ja: '承認された年次の廃棄で、保存期間を過ぎた書類4,000件を一括削除',
        en: 'A yearly purge of 4,000 files whose time is over, under a permit',
      },
      tell: tellPurge,
    },
  ],
};

function adminOf({ principal }: Worker): string {
  return `adm-${principal}`;
}

/** The corporation; its administrator works until the last day and is entered as gone from then on. */
function corporation(): Office {
  const place = office(PLAN);
  const lastDay = workingDays(PLAN.first, LAST_DAY).at(-1) ?? 0;
  amend(place.registers.people, 'principal', place.administrator.principal, { ended: LAST_DAY });
  ordinaryDays(PLAN, place, (someone, day) => someone !== place.administrator || day <= lastDay);
  return place;
}

function tellSuccessor(): Story {
  const place = corporation();
  const { log, registers, administrator } = place;
  const at = succeeded(place);
  log.add(jst('2023-04-03 10:12'), at);
  log.add(jst('2023-04-03 10:15'), { ...at, action: 'delete', target: administrator.account });
  return log.close(registers);
}

/** The administrator's account in the hands of a successor, who signs in with it. */
function succeeded({ registers, administrator }: Office): Entry {
  const successor = worker(120, 'it', ['office', 'it'], PLAN.site);
  const account = adminOf(administrator);
  enrol(registers, successor, { hired: '2023-04-01' });
  amend(registers.accounts, 'account', account, { valid_to: LAST_DAY });
  registers.accounts.push({
    account,
    system: 'admin',
    principal: successor.principal,
    kind: 'admin',
    valid_from: '2023-04-01',
  });
  return { system: 'admin', source: PLAN.door, ...from(successor), actor: account, action: 'login' };
}

function tellApril(): Story {
  const place = corporation();
  const { log, registers, chance } = place;
  const at = succeeded(place);
  const gone = Array.from({ length: 30 }, (_, i) => worker(300 + i, 'registry', ['office'], PLAN.site));
  for (const someone of gone) enrol(registers, someone, { ended: LAST_DAY });
  const morning = jst('2023-04-03 09:05');
  log.add(morning, at);
  gone.forEach(({ account }, i) => {
    log.add(morning + (40 + i * 21) * 1e6, { ...at, action: 'disable', target: account });
    log.add(morning + (1_900 + i * 18) * 1e6, { ...at, action: 'delete', target: account });
  });
  registers.accounts.push({ account: 'svc-keeper', system: 'admin', principal: '', kind: 'service' });
  registers.devices.push({ device: 'SRV-KEEP', kind: 'server', principal: '', site: PLAN.site });
  const job = { system: 'admin', source: 'keeper', actor: 'svc-keeper', device: 'SRV-KEEP' } as const;
  for (const day of days(PLAN.first, PLAN.last)) {
    const night = clock(day, 3, chance.between(0, 9));
    for (let i = 0; i < 3; i++)
      log.add(night + i * 1e6, { ...job, action: 'delete', data_class: 'backup', target: `generation-${i}` });
    log.add(night + 60e6, { ...job, action: 'delete', data_class: 'audit-log', target: 'older than a year' });
  }
  return log.close(registers);
}

function tellPurge(): Story {
  const place = corporation();
  const { log, registers, workers } = place;
  const [clerk, chief] = workers;
  registers.permits.push({
    permit: 'PURGE-2022',
    principal: clerk.principal,
    systems: FILES,
    actions: 'delete',
    start: '2023-03-31',
    end: '2023-03-31',
    approved_by: chief.principal,
  });
  const at = { system: 'admin', source: FILES, ...from(clerk), action: 'delete' } as const;
  for (let i = 0; i < 4_000; i++)
    log.add(jst('2023-03-31 13:00') + i * 2e6, {
      ...at,
      data_class: 'land-register',
      resource: `registry/${i + 1}`,
    });
  return log.close(registers);
}
