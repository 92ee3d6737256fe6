/** Attacks on the record itself, and the innocent twins, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { HOUR, parseInstant } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { auditTampering } from './audit-tampering.ts';

const REGISTERS = {
  people: `principal,employment,duties,notice,ended
    P1,staff,it,,
    P2,staff,clerk,,
    P3,staff,it,2024-04-01,2024-06-30
    P4,agency,,,
    P5,staff,it,,2024-04-30`,
  accounts: `account,principal,kind
    adm,P1,admin
    adm3,P3,admin
    adm5,P5,admin
    u2,P2,personal
    u4,P4,personal
    rot,,service`,
  devices: `device,kind,principal
    LOG-1,server,
    PC-1,pc,P1`,
  permits: `permit,principal,systems,start,end,approved_by
    M-1,P1,admin,2024-05-20,2024-05-20,P9`,
  duties: `duty,systems,data_classes
    clerk,,resident-basic`,
} satisfies Context['registers'];

const NOON = '2024-05-13T12:00:00+09:00';
const deed = (part: EventPart): EventPart => ({
  system: 'admin',
  source: 'log-server',
  actor: 'adm',
  action: 'delete',
  data_class: 'audit-log',
  time: NOON,
  ...part,
});
const find = (parts: readonly EventPart[], context: Context = { registers: REGISTERS }) =>
  findingsOf(auditTampering, parts.map(deed), context);

test('an empty target names nothing: the resource is said, or nothing', () => {
  const said = (part: EventPart) => find([{ target: '', ...part }])[0]?.evidence.object;
  expect(said({ resource: 'Security' })).toBe('Security');
  expect(said({ resource: '' })).toBe(null);
});

// biome-ignore format: one case a line
const FIRES: readonly (readonly [title: string, part: EventPart, severity: string])[] = [
  ['an administrator clears the log', {}, 'high'],
  ['an administrator stops the log', { action: 'disable' }, 'high'],
  ['an administrator narrows the scope', { action: 'config' }, 'medium'],
  ['an administrator rewrites the log', { action: 'update' }, 'medium'],
  ['an administrator is refused', { outcome: 'failure' }, 'medium'],
  ['an administrator who has given notice', { actor: 'adm3' }, 'critical'],
  ['a leaver', { actor: 'adm5', action: 'config' }, 'critical'],
  ['a clerk', { actor: 'u2' }, 'critical'],
  ['an agency worker with no account for it changes the scope', { actor: 'u4', action: 'config' }, 'high'],
  ['an account that no register knows', { actor: 'ghost' }, 'critical'],
  ['nobody the log names', { actor: null }, 'high'],
  ['an administrator whose clock is wrong', { time: '2199-01-01T00:00:00+09:00', actor: 'adm5' }, 'critical'],
  ['a detector is muted', { source: 'metsuke', data_class: null, action: 'config' }, 'medium'],
  ['the monitor is stopped on its server', { data_class: null, target: 'metsuke', action: 'disable' }, 'high'],
  ['a service account stops the log', { actor: 'rot', device: 'LOG-1', action: 'disable' }, 'high'],
  ['a service account at a person’s PC', { actor: 'rot', device: 'PC-1' }, 'high'],
  ['a service account mutes the monitor', { actor: 'rot', device: 'LOG-1', source: 'metsuke', data_class: null }, 'high'],
];

// biome-ignore format: one case a line
const SILENT: readonly (readonly [title: string, part: EventPart])[] = [
  ['work under a permit', { time: '2024-05-20T23:00:00+09:00' }],
  ['reading the log', { action: 'view' }],
  ['a new log is begun', { action: 'create' }],
  ['another class of data', { data_class: 'order' }],
  ['reading what the monitor found', { source: 'metsuke', data_class: null, action: 'view' }],
  ['log rotation on a server', { actor: 'rot', device: 'LOG-1' }],
  ['log rotation from a machine the log does not name', { actor: 'rot', action: 'update' }],
];

describe('one event', () => {
  test.each(FIRES)('fires: %s', (_, part, severity) => {
    const [finding, ...others] = find([part]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity, counts: { events: 1 } });
    expect(finding.sentence.ja).not.toMatch(/undefined|null/);
    expect(finding.sentence.en).not.toMatch(/undefined|null/);
  });

  test.each(SILENT)('is silent: %s', (_, part) => {
    expect(find([part])).toEqual([]);
  });

  test('fires without any register', () => {
    expect(find([{}], {})).toMatchObject([{ severity: 'high', evidence: { standing: 'unknown' } }]);
  });
});

test('a service account that comes from another machine than ever before is told, and stays told', () => {
  const night = parseInstant(NOON);
  const [known, other] = ['SRV-A', 'SRV-B'];
  const parts = [known, known, other, other].map((device, i) => ({
    actor: 'rot',
    device,
    time: night + i * 24 * HOUR,
  }));
  expect(find(parts)).toMatchObject([{ counts: { events: 2 }, device: other }]);
});

test('what one person does within a week is one finding, which says all of it', () => {
  const [finding, ...others] = find([
    { action: 'config', time: '2024-05-13T10:00:00+09:00' },
    { action: 'disable', time: '2024-05-13T10:05:00+09:00' },
    { action: 'delete', time: '2024-05-14T22:00:00+09:00', target: 'juki-core' },
  ]);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    severity: 'high',
    evidence: { cleared: true, stopped: true, changed: true },
  });
  expect(finding.sentence).toEqual({
    ja: 'P1（アカウント adm）が、2024年5月13日（月）10時00分から2024年5月14日（火）22時00分までに、監査ログ（juki-core）を消去・停止・設定変更しました（3回）。その間の操作は記録に残っていないおそれがあります。最後の操作は勤務時間外でした。',
    en: 'P1 (account adm) cleared, stopped and changed the audit log (juki-core) 3 times between Monday 2024-05-13 at 10:00 JST and Tuesday 2024-05-14 at 22:00 JST. What was done meanwhile may be on no record. The latest was outside working hours.',
  });
});

describe('changes of settings by an administrator', () => {
  const changes = (hours: readonly number[]) =>
    find(
      hours.map((hour) => ({ action: 'config' as const, time: parseInstant(NOON) + hour * HOUR })),
      { registers: REGISTERS, thresholds: { administratorChanges: 2 } },
    );

  test('up to the limit in a day are not told', () => {
    expect(changes([0, 1])).toEqual([]);
    expect(changes([0, 1, 24])).toEqual([]);
  });

  test('above it they are', () => {
    expect(changes([0, 1, 2])).toHaveLength(1);
  });

  test('clearing is told all the same', () => {
    expect(find([{}], { registers: REGISTERS, thresholds: { administratorChanges: 9 } })).toHaveLength(1);
  });
});

test('log rotation is told where the site wants it', () => {
  const context = { registers: REGISTERS, thresholds: { serviceRotation: false } };
  expect(find([{ actor: 'rot', device: 'LOG-1' }], context)).toHaveLength(1);
});
