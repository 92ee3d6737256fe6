/**
 * sojitz-2023: a trading house’s new employee was arrested for secrets brought along from the previous employer. Told at that
 * employer, where the log would have shown it: a pull to a cloud of one's own in the weeks before leaving. Days and numbers are ours.
 */
import { formatInstant } from '../src/core/time.ts';
import { clock } from './calendar.ts';
import { gives, HANDOVER_SHARE, lastDays, leaverOffice, take } from './leaver.ts';
import type { Office, OfficePlan } from './office.ts';
import type { Worker } from './ordinary-days.ts';
import type { Scenario, Story } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'sojitz-2023',
  first: '2022-04-11',
  last: '2022-07-08',
  site: 'head-office',
  shelves: [
    { unit: 'machinery', dataClass: 'trade-secret', staff: 8 },
    { unit: 'metals', dataClass: 'order', staff: 7 },
  ],
  documentsMax: 14,
  door: 'ad',
};
const NOTICE = { notice: '2022-06-01', ended: '2022-07-08', recorded_at: '2022-06-02' };
const EVENINGS = lastDays('2022-06-01', '2022-06-28', 6);
const A_DAY = 110;
const CLOUD = 'drive.private.example';

/** Six evenings, a cloud of his own, a month before the last day. */
export const sojitz2023: Scenario = {
  id: 'sojitz-2023',
  title: {
    ja: '双日：転職前に前の勤め先の機密を私用のクラウドへ',
    en: 'Sojitz: secrets of the previous employer, taken to a private cloud before leaving',
  },
  tell() {
    const { place, leaver } = setting();
    const what = { aDay: A_DAY, hour: 17, dataClass: 'trade-secret', strand: 'leaver' };
    take(place, leaver, EVENINGS, { ...what, how: { action: 'upload', destination: CLOUD } });
    return place.log.close(place.registers);
  },
  expected: [
    { detector: 'pre-departure-pull', about: { actor: 'u0103' }, severity: 'critical', firesAtEvent: 60 },
    { detector: 'unsanctioned-destination', about: { actor: 'u0103' }, severity: 'high', firesAtEvent: 1 },
  ],
  innocents: [
    {
      id: 'sojitz-2023/handover',
      why: {
        ja: '同じ退職者が、同じ量の文書を後任のために認められた共有領域へ置く',
        en: 'The same leaver puts as many documents on the share that is allowed, for the successor',
      },
      tell: tellHandover,
    },
    {
      id: 'sojitz-2023/permit',
      why: {
        ja: '退職前に、承認された許可のもとで過去の案件をまとめて印刷',
        en: 'Before leaving, old deals are printed in bulk under an approved permit',
      },
      tell: tellPermit,
    },
  ],
};

function setting(): { place: Office; leaver: Worker } {
  const place = leaverOffice(PLAN);
  const leaver = place.workers[2];
  gives(place, leaver, NOTICE);
  return { place, leaver };
}

function tellHandover(): Story {
  const { place, leaver } = setting();
  const what = { aDay: A_DAY, hour: 15, dataClass: 'trade-secret' };
  take(place, leaver, EVENINGS, { ...what, how: { action: 'copy', destination: HANDOVER_SHARE } });
  return place.log.close(place.registers);
}

function tellPermit(): Story {
  const { place, leaver } = setting();
  const what = { aDay: A_DAY, hour: 15, dataClass: 'trade-secret' };
  take(place, leaver, EVENINGS, { ...what, how: { action: 'print', destination: 'printer-2' } });
  place.registers.permits.push({
    permit: 'ARCHIVE-22',
    principal: leaver.principal,
    systems: 'admin',
    actions: 'print',
    start: formatInstant(clock(EVENINGS[0], 0)),
    end: formatInstant(clock((EVENINGS.at(-1) ?? EVENINGS[0]) + 1, 0)),
    approved_by: place.workers[0].principal,
  });
  return place.log.close(place.registers);
}
