/** Five kills and a zombie against a real broker; the long form is `npm run test:chaos`. */
import { describe, expect, test } from 'vitest';
import { broker, FIRST_TEST_MS, isSkipped, unique } from './broker.ts';
import { chaos } from './chaos.ts';

describe.skipIf(isSkipped)('workers that are killed, frozen and stopped', () => {
  test(
    'lose nothing and tell nothing twice',
    async () => {
      const cluster = { brokers: await broker() };
      const { expected, found, zombies } = await chaos({
        cluster,
        prefix: unique('chaos.'),
        hours: 8,
        disasters: ['kill', 'kill-both', 'zombie', 'kill', 'stop', 'kill'],
        seed: 'five kills',
        say: () => {},
      });
      expect(expected.events.length).toBeGreaterThan(5_000);
      expect(expected.findings.length).toBeGreaterThan(10);
      expect(expected.quarantine.length).toBeGreaterThan(10);
      expect(found).toEqual(expected);
      // who was frozen finds its next commit, or the file it was about to write, taken away
      expect(zombies.map(({ code }) => code === 1 || code === 74)).toEqual([true]);
    },
    FIRST_TEST_MS,
  );
});
