import { expect, test } from 'vitest';
import { allocateColumns } from '../../schemas/event-columns.ts';
import { encodeEvents } from '../batch/encode.ts';
import { detectorColumns } from './derive.ts';
import { BY_ROW, BY_SUBJECT } from './judged-ahead.ts';

test('every derived column but the ref is taken along', () => {
  const all = Object.keys(detectorColumns(encodeEvents([]).columns, 0));
  const derived = all.filter((name) => !(name in allocateColumns(0, 0)));
  expect([...BY_ROW, ...BY_SUBJECT, 'ref'].sort()).toEqual(derived.sort());
});
