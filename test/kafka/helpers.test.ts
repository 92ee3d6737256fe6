/** Three workers: one judges, two take detectors and make rows of the lake for it, and all of them die. */
import { describe, expect, test } from 'vitest';
import { broker, FIRST_TEST_MS, isSkipped, unique } from './broker.ts';
import { chaos } from './chaos.ts';

describe.skipIf(isSkipped)('workers that stand by judge too and make rows of the lake', () => {
  test(
    'which is the same, whoever of them dies',
    async () => {
      const { expected, found, borrowed, elsewhere } = await chaos({
        cluster: { brokers: await broker() },
        prefix: unique('helpers.'),
        hours: 4,
        workers: 3,
        disasters: ['kill-helper', 'kill'],
        seed: 'helpers',
        say: () => {},
      });
      expect(expected.events.length).toBeGreaterThan(2_000);
      expect(found).toEqual(expected);
      expect(borrowed).toBeGreaterThan(0);
      expect(elsewhere).toBeGreaterThan(0);
    },
    FIRST_TEST_MS,
  );
});
