import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessEvent, accessEventFields, TEXT_MAX } from '../../schemas/access-event.ts';
import { checkRow } from './read-row.ts';

const right = { time: '2024-05-01T09:00:00+09:00', system: 'crm', action: 'view' };

test('the check accepts exactly what the declared schema accepts', () => {
  const value = fc.oneof(
    { depthSize: 'small' },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom('', 'crm', 'view', 'failure', 0, -0, 1, -1, 1.5, 2 ** 53, 2 ** 53 - 1, null, true),
    fc.constantFrom<unknown>(
      [],
      [''],
      ['a'],
      ['a', 1],
      {},
      { a: 1 },
      '2024-02-29',
      '2023-02-29',
      '2024-05-01T24:00:00Z',
      '2024-05-01T09:00:00Z',
    ),
  );
  const field = fc.constantFrom(...Object.keys(accessEventFields), 'other');
  const row = fc.dictionary(field, value, { maxKeys: 4, noNullPrototype: true });
  fc.assert(
    fc.property(row, fc.boolean(), (members, isWhole) => {
      const candidate = isWhole ? { ...right, ...members } : members;
      expect(checkRow(candidate) === null).toBe(accessEvent.safeParse(candidate).success);
    }),
    { numRuns: 3_000 },
  );
});

describe('what is wrong is said in words', () => {
  test.each<[string, Record<string, unknown>]>([
    [
      'time is missing (needed: a time with its offset, as 2024-05-01T09:00:00+09:00)',
      { system: 'crm', action: 'view' },
    ],
    [
      'time should be a time with its offset, as 2024-05-01T09:00:00+09:00, but is a time without its offset',
      { ...right, time: '2024-05-01T09:00:00' },
    ],
    [
      'time should be a time with its offset, as 2024-05-01T09:00:00+09:00, but is a time that does not exist',
      { ...right, time: '2024-02-30T09:00:00Z' },
    ],
    [
      'time should be a time with its offset, as 2024-05-01T09:00:00+09:00, but is a number',
      { ...right, time: 1714521600 },
    ],
    ['actor should be text that is not empty, but is a number', { ...right, actor: 7 }],
    ['actor should be text that is not empty, but is an empty text', { ...right, actor: '' }],
    [
      'actor should be text that is not empty, but is a text that is too long',
      { ...right, actor: 'a'.repeat(TEXT_MAX + 1) },
    ],
    ['records should be an integer of 0 or more, but is a negative number', { ...right, records: -1 }],
    ['records should be an integer of 0 or more, but is another text', { ...right, records: '3' }],
    [
      'subjects should be a list of texts that are not empty, but is a list with null in it',
      { ...right, subjects: ['a', null] },
    ],
    ['system should be one of resident, pos, crm, admin, but is another text', { ...right, system: 'erp' }],
    [
      'record_date should be a date, as 2024-05-01, but is a date that does not exist',
      { ...right, record_date: '2024-02-30' },
    ],
  ])('%s', (words, row) => expect(checkRow(row)?.message.en).toBe(words));

  test('in Japanese too', () => {
    expect(checkRow({ ...right, records: 1.5 })?.message.ja).toBe(
      'records は 0 以上の整数のはずですが、小数です',
    );
    expect(checkRow({ ...right, subject: null })).toBeNull();
  });
});
