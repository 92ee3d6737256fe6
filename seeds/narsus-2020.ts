/**
 * narsus-2020: a break-in at a test server reachable from outside, its administrator password weak; the personal data
 * of 61,942 registrants had been left behind on it. Found on 2020-05-07. How often they tried is not known: 380 is ours.
 */
import { parseDate } from '../src/core/time.ts';
import { clock, jst, workingDays } from './calendar.ts';
import { shares } from './chance.ts';
import { type Office, type OfficePlan, office, ordinaryDays } from './office.ts';
import { from, isOnLeave, signIn } from './ordinary-days.ts';
import type { Entry, Scenario } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'narsus-2020',
  first: '2020-04-06',
  last: '2020-05-08',
  site: 'head-office',
  shelves: [
    { unit: 'development', dataClass: 'source-code', staff: 14 },
    { unit: 'support', dataClass: 'tickets', staff: 12 },
    { unit: 'sales', dataClass: 'quotes', staff: 10 },
  ],
  documentsMax: 12,
  door: 'ad',
};

const TEST_SERVER = 'narsus-test';
const ADMIN = 'admin';
const NIGHTS = [
  { from: jst('2020-05-02 01:10'), tries: 60 },
  { from: jst('2020-05-03 00:40'), tries: 160 },
  { from: jst('2020-05-04 01:25'), tries: 160 },
] as const;
const REGISTRANTS = 61_942;
const OUTSIDE = ['203.0.113.45', '198.51.100.7', '198.51.100.23'] as const;

/** Guessing from outside, noticed at once; until the weak password gives way, then everybody's data. */
export const narsus2020: Scenario = {
  id: 'narsus-2020',
  title: {
    ja: 'NarSuS：外部から試験サーバーの管理者パスワードを推測',
    en: 'NarSuS: a test server’s admin password guessed from outside',
  },
  tell() {
    const place = company(PLAN);
    breakIn(place);
    return place.log.close(place.registers);
  },
  expected: [
    {
      detector: 'guessed-credentials',
      about: { actor: ADMIN },
      severity: 'medium',
      strand: 'break-in',
      firesAtEvent: 30,
    },
    {
      detector: 'guessed-credentials',
      about: { actor: ADMIN },
      severity: 'high',
      strand: 'break-in',
      firesAtEvent: 381,
    },
    {
      detector: 'mass-record-pull',
      about: { actor: ADMIN },
      severity: 'high',
      strand: 'pull',
      firesAtEvent: 3,
    },
    {
      detector: 'unregistered-device',
      about: { actor: ADMIN, ip: OUTSIDE[0] },
      severity: 'high',
      strand: 'break-in',
      firesAtEvent: 381,
    },
    {
      detector: 'personal-data-on-test-system',
      about: { actor: ADMIN },
      severity: 'high',
      strand: 'pull',
      firesAtEvent: 1,
    },
  ],
  innocents: [
    {
      id: 'narsus-2020/password-expiry',
      why: {
        ja: '連休明けの朝、全員のパスワードが期限切れとなり、各自の端末で数回ずつ失敗',
        en: 'The first morning after the holidays every password has run out: nearly everybody fails a few times at their own PC',
      },
      tell() {
        const place = company({ ...PLAN, passwordsExpireOn: [parseDate('2020-05-07')] });
        return place.log.close(place.registers);
      },
    },
  ],
};

/** The office, with a test server on which two developers work now and then. */
function company(plan: OfficePlan): Office {
  const place = office(plan);
  const { registers, chance, log, workers, administrator } = place;
  registers.accounts.push({
    account: ADMIN,
    system: TEST_SERVER,
    principal: administrator.principal,
    kind: 'admin',
    valid_to: '',
  });
  registers.systems.push({
    source: TEST_SERVER,
    system: 'admin',
    environment: 'test',
    personal_data: 'no',
    case_required: 'no',
    networks: '10.0.0.0/8',
  });
  registers.duties.push({ duty: 'development', systems: TEST_SERVER, data_classes: 'source-code' });
  ordinaryDays(plan, place);
  for (const day of workingDays(plan.first, plan.last)) {
    const developer = chance.pick(workers.slice(0, 2));
    if (chance.happens(0.5) && !isOnLeave(registers, developer, day)) {
      const at = { system: 'admin', source: TEST_SERVER, ...from(developer), action: 'login' } as const;
      signIn(log, chance, clock(day, 14, chance.between(0, 59)), at);
    }
  }
  return place;
}

/** Three nights of tries from three addresses, one success, a dozen exports. */
function breakIn({ log, chance }: Office): void {
  const at: Entry = {
    system: 'admin',
    source: TEST_SERVER,
    actor: ADMIN,
    action: 'login',
    outcome: 'failure',
  };
  NIGHTS.forEach(({ from: night, tries }, i) => {
    for (let n = 0, time = night; n < tries; n++, time += chance.between(3, 38) * 1_000_000)
      log.add(time, { ...at, ip: OUTSIDE[i === 2 ? n % 3 : i], reason: 'wrong password' }, 'break-in');
  });
  const entered = jst('2020-05-04 03:58:20');
  const inside = { ...at, ip: OUTSIDE[0], outcome: 'success' } as const;
  log.add(entered, inside, 'break-in');
  shares(chance, REGISTRANTS, 12, 2_000).forEach((records, i) => {
    const export_ = {
      ...inside,
      action: 'export',
      data_class: 'customer',
      resource: `registrants/${i + 1}`,
      records,
    } as const;
    log.add(entered + (4 + i * 3) * 60e6, export_, 'pull');
  });
}
