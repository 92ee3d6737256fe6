/** What of a row the registers do not know or allow, as of then. */
import { ACTION, IS_LOOKUP, SYSTEM } from '../../schemas/event-columns.ts';
import { type Key, NONE } from '../../src/core/hash.ts';
import { dayAt, formatDate } from '../../src/core/time.ts';
import type { View } from '../../src/detector/define.ts';
import { addressBehind, isLoopback } from '../../src/registers/networks.ts';
import type { AccountRow, Validity } from '../../src/registers/registers.ts';
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
] as const;
/** Rows with these columns. */
export type Uses = View<(typeof READS)[number]>;

/** One bit for each of {@link KINDS}. */
export const BITS: Readonly<Record<Kind, number>> = { device: 1, network: 2, site: 4, account: 8 };

/** Or-ed {@link BITS}: what the registers do not know or allow of a row. `holding` is the account's, by register. */
export function strangersOf(view: Uses, row: number, holding: AccountRow | null): number {
  let found = 0;
  if (isStrangeDevice(view, row)) found |= BITS.device;
  if (isOutside(view, row)) found |= BITS.network;
  if (isStrangeSite(view, row)) found |= BITS.site;
  if (holding === null && view.actor[row] !== NONE && isCurrent(view, 'accounts', row)) found |= BITS.account;
  return found;
}

function isStrangeDevice(view: Uses, row: number): boolean {
  const device = view.device[row];
  if (device === NONE) return false;
  const known = view.registers.device(device, view.time[row]);
  return known === null ? isCurrent(view, 'devices', row) : known.end <= view.time[row];
}

/** A look-up from a site that is no longer authorised is the cause of out-of-scope-lookup. */
function isStrangeSite(view: Uses, row: number): boolean {
  const site = view.site[row];
  if (site === NONE) return false;
  const known = view.registers.site(site, view.time[row]);
  if (known === null) return isCurrent(view, 'sites', row);
  return known.end <= view.time[row] && !IS_LOOKUP[view.action[row]];
}

/** Outside the address ranges of the system, or of the site the row names. A register without ranges restricts nothing. */
function isOutside(view: Uses, row: number): boolean {
  const { registers, ip, site, source, time } = view;
  if (ip[row] === NONE) return false;
  const system = registers.system(source[row], time[row]);
  const place = site[row] === NONE ? null : registers.site(site[row], time[row]);
  const ofSystem = system === null || system.end <= time[row] ? null : system.networks;
  const ofSite = place === null || place.end <= time[row] ? null : place.networks;
  const restricts = (ofSystem?.written.length ?? 0) + (ofSite?.written.length ?? 0) > 0;
  if (!restricts) return false;
  const address = addressBehind(ip[row], () => view.event(row).ip);
  if (address === null || isLoopback(address)) return false;
  return (
    (ofSystem !== null && ofSystem.written.length > 0 && !ofSystem.hold(address)) ||
    (ofSite !== null && ofSite.written.length > 0 && !ofSite.hold(address))
  );
}

function isCurrent(
  { registers, time }: Uses,
  register: 'devices' | 'sites' | 'accounts',
  row: number,
): boolean {
  return registers.standing(register, time[row]) === 'current';
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

const CHANGES = new Set<number>([
  ACTION.create,
  ACTION.update,
  ACTION.delete,
  ACTION.grant,
  ACTION.revoke,
  ACTION.reset,
  ACTION.disable,
  ACTION.config,
]);

/** Whether an administrator's account did it, or something only administrators do. */
export function isAdministrators({ system, action }: Uses, row: number, holding: AccountRow | null): boolean {
  return holding?.kind === 'admin' || (system[row] === SYSTEM.admin && CHANGES.has(action[row]));
}
