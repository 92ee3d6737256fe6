/**
 * hioki-2023: three officials guessed colleagues' IDs and passwords from their own work PCs between 2023-01-01 and
 * 2023-04-21: 61 accounts and 697 logins, 14 and 38, 37 and 232; they read mail, evaluations and pay slips.
 */
import { type Day, type Micros, parseDate } from '../src/core/time.ts';
import { clock, officeMoments, workingDays } from './calendar.ts';
import { shares } from './chance.ts';
import { FILES, type Office, type OfficePlan, office, ordinaryDays } from './office.ts';
import { from, isOnLeave, type Worker } from './ordinary-days.ts';
import type { Scenario, Story } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'hioki-2023',
  first: '2023-01-01',
  last: '2023-04-21',
  site: 'city-hall',
  shelves: [
    { unit: 'planning', dataClass: 'plans', staff: 22 },
    { unit: 'finance', dataClass: 'budget', staff: 18 },
    { unit: 'tax', dataClass: 'tax', staff: 22 },
    { unit: 'education', dataClass: 'schools', staff: 20 },
    { unit: 'personnel', dataClass: 'payroll', staff: 6 },
  ],
  documentsMax: 1,
  door: 'groupware',
};

/** Who guessed, by place in the office; into how many accounts; how many logins came of it. */
const OFFICIALS = [
  { place: 3, strand: 'first', accounts: 61, logins: 697 },
  { place: 27, strand: 'second', accounts: 14, logins: 38 },
  { place: 50, strand: 'third', accounts: 37, logins: 232 },
] as const;

/** 967 logins by three people over 111 days: no minute and no hour shows it. */
export const hioki2023: Scenario = {
  id: 'hioki-2023',
  title: {
    ja: '日置市：職員3人が同僚のパスワードを推測（111日間に967回）',
    en: 'Hioki: three officials guess colleagues’ passwords, 967 logins in 111 days',
  },
  tell() {
    const place = office(PLAN);
    ordinaryDays(PLAN, place);
    for (const official of OFFICIALS) guess(place, official);
    return place.log.close(place.registers);
  },
  expected: [
    {
      detector: 'guessed-credentials',
      about: { device: 'PC-0104' },
      severity: 'high',
      strand: 'first',
      firesAtEvent: 100,
    },
    {
      detector: 'guessed-credentials',
      about: { device: 'PC-0128' },
      severity: 'medium',
      strand: 'second',
      firesAtEvent: 60,
    },
    {
      detector: 'guessed-credentials',
      about: { device: 'PC-0151' },
      severity: 'high',
      strand: 'third',
      firesAtEvent: 100,
    },
    {
      detector: 'credential-takeover',
      about: { device: 'PC-0104' },
      severity: 'high',
      strand: 'first',
      firesAtEvent: 60,
    },
    {
      detector: 'credential-takeover',
      about: { device: 'PC-0128' },
      severity: 'medium',
      strand: 'second',
      firesAtEvent: 60,
    },
    {
      detector: 'credential-takeover',
      about: { device: 'PC-0151' },
      severity: 'high',
      strand: 'third',
      firesAtEvent: 60,
    },
  ],
  innocents: [
    {
      id: 'hioki-2023/shared-terminal',
      why: {
        ja: '共用端末として登録された研修室のPCで、61人が計697回ログイン（打ち間違いを含む）',
        en: 'A PC of the training room, registered as shared: 61 people sign in 697 times, typos included',
      },
      tell: tellSharedTerminal,
    },
    {
      id: 'hioki-2023/help-desk',
      why: {
        ja: 'パスワードの期限切れの朝に多くの人が打ち間違え、情報担当者が再設定し、自分の管理者アカウントで利用者のPCにログインして回り、故障した職員は休職者のPCを借りている',
        en: 'On a morning on which passwords have run out many fail, the help desk resets them and goes from PC to PC with its own account, and one official has the PC of a colleague on long leave',
      },
      tell: tellHelpDesk,
    },
  ],
};

/** Every account is met with a few wrong guesses, then opened; the logins that follow are spread thin over the months. */
function guess(place: Office, { place: seat, strand, accounts, logins }: (typeof OFFICIALS)[number]): void {
  const { chance, workers } = place;
  const guesser = workers[seat];
  const victims = chance
    .shuffled(workers.slice(0, -1).filter((someone) => someone !== guesser))
    .slice(0, accounts);
  const counts = shares(chance, logins, accounts);
  const atWork = workingDays(PLAN.first, PLAN.last).filter(
    (day) => !isOnLeave(place.registers, guesser, day),
  );
  const openings = openingDays(place, atWork, accounts);
  victims.forEach((victim, i) => {
    const days = atWork.filter((day) => day >= openings[i]);
    const moments = Array.from(
      { length: counts[i] },
      (_, n) => officeMoments(chance, n === 0 ? days[0] : chance.pick(days), 1)[0],
    );
    moments.sort((a, b) => a - b);
    for (let wrong = chance.between(1, 3); wrong > 0; wrong--)
      enter(
        place,
        guesser,
        victim,
        moments[0] - wrong * chance.between(20, 70) * 1_000_000,
        'failure',
        strand,
      );
    for (const time of moments) {
      enter(place, guesser, victim, time, 'success', strand);
      read(place, guesser, victim, time + chance.between(20, 200) * 1_000_000, strand);
    }
  });
}

/** The days on which one account after the other is opened: the first three quarters of the period. */
function openingDays({ chance }: Office, atWork: readonly Day[], accounts: number): Day[] {
  const early = atWork.slice(0, Math.floor(atWork.length * 0.75));
  return Array.from({ length: accounts }, () => chance.pick(early)).sort((a, b) => a - b);
}

function enter(
  { log }: Office,
  guesser: Worker,
  victim: Worker,
  time: Micros,
  outcome: 'success' | 'failure',
  strand?: string,
): void {
  const wrong = outcome === 'failure' ? { reason: 'wrong password' } : {};
  const where = { system: 'admin', source: PLAN.door, ...from(guesser), actor: victim.account } as const;
  log.add(time, { ...where, action: 'login', outcome, ...wrong }, strand);
}

/** Mail mostly; pay slips and evaluations of those who keep them. */
function read({ log, chance }: Office, guesser: Worker, victim: Worker, time: Micros, strand: string): void {
  const isPayroll = victim.unit === 'personnel' && chance.happens(0.5);
  const what = isPayroll
    ? { source: FILES, resource: `personnel/${chance.between(1, 400)}`, data_class: 'payroll' }
    : { source: 'mail', resource: `mailbox/${victim.account}`, data_class: 'mail' };
  log.add(
    time,
    { system: 'admin', ...from(guesser), actor: victim.account, action: 'view', ...what },
    `${strand} reads`,
  );
}

function tellHelpDesk(): Story {
  const morning = parseDate('2023-02-13');
  const [away, borrower] = [7, 12];
  const place = office({ ...PLAN, passwordsExpireOn: [morning] });
  const absent = place.workers[away].principal;
  ordinaryDays(
    { ...PLAN, passwordsExpireOn: [morning] },
    place,
    ({ principal }, day) => principal !== absent || day < parseDate('2023-02-01'),
  );
  const { log, chance, registers, workers, administrator } = place;
  const account = `adm-${administrator.principal}`;
  const desk = { system: 'admin', source: PLAN.door, ...from(administrator), actor: account } as const;
  for (const [i, someone] of chance.shuffled(workers.slice(0, -1)).slice(0, 25).entries()) {
    log.add(clock(morning, 8, 40 + Math.floor(i / 2), i), {
      ...desk,
      action: 'reset',
      target: someone.account,
    });
    log.add(clock(morning, 10, 2 * i, 10), { ...desk, ...from(someone), actor: account, action: 'login' });
  }
  for (const day of workingDays('2023-02-01', PLAN.last))
    if (!isOnLeave(registers, workers[borrower], day))
      enter(place, workers[away], workers[borrower], officeMoments(chance, day, 1)[0], 'success');
  return log.close(registers);
}

function tellSharedTerminal(): Story {
  const place = office(PLAN);
  ordinaryDays(PLAN, place);
  const { chance, registers, workers } = place;
  const training: Worker = { ...workers[0], device: 'PC-TRAINING', ip: '10.1.9.9' };
  registers.devices.push({
    device: training.device,
    kind: 'shared',
    principal: '',
    site: PLAN.site,
    valid_from: '',
    valid_to: '',
  });
  const days = workingDays(PLAN.first, PLAN.last);
  const counts = shares(chance, 697, 61);
  counts.forEach((count, i) => {
    const present = days.filter((day) => !isOnLeave(registers, workers[i], day));
    for (let n = 0; n < count; n++) {
      const [time] = officeMoments(chance, chance.pick(present), 1);
      if (chance.happens(0.1)) enter(place, training, workers[i], time - 20_000_000, 'failure');
      enter(place, training, workers[i], time, 'success');
    }
  });
  return place.log.close(registers);
}
