import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DETECTORS } from '../../../detectors/index.ts';
import { config } from '../../../schemas/config.ts';
import { settingsName } from '../../store/writer.ts';
import { deciding, judgedBefore } from './settings.ts';

const NOW = {
  config: config.parse({}),
  detectors: DETECTORS.map((detector) => ({ detector, thresholds: detector.thresholds.parse({}) })),
};
const [FIRST] = NOW.detectors;
const [NAME] = Object.keys(FIRST.thresholds);

/** By what a lake was judged whose settings say this of the first detector. */
function keptAs(thresholds: object) {
  const { settings, versions } = deciding(NOW);
  const kept = JSON.parse(new TextDecoder().decode(settings)) as { thresholds: [string, unknown][] };
  kept.thresholds[0][1] = thresholds;
  const bytes = new TextEncoder().encode(JSON.stringify(kept));
  const then = { ...versions, settings: createHash('sha256').update(bytes).digest('hex') };
  const judged = judgedBefore(then, NOW, { get: (name) => (name === settingsName(then) ? bytes : null) });
  return judged?.detectors.find(({ detector }) => detector.id === FIRST.detector.id)?.thresholds;
}

describe('a lake that was judged by an older version', () => {
  test('has the default of a threshold that came later', () => {
    const { [NAME]: later, ...older } = FIRST.thresholds;
    expect(keptAs(older)).toEqual({ ...older, [NAME]: later });
  });
  test('keeps a threshold that was set', () => {
    expect(keptAs({ ...FIRST.thresholds })).toEqual(FIRST.thresholds);
  });
  test('was judged by another detector where one of its thresholds is no more', () => {
    expect(keptAs({ ...FIRST.thresholds, gone: 1 })).toBeUndefined();
  });
});
