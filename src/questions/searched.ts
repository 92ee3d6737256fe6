/** Where an answer has looked: sources and days, known from the commits without reading a file, and the days that are missing. */
import type { System } from '../../schemas/access-event.ts';
import type { Bilingual } from '../core/bilingual.ts';
import {
  civilFromDay,
  type Day,
  dayAt,
  formatDate,
  type Micros,
  parseDate,
  startOfDay,
  weekday,
} from '../core/time.ts';
import { isPublicHoliday } from '../registers/holidays.ts';
import type { Snapshot } from '../store/snapshot.ts';

/** One source of the log, as far as it was searched. */
export interface SearchedSource {
  readonly system: System;
  readonly source: string;
  /** The first and last day with events in the whole lake. */
  readonly first: Day;
  readonly last: Day;
  /** Events of the days searched, and how many such days there are. */
  readonly events: number;
  readonly days: number;
  /** Look-ups on these days that returned more records than they name, and how many more. */
  readonly unnamed: number;
  readonly unnamedRecords: number;
  /** Days of the period on which events would be usual and there are none, up to its last day. */
  readonly silent: readonly Days[];
  /** The same after its last day. */
  readonly after: readonly Days[];
}

/** Days in a row, both included. */
export interface Days {
  readonly first: Day;
  readonly last: Day;
}

/** What was searched. */
export interface Searched {
  /** The first and last day of the lake; null where it holds no event. */
  readonly first: Day | null;
  readonly last: Day | null;
  /** Whether anything was ever written on a weekend, a holiday or at the turn of the year. */
  readonly hasDaysOff: boolean;
  readonly sources: readonly SearchedSource[];
}

/** What a snapshot holds of the days from one to another, both included; null: without bound. */
export function searchedIn(snapshot: Snapshot, from: Day | null, to: Day | null): Searched {
  const sources = new Map<string, { system: System; source: string; days: Map<Day, DayCounts> }>();
  for (const { days } of snapshot.files)
    for (const { day: date, system, source, events, unnamed, unnamed_records: records } of days) {
      const key = `${system} ${source}`;
      const entry = sources.get(key) ?? { system, source, days: new Map<Day, DayCounts>() };
      sources.set(key, entry);
      const day = parseDate(date);
      const sum = entry.days.get(day) ?? NOTHING;
      entry.days.set(day, {
        events: sum.events + events,
        unnamed: sum.unnamed + unnamed,
        records: sum.records + records,
      });
    }
  const all = [...sources.values()].flatMap(({ days }) => [...days.keys()]).sort((a, b) => a - b);
  if (all.length === 0) return { first: null, last: null, hasDaysOff: false, sources: [] };
  const [first] = all;
  const last = all[all.length - 1];
  const [begin, end] = [Math.max(first, from ?? first), Math.min(last, to ?? last)];
  return {
    first,
    last,
    hasDaysOff: all.some((day) => kindsOf(day)[0] === 'off'),
    sources: [...sources.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { system, source, days }]) => {
        const own = [...days.keys()].sort((a, b) => a - b);
        const inside = own.filter((day) => day >= begin && day <= end);
        return {
          system,
          source,
          first: own[0],
          last: own[own.length - 1],
          ...sumOf(inside.map((day) => days.get(day) ?? NOTHING)),
          days: inside.length,
          ...silentIn(own, begin, end),
        };
      }),
  };
}

interface DayCounts {
  readonly events: number;
  readonly unnamed: number;
  readonly records: number;
}

const NOTHING: DayCounts = { events: 0, unnamed: 0, records: 0 };

function sumOf(days: readonly DayCounts[]): Pick<SearchedSource, 'events' | 'unnamed' | 'unnamedRecords'> {
  const sum = (name: keyof DayCounts) => days.reduce((all, day) => all + day[name], 0);
  return { events: sum('events'), unnamed: sum('unnamed'), unnamedRecords: sum('records') };
}

/** A source without events for longer than this was not there, or its clock was wrong: such a time is told as a whole, and says nothing of what is usual. */
const AWAY_DAYS = 400;

function silentIn(own: readonly Day[], begin: Day, end: Day): Pick<SearchedSource, 'silent' | 'after'> {
  const usual = usualIn(own);
  const inPeriod = (first: Day, last: Day) => silentDays(Math.max(first, begin), Math.min(last, end), usual);
  return {
    silent: own.slice(1).flatMap((day, i) => inPeriod(own[i] + 1, day - 1)),
    after: inPeriod(own[own.length - 1] + 1, end),
  };
}

/** A kind of day counts as usual for a source if it has events on at least this share of them. */
const USUAL_SHARE = 0.5;

/** When a source writes. */
interface Usual {
  on(day: Day): boolean;
  /** Whether there are such days at all. */
  readonly isKnown: boolean;
}

/** At least half of the working days (or of the days off) and at least half of those weekdays have events. It looks at no more days than there are of {@link AWAY_DAYS} each. */
function usualIn(own: readonly Day[]): Usual {
  const counts = new Map<string, { days: number; busy: number }>();
  const count = (kind: string, busy: boolean) => {
    const entry = counts.get(kind) ?? { days: 0, busy: 0 };
    counts.set(kind, entry);
    entry.days++;
    if (busy) entry.busy++;
  };
  own.forEach((busy, i) => {
    const previous = own[i - 1];
    const isBack = previous !== undefined && busy - previous <= AWAY_DAYS;
    for (let day = isBack ? previous + 1 : busy; day <= busy; day++)
      for (const kind of kindsOf(day)) count(kind, day === busy);
  });
  const isUsual = (kind: string) => {
    const { days, busy } = counts.get(kind) ?? { days: 0, busy: 0 };
    return days < 2 || busy >= days * USUAL_SHARE;
  };
  const isKnown = (general: string) => (counts.get(general)?.busy ?? 0) > 1 && isUsual(general);
  return {
    on(day) {
      const [general, special] = kindsOf(day);
      return isKnown(general) && isUsual(special);
    },
    isKnown: isKnown('work') || isKnown('off'),
  };
}

/** Days without events on which it would be usual to have some: of a time that is too long to be looked at, all. */
function silentDays(first: Day, last: Day, usual: Usual): Days[] {
  if (last < first || !usual.isKnown) return [];
  if (last - first >= AWAY_DAYS) return [{ first, last }];
  const silent: { first: Day; last: Day }[] = [];
  for (let day = first; day <= last; day++) {
    if (!usual.on(day)) continue;
    const run = silent.at(-1);
    if (run?.last === day - 1) run.last = day;
    else silent.push({ first: day, last: day });
  }
  return silent;
}

/** Working day or day off, and the weekday; holidays and the turn of the year count as Sundays. */
function kindsOf(day: Day): readonly [general: string, special: string] {
  const { month, day: date } = civilFromDay(day);
  const isTurn = (month === 12 && date >= 29) || (month === 1 && date <= 3);
  const own = isTurn || isPublicHoliday(day) ? 0 : weekday(day);
  return [own === 0 || own === 6 ? 'off' : 'work', `weekday ${own}`];
}

/** How many days these are. */
export function daysIn(runs: readonly Days[]): number {
  return runs.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** Days in words: runs of neighbours as `first–last`, at most some of them. */
export function daysText(runs: readonly Days[]): string {
  const shown = runs
    .slice(0, 8)
    .map(({ first, last }) =>
      first === last ? formatDate(first) : `${formatDate(first)}–${formatDate(last)}`,
    );
  return shown.join(', ') + (runs.length > shown.length ? ' …' : '');
}

/** Why an answer about a period may lack something, as far as the commits tell. */
export function gapsOf(
  snapshot: Snapshot,
  searched: Searched,
  asked: { readonly from: Micros | null; readonly to: Micros | null },
): Bilingual[] {
  const gaps: Bilingual[] = [];
  const { first, last, sources } = searched;
  if (first !== null && last !== null) {
    const span = `${formatDate(first)}–${formatDate(last)}`;
    if (asked.from !== null && isMissed(searched, dayAt(asked.from), first - 1))
      gaps.push({
        ja: `${formatDate(dayAt(asked.from))} から ${formatDate(Math.min(first - 1, asked.to === null ? first : dayAt(asked.to - 1)))} までの記録は保管庫にありません（あるのは ${span}）`,
        en: `There are no events from ${formatDate(dayAt(asked.from))} to ${formatDate(Math.min(first - 1, asked.to === null ? first : dayAt(asked.to - 1)))} in the lake; it holds ${span}.`,
      });
    if (asked.to !== null && isMissed(searched, last + 1, dayAt(asked.to - 1)))
      gaps.push({
        ja: `${formatDate(last)} より後の記録は、まだ保管庫にありません（あるのは ${span}）`,
        en: `There are no events after ${formatDate(last)} in the lake yet; it holds ${span}.`,
      });
  }
  for (const { system, before, number } of snapshot.retained)
    if (asked.from === null || asked.from < startOfDay(parseDate(before)))
      gaps.push({
        ja: `${system}: ${before} より前の記録は、保存期間が過ぎたため消されています（コミット ${number}）`,
        en: `${system}: events before ${before} were removed because their time was over (commit ${number}).`,
      });
  for (const { source, silent, after } of sources) {
    // who names no end asks for what there is, of each source as far as it goes
    const days = asked.to === null ? silent : [...silent, ...after];
    if (days.length > 0)
      gaps.push({
        ja: `${source}: 記録があるはずの ${daysIn(days)} 日に記録がありません（${daysText(days)}）`,
        en: `${source}: no events on ${daysIn(days)} days on which there usually are some (${daysText(days)}).`,
      });
  }
  const { quarantined, waiting } = snapshot.counts;
  if (quarantined > 0)
    gaps.push({
      ja: `読めずに隔離した行が ${quarantined} 行あります（この中に含まれていても、答えには出ません）`,
      en: `${quarantined} rows could not be read and are in quarantine; what they say is not in the answer.`,
    });
  if (waiting > 0 || !snapshot.ended)
    gaps.push({
      ja: `取り込みが途中で止まっており、${waiting} 行がまだ調べられません`,
      en: `An import was interrupted; ${waiting} rows cannot be searched yet.`,
    });
  return gaps;
}

/** Whether days outside the lake are missed: not where they are all days off, and nothing is ever written on those. */
function isMissed({ hasDaysOff }: Searched, from: Day, to: Day): boolean {
  if (hasDaysOff || to - from > 14) return to >= from;
  for (let day = from; day <= to; day++) if (kindsOf(day)[0] === 'work') return true;
  return false;
}

/** Sources that end before others do, where no end was asked for. */
export function endedSources({ sources, last }: Searched, to: Micros | null): Bilingual[] {
  if (to !== null || last === null) return [];
  return sources.flatMap(({ source, last: own, after }) =>
    after.length === 0
      ? []
      : [
          {
            ja: `${source} の記録は ${formatDate(own)} までです（ほかの記録元は ${formatDate(last)} まで）`,
            en: `${source} goes to ${formatDate(own)} only; other sources go to ${formatDate(last)}.`,
          },
        ],
  );
}
