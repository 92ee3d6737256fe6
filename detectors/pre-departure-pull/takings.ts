/** What people take: which rows count, and what is kept of everybody for the day a departure becomes known. */
import { ACTIONS, type Action } from '../../schemas/access-event.ts';
import { ACTION } from '../../schemas/event-columns.ts';
import { hashText, NONE, pairKey } from '../../src/core/hash.ts';
import { DAY, dayAt, JST, type Micros } from '../../src/core/time.ts';
import type { ColumnName, View } from '../../src/detector/define.ts';
import { distinctWindow } from '../../src/state/distinct-window.ts';
import { firstSeen } from '../../src/state/first-seen.ts';
import { latch } from '../../src/state/latch.ts';
import { paneWindow } from '../../src/state/rate-panes.ts';
import { isLifted } from '../../src/verdicts/permitted.ts';
import { isRemovableKey } from '../unsanctioned-destination/removable.ts';
import { besideCases } from './casework.ts';

/** Columns that pre-departure-pull reads. */
export const READS = [
  'time',
  'who',
  'person',
  'actor',
  'device',
  'system',
  'source',
  'action',
  'records',
  'subjectStart',
  'tenant',
  'dataClass',
  'destination',
  'caseId',
  'verdict',
  'cause',
  'permitted',
  'mayLeave',
  'ref',
] as const satisfies readonly ColumnName[];
/** The rows of one key shard. */
export type Takings = View<(typeof READS)[number]>;

/** Days judged together, and days kept: two months before them are the person's own past. */
export const WINDOW_DAYS = 30;
export const KEPT_DAYS = 92;
/** What comes later than so many days is not counted. */
export const WEEK_DAYS = 7;
/** An episode ends after 30 days in which nothing was added. */
export const QUIET: Micros = 30 * DAY;
const WINDOW: Micros = WINDOW_DAYS * DAY;

/** The actions that take something, with the fact of the evidence that says how much. */
export const TAKEN_BY = {
  export: 'exported',
  print: 'printed',
  download: 'downloaded',
  copy: 'copied',
  send: 'sent',
  upload: 'uploaded',
} as const satisfies Partial<Record<Action, string>>;

const TAKES: readonly boolean[] = ACTIONS.map((name) => Object.hasOwn(TAKEN_BY, name));
/** Actions whose whole effect is that a copy is where they say; paper and what lies on a desk can go on from there. */
const MOVES: readonly boolean[] = ACTIONS.map((name) => ['export', 'copy', 'send', 'upload'].includes(name));
/** Keys of the actions, to sum under (person, action). */
export const ACTION_KEYS = ACTIONS.map((name) => hashText(name));

/** Sums by day in Japan, of so many days. */
const days = (count: number) =>
  paneWindow({ horizon: count * DAY, panes: count, forgetAfter: (count + 1) * DAY, offset: JST });

/** State of the part, by person. Of whoever takes nothing, nothing is kept. */
export const memory = () => ({
  /** By day, what was taken and did not stay inside. */
  taken: days(KEPT_DAYS),
  /** The part of it that went where it may not go. */
  unsanctioned: days(KEPT_DAYS),
  byAction: days(WINDOW_DAYS),
  destinations: distinctWindow({ horizons: [WINDOW] }),
  /** The days on which somebody who leaves has been looked at. */
  looked: firstSeen({ horizon: 2 * DAY }),
  told: latch({ quiet: QUIET }),
});
export type Memory = ReturnType<typeof memory>;

/** What a row took. One object, written over by every call of {@link take}. */
export interface Taking {
  amount: number;
  /** It went where it may not go. */
  isOut: boolean;
}
const taking: Taking = { amount: 0, isOut: false };

/** Counts a row and gives how much it took: nothing where it only looks, stays inside, or is work that a case or a permit explains. */
export function take(state: Memory, view: Takings, row: number, isLeaving: boolean): Taking {
  const { action, who, time, ref, destination } = view;
  taking.amount = 0;
  taking.isOut = false;
  if (!TAKES[action[row]]) return taking;
  const amount = besideCases(view, row);
  // what comes a week late would change the past that today is held against
  if (amount === 0 || dayAt(time[row]) <= view.profiles.day() - WEEK_DAYS) return taking;
  const where = whereTo(view, row);
  if ((where === 'inside' && MOVES[action[row]]) || isApproved(view, row, isLeaving)) return taking;
  taking.amount = amount;
  taking.isOut = where === 'outside';
  const [by, now] = [who[row], time[row]];
  state.taken.add(by, now, amount, ref[row]);
  if (taking.isOut) state.unsanctioned.add(by, now, amount, ref[row]);
  state.byAction.add(pairKey(by, ACTION_KEYS[action[row]]), now, amount, ref[row]);
  if (destination[row] !== NONE && action[row] !== ACTION.print)
    state.destinations.add(by, destination[row], now, ref[row]);
  return taking;
}

/** A permit covers the row. It is noted where it makes a difference: everybody's takings are counted, in case he leaves. */
function isApproved(view: Takings, row: number, isLeaving: boolean): boolean {
  return isLeaving ? isLifted(view, row) : view.permitted[row] !== 0;
}

/** Where it went: `inside` what the registers allow or hold, `outside` what they do not, or a medium one carries away. */
function whereTo(view: Takings, row: number): 'inside' | 'outside' | 'unknown' {
  const { destination, device, registers, time, action } = view;
  const to = destination[row];
  if (to === NONE || to === device[row]) return 'unknown';
  let says = registers.destination(to, null, time[row]);
  if (says === 'unread') says = registers.destination(to, view.event(row).destination, time[row]);
  if (says === 'allowed') return 'inside';
  if (says === 'refused') return 'outside';
  const held = registers.device(to, time[row]) ?? registers.system(to, time[row]);
  if (held !== null && time[row] < held.end) return 'inside';
  if (says === 'unlisted' && MOVES[action[row]]) return 'outside';
  return isRemovableKey(to, () => view.event(row).destination) ? 'outside' : 'unknown';
}
