/**
 * tsuyama-2023: a pupil photographed a printed list of about 30 passwords on April 13; from late July two pupils used eight
 * classmates' accounts, downloaded work and changed wallpapers. Which of them used which, and how often, is ours. Nothing failed.
 */
import { type Day, parseDate } from '../src/core/time.ts';
import { clock, officeMoments, workingDays } from './calendar.ts';
import { FILES, type Office, type OfficePlan, office, ordinaryDays } from './office.ts';
import { comesInAfterAll, from, isOnLeave, type Worker } from './ordinary-days.ts';
import type { Scenario, Story } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'tsuyama-2023',
  first: '2023-05-08',
  last: '2023-09-08',
  site: 'school',
  shelves: [
    { unit: 'class-2-1', dataClass: 'schoolwork', staff: 30 },
    { unit: 'class-2-2', dataClass: 'schoolwork', staff: 30 },
  ],
  documentsMax: 2,
  door: 'cloud-accounts',
};
const SINCE = '2023-07-24';

/** Two pupils by their place in the class, and the eight classmates whose accounts they used, two of them by both. */
const PUPILS = [
  { place: 6, strand: 'first', victims: [9, 12, 15, 17, 22], visits: 16 },
  { place: 19, strand: 'second', victims: [17, 22, 24, 26, 28], visits: 13 },
] as const;

/** The passwords were right: only the devices tell. */
export const tsuyama2023: Scenario = {
  id: 'tsuyama-2023',
  title: {
    ja: '津山市：生徒2人が同級生8人のアカウントを使用（失敗なし）',
    en: 'Tsuyama: two pupils use eight classmates’ accounts, and nothing fails',
  },
  tell() {
    const place = school();
    for (const pupil of PUPILS) use(place, pupil);
    return place.log.close(place.registers);
  },
  expected: PUPILS.map(({ place, strand }) => ({
    detector: 'credential-takeover',
    about: { device: `PC-${String(101 + place).padStart(4, '0')}` },
    severity: 'medium',
    strand,
    firesAtEvent: 30,
  })),
  innocents: [
    {
      id: 'tsuyama-2023/library',
      why: {
        ja: '図書室の共用端末で、同級生30人が毎日のようにログインしている',
        en: 'A shared terminal of the library: thirty classmates sign in there day by day',
      },
      tell: tellLibrary,
    },
    {
      id: 'tsuyama-2023/lent-and-reset',
      why: {
        ja: '故障した端末の代わりに転校した生徒の端末を借り、先生が全員のパスワードを再設定し、友達の端末で一度だけログインした生徒もいる',
        en: 'A tablet of a pupil who has moved is lent to another, a teacher resets everybody’s password, and some sign in once on a friend’s tablet',
      },
      tell: tellLentAndReset,
    },
  ],
};

function school(isThere: (someone: Worker, day: Day) => boolean = () => true): Office {
  const place = office(PLAN);
  ordinaryDays(PLAN, place, isThere);
  return place;
}

/** Somebody signs in on a device that is not his own. */
function signInOn({ log }: Office, device: Worker, someone: Worker, time: number, strand?: string): void {
  const at = { system: 'admin', ...from(device), actor: someone.account } as const;
  log.add(time, { ...at, source: PLAN.door, action: 'login', outcome: 'success' }, strand);
}

function use(place: Office, { place: seat, strand, victims, visits }: (typeof PUPILS)[number]): void {
  const { log, chance, workers } = place;
  const pupil = workers[seat];
  const days = workingDays(SINCE, PLAN.last).filter((day) => !isOnLeave(place.registers, pupil, day));
  for (let visit = 0; visit < visits; visit++) {
    const day = days[Math.floor(((visit + 0.5) * days.length) / visits)];
    const victim = workers[victims[visit % victims.length]];
    comesInAfterAll(place.registers, victim, [day]);
    const time = clock(day, 16, chance.between(0, 50), chance.between(0, 59));
    signInOn(place, pupil, victim, time, strand);
    const at = { system: 'admin', ...from(pupil), actor: victim.account } as const;
    if (chance.happens(0.7))
      log.add(
        time + 70e6,
        {
          ...at,
          source: FILES,
          action: 'download',
          resource: `${victim.unit}/${chance.between(1, 400)}`,
          data_class: 'schoolwork',
        },
        strand,
      );
    else log.add(time + 90e6, { ...at, source: PLAN.door, action: 'config', resource: 'wallpaper' }, strand);
  }
}

function tellLibrary(): Story {
  const place = school();
  const { chance, registers, workers } = place;
  const library: Worker = { ...workers[0], device: 'LIB-1', ip: '10.1.9.7' };
  registers.devices.push({
    device: library.device,
    kind: 'shared',
    principal: '',
    site: PLAN.site,
    valid_from: '',
    valid_to: '',
  });
  for (const day of workingDays(PLAN.first, PLAN.last))
    for (const someone of chance.shuffled(workers.slice(0, 30)).slice(0, 8)) {
      if (isOnLeave(registers, someone, day)) continue;
      signInOn(place, library, someone, officeMoments(chance, day, 1)[0]);
    }
  return place.log.close(registers);
}

function tellLentAndReset(): Story {
  const [moved, borrower] = [4, 11];
  const lentFrom = parseDate('2023-06-01');
  const gone = office(PLAN).workers[moved].principal;
  const place = school(({ principal }, day) => principal !== gone || day < lentFrom);
  const { log, chance, registers, workers, administrator } = place;
  const days = workingDays('2023-06-01', PLAN.last);
  const present = (someone: Worker) => days.filter((day) => !isOnLeave(registers, someone, day));
  for (const day of present(workers[borrower]))
    signInOn(place, workers[moved], workers[borrower], officeMoments(chance, day, 1)[0]);
  const morning = days[40];
  for (const [i, friend] of workers.slice(30, 42).entries()) {
    const [day] = chance.shuffled(present(friend).filter((each) => each < morning));
    signInOn(place, workers[42 + i], friend, officeMoments(chance, day, 1)[0]);
  }
  for (const [i, pupil] of workers.slice(0, -1).entries())
    log.add(clock(morning, 8, Math.floor(i / 2), (i % 2) * 30), {
      system: 'admin',
      source: PLAN.door,
      ...from(administrator),
      actor: `adm-${administrator.principal}`,
      action: 'reset',
      target: pupil.account,
    });
  return log.close(registers);
}
