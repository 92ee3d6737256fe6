/** Which days and hours are worked: the calendar register over public holidays, closing days and the week. */
import { OFF_DUTY } from '../../schemas/registers/off-duty.ts';
import { type RegisterSettings, WEEKDAYS } from '../../schemas/registers/settings.ts';
import { type Key, NONE, pairKey } from '../core/hash.ts';
import {
  civilFromDay,
  type Day,
  dayAt,
  dayFromCivil,
  HOUR,
  MINUTE,
  type Micros,
  timeOfDay,
  weekday,
} from '../core/time.ts';
import { type History, holds } from './history.ts';
import { isPublicHoliday } from './holidays.ts';
import type { Validity } from './registers.ts';

/** A day that differs from the built-in calendar. */
export interface CalendarRow extends Validity {
  readonly kind: 'holiday' | 'closed' | 'open';
}

/** Working time as settings give it, for everybody without a roster. */
export interface Calendar {
  /** One of OFF_DUTY for a person of these units; somebody with several posts is on duty when one of them is. */
  offDuty(units: readonly Key[], known: Micros, time: Micros): number;
}

type DayKind = 0 | typeof OFF_DUTY.weekend | typeof OFF_DUTY.holiday | typeof OFF_DUTY.closed;

/** The calendar; `days` has the identities (date, unit), unit NONE for everybody. */
export function calendarOf(
  settings: RegisterSettings,
  days: History<CalendarRow, readonly CalendarRow[]>,
): Calendar {
  const opens = clock(settings.working_hours.start);
  const closes = clock(settings.working_hours.end);
  const builtIn = builtInDays(settings);
  const hasRows = days.groups.count > 0;

  /** What the register says of a day for one unit; -1 where it says nothing. */
  function written(day: Day, unit: Key, known: Micros, time: Micros): DayKind | -1 {
    const rows = days.of(pairKey(day, unit), known);
    if (rows === null) return -1;
    for (let i = rows.length - 1; i >= 0; i--) {
      if (holds(rows[i], time))
        return rows[i].kind === 'open' ? OFF_DUTY.none : OFF_DUTY[rows[i].kind as 'holiday' | 'closed'];
    }
    return -1;
  }
  function dayKind(day: Day, units: readonly Key[], known: Micros, time: Micros): DayKind {
    if (!hasRows) return builtIn(day);
    const general = written(day, NONE, known, time);
    const usual = general === -1 ? builtIn(day) : general;
    let kind: DayKind = units.length === 0 ? usual : OFF_DUTY.closed;
    for (let i = units.length - 1; i >= 0; i--) {
      const own = written(day, units[i], known, time);
      kind = own === -1 ? usual : own;
      if (kind === OFF_DUTY.none) return kind;
    }
    return kind;
  }
  /** The working day that hours over midnight belong to began the day before. */
  function offDuty(units: readonly Key[], known: Micros, time: Micros): number {
    const inDay = timeOfDay(time);
    const isOvernight = closes <= opens;
    const isLateHalf = isOvernight && inDay < closes;
    const kind = dayKind(dayAt(time) - (isLateHalf ? 1 : 0), units, known, time);
    if (kind !== OFF_DUTY.none) return kind;
    const isWorking = isOvernight ? inDay >= opens || isLateHalf : inDay >= opens && inDay < closes;
    return isWorking ? OFF_DUTY.none : OFF_DUTY.night;
  }
  return { offDuty };
}

/** `08:30` as microseconds since midnight. */
function clock(text: string): Micros {
  return Number(text.slice(0, 2)) * HOUR + Number(text.slice(3)) * MINUTE;
}

/** What a day is without the register; kept for 1970–2100 once told. */
function builtInDays(settings: RegisterSettings): (day: Day) => DayKind {
  const worked = WEEKDAYS.map((name) => settings.working_weekdays.includes(name));
  const isClosing = closingDays(settings.year_end_closing);
  function tell(day: Day): DayKind {
    if (settings.public_holidays && isPublicHoliday(day)) return OFF_DUTY.holiday;
    if (isClosing(day)) return OFF_DUTY.closed;
    return worked[weekday(day)] ? OFF_DUTY.none : OFF_DUTY.weekend;
  }
  const kept = new Uint8Array(DAYS_KEPT).fill(NOT_TOLD);
  return (day) => {
    if (day < 0 || day >= DAYS_KEPT) return tell(day);
    if (kept[day] === NOT_TOLD) kept[day] = tell(day);
    return kept[day] as DayKind;
  };
}

/** Whether a day lies in the closing days, which may run over the turn of the year. */
function closingDays(closing: RegisterSettings['year_end_closing']): (day: Day) => boolean {
  if (closing === null) return () => false;
  const [from, to] = [closing.from, closing.to].map(
    (text) => Number(text.slice(0, 2)) * 100 + Number(text.slice(3)),
  );
  return (day) => {
    const civil = civilFromDay(day);
    const at = civil.month * 100 + civil.day;
    return to < from ? at >= from || at <= to : at >= from && at <= to;
  };
}

const DAYS_KEPT = dayFromCivil(2101, 1, 1);
const NOT_TOLD = 255;
