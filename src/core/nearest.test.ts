import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const NAMES = ['registers', 'config', 'format', 'fail-on', 'data_class', 'now'];

test.each([
  ['a swapped pair is one slip', 'ocnfig', 'config'],
  ['a missing letter', 'registrs', 'registers'],
  ['a hyphen for an underscore', 'data-class', 'data_class'],
  ['capitals', 'Format', 'format'],
  ['a beginning', 'reg', 'registers'],
  ['nothing close', 'elephant', undefined],
  ['a short name far from all', 'xyz', undefined],
])('%s', (_, name, expected) => {
  expect(nearest(name, NAMES)).toBe(expected);
});
