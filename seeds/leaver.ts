/** An office of which somebody leaves: everybody takes a few documents a day, and one of them more than that before going. */
import type { Day } from '../src/core/time.ts';
import { clock, officeMoments, workingDays } from './calendar.ts';
import { FILES, type Office, type OfficePlan, office, ordinaryDays } from './office.ts';
import { amend, comesInAfterAll, from, isOnLeave, type Worker } from './ordinary-days.ts';
import type { Entry, Row } from './story.ts';

/** Where copies for a successor are put. */
export const HANDOVER_SHARE = 'handover.own.example.jp';

/** An office in which documents are downloaded and printed every day; nothing may go to media and clouds of one's own. */
export function leaverOffice(plan: OfficePlan): Office {
  const place = office(plan);
  const { log, chance, registers, workers } = place;
  const classOf = new Map(plan.shelves.map(({ unit, dataClass }) => [unit, dataClass]));
  registers.destinations = [
    { pattern: '*.own.example.jp', allowed: 'yes' },
    { pattern: 'printer-*', allowed: 'yes' },
    { pattern: 'usb:*', allowed: 'no' },
  ];
  ordinaryDays(plan, place);
  for (const day of workingDays(plan.first, plan.last))
    for (const someone of workers.slice(0, -1)) {
      if (isOnLeave(registers, someone, day)) continue;
      for (const time of officeMoments(chance, day, chance.between(0, 3)))
        log.add(time, {
          ...document(someone, classOf.get(someone.unit) ?? '', chance.between(1, 400)),
          ...(chance.happens(0.3) ? { action: 'print', destination: 'printer-2' } : { action: 'download' }),
        });
    }
  return place;
}

/** A document of the unit, in somebody's hands. */
function document(someone: Worker, dataClass: string, number: number): Omit<Entry, 'action'> {
  return {
    system: 'admin',
    source: FILES,
    ...from(someone),
    resource: `${someone.unit}/${number}`,
    data_class: dataClass,
  };
}

/** Enters what the organisation learns of a departure, and when. */
export function gives(place: Office, someone: Worker, notice: Row): void {
  const { people } = place.registers;
  const before = people.find(({ principal }) => principal === someone.principal);
  if (notice.recorded_at === undefined || before === undefined)
    amend(people, 'principal', someone.principal, notice);
  else people.push({ ...before, ...notice });
}

/** Takes `aDay` documents on each of some days, from an hour on, one after the other. */
export function take(
  { log, chance, registers }: Office,
  someone: Worker,
  days: readonly Day[],
  plan: {
    aDay: number;
    hour: number;
    dataClass: string;
    how: Pick<Entry, 'action' | 'destination'>;
    strand?: string;
  },
): void {
  comesInAfterAll(registers, someone, days);
  for (const [turn, day] of days.entries()) {
    let time = clock(day, plan.hour, chance.between(0, 20));
    for (let n = 0; n < plan.aDay; n++) {
      const number = 1_000 + turn * plan.aDay + n;
      const entry = {
        ...document(someone, plan.dataClass, number),
        ...plan.how,
        bytes: chance.between(40_000, 900_000),
      };
      log.add(time, entry, plan.strand);
      time += chance.between(8, 50) * 1_000_000;
    }
  }
}

/** The last `count` working days up to a date. */
export function lastDays(first: string, last: string, count: number): Day[] {
  return workingDays(first, last).slice(-count);
}
