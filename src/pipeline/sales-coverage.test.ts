import { expect, test } from 'vitest';
import { encodeEvents } from '../batch/encode.ts';
import { type EventPart, event } from '../batch/event.ts';
import { salesCoverage } from './sales-coverage.ts';

const looked = (count: number, part: EventPart): EventPart[] =>
  Array.from({ length: count }, (_, n) => ({ system: 'crm', subjects: [`C${n}`], ...part }));

test.each([
  ['a log without sales is named', looked(50, { source: 'cards' }), ['cards']],
  ['few look-ups say nothing', looked(49, { source: 'cards' }), []],
  [
    'one sale is enough',
    [...looked(50, { source: 'till' }), { system: 'pos', source: 'till', action: 'sale' }],
    [],
  ],
  [
    'a quote too',
    [...looked(50, { source: 'crm' }), { system: 'crm', source: 'crm', action: 'create', subjects: ['C1'] }],
    [],
  ],
  ['residents are no customers', looked(50, { system: 'resident', source: 'juki' }), []],
  ['what was refused does not count', looked(50, { source: 'cards', outcome: 'failure' }), []],
] satisfies [string, EventPart[], string[]][])('%s', (_, parts, expected) => {
  const coverage = salesCoverage();
  const batch = encodeEvents(parts.map((part, n) => event({ id: String(n), ...part })));
  for (let row = 0; row < batch.size; row++) coverage.note(batch, row);
  expect(coverage.withoutSales()).toEqual(expected);
});
