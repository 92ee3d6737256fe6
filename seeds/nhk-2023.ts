/**
 * nhk-2023: an agency worker posted interview notes; found by narrowing down everybody who could reach the content.
 * The reading was within everybody's rights, so no detector speaks: somebody has to ask. Dates and figures are ours.
 */
import { formatInstant } from '../src/core/time.ts';
import { jst, officeMoments, workingDays } from './calendar.ts';
import { type Office, type OfficePlan, office, ordinaryDays, reads } from './office.ts';
import { amend, type Worker } from './ordinary-days.ts';
import type { Scenario } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'nhk-2023',
  first: '2023-04-03',
  last: '2023-05-31',
  site: 'newsroom',
  shelves: [
    { unit: 'news', dataClass: 'interview-notes', staff: 12 },
    { unit: 'programmes', dataClass: 'scripts', staff: 10 },
  ],
  documentsMax: 6,
  door: 'ad',
};

const PROGRAMME = 'PRG-0417';
const REPORTER = 0;
const AGENCY_WORKER = 11;

/** The interview note. */
export const NOTE = 'news/interview-0417';
/** When it was posted. */
export const POSTED = '2023-05-24T22:10:00+09:00';

/** The note is read by those who made the programme and by colleagues who looked in; one of them was not to be trusted. */
export const nhk2023: Scenario = {
  id: 'nhk-2023',
  title: { ja: 'NHK：派遣スタッフが取材メモを投稿', en: 'NHK: an agency worker posts an interview note' },
  tell() {
    const place = newsroom();
    const { log, chance, workers } = place;
    for (const day of workingDays('2023-05-09', '2023-05-19'))
      for (const time of officeMoments(chance, day, 2))
        log.add(time, { ...read(workers[REPORTER + chance.between(0, 1)]), case_id: PROGRAMME }, 'read');
    for (const i of [4, 5, 7, 8]) log.add(jst(`2023-05-${11 + i} 13:${20 + i}`), read(workers[i]), 'read');
    log.add(jst('2023-05-23 16:42'), read(workers[AGENCY_WORKER]), 'read');
    log.add(jst('2023-05-25 09:05'), { ...read(workers[REPORTER]), case_id: PROGRAMME }); // after it was posted
    return log.close(place.registers);
  },
  expected: [],
  innocents: [],
};

/** The newsroom on ordinary days. One of the news unit comes from an agency; the programme is a case of its two reporters. */
function newsroom(): Office {
  const place = office(PLAN);
  const { registers, workers } = place;
  amend(registers.people, 'principal', workers[AGENCY_WORKER].principal, {
    employment: 'agency',
    employer: 'staff-agency',
  });
  const assignee = [workers[REPORTER], workers[REPORTER + 1]].map(({ principal }) => principal).join('|');
  const opened = formatInstant(jst('2023-04-17 10:00'));
  registers.cases.push({ case_id: PROGRAMME, kind: 'programme', subject: '', assignee, opened });
  ordinaryDays(PLAN, place);
  return place;
}

const read = (someone: Worker) => reads(someone, NOTE, 'interview-notes');
