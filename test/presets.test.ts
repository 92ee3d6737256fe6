/** Every detector offers the three presets, and the configuration chooses them. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DETECTORS } from '../detectors/index.ts';
import { PRESETS, type PresetName } from '../schemas/presets.ts';
import { presetThresholds, tunedThresholds } from '../src/detector/presets.ts';

describe.each(DETECTORS.map((detector) => [detector.id, detector] as const))('%s', (_, detector) => {
  test('basic and strict differ from the standard', () => {
    const [basic, standard, strict] = PRESETS.map((name) => presetThresholds(detector, name));
    expect(basic).not.toEqual(standard);
    expect(strict).not.toEqual(standard);
  });

  test('the standard is the defaults', () => {
    expect(presetThresholds(detector, 'standard')).toEqual(detector.thresholds.parse({}));
  });

  test('no threshold takes the name of the preset', () => {
    expect(Object.keys(detector.thresholds.shape)).not.toContain('preset');
  });
});

describe('the thresholds of a run', () => {
  const detector = {
    id: 'mass-record-pull',
    thresholds: z.strictObject({
      hours: z.strictObject({ day: z.int().default(8), night: z.int().default(4) }).prefault({}),
      classes: z.array(z.string()).default(['tax', 'mail']),
    }),
    presets: { basic: { hours: { day: 16, night: 9 } }, strict: { hours: { day: 2 }, classes: ['tax'] } },
  } as const;
  const at = (preset: PresetName, own: 'off' | Record<string, unknown> = {}) =>
    tunedThresholds(detector, { preset, detectors: { 'mass-record-pull': own } });

  test.each([
    [
      'are the defaults at the standard',
      at('standard'),
      { hours: { day: 8, night: 4 }, classes: ['tax', 'mail'] },
    ],
    ['are those of the preset', at('basic'), { hours: { day: 16, night: 9 }, classes: ['tax', 'mail'] }],
    [
      'keep the default of what a preset leaves out',
      at('strict'),
      { hours: { day: 2, night: 4 }, classes: ['tax'] },
    ],
    [
      'go over the preset',
      at('basic', { hours: { day: 5 } }),
      { hours: { day: 5, night: 9 }, classes: ['tax', 'mail'] },
    ],
    [
      'replace a list as a whole',
      at('strict', { classes: ['mail'] }),
      { hours: { day: 2, night: 4 }, classes: ['mail'] },
    ],
    [
      'follow the detector’s own preset first',
      at('strict', { preset: 'basic' }),
      { hours: { day: 16, night: 9 }, classes: ['tax', 'mail'] },
    ],
    ['are none where the detector is off', at('strict', 'off'), null],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});
