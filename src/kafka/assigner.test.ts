import { expect, test } from 'vitest';
import { chosen } from './assigner.ts';

test.each([
  [
    'who works goes on',
    [
      ['b', 0],
      ['c', 17],
      ['a', 0],
    ],
    'c',
  ],
  [
    'of two who think so, the one that began last: the other was silent for too long',
    [
      ['a', 17],
      ['b', 18],
    ],
    'b',
  ],
  [
    'among those who stand by, the first by name',
    [
      ['c', 0],
      ['b', 0],
    ],
    'b',
  ],
] as const)('%s', (_, members, worker) => {
  expect(chosen(members.map(([memberId, since]) => ({ memberId, since })))).toBe(worker);
});
