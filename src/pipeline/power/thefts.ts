/** Thefts of every size: who takes how many records a day, in which way, and the lines this leaves in the log. */
import type { AccessEvent } from '../../../schemas/access-event.ts';
import { type Day, formatInstant, HOUR, type Micros, startOfDay } from '../../core/time.ts';
import type { Reader } from './readers.ts';

/** Ways to take records. */
export const WAYS = ['view', 'export', 'copy'] as const;
export type Way = (typeof WAYS)[number];

/** Records a day. */
const RATES = [1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000] as const;
/** Nobody looks at more people one by one. */
const VIEWS_MAX = 300;
/** Days on which a theft goes on, at most. */
const DAYS_MAX = 120;
/** A theft has to be told from an account that is hardly used. */
const DAYS_MIN = 10;

/** One way and size. */
export interface Cell {
  readonly way: Way;
  readonly rate: number;
}

/** Every way and size. */
export const CELLS: readonly Cell[] = WAYS.flatMap((way) =>
  RATES.filter((rate) => way !== 'view' || rate <= VIEWS_MAX).map((rate) => ({ way, rate })),
);

/** A theft behind an account. */
export interface Theft extends Cell {
  readonly number: number;
  readonly reader: Reader;
  readonly days: readonly Day[];
}

/** Accounts that are used on enough days after `start`, with those days. */
export function ableFrom(readers: readonly Reader[], start: Day): Reader[] {
  return readers
    .map((reader) => ({ ...reader, days: reader.days.filter((day) => day >= start).slice(0, DAYS_MAX) }))
    .filter(({ days }) => days.length >= DAYS_MIN);
}

/**
 * Spreads thefts over accounts, in passes: in one pass at most a third of the accounts are thieves, so that what is usual
 * for the others stays usual.
 */
export function passesOf(able: readonly Reader[], repeatsMax: number, passesMax: number): Theft[][] {
  if (able.length === 0) return [];
  const aPass = Math.max(1, Math.floor(able.length / 3));
  const repeats = Math.max(1, Math.min(repeatsMax, Math.floor((passesMax * aPass) / CELLS.length)));
  const thefts: Theft[] = Array.from({ length: CELLS.length * repeats }, (_, number) => {
    const reader = able[number % able.length];
    return { ...CELLS[number % CELLS.length], number, reader, days: reader.days };
  });
  return Array.from({ length: Math.ceil(thefts.length / aPass) }, (_, pass) =>
    thefts.slice(pass * aPass, (pass + 1) * aPass),
  );
}

/** The id of an event of a theft, and whose it is. */
export function theftId(number: number, event: number): string {
  return `power:${number}:${event}`;
}

/** The number of the theft that an event id belongs to; -1 for events of the log. */
export function theftOf(eventId: string): number {
  const found = /\/power:(\d+):\d+$/.exec(eventId);
  return found === null ? -1 : Number(found[1]);
}

/** The lines of a theft: in office hours, where the account always works, of people nobody else looks at, to a disk nobody else has. */
export function* linesOf({ way, rate, number, reader, days }: Theft): Generator<AccessEvent> {
  let count = 0;
  for (const day of days) {
    const start = startOfDay(day) + 9.5 * HOUR;
    const events = way === 'view' ? rate : 1;
    for (let i = 0; i < events; i++) {
      const time = start + Math.floor((i * 7 * HOUR) / events);
      yield line({ way, rate, number, reader }, time, count);
      count++;
    }
  }
}

function line(
  { way, rate, number, reader: { example } }: Omit<Theft, 'days'>,
  time: Micros,
  count: number,
): AccessEvent {
  const id = theftId(number, count);
  const subject = `power-${number}-${count}`;
  const { system, source, actor, principal, device, ip, site, session, tenant, data_class } = example;
  const own = { actor, principal, device, ip, site, session, tenant, data_class };
  const what =
    way === 'view'
      ? ({ action: 'view', subject } as const)
      : way === 'export'
        ? ({ action: 'export', records: rate } as const)
        : ({ action: 'copy', records: rate, destination: `usb:power-${number}` } as const);
  return { time: formatInstant(time), system, source, id, ...own, ...what };
}

/** Records taken by the end of a moment. */
export function takenBy({ way, rate, days }: Theft, time: Micros): { days: number; records: number } {
  let records = 0;
  let over = 0;
  for (const day of days) {
    const start = startOfDay(day) + 9.5 * HOUR;
    if (start > time) break;
    over++;
    const events = way === 'view' ? rate : 1;
    for (let i = 0; i < events; i++)
      if (start + Math.floor((i * 7 * HOUR) / events) <= time) records += way === 'view' ? 1 : rate;
  }
  return { days: over, records };
}
