import { expect, test } from 'vitest';
import { accessEvent, SYSTEMS } from './access-event.ts';
import { LOG_KINDS } from './logs.ts';

test('there is one kind of log for each system, in the same order', () => {
  expect(LOG_KINDS.map(({ system }) => system)).toEqual(SYSTEMS);
});

test.each(LOG_KINDS.map((kind) => [kind.system, kind] as const))(
  'the example of %s is an access event of that kind',
  (system, { example }) => {
    expect(accessEvent.parse(example).system).toBe(system);
  },
);
