/** Nobody waits for a storm: the long form, a million events, is `npm run test:storm`. */
import { expect, test } from 'vitest';
import { storm } from './storm.ts';

const EVENTS = 200_000;
/** What another detector's finding may be late by. */
const DELAY_MS_MAX = 2_000;

test('a storm on one key makes a finding about others late by two seconds at most', {
  timeout: 180_000,
}, async () => {
  const { delayMs, others, own, microsecondsEach } = await storm(EVENTS);
  console.log(`late by ${delayMs.toFixed(0)} ms of work, ${microsecondsEach.toFixed(1)} µs an event`);
  expect(others).toBeGreaterThan(0);
  expect(delayMs).toBeLessThan(DELAY_MS_MAX);
  expect(own).toBeLessThan(500); // grouped: one finding that grows, not one an event
});
