/** orientalairbridge-2023: an employee of an airline took confidential data just before leaving. The days and numbers are ours. */
import { gives, lastDays, leaverOffice, take } from './leaver.ts';
import type { Office, OfficePlan } from './office.ts';
import type { Worker } from './ordinary-days.ts';
import type { Scenario, Story } from './story.ts';

const PLAN: OfficePlan = {
  seed: 'orientalairbridge-2023',
  first: '2022-12-05',
  last: '2023-02-28',
  site: 'airport',
  shelves: [
    { unit: 'operations', dataClass: 'flight-operations', staff: 8 },
    { unit: 'maintenance', dataClass: 'aircraft', staff: 7 },
  ],
  documentsMax: 12,
  door: 'ad',
};
const NOTICE = { notice: '2023-01-31', ended: '2023-02-28' };
/** A medium of the airline, lent to maintenance. */
const LENT = 'usb:AIR-0032';
const LAST_DAYS = lastDays('2023-02-20', '2023-02-28', 4);

/** Four days before the last, everything goes to a stick. */
export const orientalairbridge2023: Scenario = {
  id: 'orientalairbridge-2023',
  title: {
    ja: 'オリエンタルエアブリッジ：退職直前に機密データをUSBへ',
    en: 'Oriental Air Bridge: confidential data to a stick in the last days',
  },
  tell() {
    const { place, leaver } = setting();
    const what = { aDay: 170, hour: 15, dataClass: 'flight-operations', strand: 'leaver' };
    take(place, leaver, LAST_DAYS, { ...what, how: { action: 'copy', destination: 'usb:0781A5F2' } });
    return place.log.close(place.registers);
  },
  expected: [
    {
      detector: 'pre-departure-pull',
      about: { actor: 'u0102', principal: 'P0102' },
      severity: 'high',
      firesAtEvent: 21,
    },
    { detector: 'unsanctioned-destination', about: { actor: 'u0102' }, severity: 'high', firesAtEvent: 1 },
  ],
  innocents: [
    {
      id: 'orientalairbridge-2023/last-weeks',
      why: {
        ja: '退職者はふだんどおり働き、整備の同僚が貸与の媒体へ図面を写す',
        en: 'The leaver works as ever; a colleague in maintenance copies drawings to a medium that was lent',
      },
      tell: tellLastWeeks,
    },
  ],
};

function setting(): { place: Office; leaver: Worker } {
  const place = leaverOffice(PLAN);
  place.registers.destinations?.push({ pattern: LENT, allowed: 'yes' });
  const leaver = place.workers[1];
  gives(place, leaver, NOTICE);
  return { place, leaver };
}

function tellLastWeeks(): Story {
  const { place } = setting();
  const what = { aDay: 40, hour: 14, dataClass: 'aircraft' };
  take(place, place.workers[9], LAST_DAYS, { ...what, how: { action: 'copy', destination: LENT } });
  return place.log.close(place.registers);
}
