/** What is strange about a place, against the plain questions about its parts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PLACE } from '../../schemas/registers/strange-place.ts';
import { normaliseAddress, parseAddress } from '../core/address.ts';
import { hashText, NONE } from '../core/hash.ts';
import { parseInstant } from '../core/time.ts';
import { buildFromTexts, registersOf } from './from-text.ts';
import { isLoopback } from './networks.ts';
import type { Registers } from './registers.ts';

const k = (text: string | null) => (text === null ? NONE : hashText(text));
const at = (day: number) => parseInstant(`2024-05-${String(day).padStart(2, '0')}T12:00:00+09:00`);

interface Where {
  readonly source: string;
  readonly device: string | null;
  readonly ip: string | null;
  readonly site: string | null;
}

/** As a detector asks: without the text first. */
function ask(registers: Registers, { source, device, ip, site }: Where, day: number): number {
  const once = (text: string | null) => registers.place(k(source), k(device), k(ip), text, k(site), at(day));
  const says = once(null);
  return says === PLACE.unread ? once(ip) : says;
}

/** The twin: one question after the other. */
function slowly(registers: Registers, { source, device, ip, site }: Where, day: number): number {
  const time = at(day);
  const held = device === null ? null : registers.device(k(device), time);
  const place = site === null ? null : registers.site(k(site), time);
  const system = registers.system(k(source), time);
  let says = 0;
  if (device !== null && held === null) says |= PLACE.deviceUnknown;
  if (held !== null && held.end <= time) says |= PLACE.deviceEnded;
  if (site !== null && place === null) says |= PLACE.siteUnknown;
  if (place !== null && place.end <= time) says |= PLACE.siteEnded;
  const address = ip === null ? null : parseAddress(normaliseAddress(ip));
  if (address === null || isLoopback(address)) return says;
  const rules = [system, place].filter(
    (row) => row !== null && row.end > time && row.networks.written.length > 0,
  );
  return rules.every((row) => row?.networks.hold(address)) ? says : says | PLACE.outside;
}

const day = fc.option(fc.integer({ min: 1, max: 9 }), { freq: 2 });
const written = (value: number | null) => (value === null ? '' : `2024-05-0${value}`);
const ranges = fc.constantFrom('', '10.1.0.0/16', '10.0.0.0/8|2001:db8::/32', '203.0.113.9');
const row = fc.record({ name: fc.constantFrom('1', '2', '3'), from: day, to: day, recorded: day, ranges });
const question = fc.record({
  day: fc.integer({ min: 1, max: 9 }),
  source: fc.constantFrom('S1', 'S2', 'S3', 'S4'),
  device: fc.option(fc.constantFrom('D1', 'D2', 'D3', 'D4')),
  ip: fc.option(fc.constantFrom('10.1.0.1', '10.2.0.1', '203.0.113.9', '2001:db8::1', '127.0.0.1', 'cloud')),
  site: fc.option(fc.constantFrom('T1', 'T2', 'T3', 'T4')),
});

test('as the plain questions answer', () => {
  const rows = fc.array(row, { maxLength: 6, size: 'max' });
  fc.assert(
    fc.property(
      rows,
      rows,
      rows,
      fc.array(question, { maxLength: 40, size: 'max' }),
      (devices, sites, systems, asked) => {
        const table = (head: string, letter: string, list: typeof devices, hasRanges: boolean) =>
          [
            `${head}${hasRanges ? ',networks' : ''},valid_from,valid_to,recorded_at`,
            ...list.map((each) =>
              [
                letter + each.name,
                ...(hasRanges ? [each.ranges] : []),
                written(each.from),
                written(each.to),
                written(each.recorded),
              ].join(','),
            ),
          ].join('\n');
        const { registers } = buildFromTexts({
          devices: table('device', 'D', devices, false),
          sites: table('site', 'T', sites, true),
          systems: table('source', 'S', systems, true),
        });
        for (const { day: when, ...where } of asked)
          expect(ask(registers, where, when)).toBe(slowly(registers, where, when));
      },
    ),
    { numRuns: 200 },
  );
});

describe('an address', () => {
  const registers = registersOf({ systems: 'source,networks\nS1,10.0.0.0/8' });
  const asked = (ip: Parameters<typeof k>[0], text: string | null, source = 'S1') =>
    registers.place(k(source), NONE, k(ip), text, NONE, at(1));

  test('is read once', () => {
    expect(asked('203.0.113.9', null)).toBe(PLACE.unread);
    expect(asked('203.0.113.9', '203.0.113.9')).toBe(PLACE.outside);
    expect(asked('203.0.113.9', null)).toBe(PLACE.outside);
  });

  test('is not needed where nothing restricts it', () => {
    expect(asked('203.0.113.10', null, 'S2')).toBe(0);
  });
});
