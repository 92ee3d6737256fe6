/**
 * What of a place (device, address, site) the registers do not know or allow at a system. A missing register decides nothing.
 *
 * Every event asks this, and the same places come back again and again: answers are kept for one period of the registers.
 */
import { PLACE } from '../../schemas/registers/strange-place.ts';
import { type Address, parseAddress } from '../core/address.ts';
import { type Key, NONE } from '../core/hash.ts';
import { keptAnswers } from '../core/kept-answers.ts';
import type { Micros } from '../core/time.ts';
import { isLoopback } from './networks.ts';
import type { Registers, SiteRow, SystemRow } from './registers.ts';

/** Asks about a place by its keys; the text of the address is needed the first time only. */
export type Places = Registers['place'];

/** Answers kept at a time, 72 bytes each. */
const KEPT_MAX = 1 << 16;
/** Addresses kept by their keys; some 150 bytes each. */
const ADDRESSES_MAX = 1 << 14;

/** The places of a run. */
export function placesOf(
  registers: Pick<Registers, 'periods' | 'standing' | 'device' | 'site' | 'system'>,
): Places {
  const periodOf = registers.periods(['devices', 'sites', 'systems']);
  const answers = keptAnswers(KEPT_MAX);
  const kept: number[] = [];
  const addresses = new Map<Key, Address | null>();

  function addressOf(ip: Key, text: string | null): Address | null | undefined {
    const before = addresses.get(ip);
    if (before !== undefined || text === null) return before;
    const address = parseAddress(text);
    if (addresses.size >= ADDRESSES_MAX) addresses.clear();
    addresses.set(ip, address);
    return address;
  }

  function ask(source: Key, device: Key, ip: Key, text: string | null, site: Key, time: Micros): number {
    let says = 0;
    const held = device === NONE ? null : registers.device(device, time);
    if (held !== null && held.end <= time) says |= PLACE.deviceEnded;
    if (device !== NONE && held === null && registers.standing('devices', time) === 'current')
      says |= PLACE.deviceUnknown;
    const place = site === NONE ? null : registers.site(site, time);
    if (place !== null && place.end <= time) says |= PLACE.siteEnded;
    if (site !== NONE && place === null && registers.standing('sites', time) === 'current')
      says |= PLACE.siteUnknown;
    const system = registers.system(source, time);
    if (ip === NONE || (!restricts(system, time) && !restricts(place, time))) return says;
    const address = addressOf(ip, text);
    if (address === undefined) return PLACE.unread;
    if (address === null || isLoopback(address)) return says;
    return isOutside(system, address, time) || isOutside(place, address, time) ? says | PLACE.outside : says;
  }

  return (source, device, ip, text, site, time) => {
    const mixed = device ^ Math.imul(ip, 31) ^ source ^ site;
    const found = answers.find(mixed, source, device, ip, site, periodOf(time), 1, 0, 0);
    if (found >= 0 && (kept[found] !== PLACE.unread || text === null)) return kept[found];
    const says = ask(source, device, ip, text, site, time);
    kept[found >= 0 ? found : -1 - found] = says;
    return says;
  };
}

/** Whether a row in force has address ranges. */
function restricts(row: SiteRow | SystemRow | null, time: Micros): row is SiteRow | SystemRow {
  return row !== null && time < row.end && row.networks.written.length > 0;
}

function isOutside(row: SiteRow | SystemRow | null, address: Address, time: Micros): boolean {
  return restricts(row, time) && !row.networks.hold(address);
}
