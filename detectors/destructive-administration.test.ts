/** Destruction in bulk, by leavers and by outsiders, and the innocent twins, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { DAY, HOUR, MINUTE, parseInstant, SECOND } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { destructiveAdministration } from './destructive-administration.ts';

const leavers = Array.from({ length: 60 }, (_, i) => i);
const REGISTERS = {
  people: `principal,employment,duties,notice,ended
    P1,staff,it,,
    P2,staff,clerk,,
    P3,staff,it,2024-04-01,2024-06-30
    P4,partner,,,
    P5,staff,it,,2024-04-30
    P6,agency,keeper,,
    ${leavers.map((i) => `L${i},staff,,,2024-05-13`).join('\n')}`,
  accounts: `account,principal,kind
    adm,P1,admin
    u1,P1,personal
    adm3,P3,admin
    adm5,P5,admin
    u2,P2,personal
    u4,P4,personal
    u6,P6,personal
    job,,service
    ${leavers.map((i) => `l${i},L${i},personal`).join('\n')}`,
  devices: `device,kind,principal
    SRV-1,server,
    PC-1,pc,P1`,
  systems: `source,environment,personal_data
    sandbox,test,no`,
  permits: `permit,principal,account,systems,actions,start,end,approved_by
    M-1,P1,,admin,delete,2024-05-20,2024-05-20,P9
    M-2,,job,,delete,2024-05-20,2024-05-20,P9`,
  duties: `duty,systems,data_classes,actions
    clerk,,resident-basic,
    keeper,,backup,delete`,
} satisfies Context['registers'];

const NOON = parseInstant('2024-05-13T12:00:00+09:00');
/** So many deeds of one kind, a second apart. */
const deeds = (many: number, part: EventPart = {}, from = NOON): EventPart[] =>
  Array.from({ length: many }, (_, i) => ({
    system: 'admin',
    source: 'cloud',
    actor: 'adm',
    action: 'delete',
    target: `x${i}`,
    time: from + i * SECOND,
    ...part,
  }));
const find = (parts: readonly EventPart[], context: Context = { registers: REGISTERS }) =>
  findingsOf(destructiveAdministration, parts, context);

const backup: EventPart = { data_class: 'backup' };
const order: EventPart = { system: 'crm', source: 'orders', data_class: 'order', target: null };
const file: EventPart = { source: 'files', data_class: 'drawing', target: null };

// biome-ignore format: one case a line
const BULK: readonly (readonly [title: string, part: EventPart, limit: number, severity: string])[] = [
  ['an administrator deletes accounts', {}, 15, 'medium'],
  ['an administrator disables accounts', { action: 'disable' }, 15, 'medium'],
  ['an administrator resets passwords', { action: 'reset' }, 60, 'low'],
  ['an administrator deletes backups', backup, 5, 'medium'],
  ['an administrator switches backups off', { ...backup, action: 'config' }, 5, 'medium'],
  ['an administrator who leaves deletes accounts', { actor: 'adm3' }, 7, 'medium'],
  ['a clerk deletes accounts', { actor: 'u2' }, 3, 'medium'],
  ['a clerk deletes a backup', { ...backup, actor: 'u2' }, 1, 'high'],
  ['a clerk deletes orders', { ...order, actor: 'u2' }, 60, 'medium'],
  ['a clerk deletes files', { ...file, actor: 'u2' }, 500, 'low'],
  ['a partner deletes orders', { ...order, actor: 'u4' }, 15, 'medium'],
  ['a partner deletes a backup', { ...backup, actor: 'u4' }, 0, 'high'],
  ['an account that no register knows deletes a key', { actor: 'ghost', data_class: 'key' }, 0, 'high'],
  ['nobody the log names deletes accounts', { actor: null }, 5, 'low'],
  ['a service account at a person’s PC', { actor: 'job', device: 'PC-1' }, 5, 'low'],
];

describe('in an hour', () => {
  test.each(BULK)('%s: silent at the limit, told just above', (_, part, limit, severity) => {
    expect(find(deeds(limit, part))).toEqual([]);
    const [finding, ...others] = find(deeds(limit + 1, part));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity,
      counts: { events: limit + 1 },
      evidence: { window: 'hour', limit },
    });
    expect(finding.sentence.ja + finding.sentence.en).not.toMatch(/undefined|null|NaN/);
  });

  test('without any register nobody may remove more than a handful of accounts, and it begins low', () => {
    const severities = (many: number) => find(deeds(many), {}).map(({ severity }) => severity);
    expect(severities(5)).toEqual([]);
    expect(severities(7)).toEqual(['low']);
    expect(severities(8)).toEqual(['medium']);
    expect(find(deeds(60, { action: 'reset' }), {})).toEqual([]);
  });

  test('one event of many records counts them all', () => {
    expect(find(deeds(1, { ...order, actor: 'u2', records: 60 }))).toEqual([]);
    expect(find(deeds(1, { ...order, actor: 'u2', records: 2_438 }))).toMatchObject([
      { severity: 'high', counts: { events: 1, records: 2_438 } },
    ]);
  });

  test('the finding grows, with what came before the limit', () => {
    const [finding] = find(deeds(160));
    expect(finding).toMatchObject({
      severity: 'high',
      counts: { events: 160 },
      actor: 'adm',
      principal: 'P1',
    });
    expect(finding.sentence).toEqual({
      ja: 'P1（アカウント adm）が、2024年5月13日（月）12時00分から12時02分までに、1時間で160個のアカウントを削除または停止しました。目安の15件を超えています。これまでの13週間にはありませんでした。',
      en: 'P1 (account adm) removed 160 accounts within one hour on Monday 2024-05-13 between 12:00 and 12:02 JST, where up to 15 need no explanation. There were none in the 13 weeks before.',
    });
  });
});

describe('slowly', () => {
  const spread = (many: number, gap: number, part: EventPart = {}) =>
    deeds(many, part).map((each, i) => ({ ...each, time: NOON + i * gap }));

  test('over a day', () => {
    expect(find(spread(40, 10 * MINUTE))).toEqual([]);
    expect(find(spread(41, 10 * MINUTE))).toMatchObject([{ evidence: { window: 'day', seen: 41 } }]);
  });

  test('over 30 days', () => {
    const long = (many: number) =>
      deeds(many).map((each, i) => ({ ...each, time: NOON - 60 * DAY + i * 4 * HOUR }));
    expect(find(long(150))).toEqual([]);
    expect(find(long(151))).toMatchObject([{ evidence: { window: 'month', seen: 151 } }]);
  });
});

describe('whoever has left', () => {
  test('is told at the first deed', () => {
    expect(find(deeds(1, { actor: 'adm5', action: 'reset' }))).toMatchObject([
      { severity: 'high', evidence: { window: 'event' }, resembles: ['kochi-2023'] },
    ]);
    const [finding] = find(deeds(6, { actor: 'adm5', device: 'HOME' }));
    expect(finding).toMatchObject({ severity: 'critical', counts: { events: 6 } });
    expect(finding.sentence).toEqual({
      ja: 'P5（アカウント adm5）が、2024年5月13日（月）12時00分に、アカウントを6回削除または停止しました（最後は x5）。この人またはアカウントの利用期間は終わっています。',
      en: 'P5 (account adm5) removed accounts 6 times on Monday 2024-05-13 at 12:00 JST (the latest: x5). The person or account had ended before.',
    });
  });

  test('no permit lifts it', () => {
    const permits = `permit,account,start,end,approved_by
      M-9,adm5,2024-05-01,2024-05-31,P9`;
    expect(find(deeds(1, { actor: 'adm5' }), { registers: { ...REGISTERS, permits } })).toHaveLength(1);
  });
});

// biome-ignore format: one case a line
const SILENT: readonly (readonly [title: string, events: readonly EventPart[]])[] = [
  ['accounts of people who leave that day', deeds(60).map((each, i) => ({ ...each, target: `l${i}` }))],
  ['the same account disabled, revoked and deleted', (['disable', 'revoke', 'delete'] as const).flatMap((action) => deeds(15, { action }))],
  ['work under a permit', deeds(500, backup, parseInstant('2024-05-20T13:00:00+09:00'))],
  ['the yearly purge of a service account under a permit', deeds(1, { actor: 'job', ...order, records: 900_000 }, parseInstant('2024-05-20T01:00:00+09:00'))],
  ['everybody’s own password', Array.from({ length: 200 }, (_, i) => ({ ...deeds(1, { action: 'reset', actor: `s${i}`, target: `s${i}` })[0], time: NOON + i * SECOND }))],
  ['a password reset that names nobody', deeds(200, { action: 'reset', target: null })],
  ['drafts', deeds(2_000, { data_class: 'draft' })],
  ['the audit log: another detector has it', deeds(50, { data_class: 'audit-log' })],
  ['settings', deeds(300, { action: 'config' })],
  ['a test system without personal data', deeds(300, { source: 'sandbox' })],
  ['what is refused', deeds(300, { outcome: 'failure' })],
  ['an agency worker whose duty is the backup', deeds(5, { ...backup, actor: 'u6' })],
];

test.each(SILENT)('is silent: %s', (_, events) => {
  expect(find(events)).toEqual([]);
});

describe('a nightly job', () => {
  const night = (many: number, from: number) =>
    Array.from({ length: many }, (_, i) =>
      deeds(1, { ...order, actor: 'job', device: 'SRV-1', records: 4_000 + 100 * (i % 3) }, from + i * DAY),
    ).flat();

  test('is silent for months', () => {
    expect(find(night(100, NOON))).toEqual([]);
  });

  test('is told when it deletes many times its usual', () => {
    const big = deeds(1, { ...order, actor: 'job', device: 'SRV-1', records: 40_000 }, NOON + 20 * DAY);
    expect(find([...night(20, NOON), ...big])).toMatchObject([
      { evidence: { standing: 'service', seen: 40_000, usual: 4_200, limit: 12_600 } },
    ]);
  });

  test('is told when somebody uses its account at a PC', () => {
    const theft = deeds(1, { ...order, actor: 'job', device: 'PC-1', records: 3_000 }, NOON + 20 * DAY);
    expect(find([...night(20, NOON), ...theft])).toMatchObject([{ evidence: { standing: 'unknown' } }]);
  });

  test('that keeps ten backups is silent', () => {
    const rotation = Array.from({ length: 90 }, (_, i) =>
      deeds(3, { ...backup, actor: 'job', device: 'SRV-1' }, NOON + i * DAY),
    ).flat();
    expect(find(rotation)).toEqual([]);
  });
});

test('an administrator who resets many passwords every day is not told for it', () => {
  const days = Array.from({ length: 120 }, (_, day) => day).filter((day) => day % 7 < 5);
  const helpDesk = days.flatMap((day) =>
    deeds(55 + (day % 11), { action: 'reset' }, NOON - 3 * HOUR + day * DAY).map((each, i) => ({
      ...each,
      target: `x${day}-${i}`,
      time: NOON - 3 * HOUR + day * DAY + i * 7 * MINUTE,
    })),
  );
  expect(find(helpDesk)).toEqual([]);
});

describe('a spree', () => {
  const spree = (many: number, day: number) =>
    deeds(many, {}, NOON + day * DAY).map((each, i) => ({ ...each, target: `s${day}-${i}` }));
  test('does not excuse the next one', () => {
    const found = find([...spree(46, 0), ...spree(22, 21)]);
    expect(found.map(({ evidence }) => evidence.seen)).toEqual([46, 22]);
  });
  test('that came in two weeks before is a habit', () => {
    const found = find([...spree(46, 0), ...spree(46, 21), ...spree(60, 42)]);
    expect(found.map(({ evidence }) => evidence.seen)).toEqual([46, 46]);
  });
});
