/**
 * sendai-2023: a section chief with resident-register duty looked an acquaintance's address up, once, on Saturday
 * 2022-08-06, after a formal warning about stalking that person on 2021-06-30.
 */
import { formatInstant } from '../src/core/time.ts';
import { clock, jst } from './calendar.ts';
import { from, shift, signIn, type Worker } from './ordinary-days.ts';
import type { Scenario, Story } from './story.ts';
import { type TownHall, townHall } from './town-hall.ts';

const SATURDAY_AFTERNOON = jst('2022-08-06 14:12:41');

/** One look-up, no case, a day off, a person he must not contact. */
export const sendai2023: Scenario = {
  id: 'sendai-2023',
  title: {
    ja: '仙台市：接触を禁じられた相手の住所を休日に照会',
    en: 'Sendai: the address of a person he was warned off, on a day off',
  },
  tell() {
    const { hall, chief, acquaintance } = setting();
    openTerminal(hall, chief);
    hall.log.add(SATURDAY_AFTERNOON, lookUp(chief, acquaintance), 'chief');
    return hall.log.close(hall.registers);
  },
  expected: [
    {
      detector: 'out-of-scope-lookup',
      about: { actor: 'u0101', subject: acquaintanceOf() },
      severity: 'high',
      firesAtEvent: 1,
    },
  ],
  innocents: [
    {
      id: 'sendai-2023/holiday-duty',
      why: {
        ja: '休日当番の勤務表と担当案件があり、本人は別の住民を照会。接触禁止の相手は担当の同僚が照会',
        en: 'On the holiday roster with a case of his own about another resident; the person he must not contact is looked up by a colleague assigned to her case',
      },
      tell: tellHolidayDuty,
    },
  ],
};

function setting(): { hall: TownHall; chief: Worker; colleague: Worker; acquaintance: string } {
  const hall = townHall('sendai-2023', '2022-07-19', '2022-08-19');
  const [chief, colleague] = hall.unit('resident-counter');
  const acquaintance = acquaintanceOf();
  hall.registers['no-contact'].push({
    principal: chief.principal,
    subject: acquaintance,
    valid_from: '2021-06-30',
  });
  return { hall, chief, colleague, acquaintance };
}

/** Outside the residents of ordinary days. */
function acquaintanceOf(): string {
  return 'R30417';
}

function openTerminal({ log, chance }: TownHall, who: Worker): void {
  signIn(
    log,
    chance,
    jst('2022-08-06 14:03:12'),
    { system: 'admin', source: 'ad', ...from(who), action: 'login' },
    0,
  );
  signIn(
    log,
    chance,
    jst('2022-08-06 14:05:30'),
    { system: 'resident', source: 'juki-core', ...from(who), action: 'login' },
    0,
  );
}

function lookUp(who: Worker, subject: string) {
  return {
    system: 'resident',
    source: 'juki-core',
    ...from(who),
    action: 'view',
    subject,
    data_class: 'resident-basic',
  } as const;
}

function tellHolidayDuty(): Story {
  const { hall, chief, colleague, acquaintance } = setting();
  const another = hall.nextResident();
  const saturday = Math.floor((SATURDAY_AFTERNOON / 3.6e9 + 9) / 24);
  const opened = formatInstant(clock(saturday - 2, 10));
  hall.registers.shifts.push(shift(chief.principal, 'duty', clock(saturday, 13), clock(saturday, 17)));
  hall.registers.cases.push(
    { case_id: 'RES-0001', kind: 'address-dispute', subject: another, assignee: chief.principal, opened },
    {
      case_id: 'RES-0002',
      kind: 'address-dispute',
      subject: acquaintance,
      assignee: colleague.principal,
      opened,
    },
  );
  openTerminal(hall, chief);
  hall.log.add(SATURDAY_AFTERNOON, { ...lookUp(chief, another), case_id: 'RES-0001' });
  hall.log.add(clock(saturday + 2, 11, 20), lookUp(colleague, acquaintance));
  return hall.log.close(hall.registers);
}
