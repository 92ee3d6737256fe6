import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashText } from '../core/hash.ts';
import { DAY, parseInstant } from '../core/time.ts';
import { buildFromTexts, registersOf } from './from-text.ts';
import type { DestinationSays, Registers } from './registers.ts';

const TIME = parseInstant('2024-05-01T00:00:00+09:00');
const ask = (registers: Registers, name: string, time = TIME): DestinationSays =>
  registers.destination(hashText(name), name, time);

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
      sam*2.jp,no,
      mail.example,yes,
      boss@mail.example,no,
      https://share.example/teams/*,yes,
      nas-01,yes,`,
  });
  test.each([
    ['a host below the pattern', 'www.example.jp', 'allowed'],
    ['the domain itself', 'example.jp', 'allowed'],
    ['letter case does not matter', 'WWW.Example.JP', 'allowed'],
    ['not a name that only ends alike', 'badexample.jp', 'unlisted'],
    ['the more specific pattern wins', 'x.secret.example.jp', 'refused'],
    ['its domain itself', 'secret.example.jp', 'refused'],
    ['a name without wildcards is most specific', 'open.secret.example.jp', 'allowed'],
    ['an ended row does not count', 'usb:4C53', 'refused'],
    ['what is not listed is not sanctioned', 'dropbox.com', 'unlisted'],
    ['unknown counts as not listed', 'maybe.jp', 'unlisted'],
    ['of equally specific ones the refusal wins', 'same2.jp', 'refused'],
    ['the host of an address decides', 'https://www.example.jp:8443/up?to=x', 'allowed'],
    ['not what stands behind it', 'https://evil.example/?x=.example.jp', 'unlisted'],
    ['not what stands before it', 'https://www.example.jp@evil.example/', 'unlisted'],
    ['the domain of a mailbox decides', 'somebody@mail.example', 'allowed'],
    ['unless a pattern names the mailbox', 'boss@mail.example', 'refused'],
    ['a pattern with a path is held against the whole', 'https://share.example/teams/tax', 'allowed'],
    ['and not against the host alone', 'https://share.example/private', 'unlisted'],
    ['the host of a share', '\\\\nas-01\\moving', 'allowed'],
    ['a host with its port', 'www.example.jp:443', 'allowed'],
  ] as const)('%s', (_, name, says) => {
    expect(ask(registers, name)).toBe(says);
  });

  test('without the register nothing is said of them', () => {
    expect(ask(registersOf({}), 'example.jp')).toBe('missing');
  });

  test('a register that is too old says nothing either', () => {
    const { registers: old } = buildFromTexts(
      { destinations: 'pattern,allowed,recorded_at\n*.example.jp,yes,2024-01-01' },
      { freshness_days: { destinations: 30 } },
    );
    expect(ask(old, 'example.jp')).toBe('missing');
    expect(ask(old, 'example.jp', parseInstant('2024-01-20T00:00:00+09:00'))).toBe('allowed');
  });

  test('the text is needed the first time only', () => {
    const fresh = registersOf({ destinations: 'pattern,allowed\n*.example.jp,yes' });
    const key = hashText('a.example.jp');
    expect(fresh.destination(key, null, TIME)).toBe('unread');
    expect(fresh.destination(key, 'a.example.jp', TIME)).toBe('allowed');
    expect(fresh.destination(key, null, TIME + DAY)).toBe('allowed');
  });

  test('a pattern of many wildcards costs little', () => {
    const pattern = `${'*a'.repeat(50)}b`;
    const long = registersOf({ destinations: `pattern,allowed\n${pattern},yes` });
    expect(ask(long, 'a'.repeat(5000))).toBe('unlisted');
  });
});

/** The rules word for word, over all rows at every question: the slow twin of the kept answers. */
describe('kept answers say the same as a fresh look', () => {
  const day = fc.integer({ min: 1, max: 9 });
  const row = fc.record({
    pattern: fc.constantFrom('*.a.jp', 'x.a.jp', '*', 'usb:*', 'x.?.jp'),
    allowed: fc.constantFrom('yes', 'no', ''),
    from: day,
    length: fc.integer({ min: 0, max: 4 }),
    recorded: fc.option(day),
  });
  const question = fc.record({
    name: fc.constantFrom('x.a.jp', 'y.a.jp', 'a.jp', 'usb:1', 'x.b.jp'),
    day,
  });
  const date = (n: number) => `2024-05-${String(n).padStart(2, '0')}`;

  test('for any rows and any questions in any order', () => {
    fc.assert(
      fc.property(
        fc.array(row, { size: 'max', maxLength: 12 }),
        fc.array(question, { size: 'max', maxLength: 30 }),
        (rows, questions) => {
          const lines = rows.map(
            ({ pattern, allowed, from, length, recorded }) =>
              `${pattern},${allowed},${date(from)},${date(from + length)},${recorded === null ? '' : date(recorded)}`,
          );
          const text = `pattern,allowed,valid_from,valid_to,recorded_at\n${lines.join('\n')}`;
          const kept = buildFromTexts({ destinations: text }).registers;
          for (const { name, day: n } of questions) {
            const time = parseInstant(`${date(n)}T12:00:00+09:00`);
            expect(ask(kept, name, time)).toBe(
              ask(buildFromTexts({ destinations: text }).registers, name, time),
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
