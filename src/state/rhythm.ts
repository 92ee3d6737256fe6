/**
 * When a key is usually active, by hour of the kind of day, and since when it has been silent against that habit.
 *
 * Days (JST) are of kinds that the caller names: weekdays, off days. Of each kind it is learned on how many days an hour had
 * events, and how many; a day of a kind seen {@link KEPT_DAYS} times counts half from then on, so that habits may change.
 * Time moves by events alone: silence is established when {@link Rhythm.due} is asked with a time past its deadline.
 * The first day of a key and days of an established silence teach nothing. Memory: 3.3 KB per key. At `keysMax` keys that come
 * later are not followed, and counted.
 */
import type { Key } from '../core/hash.ts';
import { type Day, HOUR, JST, type Micros } from '../core/time.ts';
import type { Primitive } from './primitive.ts';

/** How many kinds of day there may be. */
export const DAY_KINDS = 8;
const HOURS = 24;
/** Days of a kind after which all that was learned of it counts half. */
const KEPT_DAYS = 26;
/** So far ahead a silence is looked for. */
const AHEAD_DAYS = 28;
const KEYS_MAX = 4_096;

/** What to make a rhythm of. */
export interface RhythmOptions {
  /** Days of a kind before anything is expected of it. */
  readonly learnDays: number;
  /** Share of them on which an hour, or a day, must have had events to be expected again. */
  readonly share: number;
  /** Events an expected hour has on average, at least. */
  readonly hourlyMin: number;
  /** Expected hours without an event after which it is silence. */
  readonly silentHours: number;
  /** The same in whole expected days, for keys that are seldom active. */
  readonly silentDays: number;
  /** Expected days after which it is a long silence, and told again. */
  readonly longDays: number;
  readonly keysMax?: number | undefined;
}

/** The kind of a day, below {@link DAY_KINDS}. */
export type KindOfDay = (day: Day) => number;

/** A silence at the time at which it was established. */
export interface Silence {
  readonly key: Key;
  readonly at: Micros;
  /** The last event before, and its time. */
  readonly since: Micros;
  readonly ref: number;
  /** Broken off in the middle of a day on which more was to come. */
  readonly isSudden: boolean;
  readonly isLong: boolean;
}

/** Rhythms of keys. The key may not be NONE. */
export interface Rhythm extends Primitive {
  /** Notes an event; gives since when the key had been silent, where silence had been established, else NaN. */
  note(key: Key, time: Micros, ref: number, kindOf: KindOfDay): Micros;
  /** The silences established before `time` that were not given yet. */
  due(time: Micros, kindOf: KindOfDay): Silence[];
}

interface Habit {
  /** Hour (JST) of the latest event, its time and ref, and how many events it has had. */
  hour: number;
  last: Micros;
  ref: number;
  inHour: number;
  /** Events by hour of the latest event's day; null on a day that teaches nothing. */
  today: number[] | null;
  /** By kind of day: days seen, days with events; by kind and hour: days with events, events. */
  days: number[];
  activeDays: number[];
  activeHours: number[];
  events: number[];
  /** When silence is established, if nothing comes. */
  deadline: Micros;
  isSudden: boolean;
  /** Whether no hours decide the deadline: a later event of the same day then leaves it where it is. */
  isByDays: boolean;
  /** 0 active · 1 silent · 2 silent for long. */
  stage: number;
}

/** Makes a memory without habits. */
export function rhythm(options: RhythmOptions): Rhythm {
  const { learnDays, share, hourlyMin, silentHours, silentDays, longDays, keysMax = KEYS_MAX } = options;
  const habits = new Map<Key, Habit>();
  let found: Silence[] = [];
  let notFollowed = 0;
  /** The key asked for last: rows of one source come together. */
  let lastKey: Key = 0;
  let last: Habit | undefined;
  /** The earliest deadline of all. */
  let earliest = Number.POSITIVE_INFINITY;

  const isExpectedDay = ({ days, activeDays }: Habit, kind: number): boolean =>
    days[kind] >= learnDays && activeDays[kind] >= share * days[kind];
  const isExpectedHour = ({ days, activeHours, events }: Habit, kind: number, hour: number): boolean => {
    const at = kind * HOURS + hour;
    return (
      days[kind] >= learnDays && activeHours[at] >= share * days[kind] && events[at] >= hourlyMin * days[kind]
    );
  };

  /** Sets the deadline of the next stage, by what would be expected after the latest event. */
  function look(habit: Habit, kindOf: KindOfDay): void {
    const lastDay = Math.floor(habit.hour / HOURS);
    let hours = 0;
    let days = 0;
    habit.deadline = Number.POSITIVE_INFINITY;
    habit.isByDays = true;
    for (let day = lastDay; day <= lastDay + AHEAD_DAYS; day++) {
      const kind = kindOf(day);
      for (
        let hour = day === lastDay ? (habit.hour % HOURS) + 1 : 0;
        habit.stage === 0 && hour < HOURS;
        hour++
      ) {
        if (!isExpectedHour(habit, kind, hour) || ++hours < silentHours) continue;
        habit.deadline = (day * HOURS + hour + 1) * HOUR - JST;
        habit.isSudden = day === lastDay;
        habit.isByDays = false;
        return;
      }
      if (day === lastDay || !isExpectedDay(habit, kind)) continue;
      if (++days < (habit.stage === 0 ? silentDays : longDays)) continue;
      habit.deadline = (day + 1) * HOURS * HOUR - JST;
      habit.isSudden = false;
      return;
    }
  }

  /** Takes the silences of a habit whose time was over before `time`. */
  function establish(key: Key, habit: Habit, time: Micros, kindOf: KindOfDay): void {
    while (habit.deadline < time) {
      habit.stage++;
      const { deadline: at, last: since, ref, isSudden } = habit;
      found.push({ key, at, since, ref, isSudden, isLong: habit.stage === 2 });
      if (habit.stage === 1) look(habit, kindOf);
      else habit.deadline = Number.POSITIVE_INFINITY;
    }
  }

  /** Learns the day of the latest event and the days without events after it, up to `day`. */
  function learn(habit: Habit, day: Day, kindOf: KindOfDay): void {
    if (habit.today !== null) teach(habit, kindOf(Math.floor(habit.hour / HOURS)), habit.today);
    for (let empty = Math.max(Math.floor(habit.hour / HOURS) + 1, day - AHEAD_DAYS); empty < day; empty++)
      teach(habit, kindOf(empty), null);
  }

  function teach(habit: Habit, kind: number, day: readonly number[] | null): void {
    const { days, activeDays, activeHours, events } = habit;
    const from = kind * HOURS;
    if (++days[kind] > KEPT_DAYS) {
      days[kind] /= 2;
      activeDays[kind] /= 2;
      for (let at = from; at < from + HOURS; at++) {
        activeHours[at] /= 2;
        events[at] /= 2;
      }
    }
    if (day === null) return;
    activeDays[kind]++;
    for (let hour = 0; hour < HOURS; hour++) {
      if (day[hour] === 0) continue;
      activeHours[from + hour]++;
      events[from + hour] += day[hour];
    }
  }

  function open(hour: number, time: Micros, ref: number): Habit {
    const none = (many: number) => Array.from({ length: many }, () => 0);
    return {
      hour,
      last: time,
      ref,
      inHour: 1,
      today: null,
      days: none(DAY_KINDS),
      activeDays: none(DAY_KINDS),
      activeHours: none(DAY_KINDS * HOURS),
      events: none(DAY_KINDS * HOURS),
      deadline: Number.POSITIVE_INFINITY,
      isSudden: false,
      isByDays: false,
      stage: 0,
    };
  }

  /** An event in a later hour than the latest. */
  function move(key: Key, habit: Habit, hour: number, time: Micros, kindOf: KindOfDay): Micros {
    if (habit.today !== null) habit.today[habit.hour % HOURS] = habit.inHour;
    establish(key, habit, time, kindOf);
    const silentSince = habit.stage > 0 ? habit.last : Number.NaN;
    const isSameDay = Math.floor(hour / HOURS) === Math.floor(habit.hour / HOURS);
    const isSettled = isSameDay && habit.stage === 0 && habit.isByDays;
    if (habit.stage > 0) habit.today = null;
    else if (!isSameDay) {
      learn(habit, Math.floor(hour / HOURS), kindOf);
      habit.today = Array.from({ length: HOURS }, () => 0);
    }
    habit.stage = 0;
    habit.hour = hour;
    habit.inHour = 0;
    if (!isSettled) look(habit, kindOf);
    earliest = Math.min(earliest, habit.deadline);
    return silentSince;
  }

  return {
    note(key, time, ref, kindOf) {
      const hour = Math.floor((time + JST) / HOUR);
      const habit = key === lastKey ? last : habits.get(key);
      lastKey = key;
      last = habit;
      if (habit === undefined) {
        lastKey = 0;
        if (habits.size < keysMax) habits.set(key, open(hour, time, ref));
        else notFollowed++;
        return Number.NaN;
      }
      const silentSince = hour > habit.hour ? move(key, habit, hour, time, kindOf) : Number.NaN;
      if (hour === habit.hour) habit.inHour++;
      if (time >= habit.last) {
        habit.last = time;
        habit.ref = ref;
      }
      return silentSince;
    },
    due(time, kindOf) {
      if (earliest < time) {
        earliest = Number.POSITIVE_INFINITY;
        for (const [key, habit] of habits) {
          establish(key, habit, time, kindOf);
          earliest = Math.min(earliest, habit.deadline);
        }
      }
      const all = found;
      found = [];
      return all;
    },
    save(out) {
      out.json({ habits: [...habits], found, notFollowed });
      out.numbers(Float64Array.from(habits.values(), ({ deadline }) => deadline));
    },
    restore(from) {
      const saved = from.json<{ habits: [Key, Habit][]; found: Silence[]; notFollowed: number }>();
      const deadlines = from.numbers(Float64Array); // JSON has no infinity
      habits.clear();
      lastKey = 0;
      earliest = Number.POSITIVE_INFINITY;
      saved.habits.forEach(([key, habit], i) => {
        habits.set(key, { ...habit, deadline: deadlines[i] });
        earliest = Math.min(earliest, deadlines[i]);
      });
      ({ found, notFollowed } = saved);
    },
    usage: () => ({
      keys: habits.size,
      bytes: habits.size * (DAY_KINDS * (HOURS + 1) * 2 + HOURS + 8) * 8,
      evicted: notFollowed,
    }),
  };
}
