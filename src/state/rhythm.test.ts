import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DAY,
  type Day,
  dayAt,
  HOUR,
  MINUTE,
  type Micros,
  parseInstant,
  startOfDay,
  weekday,
} from '../core/time.ts';
import { type Rhythm, type RhythmOptions, rhythm, type Silence } from './rhythm.ts';
import { copyOf, snapshotOf } from './twin-check.ts';

const options: RhythmOptions = {
  learnDays: 3,
  share: 0.9,
  hourlyMin: 2,
  silentHours: 2,
  silentDays: 2,
  longDays: 3,
};
const make = () => rhythm(options);
const MONDAY = dayAt(parseInstant('2024-05-13T12:00:00+09:00'));

/** Notes events of a key: days from Monday on, and hours with minutes. */
function note(subject: Rhythm, events: readonly (readonly [day: number, hour: number])[]): Micros[] {
  return events.flatMap(([day, hour]) => {
    const time = startOfDay(MONDAY + day) + hour * HOUR;
    const since = [0, 10, 20].map((minute) =>
      subject.note(1, time + minute * MINUTE, day * 100 + hour, weekday),
    );
    return since.filter((at) => !Number.isNaN(at));
  });
}
const at = (day: number, hour: number) => startOfDay(MONDAY + day) + hour * HOUR;
/** A shop open from 9 to 18 from Monday to Saturday. */
const shop = (days: number) =>
  Array.from({ length: days }, (_, day) => day)
    .filter((day) => weekday(MONDAY + day) !== 0)
    .flatMap((day) => Array.from({ length: 9 }, (_, i) => [day, 9 + i] as const));
const brief = ({ at: time, isSudden, isLong }: Silence) => ({ time, isSudden, isLong });

describe('silence', () => {
  test('in the middle of a day is sudden, after the expected hours', () => {
    const subject = make();
    note(subject, [...shop(28), [28, 9], [28, 10]]);
    expect(subject.due(at(28, 13), weekday)).toEqual([]);
    expect(subject.due(at(28, 13) + 1, weekday).map(brief)).toEqual([
      { time: at(28, 13), isSudden: true, isLong: false },
    ]);
    expect(subject.due(at(28, 20), weekday)).toEqual([]);
  });

  test('from the morning on is not sudden', () => {
    const subject = make();
    note(subject, shop(28));
    expect(subject.due(at(28, 23), weekday).map(brief)).toEqual([
      { time: at(28, 11), isSudden: false, isLong: false },
    ]);
  });

  test('on a Sunday, at night, and before anything was learned is none', () => {
    const subject = make();
    note(subject, shop(27));
    expect(subject.due(at(28, 9), weekday)).toEqual([]);
    const young = make();
    note(young, shop(6));
    expect(young.due(at(13, 23), weekday)).toEqual([]);
  });

  test('of several days is told again as long', () => {
    const subject = make();
    note(subject, shop(28));
    expect(subject.due(at(60, 0), weekday).map(brief)).toEqual([
      { time: at(28, 11), isSudden: false, isLong: false },
      { time: at(31, 0), isSudden: false, isLong: true },
    ]);
  });

  test('ends with the next event, which says since when it was silent', () => {
    const subject = make();
    note(subject, shop(28));
    const last = at(26, 17) + 20 * MINUTE;
    expect(
      note(subject, [
        [28, 12],
        [28, 13],
      ]),
    ).toEqual([last]);
    expect(subject.due(at(28, 14), weekday)).toMatchObject([{ since: last, ref: 2_617 }]);
  });

  test('of a nightly job is told after the nights that are missing', () => {
    const subject = make();
    for (let day = 0; day < 28; day++) subject.note(1, at(day, 2), day, weekday);
    expect(subject.due(at(60, 0), weekday).map(brief)).toEqual([
      { time: at(30, 0), isSudden: false, isLong: false },
      { time: at(31, 0), isSudden: false, isLong: true },
    ]);
  });

  test('teaches nothing: what is usual stays usual', () => {
    const subject = make();
    note(subject, shop(28));
    subject.due(at(49, 0), weekday);
    note(subject, [...shop(63).filter(([day]) => day >= 49), [63, 9]]);
    expect(subject.due(at(63, 13), weekday).map(brief)).toEqual([
      { time: at(63, 12), isSudden: true, isLong: false },
    ]);
  });

  test('keys beyond the cap are counted', () => {
    const subject = rhythm({ ...options, keysMax: 4 });
    for (let key = 1; key <= 7; key++) subject.note(key, 0, 0, weekday);
    expect(subject.usage()).toMatchObject({ keys: 4, evicted: 3 });
  });
});

/** The slow twin: days as maps, everything learned is added up anew at every question. */
function twin(): Pick<Rhythm, 'note' | 'due'> {
  const taught: { kind: number; hours: ReadonlyMap<number, number> }[] = [];
  let events: { time: Micros; ref: number }[] = [];
  let isTeaching = false;
  let told = 0;
  let found: Silence[] = [];
  const hourOf = (time: Micros) => Math.floor((time - startOfDay(dayAt(time))) / HOUR);
  const learned = (kind: number, hour: number | null) => {
    let [days, active, sum] = [0, 0, 0];
    for (const one of taught.filter((each) => each.kind === kind)) {
      if (++days > 26) [days, active, sum] = [days / 2, active / 2, sum / 2];
      const many = hour === null ? [...one.hours.values()].length : (one.hours.get(hour) ?? 0);
      if (many > 0) active++;
      sum += many;
    }
    return { days, active, sum };
  };
  const isExpected = (kind: number, hour: number | null) => {
    const { days, active, sum } = learned(kind, hour);
    return days >= 3 && active >= 0.9 * days && (hour === null || sum >= 2 * days);
  };
  const next = (): { at: Micros; isSudden: boolean } | null => {
    const last = events.at(-1)?.time ?? 0;
    const from = dayAt(last);
    let [hours, days] = [0, 0];
    for (let day: Day = from; day <= from + 28; day++) {
      for (let hour = day === from ? hourOf(last) + 1 : 0; told === 0 && hour < 24; hour++)
        if (isExpected(weekday(day), hour) && ++hours === 2)
          return { at: startOfDay(day) + (hour + 1) * HOUR, isSudden: day === from };
      if (day > from && isExpected(weekday(day), null) && ++days === (told === 0 ? 2 : 3))
        return { at: startOfDay(day + 1), isSudden: false };
    }
    return null;
  };
  const establish = (time: Micros) => {
    while (told < 2 && events.length > 0) {
      const silence = next();
      if (silence === null || silence.at >= time) return;
      const last = events.at(-1) as { time: Micros; ref: number };
      told++;
      found.push({ key: 1, since: last.time, ref: last.ref, isLong: told === 2, ...silence });
    }
  };
  const teach = (day: Day) => {
    const hours = new Map<number, number>();
    for (const { time } of events)
      if (dayAt(time) === day) hours.set(hourOf(time), (hours.get(hourOf(time)) ?? 0) + 1);
    taught.push({ kind: weekday(day), hours });
  };
  return {
    note(_, time, ref) {
      const last = events.at(-1);
      let since = Number.NaN;
      if (last !== undefined) {
        establish(time);
        const day = dayAt(last.time);
        if (told > 0) {
          since = last.time;
          isTeaching = false;
        } else if (dayAt(time) > day) {
          if (isTeaching) teach(day);
          for (let empty = Math.max(day + 1, dayAt(time) - 28); empty < dayAt(time); empty++) teach(empty);
          isTeaching = true;
        }
        if (dayAt(time) > day) events = [];
        told = 0;
      }
      events.push({ time, ref });
      return since;
    },
    due(time) {
      establish(time);
      const all = found;
      found = [];
      return all;
    },
  };
}

test('answers as its twin does, whatever is saved and restored in between', () => {
  const step = fc.record({
    hours: fc.oneof({ weight: 6, arbitrary: fc.constant(1) }, fc.constantFrom(0, 2, 15, 24, 90)),
    call: fc.nat({ max: 9 }),
  });
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 20, maxLength: 100, size: 'max' }),
      fc.constantFrom(1, 8, 24),
      (steps, unit) => {
        let subject = make();
        const slow = twin();
        let time = startOfDay(MONDAY);
        steps.forEach(({ hours, call }, ref) => {
          time += hours * unit * HOUR;
          if (call === 0) subject = copyOf(subject, make);
          if (call < 4) expect(subject.due(time, weekday)).toEqual(slow.due(time, weekday));
          for (let i = 0; i < 3; i++)
            expect(subject.note(1, time + i, ref, weekday)).toEqual(slow.note(1, time + i, ref, weekday));
        });
        const end = time + 40 * DAY;
        expect(subject.due(end, weekday)).toEqual(slow.due(end, weekday));
        expect(snapshotOf(copyOf(subject, make))).toEqual(snapshotOf(subject));
      },
    ),
    { numRuns: 30 },
  );
});
