/** Slow, obvious twins of the primitives, for property tests: Maps and arrays, everything recomputed at every question. */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { DAY, dayAt } from '../core/time.ts';
import { type DailyPeak, WEEKS } from './daily-peak.ts';
import type { DistinctWindow, DistinctWindowOptions } from './distinct-window.ts';
import type { FirstSeen, FirstSeenOptions } from './first-seen.ts';
import { LATENESS } from './key-table.ts';
import type { Latch, LatchOptions } from './latch.ts';
import type { Primitive } from './primitive.ts';
import type { RateWindow } from './rate.ts';
import type { RateWindowOptions } from './rate-window.ts';
import type { Sequence, SequenceOptions } from './sequence.ts';

/** What a primitive answers, without what the engine needs of it. */
export type Twin<P extends Primitive> = Omit<P, keyof Primitive>;

interface Entry {
  value: Key;
  time: Micros;
  ref: number;
  amount: number;
}

interface History {
  last: Micros;
  since: Micros;
  total: number;
  entries: Entry[];
}

/** Histories by key, forgotten when `forgetAfter` behind the newest time; entries in order of time, later ones last. */
function histories(forgetAfter: Micros) {
  const held = new Map<Key, History>();
  let newest = -Infinity;

  function find(key: Key): History | undefined {
    const history = held.get(key);
    return history !== undefined && history.last > newest - forgetAfter ? history : undefined;
  }

  function touch(key: Key, time: Micros): History | undefined {
    newest = Math.max(newest, time);
    const history = find(key);
    if (history !== undefined) history.last = Math.max(history.last, time);
    return history;
  }

  function open(key: Key, time: Micros): History | undefined {
    const history = touch(key, time);
    if (history !== undefined || time <= newest - forgetAfter) return history;
    const fresh = { last: time, since: time, total: 0, entries: [] };
    held.set(key, fresh);
    return fresh;
  }

  return { find, touch, open };
}

function insert(history: History, entry: Entry): void {
  history.entries.push(entry);
  history.entries.sort((a, b) => a.time - b.time);
}

/** Keeps the entries younger than the horizon, and gives them. */
function prune(history: History, horizon: Micros): Entry[] {
  history.entries = history.entries.filter((entry) => entry.time > history.last - horizon);
  return history.entries;
}

const refsOf = (entries: Entry[]): number[] => entries.map((entry) => entry.ref);
const timesOf = (entries: Entry[]): Micros[] => entries.map((entry) => entry.time);
const totalOf = (entries: Entry[]): number => entries.reduce((sum, entry) => sum + entry.amount, 0);

/** Twin of the distinct window. An amount of 1 marks what is left out of the longest horizon. */
export function distinctWindowTwin({ horizons, lateness = 0 }: DistinctWindowOptions): Twin<DistinctWindow> {
  const longest = horizons[horizons.length - 1];
  const all = histories(longest + lateness);
  const inside = (key: Key, horizon: number): Entry[] => {
    const history = all.find(key);
    if (history === undefined) return [];
    const isShort = horizon < horizons.length - 1;
    return history.entries.filter(
      (entry) => entry.time > history.last - horizons[horizon] && (isShort || entry.amount === 0),
    );
  };
  return {
    add(key, value, time, ref) {
      const history = all.open(key, time);
      if (history === undefined) return;
      const before = prune(history, longest).find((entry) => entry.value === value);
      if (before !== undefined && before.time > time) return;
      history.entries = history.entries.filter((entry) => entry !== before);
      insert(history, { value, time, ref, amount: 0 });
      prune(history, longest);
    },
    count: (key, horizon) => inside(key, horizon).length,
    contributors(key, horizon) {
      const found = inside(key, horizon);
      return { refs: refsOf(found), times: timesOf(found), values: found.map((entry) => entry.value) };
    },
    leaveOut(key, value) {
      const history = all.find(key);
      if (history === undefined) return;
      history.entries = history.entries.map((entry) =>
        entry.value === value ? { ...entry, amount: 1 } : entry,
      );
    },
  };
}

/** Twin of the rate window, with and without panes. */
export function rateWindowTwin({ horizon, panes, lateness = 0 }: RateWindowOptions): Twin<RateWindow> {
  const all = histories(horizon + lateness);
  const paneOf = (time: Micros, many: number): number => Math.floor(time / (horizon / many));
  const inside = (history: History): Entry[] => {
    if (panes === undefined) return prune(history, horizon);
    const oldest = paneOf(history.last, panes) - panes;
    history.entries = history.entries.filter((entry) => paneOf(entry.time, panes) >= oldest);
    return history.entries;
  };
  return {
    add(key, time, amount, ref) {
      const history = all.open(key, time);
      if (history === undefined) return amount;
      insert(history, { value: 0, time, ref, amount });
      return totalOf(inside(history));
    },
    sum(key, time) {
      const history = all.touch(key, time);
      return history === undefined ? 0 : totalOf(inside(history));
    },
    contributors(key) {
      const history = all.find(key);
      if (history === undefined) return { refs: [], times: [], total: 0 };
      const found = inside(history);
      if (panes === undefined) return { refs: refsOf(found), times: timesOf(found), total: totalOf(found) };
      const shown = found.filter((entry, at) => {
        const pane = paneOf(entry.time, panes);
        const isFirst = at === 0 || paneOf(found[at - 1].time, panes) !== pane;
        return isFirst || at === found.length - 1 || paneOf(found[at + 1].time, panes) !== pane;
      });
      return { refs: refsOf(shown), times: timesOf(shown), total: totalOf(found) };
    },
  };
}

/** Twin of the sequence. */
export function sequenceTwin({ within, stepsMax = 64, lateness = 0 }: SequenceOptions): Twin<Sequence> {
  const all = histories(within + lateness);
  const waiting = (key: Key, time: Micros): [History, Entry[]] | null => {
    const history = all.touch(key, time);
    return history === undefined
      ? null
      : [history, prune(history, within).filter((entry) => entry.time <= time)];
  };
  return {
    step(key, time, ref) {
      const history = all.open(key, time);
      if (history === undefined) return 0;
      insert(history, { value: 0, time, ref, amount: 0 });
      history.entries = prune(history, within).slice(-stepsMax);
      return history.entries.length;
    },
    steps: (key, time) => waiting(key, time)?.[1].length ?? 0,
    complete(key, time) {
      const [history, found] = waiting(key, time) ?? [null, []];
      if (history === null || found.length === 0) return null;
      history.entries = history.entries.filter((entry) => !found.includes(entry));
      return { count: found.length, refs: refsOf(found), times: timesOf(found) };
    },
  };
}

/** Twin of first-seen. */
export function firstSeenTwin({ horizon = Infinity, lateness = 0 }: FirstSeenOptions): Twin<FirstSeen> {
  const all = histories(horizon + lateness);
  const held = (key: Key, value: Key): Entry | undefined =>
    all.find(key)?.entries.find((entry) => entry.value === value);
  return {
    touch(key, value, time) {
      const history = all.open(key, time);
      if (history === undefined) return -Infinity;
      history.since = Math.min(history.since, time);
      history.total++;
      const before = prune(history, horizon).find((entry) => entry.value === value);
      history.entries = history.entries.filter((entry) => entry !== before);
      const latest = Math.max(time, before?.time ?? -Infinity);
      insert(history, { value, time: latest, ref: 0, amount: (before?.amount ?? 0) + 1 });
      prune(history, horizon);
      return before?.time ?? -Infinity;
    },
    peek: (key, value) => held(key, value)?.time ?? -Infinity,
    since: (key) => all.find(key)?.since ?? Number.NaN,
    known: (key) => all.find(key)?.entries.length ?? 0,
    total: (key) => all.find(key)?.total ?? 0,
    touches: (key, value) => held(key, value)?.amount ?? 0,
  };
}

/** Twin of the latch. */
export function latchTwin({ quiet }: LatchOptions): Twin<Latch> {
  const last = new Map<Key, Micros>();
  return {
    opens(key, time) {
      const before = last.get(key) ?? -Infinity;
      last.set(key, Math.max(before, time));
      return time - before > quiet;
    },
    isOpen: (key, time) => time - (last.get(key) ?? -Infinity) <= quiet,
  };
}

/** Twin of the daily peaks: an entry is a day with its sum, or (ref 1) one late event alone. */
export function dailyPeakTwin(): Twin<DailyPeak> {
  const all = histories(WEEKS * 7 * DAY + LATENESS);
  const weekOf = (day: number) => Math.floor(day / 7);
  /** The highest day of every week, the highest week first. */
  function peaksOf(key: Key, time: Micros, daysBefore: number): number[] {
    const entries = all.find(key)?.entries ?? [];
    const now = Math.max(dayAt(time), ...entries.map(({ value }) => value));
    const isMeant = (day: number) =>
      weekOf(day) > weekOf(now) - WEEKS &&
      (daysBefore <= 1 ? day < now : weekOf(day) < weekOf(now - daysBefore + 1));
    const byWeek = Map.groupBy(
      entries.filter(({ value }) => isMeant(value)),
      ({ value }) => weekOf(value),
    );
    return [...byWeek.values()]
      .map((week) => Math.max(...week.map(({ amount }) => amount)))
      .sort((a, b) => b - a);
  }
  return {
    add(key, time, amount) {
      const history = all.open(key, time);
      if (history === undefined) return;
      const day = dayAt(time);
      const latest = Math.max(...history.entries.map(({ value }) => value));
      const today = history.entries.find(({ value, ref }) => value === day && ref === 0);
      if (day === latest && today !== undefined) today.amount += amount;
      else history.entries.push({ value: day, time, ref: day < latest ? 1 : 0, amount });
    },
    peak: (key, time, daysBefore) => peaksOf(key, time, daysBefore)[0] ?? 0,
    habit: (key, time, daysBefore) => peaksOf(key, time, daysBefore)[1] ?? 0,
    age(key, time) {
      const since = all.find(key)?.entries[0]?.value;
      return since === undefined ? Number.NaN : dayAt(time) - since;
    },
  };
}
