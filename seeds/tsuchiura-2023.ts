/**
 * tsuchiura-2023: on Saturday 2021-12-18 an official collected the personnel data of 836 colleagues from a city server
 * to a private disk. Nobody knew until a colleague's tip nine months later.
 */
import { formatInstant, type Micros } from '../src/core/time.ts';
import { jst } from './calendar.ts';
import { from, shift, signIn, type Worker } from './ordinary-days.ts';
import type { Scenario, Story } from './story.ts';
import { type TownHall, townHall } from './town-hall.ts';

const COLLEAGUES = 836;
const START = jst('2021-12-18 13:06');
const DISK = 'usb:57583431';
const LENT_DISK = 'usb:CITY-0007';

/** 836 people in one sitting, on a day off, of a class that is not his. */
export const tsuchiura2023: Scenario = {
  id: 'tsuchiura-2023',
  title: {
    ja: '土浦市：休日に同僚836人分の人事情報を私物ディスクへ',
    en: 'Tsuchiura: personnel files of 836 colleagues, on a Saturday',
  },
  tell() {
    const hall = setting();
    const [official] = hall.unit('civil-works');
    collect(hall, official, 'official');
    return hall.log.close(hall.registers);
  },
  expected: [
    { detector: 'out-of-scope-lookup', about: { actor: 'u0601' }, severity: 'medium', firesAtEvent: 1 },
    { detector: 'mass-record-pull', about: { actor: 'u0601' }, severity: 'high', firesAtEvent: 100 },
    {
      detector: 'unsanctioned-destination',
      about: { actor: 'u0601', device: 'PC-0601' },
      severity: 'critical',
      firesAtEvent: 1,
    },
  ],
  innocents: [
    {
      id: 'tsuchiura-2023/permit',
      why: {
        ja: '人事担当者が、承認された許可と休日勤務のもとで年末調整のため同じ件数を複写',
        en: 'A personnel officer copies as many under an approved permit and a duty shift, for the year-end tax adjustment',
      },
      tell: tellPermit,
    },
  ],
};

/** Disks of one's own are forbidden; the town lends media of its own. */
function setting(): TownHall {
  const hall = townHall('tsuchiura-2023', '2021-11-29', '2021-12-24');
  hall.registers.destinations = [
    { pattern: '*.city.example.jp', allowed: 'yes' },
    { pattern: 'usb:*', allowed: 'no' },
    { pattern: LENT_DISK, allowed: 'yes' },
  ];
  return hall;
}

/** One sitting of some two and a half hours. */
function collect({ log, chance }: TownHall, who: Worker, strand?: string): void {
  signIn(log, chance, START - 4 * 60e6, { system: 'admin', source: 'ad', ...from(who), action: 'login' }, 0);
  let time: Micros = START;
  for (let number = 1; number <= COLLEAGUES; number++) {
    const subject = `E${String(number).padStart(4, '0')}`;
    log.add(
      time,
      {
        system: 'admin',
        source: 'jinji-files',
        ...from(who),
        action: 'copy',
        subject,
        data_class: 'personnel',
        resource: `personnel/${subject}.xlsx`,
        destination: DISK,
        bytes: chance.between(18_000, 90_000),
      },
      strand,
    );
    time += chance.between(4, 17) * 1_000_000;
  }
}

function tellPermit(): Story {
  const hall = setting();
  const [officer, superior] = hall.unit('general-affairs');
  const [start, end] = [jst('2021-12-18 13:00'), jst('2021-12-18 17:15')];
  hall.registers.shifts.push(shift(officer.principal, 'duty', start, end));
  hall.registers.permits.push({
    permit: 'PERMIT-2021-031',
    principal: officer.principal,
    systems: 'jinji-files',
    actions: 'copy',
    start: formatInstant(start),
    end: formatInstant(end),
    approved_by: superior.principal,
  });
  collect(hall, officer);
  return hall.log.close(hall.registers);
}
