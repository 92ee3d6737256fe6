/**
 * satsumasendai-2023: a waterworks official who had handled a leak complaint looked the resident up twice more on
 * 2023-05-01, after the job was over, "out of concern". He was inside his access rights all along.
 */
import { dayAt, formatInstant } from '../src/core/time.ts';
import { jst } from './calendar.ts';
import { comesInAfterAll, from, type Worker } from './ordinary-days.ts';
import type { Row, Scenario, Story } from './story.ts';
import { townHall } from './town-hall.ts';

const COMPLAINT = 'LEAK-2023-018';
const OPENED = jst('2023-04-10 09:20');
const DURING = [jst('2023-04-10 09:31'), jst('2023-04-12 13:15'), jst('2023-04-20 16:02')] as const;
const AFTERWARDS = [jst('2023-05-01 10:41:07'), jst('2023-05-01 15:22:50')] as const;

/** Two look-ups within his rights, after the case was closed. */
export const satsumasendai2023: Scenario = {
  id: 'satsumasendai-2023',
  title: {
    ja: '薩摩川内市：終了した案件の住民を再び照会',
    en: 'Satsumasendai: the resident of a closed case, twice more',
  },
  tell: () => tellWith(() => []),
  expected: [
    { detector: 'out-of-scope-lookup', about: { actor: 'u0401' }, severity: 'medium', firesAtEvent: 1 },
  ],
  innocents: [
    {
      id: 'satsumasendai-2023/re-opened',
      why: { ja: '同じ案件が当日の朝に再開された', en: 'The same case was re-opened that morning' },
      tell: () =>
        tellWith((complaint) => [
          { ...complaint, opened: formatInstant(jst('2023-05-01 09:05')), closed: '2023-05-12' },
        ]),
    },
    {
      id: 'satsumasendai-2023/household',
      why: {
        ja: '同じ世帯の家族について、所属する係の案件が開いている',
        en: 'His unit has an open case about another member of the household',
      },
      tell: () =>
        tellWith((_, relative) => [
          {
            case_id: 'METER-2023-007',
            kind: 'meter',
            subject: relative,
            assignee: 'waterworks',
            opened: '2023-04-27',
            closed: '2023-05-19',
          },
        ]),
    },
  ],
};

/** The story, with further cases that put it right. The twins do not count their look-ups as an incident. */
function tellWith(furtherCases: (complaint: Row, relative: string) => Row[]): Story {
  const hall = townHall('satsumasendai-2023', '2023-04-03', '2023-05-12');
  const [official] = hall.unit('waterworks');
  const resident = hall.nextResident();
  const relative = hall.nextResident();
  const complaint = {
    case_id: COMPLAINT,
    kind: 'leak',
    subject: resident,
    assignee: official.principal,
    opened: formatInstant(OPENED),
    closed: '2023-04-21',
  };
  const further = furtherCases(complaint, relative);
  hall.registers.cases.push(complaint, ...further);
  for (const subject of [resident, relative])
    hall.registers.households.push({ subject, household: 'H-LEAK' });
  comesInAfterAll(
    hall.registers,
    official,
    [...DURING, ...AFTERWARDS].map((time) => dayAt(time)),
  );
  for (const time of DURING) hall.log.add(time, { ...lookUp(official, resident), case_id: COMPLAINT });
  for (const time of AFTERWARDS)
    hall.log.add(time, lookUp(official, resident), further.length === 0 ? 'official' : undefined);
  return hall.log.close(hall.registers);
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
