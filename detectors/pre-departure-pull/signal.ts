/** What pre-departure-pull says about a row of somebody who leaves: the dossier of the 30 days up to it. */
import type { Action } from '../../schemas/access-event.ts';
import { ACTION } from '../../schemas/event-columns.ts';
import { type Key, NONE, pairKey } from '../../src/core/hash.ts';
import { dayAt, formatDate, type Micros } from '../../src/core/time.ts';
import type { Contributors, Signal } from '../../src/detector/define.ts';
import { keySet } from '../../src/detector/key-set.ts';
import type { Departure } from './departure.ts';
import { type Evidence, scoreOf, severityOf, sumOf } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { ACTION_KEYS, type Memory, TAKEN_BY, type Takings, WINDOW_DAYS } from './takings.ts';
import type { Pull } from './weigh.ts';

const window = new Float64Array(WINDOW_DAYS);

/** The signal about a row that took `amount`. What was taken before is handed over when the finding opens. */
export function signalOf(
  state: Memory,
  view: Takings,
  row: number,
  pull: Pull,
  departure: Departure,
  amount: number,
  limit: Thresholds,
): Signal<Evidence> {
  const { who, time, dataClass, destination } = view;
  const by = who[row];
  const today = view.profiles.day();
  const opens = state.told.opens(by, time[row]);
  state.unsanctioned.series(by, today, window);
  const unsanctioned = sumOf(window);
  const isSensitive = amount > 0 && keySet(limit.sensitive_classes).has(dataClass[row]);
  const isOut = unsanctioned >= limit.least_unsanctioned;
  const points = pull.points > 0 ? pull.points + Number(isSensitive) + Number(isOut) : 0;
  const event = isSensitive || destination[row] !== NONE ? view.event(row) : null;
  const contributors = opens ? before(state, view, row, pull, amount) : undefined;
  const since = opens ? knownSince(state, by, today, pull, departure, amount) : undefined;
  return {
    severity: severityOf(points),
    score: scoreOf(points),
    evidence: {
      reason: departure.reason,
      notice_on: departure.notice === null ? null : formatDate(dayAt(departure.notice)),
      leaves_on: departure.end === Infinity ? null : formatDate(dayAt(departure.end - 1)),
      days_left: departure.end === Infinity ? null : dayAt(departure.end - 1) - dayAt(time[row]),
      measure: pull.measure,
      seen: pull.seen,
      limit: pull.limit,
      usual_own: pull.own,
      usual_peers: pull.peers,
      ...takenBy(state, by, today),
      unsanctioned,
      destinations: state.destinations.count(by, 0),
      ...(amount > 0 && event?.destination ? { destination: event.destination } : {}),
      ...daysTaken(state, by, today),
      ...(isSensitive && event?.data_class ? { data_class: event.data_class } : {}),
    },
    about: ['actor', 'principal'],
    ...(contributors === undefined ? {} : { contributors }),
    ...(since === undefined ? {} : { knownOn: since }),
  };
}

/** Records taken in the window, by action. */
function takenBy(state: Memory, by: Key, today: number): Partial<Evidence> {
  const sums: Partial<Evidence> = {};
  for (const [action, fact] of Object.entries(TAKEN_BY) as [keyof typeof TAKEN_BY & Action, Fact][]) {
    state.byAction.series(pairKey(by, ACTION_KEYS[ACTION[action]]), today, window);
    const sum = sumOf(window);
    if (sum > 0) sums[fact] = sum;
  }
  return sums;
}
type Fact = (typeof TAKEN_BY)[keyof typeof TAKEN_BY];

/** The first and the last day of the window on which something was taken. */
function daysTaken(state: Memory, by: Key, today: number): Partial<Evidence> {
  state.taken.series(by, today, window);
  const first = window.findIndex((sum) => sum > 0);
  if (first === -1) return {};
  const last = window.findLastIndex((sum) => sum > 0);
  const dateOf = (at: number): string => formatDate(today - WINDOW_DAYS + 1 + at);
  return { first_day: dateOf(first), last_day: dateOf(last) };
}

/**
 * What the finding opens with: the first and the last event of each day of the window that stands out (twice its share of the
 * limit, else its share), and what was taken on these days.
 */
function before(
  state: Memory,
  view: Takings,
  row: number,
  { measure, limit }: Pull,
  amount: number,
): Contributors | undefined {
  if (measure !== 'taken' && measure !== 'unsanctioned') return undefined;
  const firstDay = view.profiles.day() - WINDOW_DAYS + 1;
  state[measure].series(view.who[row], view.profiles.day(), window);
  const share = limit / WINDOW_DAYS;
  const least = window.some((sum) => sum > 2 * share) ? 2 * share : share;
  const standsOut = (time: Micros): boolean => window[dayAt(time) - firstDay] > least;
  const { refs, times } = state[measure].contributors(view.who[row]);
  const taken = sumOf(window.filter((sum) => sum > least));
  return {
    refs: refs.filter((_, i) => standsOut(times[i])),
    times: times.filter(standsOut),
    records: Math.max(0, taken - (amount > 0 ? view.records[row] : 0)),
  };
}

/** When the departure became known, where what was taken before that day was too much already. */
function knownSince(
  state: Memory,
  by: Key,
  today: number,
  { measure, limit }: Pull,
  { recorded }: Departure,
  amount: number,
): Micros | undefined {
  if (recorded === -Infinity) return undefined;
  if (amount === 0) return recorded;
  if (measure !== 'taken' && measure !== 'unsanctioned') return undefined;
  state[measure].series(by, today, window);
  const knownDay = dayAt(recorded);
  const before = window.reduce(
    (sum, one, i) => (today - WINDOW_DAYS + 1 + i < knownDay ? sum + one : sum),
    0,
  );
  return before > limit ? recorded : undefined;
}
