/** People's data on test systems, and the innocent twins, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { DAY, parseInstant } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { personalDataOnTestSystem } from './personal-data-on-test-system.ts';

const REGISTERS = {
  systems: `source,system,environment,personal_data,valid_from,valid_to
    crm-test,crm,test,no,,
    crm-copy,crm,test,yes,,
    crm-unsure,crm,test,,,
    crm,crm,production,yes,,
    crm-no,crm,production,no,,
    old-test,crm,test,no,,2024-04-30
    new-test,crm,test,no,2024-06-01,`,
} satisfies Context['registers'];

const NOW = parseInstant('2024-05-14T10:00:00+09:00');
const find = (events: readonly EventPart[], context: Partial<Context> = {}) =>
  findingsOf(
    personalDataOnTestSystem,
    events.map((part, i) => ({
      actor: 'dev1',
      system: 'crm',
      source: 'crm-test',
      action: 'view',
      time: NOW + i * 60e6,
      ...part,
    })),
    { registers: REGISTERS, ...context },
  );
const CUSTOMER = { data_class: 'customer' } as const;

// biome-ignore format: one case a line
const FIRES: readonly (readonly [title: string, part: EventPart, severity: string])[] = [
  ['a subject, without a class', { subjects: ['C1'] }, 'low'],
  ['a personal class, without a subject', CUSTOMER, 'medium'],
  ['a subject in a class that is not personal', { subjects: ['C1'], data_class: 'source-code' }, 'low'],
  ['nine records of subjects', { subjects: ['C1'], action: 'export', records: 9 }, 'low'],
  ['ten', { subjects: ['C1'], action: 'export', records: 10 }, 'medium'],
  ['499 records', { ...CUSTOMER, action: 'export', records: 499 }, 'medium'],
  ['500 records', { ...CUSTOMER, action: 'export', records: 500 }, 'high'],
  ['a record written there', { ...CUSTOMER, action: 'create' }, 'medium'],
  ['an upload of production data', { ...CUSTOMER, action: 'upload', records: 61_942 }, 'high'],
  ['an account nobody knows', { ...CUSTOMER, actor: null }, 'medium'],
  ['a clock that cannot be right', { ...CUSTOMER, time: NOW + 400 * DAY }, 'medium'],
];

// biome-ignore format: one case a line
const SILENT: readonly (readonly [title: string, part: EventPart])[] = [
  ['a sign-in', { action: 'login' }],
  ['a class that is not personal', { data_class: 'source-code' }],
  ['neither subject nor class', {}],
  ['a refused try', { ...CUSTOMER, outcome: 'failure' }],
  ['a test system on which personal data may be', { ...CUSTOMER, source: 'crm-copy' }],
  ['a test system of which the register does not say', { ...CUSTOMER, source: 'crm-unsure' }],
  ['production', { ...CUSTOMER, source: 'crm' }],
  ['production without personal data', { ...CUSTOMER, source: 'crm-no' }],
  ['a system the register does not know', { ...CUSTOMER, source: 'crm-2' }],
  ['an entry that has ended', { ...CUSTOMER, source: 'old-test' }],
  ['an entry that has not begun', { ...CUSTOMER, source: 'new-test' }],
];

describe('one access is enough', () => {
  test.each(FIRES)('%s', (_, part, severity) => {
    const findings = find([part]);
    expect(findings.map((finding) => finding.severity)).toEqual([severity]);
    for (const text of [findings[0].sentence.ja, findings[0].sentence.en, findings[0].clears_if.ja])
      expect(text).not.toMatch(/undefined|null|NaN|^$/);
  });
});

describe('the innocent twins are silent', () => {
  test.each(SILENT)('%s', (_, part) => expect(find([part])).toEqual([]));

  test('without a systems register nothing is known to be a test system', () => {
    expect(find([CUSTOMER], { registers: {} })).toEqual([]);
  });
});

describe('an episode', () => {
  test('holds what one person does on one system', () => {
    const findings = find([
      { ...CUSTOMER, records: 6 },
      { ...CUSTOMER, records: 6 },
      { subjects: ['C7'], time: NOW + 80 * DAY },
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      severity: 'medium',
      actor: 'dev1',
      counts: { events: 3, accounts: 1 },
      evidence: { source: 'crm-test', sign: 'subject', data_class: 'customer', records_in_30_days: 1 },
    });
    expect(findings[0].sentence).toEqual({
      ja: 'アカウント dev1 が2024年5月14日（火）10時00分から2024年8月2日（金）10時00分までに、試験環境 crm-test で個人情報（区分「customer」）を扱いました（3回、13件）。この環境は個人情報を置かないと登録されています。',
      en: 'Account dev1 handled people’s data of class “customer” (3 times, 13 records) on the test system crm-test between Tuesday 2024-05-14 at 10:00 JST and Friday 2024-08-02 at 10:00 JST. By register it holds no personal data.',
    });
  });

  test('is not shared by two people, nor by two systems', () => {
    const registers = { systems: `${REGISTERS.systems}\nhr-test,admin,test,no,,` };
    expect(find([CUSTOMER, { ...CUSTOMER, actor: 'dev2' }])).toHaveLength(2);
    expect(find([CUSTOMER, { ...CUSTOMER, source: 'hr-test' }], { registers })).toHaveLength(2);
  });

  test('ends after 90 quiet days', () => {
    expect(find([CUSTOMER, { ...CUSTOMER, time: NOW + 91 * DAY }])).toHaveLength(2);
  });
});

describe('thresholds', () => {
  test('what is personal is a setting', () => {
    const thresholds = { personalClasses: ['source-code'] };
    expect(find([{ data_class: 'source-code' }], { thresholds })).toHaveLength(1);
    expect(find([CUSTOMER], { thresholds })).toEqual([]);
  });
});
