/**
 * What of a place (device, address, site) the registers do not know or allow at a system.
 *
 * Every event asks this, and the same places come back again and again: answers are kept in a small direct-mapped cache, each
 * over the span of knowledge and time in which it stays the same.
 */
import { type Address, parseAddress } from '../core/address.ts';
import { type Key, NONE } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { type History, latestStarted } from './history.ts';
import { anySpan, narrow, narrowKnown, type Span } from './lens.ts';
import { isLoopback, type Networks } from './networks.ts';
import type { DeviceRow, SiteRow, SystemRow, Validity } from './registers.ts';

/** What may be strange about a place; or-ed. `unread`: the text of the address is needed. */
export const PLACE = {
  deviceUnknown: 1,
  deviceEnded: 2,
  outside: 4,
  siteUnknown: 8,
  siteEnded: 16,
  unread: 32,
} as const;

/** Asks about a place by its keys; the text of the address is needed the first time only. */
export type Places = (
  source: Key,
  device: Key,
  ip: Key,
  ipText: string | null,
  site: Key,
  known: Micros,
  time: Micros,
) => number;

/** The registers that decide. */
interface Deciding {
  readonly devices: History<DeviceRow, readonly DeviceRow[]>;
  readonly sites: History<SiteRow, readonly SiteRow[]>;
  readonly systems: History<SystemRow, readonly SystemRow[]>;
}

/** Answers kept at a time, as many as four times the devices within these bounds; 72 bytes each. */
const [CACHE_MIN, CACHE_MAX] = [1_024, 131_072];
/** Where the parts of a kept answer lie among its nine numbers. */
const [SOURCE, DEVICE, IP, SITE, KNOWN_FROM, KNOWN_UNTIL, FROM, UNTIL, SAYS] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const STRIDE = 9;
/** Addresses kept by their keys; some 150 bytes each. */
const ADDRESSES_MAX = 1 << 14;

/** The places of a run. A register without rows knows nothing; whether it is there at all is for the asker to say. */
export function placesOf({ devices, sites, systems }: Deciding): Places {
  let size = CACHE_MIN;
  while (size < CACHE_MAX && size < devices.groups.count * 4) size *= 2;
  const kept = new Float64Array(size * STRIDE);
  const addresses = new Map<Key, Address | null>();

  function addressOf(ip: Key, text: string | null): Address | null | undefined {
    const before = addresses.get(ip);
    if (before !== undefined || text === null) return before;
    const address = parseAddress(text);
    if (addresses.size >= ADDRESSES_MAX) addresses.clear();
    addresses.set(ip, address);
    return address;
  }

  function ask(
    [source, device, ip, site]: readonly [Key, Key, Key, Key],
    text: string | null,
    known: Micros,
    time: Micros,
    span: Span,
  ): number {
    let says = 0;
    if (device !== NONE) {
      const row = latest(devices, device, known, time, span);
      if (row === null) says |= PLACE.deviceUnknown;
      else if (row.end <= time) says |= PLACE.deviceEnded;
    }
    const place = site === NONE ? null : latest(sites, site, known, time, span);
    if (site !== NONE && place === null) says |= PLACE.siteUnknown;
    else if (place !== null && place.end <= time) says |= PLACE.siteEnded;
    if (ip === NONE) return says;
    const ofSystem = networksOf(latest(systems, source, known, time, span), time);
    const ofSite = networksOf(place, time);
    if (ofSystem === null && ofSite === null) return says;
    const address = addressOf(ip, text);
    if (address === undefined) return PLACE.unread;
    if (address === null || isLoopback(address)) return says;
    const isInside = (ofSystem?.hold(address) ?? true) && (ofSite?.hold(address) ?? true);
    return isInside ? says : says | PLACE.outside;
  }

  return (source, device, ip, text, site, known, time) => {
    const mixed = device ^ Math.imul(ip, 31) ^ source ^ site;
    const at = ((mixed ^ (mixed >>> 15)) & (size - 1)) * STRIDE;
    if (
      kept[at + DEVICE] === device &&
      kept[at + IP] === ip &&
      kept[at + SOURCE] === source &&
      kept[at + SITE] === site &&
      kept[at + FROM] <= time &&
      time < kept[at + UNTIL] &&
      kept[at + KNOWN_FROM] <= known &&
      known < kept[at + KNOWN_UNTIL]
    )
      return kept[at + SAYS];
    const span = anySpan();
    const says = ask([source, device, ip, site], text, known, time, span);
    if (says !== PLACE.unread)
      kept.set([source, device, ip, site, span.knownFrom, span.knownUntil, span.from, span.until, says], at);
    return says;
  };
}

/** The latest started row of an identity; narrows the span to that in which it, and whether it holds, stays the same. */
function latest<T extends Validity>(
  { groups, known }: History<T, readonly T[]>,
  identity: Key,
  at: Micros,
  time: Micros,
  span: Span,
): T | null {
  const group = groups.find(identity);
  if (group === -1) return null;
  const { value, from, until } = known(group, at);
  narrowKnown(span, from, until);
  for (const row of value) narrow(span, row, time, 'holding');
  return latestStarted(value, time);
}

/** The ranges of a row in force that has any. */
function networksOf(row: SiteRow | SystemRow | null, time: Micros): Networks | null {
  return row === null || row.end <= time || row.networks.written.length === 0 ? null : row.networks;
}
