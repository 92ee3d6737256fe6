import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineDetector } from '../detector/define.ts';
import { configExample } from './config-example.ts';
import { readConfig } from './load-config.ts';

const DETECTOR = defineDetector({
  id: 'mass-record-pull',
  version: '1',
  title: { ja: '大量照会', en: 'Mass record pull' },
  about: { ja: '', en: '' },
  reads: ['time'],
  thresholds: z.strictObject({
    hourlySubjects: z.int().min(1).max(1_000).default(60).describe('In an hour.'),
  }),
  presets: { basic: { hourlySubjects: 120 }, strict: { hourlySubjects: 30 } },
  evidence: z.strictObject({}),
  attack: [],
  answers: [],
  quiet: 0,
  parts: {},
  explain: () => ({ ja: '', en: '' }),
  clearsIf: () => ({ ja: '', en: '' }),
});

const read = (text: string) => readConfig(text, 'metsuke.yaml', [DETECTOR]);

describe('a mistake in the settings', () => {
  test.each([
    ['a misspelt key', 'latenes_minutes: 5', 1, 1, 'config-key-misspelt', 'Did you mean lateness_minutes?'],
    ['a name as code writes it', 'latenessMinutes: 5', 1, 1, 'config-key-misspelt', 'lateness_minutes'],
    ['a key nobody knows', 'elephant: 5', 1, 1, 'config-key-unknown', 'There are:'],
    ['a text for a number', 'lateness_minutes: soon', 1, 1, 'config-type', ''],
    ['a number out of bounds', 'public_holidays: true\nlateness_minutes: -1', 2, 1, 'config-range', ''],
    [
      'a time of day of another form',
      'working_hours:\n  start: "8"\n  end: "17:00"',
      2,
      3,
      'config-form',
      '',
    ],
    ['a missing half', 'working_hours:\n  start: "08:00"', 1, 1, 'config-type', ''],
    ['an unknown weekday in a list', 'working_weekdays: [mon, moon]', 1, 25, 'config-choice', 'mon, tue'],
    [
      'an unknown detector',
      'detectors:\n  mass-record-pul: off',
      2,
      3,
      'config-key-misspelt',
      'mass-record-pull',
    ],
    [
      'a misspelt setting of an output',
      'outputs:\n  webhooks:\n    siem: { url: "https://a.example/", secret_fil: x }',
      3,
      40,
      'config-key-misspelt',
      'secret_file',
    ],
    [
      'an output without what it needs',
      'outputs:\n  files:\n    daily: {}',
      3,
      5,
      'config-type',
      'config check --example',
    ],
    [
      'an output with a name that is no folder',
      'outputs:\n  files:\n    ../x: { folder: f }',
      3,
      5,
      'config-form',
      'config check --example',
    ],
    [
      'an unknown threshold',
      'detectors:\n  mass-record-pull:\n    hourly_subject: 3',
      3,
      5,
      'config-key-misspelt',
      'hourly_subjects',
    ],
    [
      'a threshold out of bounds',
      'detectors:\n  mass-record-pull:\n    hourly_subjects: 0',
      3,
      5,
      'config-range',
      '',
    ],
    ['a preset nobody offers', 'preset: paranoid', 1, 1, 'config-choice', 'basic, standard, strict'],
    [
      'a preset of one detector that nobody offers',
      'detectors:\n  mass-record-pull:\n    preset: paranoid\n    hourly_subjects: 5',
      3,
      5,
      'config-choice',
      'basic, standard, strict',
    ],
    [
      'a setting of a source',
      'sources:\n  JukiCore:\n    fold_actr_case: true',
      3,
      5,
      'config-key-misspelt',
      'fold_actor_case',
    ],
    ['the same key twice', 'public_holidays: true\npublic_holidays: false', 2, 1, 'config-syntax', ''],
    ['broken YAML', 'working_hours: {start: "08:00"', 1, 31, 'config-syntax', ''],
    ['broken JSON', '{"public_holidays": true,,}', 1, 26, 'config-syntax', ''],
  ])('%s is named with its place and the way out', (_, text, line, column, code, fix) => {
    const { config, problems } = read(text);
    expect(config).toBeNull();
    expect(problems).toEqual([
      expect.objectContaining({ code, place: { file: 'metsuke.yaml', line, column } }),
    ]);
    expect(problems[0].fix.en).toContain(fix);
  });

  test('all mistakes are told at once, in the order of the file', () => {
    const { problems } = read(
      'a: 1\nlateness_minutes: -1\ndetectors:\n  mass-record-pull: {x: 1, hourly_subjects: a}',
    );
    expect(problems.map(({ place }) => [place.line, place.column])).toEqual([
      [1, 1],
      [2, 1],
      [4, 22],
      [4, 28],
    ]);
  });

  test('it is named as the file writes it', () => {
    const { problems } = read('sources:\n  JukiCore:\n    fold_actor_case: 3');
    expect(problems[0].message.en).toContain('sources.JukiCore.fold_actor_case must be true or false, not 3');
  });
});

describe('right settings', () => {
  test.each([
    ['an empty file', ''],
    ['only a comment', '# nothing\n'],
    ['JSON with tabs', '{\n\t"lateness_minutes": 10\n}'],
    ['the sample', configExample([DETECTOR])],
  ])('%s changes nothing', (_, text) => {
    const { config, problems } = read(text);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ latenessMinutes: 10, sources: {} });
  });

  test('names are mapped to those of code, names that users choose are kept', () => {
    const { config } = read(
      'sources:\n  JUKI_core:\n    fold_actor_case: true\ndetectors:\n  mass-record-pull:\n    hourly_subjects: 5',
    );
    expect(config?.sources).toMatchObject({ JUKI_core: { foldActorCase: true } });
    expect(config?.detectors).toEqual({ 'mass-record-pull': { hourlySubjects: 5 } });
  });

  test('a detector can be switched off', () => {
    expect(read('detectors: {mass-record-pull: off}').config?.detectors).toEqual({
      'mass-record-pull': 'off',
    });
  });
});
