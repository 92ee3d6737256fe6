/**
 * kochi-2023: in April 2023 a scrivener entered the cloud service of the corporation he had worked for and deleted
 * staff accounts. How many is not known: six is ours.
 */
import { jst, workingDays } from './calendar.ts';
import { type Office, type OfficePlan, office, ordinaryDays } from './office.ts';
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
  const at: Entry = {
    system: 'admin',
    source: PLAN.door,
    ...from(successor),
    actor: account,
    action: 'login',
  };
  log.add(jst('2023-04-03 10:12'), at);
  log.add(jst('2023-04-03 10:15'), { ...at, action: 'delete', target: administrator.account });
  return log.close(registers);
}
