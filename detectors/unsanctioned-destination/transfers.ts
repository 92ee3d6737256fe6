/** What leaves: which rows are transfers, what is remembered of each person and destination, what the registers say. */
import { ACTIONS } from '../../schemas/access-event.ts';
import { hashText, type Key, NONE, pairKey } from '../../src/core/hash.ts';
import { DAY, dayAt, formatDate, type Micros } from '../../src/core/time.ts';
import type { ColumnName, Contributors, View } from '../../src/detector/define.ts';
import { firstSeen } from '../../src/state/first-seen.ts';
import { latch } from '../../src/state/latch.ts';
import { rateWindow } from '../../src/state/rate-window.ts';

/** Columns that unsanctioned-destination reads. */
export const READS = [
  'time',
  'who',
  'person',
  'actor',
  'device',
  'ip',
  'system',
  'source',
  'action',
  'records',
  'bytes',
  'subjectStart',
  'tenant',
  'dataClass',
  'destination',
  'ref',
  'offDuty',
  'permitted',
  'accountKind',
] as const satisfies readonly ColumnName[];
/** The rows of one key shard. */
export type Transfers = View<(typeof READS)[number]>;

/** An episode ends after 30 days without a further transfer. */
export const QUIET: Micros = 30 * DAY;
const VOLUME_HORIZON: Micros = 30 * DAY;
/** Panes of three days, so that a sum may be up to three days too much. */
const VOLUME_PANES = 10;
/** How long a person counts among those who use a destination, and a destination as known to a person. */
const USE_HORIZON: Micros = 90 * DAY;

/** State of the part: by destination who uses it; by person and destination how much and since when. */
export const memory = () => ({
  users: firstSeen({ horizon: USE_HORIZON }),
  uses: firstSeen({ horizon: USE_HORIZON }),
  records: rateWindow({ horizon: VOLUME_HORIZON, panes: VOLUME_PANES }),
  bytes: rateWindow({ horizon: VOLUME_HORIZON, panes: VOLUME_PANES }),
  placed: rateWindow({ horizon: VOLUME_HORIZON, panes: VOLUME_PANES }),
  days: firstSeen({ horizon: VOLUME_HORIZON }),
  told: latch({ quiet: QUIET }),
});
export type Memory = ReturnType<typeof memory>;

/** What one person has sent to one destination up to a row. One object, written over by every call of {@link note}. */
export interface Sent {
  /** Person and destination. */
  pair: Key;
  records: number;
  bytes: number;
  /** How often something was put there (uploaded, copied, exported), and on how many days. */
  placed: number;
  days: number;
  /** How many people have used the destination. */
  people: number;
  since: Micros;
}
const sent: Sent = { pair: NONE, records: 0, bytes: 0, placed: 0, days: 0, people: 0, since: 0 };

/** What puts data into a store; a letter is correspondence, and answered on many days by its nature. */
const PLACES: readonly boolean[] = ACTIONS.map((name) => ['upload', 'copy', 'export'].includes(name));
const DAY_OF = hashText('day');

/** Counts a transfer under its destination and the one who made it: the person, else the device, else the address. */
export function note(
  state: Memory,
  { who, device, ip, source, destination, time, action, records, bytes, ref }: Transfers,
  row: number,
): Sent {
  const to = destination[row];
  const doer = who[row] || device[row] || ip[row] || source[row];
  const now = time[row];
  sent.pair = pairKey(to, doer);
  state.users.touch(to, doer, now);
  state.uses.touch(sent.pair, to, now);
  sent.people = state.users.known(to);
  sent.since = Math.min(now, state.uses.since(sent.pair));
  sent.records = state.records.add(sent.pair, now, records[row], ref[row]);
  sent.bytes = state.bytes.add(sent.pair, now, bytes[row], ref[row]);
  const isPlaced = PLACES[action[row]];
  sent.placed = state.placed.add(sent.pair, now, Number(isPlaced), ref[row]);
  if (isPlaced) state.days.touch(sent.pair, pairKey(DAY_OF, dayAt(now) + 1), now);
  sent.days = state.days.known(sent.pair);
  return sent;
}

/** What the person sent there before the row, where a finding about him opens with it. */
export function before(
  state: Memory,
  { pair }: Sent,
  { time, records }: Transfers,
  row: number,
): Contributors | undefined {
  if (!state.told.opens(pair, time[row])) return undefined;
  const { refs, times, total } = state.records.contributors(pair);
  return { refs, times, records: Math.max(0, total - records[row]) };
}

/** Whether data stays inside: the destination is the device or address it came from, or a device or system of the registers. */
export function staysInside({ registers, destination, device, ip, time }: Transfers, row: number): boolean {
  const to = destination[row];
  if (to === device[row] || to === ip[row]) return true;
  const held = registers.device(to, time[row]) ?? registers.system(to, time[row]);
  return held !== null && time[row] < held.end;
}

/**
 * The day nearest to a transfer on which a device of the person was replaced, within so many days; null where none was. Somebody's
 * first device is no replacement.
 */
export function deviceChange(
  { registers, person, time }: Transfers,
  row: number,
  withinDays: number,
): string | null {
  const now = time[row];
  const held = person[row] === NONE ? [] : registers.devicesOf(person[row], now);
  let nearest = Number.POSITIVE_INFINITY;
  for (const { start, end } of held) {
    const lastMoment = end - 1; // its last day, not the one after
    for (const change of [held.length > 1 ? start : -Infinity, lastMoment]) {
      if (Math.abs(change - now) < Math.abs(nearest - now)) nearest = change;
    }
  }
  return Math.abs(nearest - now) <= withinDays * DAY ? formatDate(dayAt(nearest)) : null;
}
