/** What access-after-termination says about one event: how grave it is, and what had ended. */
import { ACTION, MARK, OUTCOME, SYSTEM } from '../../schemas/event-columns.ts';
import { type Key, NONE } from '../../src/core/hash.ts';
import { DAY, dayAt, formatDate, type Micros } from '../../src/core/time.ts';
import type { ColumnName, Signal, View } from '../../src/detector/define.ts';
import type { PersonRow } from '../../src/registers/registers.ts';
import { rateWindow } from '../../src/state/rate-window.ts';
import { ROW_CAUSE } from '../../src/verdicts/columns.ts';
import { isLateRenewal } from '../../src/verdicts/late-renewal.ts';
import type { Ended, Evidence } from './evidence.ts';

/** Columns that access-after-termination reads. */
export const READS = [
  'time',
  'system',
  'source',
  'actor',
  'person',
  'who',
  'action',
  'outcome',
  'reason',
  'device',
  'deviceKind',
  'atHome',
  'ip',
  'records',
  'ref',
  'rowCause',
  'marks',
] as const satisfies readonly ColumnName[];
/** Their names. */
export type Reads = (typeof READS)[number];

/** Actions by which an administrator changes something. */
const IS_CHANGE = new Set<number>([
  ACTION.create,
  ACTION.update,
  ACTION.delete,
  ACTION.grant,
  ACTION.revoke,
  ACTION.reset,
  ACTION.disable,
  ACTION.config,
]);
/** Records read after the end, by account or device; in 30 panes of a day, so at most one day too much. */
export const recordsRead = () => ({ read: rateWindow({ horizon: 30 * DAY, panes: 30 }) });
/** The sum of {@link recordsRead}. */
export type Read = ReturnType<typeof recordsRead>['read'];

/** Severity, score and facts of an access, or a try, after an end. `isSure` = the account's own, not only its device's. */
export function signalOf(
  view: View<Reads>,
  row: number,
  read: Read,
  key: Key,
  criticalRecords: number,
  isSure: boolean,
): Omit<Signal<Evidence>, 'about'> {
  const { time, system, source, actor, action, outcome, records, ref, marks } = view;
  const kind = view.registers.account(actor[row], system[row], source[row], time[row])?.kind ?? null;
  if (outcome[row] !== OUTCOME.success) {
    if (isSure && kind !== 'admin' && isLateRenewal(view, row))
      return { key, severity: 'low', score: 15, evidence: { account_kind: kind, renewal_likely: true } };
    return {
      key,
      severity: 'medium',
      score: kind === 'admin' ? 55 : isSure ? 45 : 40,
      evidence: { account_kind: kind },
    };
  }
  const isTimely = (marks[row] & MARK.clock) === 0; // else it would move the window
  const sum = isTimely ? read.add(key, time[row], records[row], ref[row]) : records[row];
  const isChange = system[row] === SYSTEM.admin && IS_CHANGE.has(action[row]);
  const isCritical = sum >= criticalRecords || kind === 'admin' || isChange;
  const facts = { account_kind: kind, entered: true, records_in_30_days: sum };
  if (isSure && kind !== 'admin' && isLateRenewal(view, row))
    return { key, severity: 'low', score: 20, evidence: { ...facts, renewal_likely: true } };
  if (isSure)
    return { key, severity: isCritical ? 'critical' : 'high', score: isCritical ? 92 : 75, evidence: facts };
  return { key, severity: isCritical ? 'high' : 'medium', score: isCritical ? 70 : 55, evidence: facts };
}

/** Whether what a row says of its own account needs a look: it has ended by register, or may have by the log. */
export function hasEndedOrFailed({ rowCause, outcome }: View<Reads>, row: number): boolean {
  return (rowCause[row] & ROW_CAUSE.ended) !== 0 || outcome[row] !== OUTCOME.success;
}

/** The other person who has the device, a PC, by register, where that person has left; else null. */
export function leaverOf({ registers, device, person, time }: View<Reads>, row: number): PersonRow | null {
  const held = registers.device(device[row], time[row]);
  if (held === null || held.principal === NONE || held.end <= time[row]) return null;
  if ((held.kind !== null && held.kind !== 'pc') || held.principal === person[row]) return null;
  const holder = registers.person(held.principal, time[row]);
  return holder === null || holder.end > time[row] ? null : holder;
}

/** What had ended, when, and how long ago. */
export function sinceEnd(ended: Ended, end: Micros, time: Micros): Partial<Evidence> {
  const lastDay = dayAt(end - 1);
  return { ended, ended_on: formatDate(lastDay), days_after: dayAt(time) - lastDay };
}

/** What had ended of the account or its person. */
export function endOf(
  { registers, time, person, actor, system, source }: View<Reads>,
  row: number,
): Partial<Evidence> {
  const holder = person[row] === NONE ? null : registers.person(person[row], time[row]);
  if (holder !== null && holder.end <= time[row]) {
    const { employment } = holder;
    const isStaff = employment === 'staff' || employment === null;
    return sinceEnd(
      isStaff ? 'employment' : employment === 'seconded' ? 'secondment' : 'assignment',
      holder.end,
      time[row],
    );
  }
  const holding = registers.account(actor[row], system[row], source[row], time[row]);
  return holding === null ? {} : sinceEnd('account', holding.end, time[row]);
}
