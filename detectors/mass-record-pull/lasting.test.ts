/** A drip that lasts is no busy day: from the fifth day above what is usual it is at least medium. */
import { expect, test } from 'vitest';
import type { EventPart } from '../../src/batch/event.ts';
import { type Day, dayFromCivil, HOUR, startOfDay, weekday } from '../../src/core/time.ts';
import { findingsOf } from '../../test/findings-of.ts';
import { massRecordPull } from '../mass-record-pull.ts';

const MONDAY = dayFromCivil(2024, 4, 1);
const STAFF = Array.from({ length: 12 }, (_, i) => `P${i + 1}`);
const registers = {
  people: ['principal,unit,duties', ...STAFF.map((who) => `${who},floor,desk`)].join('\n'),
};
const isWorkday = (day: Day) => weekday(day) % 6 !== 0;

/** Somebody's list of so many records, without names. */
const list = (who: string, day: Day, records: number): EventPart => ({
  time: startOfDay(day) + 10 * HOUR,
  actor: who,
  principal: who,
  action: 'list',
  records,
});

/** Eight weeks of everybody at some 30 a day, then two in which P1 lists 390 on the first `count` days. */
function dripping(count: number): EventPart[] {
  return Array.from({ length: 70 }, (_, n) => MONDAY + n)
    .filter(isWorkday)
    .flatMap((day) =>
      STAFF.map((who, i) => {
        const isDrip = who === 'P1' && day >= MONDAY + 56 && day < MONDAY + 56 + count;
        return list(who, day, isDrip ? 390 : 25 + ((day + i) % 11));
      }),
    );
}

test.each([
  [1, 'low'],
  [4, 'low'],
  [5, 'medium'],
] as const)('%i days above what is usual: %s', (days, severity) => {
  const findings = findingsOf(massRecordPull, dripping(days), { registers });
  expect(findings.map((finding) => finding.severity)).toEqual([severity]);
});
