/** Who invents every account, device, address and id does not hide what happens among them; the long form is `npm run test:hostile`. */
import { expect, test } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import { presetThresholds } from '../src/detector/presets.ts';
import { poolBytesOf } from '../src/engine/run-parts.ts';
import { SHARDS } from '../src/engine/shards.ts';
import { OWN, purseOfPool, sharing } from '../src/state/purse.ts';
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

test('what the pools of all detectors may hold in all key shards is what the settings say', () => {
  const stateMegabytes = 1_024;
  const poolBytes = poolBytesOf({ stateMegabytes });
  const brought = DETECTORS.flatMap((detector) =>
    Object.values(detector.parts).map((part) =>
      sharing(poolBytes * (part.memoryShares ?? 1), () => {
        part.state(presetThresholds(detector, 'standard'));
        const { ownBytes, commonBytes } = purseOfPool();
        return commonBytes / (1 - OWN) - ownBytes / OWN; // that of the pool just asked for left out
      }),
    ),
  );
  const megabytes = (SHARDS * brought.reduce((sum, bytes) => sum + bytes, 0)) / 2 ** 20;
  expect(megabytes).toBeLessThanOrEqual(stateMegabytes);
  expect(megabytes).toBeGreaterThan(0.75 * stateMegabytes);
});
