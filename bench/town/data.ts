/** The town's log: day after day of ordinary life, and four incidents on the first one. Always the same lines. */
import { type Chance, chanceOf } from '../../seeds/chance.ts';
import {
  type Day,
  formatInstant,
  HOUR,
  MILLISECOND,
  MINUTE,
  type Micros,
  SECOND,
} from '../../src/core/time.ts';
import { atDay, workingDays } from './calendar.ts';
import { foundTown, LEAVER, padded, resident, SERVICES, type Town, type Worker } from './staff.ts';
import { type Log, signIn, signOut, TASK } from './work.ts';

/** A day of the town. */
export const EVENTS_A_DAY = 2_000_000;
/** Seconds between two signs of life of a service. */
const HEARTBEAT_SECONDS = 11;

/** Hands the first `events` lines of the town's log to `write`, in order of time; gives the registers. */
export function townData(events: number, write: (line: string) => void): Town['registers'] {
  const town = foundTown();
  const chance = chanceOf('days of the town');
  let number = 0;
  for (const day of workingDays()) {
    for (const line of dayLines(town, chance, day, number === 0)) {
      if (number === events) return town.registers;
      write(line(number++));
    }
  }
  return town.registers;
}

interface Entry {
  readonly at: Micros;
  readonly system: string;
  readonly source: string;
  readonly members: string;
}

/** Somebody's day: when they come, eat and go, and how far they are. */
interface Shift {
  readonly who: Worker;
  readonly lunch: Micros;
  readonly end: Micros;
  free: Micros;
  hasEaten: boolean;
}

/** The lines of a day, each waiting for its number. Held by the hour: tasks that begin in an hour may end in the next. */
function* dayLines(
  town: Town,
  chance: Chance,
  day: Day,
  isFirst: boolean,
): Generator<(number: number) => string> {
  const shifts = roster(town, chance, day);
  let entries: Entry[] = [];
  const log: Log = (at, system, source, members) => entries.push({ at, system, source, members });
  for (let hour = 0; hour < 24; hour++) {
    const until = atDay(day, hour + 1);
    beat(log, chance, atDay(day, hour), until);
    if (isFirst) incidents(log, hour, atDay(day, hour));
    for (const shift of shifts) work(log, chance, shift, until);
    const due = entries.filter(({ at }) => at < until).sort((a, b) => a.at - b.at);
    entries = entries.filter(({ at }) => at >= until);
    for (const { at, system, source, members } of due)
      yield (number) =>
        `{"time":"${formatInstant(at)}","system":"${system}","source":"${source}","id":"${padded('', number, 9)}",${members}}`;
  }
}

/** Everybody who is not on leave; halls and shops work late. */
function roster({ workers }: Town, chance: Chance, day: Day): Shift[] {
  return workers.flatMap((who) => {
    if (chance.happens(0.05)) return [];
    const isLate = who.section.style === 'shop' && chance.happens(0.5);
    const come =
      atDay(day, isLate ? 11 : 8) + chance.between(15, 40) * MINUTE + chance.between(0, 59_999) * MILLISECOND;
    return [
      {
        who,
        free: come,
        lunch: come + 3 * HOUR + chance.between(20, 80) * MINUTE,
        end: come + 8 * HOUR + chance.between(40, 75) * MINUTE,
        hasEaten: false,
      },
    ];
  });
}

/** Lets somebody work until an hour is over. */
function work(log: Log, chance: Chance, shift: Shift, until: Micros): void {
  const { who, lunch, end } = shift;
  if (shift.free >= until || shift.free >= end) return;
  const isArriving = shift.free < lunch - 3 * HOUR;
  if (isArriving) shift.free = signIn(log, chance, who, shift.free);
  while (shift.free < until && shift.free < end) {
    if (!shift.hasEaten && shift.free >= lunch) {
      shift.hasEaten = true;
      shift.free = signIn(log, chance, who, shift.free + chance.between(45, 60) * MINUTE);
    } else shift.free = TASK[who.section.style](log, chance, who, shift.free);
  }
  if (shift.free >= end) signOut(log, who, shift.free);
}

/** Services that say every few seconds that they live, and one nightly batch under a standing permit. */
function beat(log: Log, chance: Chance, from: Micros, until: Micros): void {
  for (let service = 0; service < SERVICES; service++) {
    const who = `"actor":"${padded('svc-', service, 2)}","device":"${padded('SRV-', service, 2)}","ip":"10.200.0.${service + 10}","site":"city-hall"`;
    for (let at = from; at < until; at += HEARTBEAT_SECONDS * SECOND)
      log(
        at + chance.between(0, 10_999) * MILLISECOND,
        'admin',
        'ad',
        `${who},"action":"other","resource":"health/${service}","extra":{"state":"running","load":${chance.between(1, 99)}}`,
      );
  }
}

/** A leaver's account at night, a guessed password, a long pull, and a look at somebody who must not be looked at. */
function incidents(log: Log, hour: number, from: Micros): void {
  if (hour === 2) {
    const leaver = `"actor":"${LEAVER.account}","device":"PC-X","ip":"203.0.113.7","action":"login"`;
    log(from + MINUTE, 'admin', 'ad', `${leaver},"outcome":"failure","reason":"WrongPassword"`);
    log(from + 2 * MINUTE, 'admin', 'ad', leaver);
    for (let i = 0; i < 14; i++)
      log(
        from + (10 * 60 + i * 7) * SECOND,
        'admin',
        'ad',
        `"actor":"${padded('u', i, 4)}","ip":"198.51.100.9","action":"login","outcome":"failure","reason":"WrongPassword"`,
      );
    log(from + 13 * MINUTE, 'admin', 'ad', '"actor":"u0003","ip":"198.51.100.9","action":"login"');
  }
  if (hour === 19)
    for (let i = 0; i < 400; i++)
      log(
        from + i * 6 * SECOND,
        'resident',
        'tax-core',
        `"actor":"u0405","device":"PC-0405","ip":"10.3.0.25","site":"city-hall","action":"view","subject":"${resident(i * 37)}","data_class":"tax","records":1`,
      );
}
