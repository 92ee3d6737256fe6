import { expect, test } from 'vitest';
import { encodeEvents } from '../batch/encode.ts';
import { type EventPart, event } from '../batch/event.ts';
import { namelessLookups } from './nameless.ts';

const NOBODY = { source: 'web', actor: null, ip: '203.0.113.9' } satisfies EventPart;

test.each([
  ['an address is nobody', [NOBODY, NOBODY], [{ source: 'web', lookups: 2 }]],
  ['a device is somebody', [{ ...NOBODY, device: 'PC-1' }], []],
  ['so is an account', [{ ...NOBODY, actor: 'a1' }], []],
  ['and a person', [{ ...NOBODY, principal: 'P1' }], []],
  ['what was refused gave nothing away', [{ ...NOBODY, outcome: 'failure' }], []],
  ['only look-ups count', [{ ...NOBODY, action: 'login' }], []],
] satisfies [string, EventPart[], object[]][])('%s', (_, parts, expected) => {
  const noted = namelessLookups();
  const batch = encodeEvents(parts.map((part, n) => event({ id: String(n), ...part })));
  for (let row = 0; row < batch.size; row++) noted.note(batch, row);
  expect(noted.sources()).toEqual(expected);
});
