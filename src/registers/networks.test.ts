/** Which addresses lie in which ranges. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Address, normaliseAddress, parseAddress } from '../core/address.ts';
import { isLoopback, networksOf } from './networks.ts';

const addressOf = (text: string): Address => parseAddress(normaliseAddress(text)) as Address;

describe('an address lies in a range', () => {
  test.each([
    ['inside', '10.1.4.17', ['10.1.0.0/16'], true],
    ['the first of it', '10.1.0.0', ['10.1.0.0/16'], true],
    ['the last of it', '10.1.255.255', ['10.1.0.0/16'], true],
    ['just below', '10.0.255.255', ['10.1.0.0/16'], false],
    ['just above', '10.2.0.0', ['10.1.0.0/16'], false],
    ['in the second of two', '192.168.7.1', ['10.0.0.0/8', '192.168.0.0/16'], true],
    ['a range of one, as an address', '203.0.113.9', ['203.0.113.9'], true],
    ['the neighbour of a range of one', '203.0.113.8', ['203.0.113.9/32'], false],
    ['everything of IPv4', '255.255.255.255', ['0.0.0.0/0'], true],
    ['IPv6 is not in everything of IPv4', '2001:db8::1', ['0.0.0.0/0'], false],
    ['a network written with bits of its host', '10.1.200.3', ['10.1.4.17/16'], true],
    ['high bits set', '203.0.113.77', ['203.0.113.64/26'], true],
    ['IPv6', '2001:db8:7::1', ['2001:db8::/32'], true],
    ['IPv6 outside', '2001:db9::1', ['2001:db8::/32'], false],
    ['IPv6 between words', '2001:db8:8000::1', ['2001:db8:8000::/33'], true],
    ['IPv6 just outside between words', '2001:db8:7fff::1', ['2001:db8:8000::/33'], false],
    ['IPv6 with a zone', 'fe80::1%eth0', ['fe80::/10'], true],
    ['IPv4 written as IPv6', '::ffff:10.1.4.17', ['10.1.0.0/16'], true],
    ['everything of IPv6', '2001:db8::1', ['::/0'], true],
    ['no range', '10.1.4.17', [], false],
  ])('%s', (_, address, ranges, expected) => {
    expect(networksOf(ranges).hold(addressOf(address))).toBe(expected);
  });

  test('as bit by bit', () => {
    const v4 = fc.ipV4();
    const v6 = fc.ipV6().map((text) => normaliseAddress(text));
    const ranged = (address: fc.Arbitrary<string>, most: number) =>
      fc.tuple(address, fc.nat(most), address, fc.boolean()).map(([network, bits, other, isOwn]) => ({
        range: `${network}/${bits}`,
        address: isOwn ? network : other,
      }));
    fc.assert(
      fc.property(
        fc.oneof(
          ranged(v4, 32),
          ranged(
            v6.filter((text) => text.includes(':')),
            128,
          ),
        ),
        ({ range, address }) => {
          expect(networksOf([range]).hold(addressOf(address))).toBe(isInSlowly(range, address));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

/** The slow twin: both as texts of bits, and whether one begins as the other. */
function isInSlowly(range: string, address: string): boolean {
  const [network, length] = range.split('/');
  if (network.includes(':') !== normaliseAddress(address).includes(':')) return false;
  return bitsOf(address).startsWith(bitsOf(network).slice(0, Number(length)));
}

function bitsOf(address: string): string {
  const normal = normaliseAddress(address);
  if (!normal.includes(':'))
    return normal
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('');
  const [head, tail] = normal.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...(tail ?? [])]
    .map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0'))
    .join('');
}

test.each([
  ['127.0.0.1', true],
  ['127.255.0.3', true],
  ['::1', true],
  ['::', false],
  ['128.0.0.1', false],
  ['10.0.0.1', false],
  ['2001:db8::1', false],
])('%s is the machine’s own: %s', (address, expected) => {
  expect(isLoopback(addressOf(address))).toBe(expected);
});
