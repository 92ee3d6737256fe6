/**
 * cabinet-2023: a seconded official passed a whistle-blower's name on to the accused body. Reading the report needed no
 * right he did not have, so no detector speaks: somebody has to ask who had no role in it. Dates and figures are ours.
 */
import { formatInstant } from '../src/core/time.ts';
import { jst, officeMoments, workingDays } from './calendar.ts';
import { type Office, type OfficePlan, office, ordinaryDays, reads } from './office.ts';
import { amend, type Worker } from './ordinary-days.ts';
import type { Scenario } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'cabinet-2023',
  first: '2023-01-10',
  last: '2023-03-10',
  site: 'office',
  shelves: [
    { unit: 'reports', dataClass: 'whistle-report', staff: 7 },
    { unit: 'policy', dataClass: 'policy-draft', staff: 12 },
  ],
  documentsMax: 5,
  door: 'ad',
};

const CASE = 'WB-2023-014';
const SECONDED = 6;

/** The whistle-blower's report. */
export const REPORT = 'reports/WB-2023-014';

/** The report is handled by two officials under its case; a third opens it once, citing nothing. */
export const cabinet2023: Scenario = {
  id: 'cabinet-2023',
  title: {
    ja: '内閣府：出向者が通報者の氏名を通報先へ伝達',
    en: 'Cabinet Office: a whistle-blower’s name passed on',
  },
  tell() {
    const place = bureau();
    const { log, chance, workers } = place;
    for (const day of workingDays('2023-02-06', '2023-02-24'))
      for (const time of officeMoments(chance, day, 1))
        log.add(time, { ...read(workers[chance.between(0, 1)]), case_id: CASE }, 'read');
    log.add(jst('2023-02-16 11:26'), read(workers[SECONDED]), 'read');
    return log.close(place.registers);
  },
  expected: [],
  innocents: [],
};

/** The bureau on ordinary days; everybody in the unit reads reports of their own cases. */
function bureau(): Office {
  const place = office(PLAN);
  const { registers, workers } = place;
  amend(registers.people, 'principal', workers[SECONDED].principal, {
    employment: 'seconded',
    employer: 'other-ministry',
  });
  const assignee = workers
    .slice(0, 2)
    .map(({ principal }) => principal)
    .join('|');
  const opened = formatInstant(jst('2023-02-03 09:00'));
  registers.cases.push({ case_id: CASE, kind: 'whistle-report', subject: '', assignee, opened });
  ordinaryDays(PLAN, place);
  return place;
}

const read = (someone: Worker) => reads(someone, REPORT, 'whistle-report');
