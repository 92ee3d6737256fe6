import { isIP } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseAddress } from './address.ts';

test.each([
  ['10.1.4.17', '10.1.4.17'],
  [' 10.1.4.17 ', '10.1.4.17'],
  ['10.1.4.17:5678', '10.1.4.17'],
  ['::ffff:10.1.4.17', '10.1.4.17'],
  ['::FFFF:0a01:0411', '10.1.4.17'],
  ['[::ffff:10.1.4.17]:443', '10.1.4.17'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:0db8::0001', '2001:db8::1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['[2001:db8::1]:8080', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['::', '::'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
  ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
])('%s is %s', (text, normal) => expect(normaliseAddress(text)).toBe(normal));

test.each([
  '',
  'localhost',
  'Salesforce.com IP',
  '10.1.4',
  '10.1.4.256',
  '010.1.4.17',
  '1:2:3',
  '1::2::3',
  '::1:2:3:4:5:6:7:8',
  '12:34',
  '[x]:80',
  '1.2.3.4.5',
])('what is not an address stays: %j', (text) => expect(normaliseAddress(text)).toBe(text));

test('a normal address is an address and stays as it is', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const normal = normaliseAddress(address);
      expect(isIP(normal)).not.toBe(0);
      expect(normaliseAddress(normal)).toBe(normal);
    }),
  );
});
