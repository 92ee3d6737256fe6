import { describe, expect, test } from 'vitest';
import type { Finding } from '../../schemas/finding.ts';
import { toOcsf } from './ocsf.ts';

const FINDING: Finding = {
  id: 'out-of-scope-lookup-0f3a',
  revision: 1,
  status: 'open',
  status_reason: null,
  supersedes: [],
  detector: 'out-of-scope-lookup',
  detector_version: '1',
  title: { ja: '担当外の照会', en: 'Out-of-scope look-up' },
  severity: 'high',
  score: 80,
  time: '2022-08-06T21:14:05.123456+09:00',
  first_time: '2022-08-06T21:14:05.123456+09:00',
  last_time: '2022-08-06T21:15:00+09:00',
  actor: 'sato-02',
  principal: 'P0102',
  device: 'PC-0417',
  ip: '10.1.4.17',
  subject: 'R00017',
  tenant: null,
  systems: ['juki-core'],
  counts: { events: 1, records: 1, subjects: 1, accounts: 1, tenants: 0 },
  evidence: { cause: 'no-contact' },
  event_ids: ['juki-core/123'],
  event_ids_total: 1,
  sentence: { ja: '接触禁止の相手を照会しました。', en: 'Looked up a person on the no-contact list.' },
  clears_if: { ja: '誤登録なら取り消します。', en: 'The entry is a mistake.' },
  attack: ['T1213.006', 'T1078'],
  attack_version: '17.1',
  resembles: ['sendai-2023'],
  known_on: null,
};

/** A value at a dotted path; `*` stands for every element of a list. */
function at(value: unknown, path: string): unknown[] {
  return path
    .split('.')
    .reduce<unknown[]>(
      (found, name) =>
        found.flatMap((one) =>
          name === '*' ? (one as unknown[]) : [(one as Record<string, unknown>)?.[name]],
        ),
      [value],
    );
}

describe('what OCSF 1.6 requires of a Detection Finding is there', () => {
  test.each([
    ['activity_id', 'number'],
    ['category_uid', 'number'],
    ['class_uid', 'number'],
    ['type_uid', 'number'],
    ['severity_id', 'number'],
    ['time', 'number'],
    ['metadata.version', 'string'],
    ['metadata.product.name', 'string'],
    ['finding_info.uid', 'string'],
    ['finding_info.title', 'string'],
    ['finding_info.analytic.type_id', 'number'],
    ['finding_info.attacks.*.version', 'string'],
    ['finding_info.attacks.*.technique.uid', 'string'],
    ['finding_info.related_events.*.uid', 'string'],
    ['evidences.*.device.type_id', 'number'],
    ['evidences.*.actor.user.uid', 'string'],
    ['evidences.*.src_endpoint.ip', 'string'],
    ['resources.*.uid', 'string'],
  ])('%s is a %s', (path, type) => {
    const found = at(toOcsf(FINDING), path);
    expect(found.length).toBeGreaterThan(0);
    expect(found.map((one) => typeof one)).toEqual(found.map(() => type));
  });
});

describe('the numbers OCSF gives', () => {
  test.each<[string, Partial<Finding>, Record<string, unknown>]>([
    ['a first revision creates', {}, { activity_id: 1, type_uid: 200401, status_id: 1, is_alert: true }],
    [
      'a later one updates',
      { revision: 2 },
      { activity_id: 2, type_uid: 200402, status_id: 1, is_alert: false },
    ],
    [
      'the end of an episode is no review',
      { revision: 3, status: 'ended' },
      { activity_id: 2, status_id: 1 },
    ],
    [
      'a withdrawn finding is closed, with the reason',
      { revision: 2, status: 'withdrawn', status_reason: 'superseded' },
      { activity_id: 3, type_uid: 200403, status_id: 6, status_detail: 'superseded' },
    ],
    ['a cleared finding is suppressed', { revision: 2, status: 'cleared' }, { activity_id: 3, status_id: 3 }],
    ['low', { severity: 'low' }, { severity_id: 2, severity: 'Low' }],
    ['medium', { severity: 'medium' }, { severity_id: 3, severity: 'Medium' }],
    ['high', {}, { severity_id: 4, severity: 'High' }],
    ['critical', { severity: 'critical' }, { severity_id: 5, severity: 'Critical' }],
    ['times are milliseconds', {}, { time: Date.parse('2022-08-06T12:14:05.123Z') }],
  ])('%s', (_, change, expected) => {
    expect(toOcsf({ ...FINDING, ...change })).toMatchObject(expected);
  });

  test('a technique and a sub-technique are told apart', () => {
    expect(at(toOcsf(FINDING), 'finding_info.attacks')).toEqual([
      [
        { technique: { uid: 'T1213' }, sub_technique: { uid: 'T1213.006' }, version: '17.1' },
        { technique: { uid: 'T1078' }, version: '17.1' },
      ],
    ]);
  });

  test('what is not known is left out, and the evidence still says something', () => {
    const bare = { ...FINDING, actor: null, principal: null, device: null, ip: null };
    expect(at(toOcsf(bare), 'evidences')).toEqual([[{ data: { cause: 'no-contact' } }]]);
  });

  test('every fact of the finding is in it somewhere', () => {
    const text = JSON.stringify(toOcsf(FINDING));
    for (const fact of [
      'sato-02',
      'P0102',
      'PC-0417',
      '10.1.4.17',
      'R00017',
      'juki-core/123',
      'sendai-2023',
      '接触禁止',
      '誤登録',
    ])
      expect(text).toContain(fact);
  });
});
