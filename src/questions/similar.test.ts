import { expect, test } from 'vitest';
import { variantsOf } from './similar.ts';

test.each([
  ['small letters', 'r0012345', ['R0000001'], 'R0012345'],
  ['full width', 'Ｒ００１２３４５', ['R0000001'], 'R0012345'],
  ['fewer zeros', 'R12345', ['R0000001'], 'R0012345'],
  ['more zeros', '00012345', ['99'], '12345'],
  ['signs between', 'r0012345', ['R-000-0001'], 'R-001-2345'],
  ['no signs between', 'R-001-2345', ['R0000001'], 'R0012345'],
])('a number with %s is looked for as the log writes it', (_, asked, examples, expected) => {
  expect(variantsOf(asked, examples)).toContain(expected);
});

test.each([
  ['the number itself', 'R0012345', 'R0012345'],
  ['another number', 'R0012345', 'R0012346'],
  ['a number with another letter', 'S0012345', 'R0012345'],
])('not looked for: %s', (_, asked, other) => {
  expect(variantsOf(asked, ['R0000001', 'S9999999'])).not.toContain(other);
});

test('names without digits differ in case only', () => {
  expect(variantsOf('Sato', ['abc'])).toEqual(['sato', 'SATO']);
});
