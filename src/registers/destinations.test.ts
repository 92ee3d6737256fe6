import { describe, expect, test } from 'vitest';
import { parseInstant } from '../core/time.ts';
import { buildFromTexts, registersOf } from './from-text.ts';

const TIME = parseInstant('2024-05-01T00:00:00+09:00');

describe('destinations', () => {
  const { registers } = buildFromTexts({
    destinations: `pattern,allowed,valid_to
      *.example.jp,yes,
      *.secret.example.jp,no,
      open.secret.example.jp,yes,
      usb:*,no,
      usb:4C53,yes,2024-03-31
      maybe.jp,,
      same?.jp,yes,
      sam*2.jp,no,`,
  });
  test.each([
    ['a host below the pattern', 'www.example.jp', true],
    ['the domain itself', 'example.jp', true],
    ['letter case does not matter', 'WWW.Example.JP', true],
    ['not a name that only ends alike', 'badexample.jp', false],
    ['the more specific pattern wins', 'x.secret.example.jp', false],
    ['its domain itself', 'secret.example.jp', false],
    ['a name without wildcards is most specific', 'open.secret.example.jp', true],
    ['an ended row does not count', 'usb:4C53', false],
    ['what is not listed is not sanctioned', 'dropbox.com', false],
    ['unknown counts as not listed', 'maybe.jp', false],
    ['of equally specific ones the refusal wins', 'same2.jp', false],
  ])('%s', (_, name, allowed) => {
    expect(registers.destinationAllowed(name, TIME)).toBe(allowed);
  });

  test('without the register nothing is said of them', () => {
    expect(registersOf({}).destinationAllowed('example.jp', TIME)).toBeNull();
  });

  test('a pattern of many wildcards costs little', () => {
    const pattern = `${'*a'.repeat(50)}b`;
    const long = registersOf({ destinations: `pattern,allowed\n${pattern},yes` });
    expect(long.destinationAllowed('a'.repeat(5000), TIME)).toBe(false);
  });
});
