/** Who invents every account, device, address and id does not hide what happens among them; the long form is `npm run test:hostile`. */
import { expect, test } from 'vitest';
import { hostile } from './hostile/run.ts';

const EVENTS = 60_000;
const MEGABYTES_MAX = 2_048;

test('among events of which no key comes twice the guessed account is found, and what was given up is told', {
  timeout: 180_000,
}, async () => {
  const { read, found, evicted, peakMb } = await hostile(EVENTS);
  expect(read).toBeGreaterThan(EVENTS);
  expect(found).toBeGreaterThan(0);
  expect(evicted).toBeGreaterThan(0);
  expect(peakMb).toBeLessThan(MEGABYTES_MAX);
});
