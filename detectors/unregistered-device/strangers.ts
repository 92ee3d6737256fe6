/** What of a row the registers do not know or allow, as of then. */

import { ACTION, IS_LOOKUP, SYSTEM, TAKING_ACTIONS } from '../../schemas/event-columns.ts';
import { PLACE } from '../../schemas/registers/strange-place.ts';
import { type Key, NONE } from '../../src/core/hash.ts';
import { dayAt, formatDate } from '../../src/core/time.ts';
import type { View } from '../../src/detector/define.ts';
import type { Validity } from '../../src/registers/registers.ts';
import { ACCOUNT_KIND } from '../../src/verdicts/columns.ts';
import type { Evidence, Kind } from './evidence.ts';

/** Columns that unregistered-device reads. */
export const READS = [
  'time',
  'system',
  'source',
  'actor',
  'who',
  'device',
  'ip',
  'site',
  'action',
  'records',
  'ref',
  'marks',
  'accountKind',
  'atHome',
] as const;
/** Rows with these columns. */
export type Uses = View<(typeof READS)[number]>;

/** One bit for each of {@link KINDS}. */
export const BITS: Readonly<Record<Kind, number>> = { device: 1, network: 2, site: 4, account: 8 };

/** Whether a service account did it. */
export function isService({ accountKind }: Uses, row: number): boolean {
  return accountKind[row] === ACCOUNT_KIND.service;
}

/** Or-ed {@link BITS}: what the registers do not know or allow of a row. */
export function strangersOf(view: Uses, row: number): number {
  const { registers, time, source, device, ip, site, actor, action } = view;
  let place = registers.place(source[row], device[row], ip[row], null, site[row], time[row]);
  if (place === PLACE.unread)
    place = registers.place(source[row], device[row], ip[row], view.event(row).ip, site[row], time[row]);
  let found = 0;
  if (actor[row] !== NONE && isUnknownAccount(view, row)) found |= BITS.account;
  if (place === 0) return found;
  if (place & (PLACE.deviceUnknown | PLACE.deviceEnded)) found |= BITS.device;
  if (place & PLACE.outside) found |= BITS.network;
  // a look-up from a site that is no longer authorised is the cause of out-of-scope-lookup
  if (place & PLACE.siteUnknown || (place & PLACE.siteEnded && !IS_LOOKUP[action[row]])) found |= BITS.site;
  return found;
}

function isUnknownAccount(
  { registers, accountKind, actor, system, source, time }: Uses,
  row: number,
): boolean {
  if (accountKind[row] !== ACCOUNT_KIND.unknown) return false;
  return (
    registers.account(actor[row], system[row], source[row], time[row]) === null &&
    registers.standing('accounts', time[row]) === 'current' &&
    registers.coversAccounts(system[row], source[row], time[row])
  );
}

/** The thing a kind is about, as a key: an address says little, so a network is that of whoever comes from it. */
export function thingOf({ device, ip, site, actor }: Uses, row: number, kind: Kind): Key {
  return { device, network: ip, site, account: actor }[kind][row];
}

/** Why, in facts: not known, or no longer; outside the ranges. */
export function whyOf(view: Uses, row: number, kind: Kind): Pick<Evidence, 'why' | 'ended_on'> {
  const { registers, device, site, time } = view;
  if (kind === 'network') return { why: 'outside', ended_on: null };
  const known: Validity | null =
    kind === 'device'
      ? registers.device(device[row], time[row])
      : kind === 'site'
        ? registers.site(site[row], time[row])
        : null;
  if (known === null) return { why: 'unknown', ended_on: null };
  return { why: 'ended', ended_on: formatDate(dayAt(known.end - 1)) };
}

/** What only administrators do; documents and mail are made and changed by everybody. */
const CHANGES = new Set<number>([ACTION.grant, ACTION.revoke, ACTION.reset, ACTION.disable, ACTION.config]);

const TAKES: ReadonlySet<number> = new Set(TAKING_ACTIONS.map((name) => ACTION[name]));

/** Records that are somewhere else after the event; what is looked at is an ordinary day's work. */
export function takenBy({ action, records }: Uses, row: number): number {
  return TAKES.has(action[row]) ? records[row] : 0;
}

/** Whether an administrator's account did it, or something only administrators do. */
export function isAdministrators({ system, action, accountKind }: Uses, row: number): boolean {
  return (
    accountKind[row] === ACCOUNT_KIND.admin || (system[row] === SYSTEM.admin && CHANGES.has(action[row]))
  );
}
