/** Five kills and a zombie against a real broker; the long form is `npm run test:chaos`. */
import { describe, expect, test } from 'vitest';
import { FIRST_TEST_MS, isSkipped, linkedBroker, unique } from './broker.ts';
import { chaos, type Disaster } from './chaos.ts';

describe.skipIf(isSkipped)('workers that are killed, frozen and stopped', () => {
  test(
    'lose nothing and tell nothing twice',
    async () => {
      const cluster = await linkedBroker();
      const onLinks: readonly Disaster[] = cluster.links.length === 0 ? [] : ['black-hole', 'cut-links'];
      const { expected, found, zombies } = await chaos({
        cluster,
        prefix: unique('chaos.'),
        hours: 8,
        disasters: ['kill', 'kill-both', 'zombie', 'kill', 'stop', ...onLinks, 'kill'],
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
