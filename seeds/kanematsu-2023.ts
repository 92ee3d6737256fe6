/**
 * kanematsu-2023: an employee who left in June 2022 had taken trade secrets; the company found it in a check after he had gone. Here
 * the notice is entered two weeks before the last day, after the pull: the next sign-in brings the look back. Numbers are ours.
 */
import { gives, HANDOVER_SHARE, lastDays, leaverOffice, take } from './leaver.ts';
import type { Office, OfficePlan } from './office.ts';
import type { Worker } from './ordinary-days.ts';
import type { Scenario, Story } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'kanematsu-2023',
  first: '2022-04-04',
  last: '2022-06-30',
  site: 'head-office',
  shelves: [
    { unit: 'electronics', dataClass: 'trade-secret', staff: 9 },
    { unit: 'foods', dataClass: 'order', staff: 6 },
  ],
  documentsMax: 14,
  door: 'ad',
};
const LAST_DAY = '2022-06-30';
/** Known to the organisation only then. */
const RECORDED = '2022-06-16';
const EVENINGS = lastDays('2022-05-23', '2022-06-14', 12);
const A_DAY = 60;

/** Nothing about the pull is odd while nobody knows that he leaves. */
export const kanematsu2023: Scenario = {
  id: 'kanematsu-2023',
  title: {
    ja: '兼松：退職前の持ち出しが、退職の登録後の点検で分かる',
    en: 'Kanematsu: a pull before leaving, found by looking back once the notice is known',
  },
  tell() {
    const { place, leaver } = setting();
    const what = { aDay: A_DAY, hour: 16, dataClass: 'trade-secret', strand: 'leaver' };
    take(place, leaver, EVENINGS, { ...what, how: { action: 'download' } });
    return place.log.close(place.registers);
  },
  expected: [
    {
      detector: 'pre-departure-pull',
      about: { principal: 'P0104' },
      severity: 'high',
      firesAtEvent: EVENINGS.length * A_DAY,
    },
  ],
  innocents: [
    {
      id: 'kanematsu-2023/honest-notice',
      why: {
        ja: '申出から最終日まで引継ぎ資料をまとめ、認められた共有領域に置き、いくらか印刷する',
        en: 'From the notice to the last day papers for the successor are gathered on an allowed share, and some are printed',
      },
      tell: tellHonestNotice,
    },
    {
      id: 'kanematsu-2023/stays',
      why: {
        ja: '同じ時期に同じ量を取り出した同僚は、退職しない',
        en: 'A colleague takes as much in the same weeks, for a project, and stays',
      },
      tell: tellColleague,
    },
  ],
};

function setting(): { place: Office; leaver: Worker } {
  const place = leaverOffice(PLAN);
  const leaver = place.workers[3];
  gives(place, leaver, { notice: '2022-06-15', ended: LAST_DAY, recorded_at: RECORDED });
  return { place, leaver };
}

function tellHonestNotice(): Story {
  const { place, leaver } = setting();
  const days = lastDays('2022-06-16', '2022-06-29', 9);
  const what = { hour: 14, dataClass: 'trade-secret' };
  take(place, leaver, days, { ...what, aDay: 60, how: { action: 'copy', destination: HANDOVER_SHARE } });
  take(place, leaver, days, { ...what, aDay: 2, how: { action: 'print', destination: 'printer-2' } });
  return place.log.close(place.registers);
}

function tellColleague(): Story {
  const { place } = setting();
  const what = { aDay: A_DAY, hour: 16, dataClass: 'trade-secret' };
  take(place, place.workers[5], EVENINGS, { ...what, how: { action: 'download' } });
  return place.log.close(place.registers);
}
