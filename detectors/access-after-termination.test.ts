/** Coming back after the end, and the innocent twins, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { DAY, HOUR, parseInstant } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { saysEnded } from './access-after-termination/reasons.ts';
import { accessAfterTermination } from './access-after-termination.ts';

const REGISTERS = {
  people: `principal,employment,hired,ended
    L1,staff,2015-04-01,2024-03-31
    S1,seconded,2022-04-01,2024-03-31
    A1,agency,2022-04-01,2024-03-31
    P1,staff,2015-04-01,
    P2,staff,2015-04-01,
    R1,staff,2015-04-01,2023-03-31
    R1,staff,2024-04-01,`,
  accounts: `account,principal,kind,valid_from,valid_to
    l1,L1,personal,,
    l1-adm,L1,admin,,
    s1,S1,personal,,
    t1,A1,personal,,
    p1,P1,personal,,
    p2,P2,personal,,
    r1,R1,personal,,
    old,P1,personal,,2024-03-31
    role,L1,personal,,2024-03-31
    role,P2,personal,2024-04-01,
    desk,,shared,,`,
  devices: `device,kind,principal,valid_from,valid_to
    PC-L1,pc,L1,,
    PC-back,pc,L1,,2024-03-31
    PC-new,pc,L1,,
    PC-new,pc,P2,2024-04-01,
    K-1,terminal,L1,,
    PC-P1,pc,P1,,`,
} satisfies Context['registers'];

const AFTER = '2024-04-02T10:00:00+09:00';
const find = (...events: readonly EventPart[]) =>
  findingsOf(
    accessAfterTermination,
    events.map((part) => ({
      actor: 'l1',
      system: 'crm',
      source: 'cards',
      action: 'login',
      time: AFTER,
      ...part,
    })),
    { registers: REGISTERS },
  );

// biome-ignore format: one case a line
const FIRES: readonly (readonly [title: string, part: EventPart, ended: string, severity: string])[] = [
  ['a leaver signs in', {}, 'employment', 'high'],
  ['a leaver is refused', { outcome: 'failure', reason: 'WrongPassword' }, 'employment', 'medium'],
  ['a leaver reads', { action: 'view', subjects: ['C1'] }, 'employment', 'high'],
  ['a leaver reads a hundred records', { action: 'search', records: 100 }, 'employment', 'critical'],
  ['the first moment after the last day', { time: '2024-04-01T00:00:00+09:00' }, 'employment', 'high'],
  ['a seconded person after the secondment', { actor: 's1' }, 'secondment', 'high'],
  ['an agency worker after the assignment', { actor: 't1' }, 'assignment', 'high'],
  ['an account that has ended', { actor: 'old' }, 'account', 'high'],
  ['an administrator account of a leaver', { actor: 'l1-adm', system: 'admin', source: 'cloud' }, 'employment', 'critical'],
  ['a leaver deletes accounts', { system: 'admin', source: 'cloud', action: 'delete', target: 'x' }, 'employment', 'critical'],
  ['the log names the leaver', { actor: 'desk', principal: 'L1' }, 'employment', 'high'],
  ['a colleague’s account on the leaver’s device', { actor: 'p2', device: 'PC-L1' }, 'device-holder', 'medium'],
  ['a shared account on the leaver’s device', { actor: 'desk', device: 'PC-L1' }, 'device-holder', 'medium'],
  ['a refused try on the leaver’s device', { actor: 'p2', device: 'PC-L1', outcome: 'failure' }, 'device-holder', 'medium'],
  ['a leaver on his own device is one finding', { device: 'PC-L1' }, 'employment', 'high'],
  ['a disabled account is refused, without registers', { actor: 'x9', outcome: 'failure', reason: 'AccountDisabled' }, 'log', 'medium'],
];

// biome-ignore format: one case a line
const SILENT: readonly (readonly [title: string, part: EventPart])[] = [
  ['the leaver on his last day', { time: '2024-03-31T23:59:59+09:00' }],
  ['the seconded person on the last day', { actor: 's1', time: '2024-03-31T18:00:00+09:00' }],
  ['somebody who is there', { actor: 'p1' }],
  ['somebody hired again', { actor: 'r1', time: '2024-04-01T09:00:00+09:00' }],
  ['an account given to its new owner', { actor: 'role' }],
  ['an account before its end', { actor: 'old', time: '2024-03-31T12:00:00+09:00' }],
  ['a session that runs out', { action: 'logout' }],
  ['a device that was given back', { actor: 'p2', device: 'PC-back' }],
  ['a device given to its new holder', { actor: 'p2', device: 'PC-new' }],
  ['a shared terminal', { actor: 'p2', device: 'K-1' }],
  ['a device nobody knows', { actor: 'p2', device: 'PC-?' }],
  ['the device before its holder left', { actor: 'p2', device: 'PC-L1', time: '2024-03-29T12:00:00+09:00' }],
  ['a mistyped password', { actor: 'p1', outcome: 'failure', reason: 'WrongPassword' }],
  ['a locked account', { actor: 'p1', outcome: 'failure', reason: 'AccountLocked' }],
  ['a password that has expired', { actor: 'p1', outcome: 'failure', reason: 'Password expired for user account' }],
  ['an account nobody knows', { actor: 'x9' }],
];

describe('one event is enough', () => {
  test.each(FIRES)('%s', (_, part, ended, severity) => {
    const findings = find(part);
    expect(findings.map(({ evidence }) => evidence.ended)).toEqual([ended]);
    expect(findings[0].severity).toBe(severity);
    for (const text of [findings[0].sentence.ja, findings[0].sentence.en, findings[0].clears_if.ja]) {
      expect(text).not.toMatch(/undefined|null|NaN|^$/);
    }
  });
});

describe('the innocent twins are silent', () => {
  test.each(SILENT)('%s', (_, part) => expect(find(part)).toEqual([]));
});

describe('an episode', () => {
  const start = parseInstant(AFTER);

  test('holds all that an account does, and rises when a try succeeds', () => {
    const findings = find(
      { outcome: 'failure' },
      { time: start + HOUR },
      { time: start + 5 * DAY, action: 'search', records: 40 },
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      severity: 'high',
      event_ids_total: 3,
      evidence: { entered: true, records_in_30_days: 40, days_after: 7 },
    });
  });

  test('sums what was read in a month', () => {
    const views = Array.from({ length: 100 }, (_, n) => ({
      action: 'view' as const,
      subjects: [`C${n}`],
      time: start + n * HOUR,
    }));
    expect(find(...views)[0]).toMatchObject({ severity: 'critical', counts: { subjects: 100 } });
    expect(find(...views.slice(1))[0].severity).toBe('high');
  });

  test('of the leaver’s device names the holder, and every account that used it', () => {
    const [finding, ...others] = find(
      { actor: 'p1', device: 'PC-L1' },
      { actor: 'p2', device: 'PC-L1', time: start + HOUR },
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      device: 'PC-L1',
      actor: null,
      counts: { accounts: 2 },
      severity: 'medium',
      evidence: { holder: 'L1' },
      resembles: ['vicent-2023'],
    });
  });

  test('of the leaver’s device is high once three accounts have used it', () => {
    const used = (...actors: readonly string[]) =>
      find(...actors.map((actor, day) => ({ actor, device: 'PC-L1', time: start + 20 * day * DAY })));
    expect(used('p1', 'p2').map(({ severity }) => severity)).toEqual(['medium']);
    expect(used('p1', 'p2', 'x9').map(({ severity }) => severity)).toEqual(['medium']);
    expect(
      find(
        ...['p1', 'p2', 'x9'].map((actor, hour) => ({ actor, device: 'PC-L1', time: start + hour * HOUR })),
      ),
    ).toMatchObject([{ severity: 'high', counts: { accounts: 3 } }]);
  });

  test('says the same number of records as it counts, however long it lasts', () => {
    const read = (day: number) => ({ action: 'search' as const, records: 30, time: start + day * 20 * DAY });
    const [finding, ...others] = find(...[0, 1, 2, 3].map(read));
    expect(others).toEqual([]);
    expect(finding.counts.records).toBe(120);
    expect(finding.sentence.ja).toContain('参照 120件');
    expect(finding.sentence.en).toContain('(120 records read)');
  });

  test('is put into words that name who, when, how often and what had ended', () => {
    const [finding] = find({}, { time: start + HOUR, outcome: 'failure' });
    expect(finding.sentence).toEqual({
      ja: 'L1（アカウント l1）が2024年4月2日（火）10時00分から11時00分までに2回アクセスしました（拒否された試みを含む）。この人の在職は2024年3月31日までで、最後のアクセスはその2日後です。',
      en: 'L1 (account l1) had access twice (refused tries included) on Tuesday 2024-04-02 between 10:00 and 11:00 JST. The person’s employment had ended on 2024-03-31; the latest was 2 days after that.',
    });
  });
});

describe('a reason that says that an account has ended', () => {
  test.each([
    'AccountDisabled',
    'UnavailableUser',
    '0xC0000072',
    '0xc0000193',
    'disabled',
    'Account is disabled',
    'expired account',
    'User account has expired',
    'The account has been disabled.',
    'STATUS_ACCOUNT_DISABLED',
    'Failed: SubStatus 0xC0000072',
    'AADSTS50057: The user account is disabled.',
    'user-disabled',
    'アカウントが無効です',
    '利用停止',
  ])('%s', (reason) => expect(saysEnded(reason)).toBe(true));

  test.each([
    '',
    'WrongPassword',
    'AccountLocked',
    'Account locked out',
    'Password expired',
    'account password expired',
    '0xC0000071',
    '0xC000006A',
    '0xC0000234',
    'session expired',
    'user session expired',
    'Token expired',
    'MFA disabled for user account',
    'license expired account',
    'unknown user',
    'パスワードの有効期限切れ',
    'アカウントロック',
    'IpAddressRestricted',
    '0x12',
  ])('not: %s', (reason) => expect(saysEnded(reason)).toBe(false));
});

describe('on 1 April', () => {
  const ending = ['T1', 'T2', 'T3', 'T4', 'T5'];
  const registers = (people: readonly string[], noticed: readonly string[] = []) => {
    const all = [...people, ...noticed];
    const rows = all.map(
      (p) => `${p},staff,2023-04-01,${noticed.includes(p) ? '2024-03-01' : ''},2024-03-31`,
    );
    return {
      people: ['principal,employment,hired,notice,ended', ...rows].join('\n'),
      accounts: ['account,principal,kind', ...all.map((p) => `${p.toLowerCase()},${p},personal`)].join('\n'),
      devices: ['device,kind,principal', 'K-1,terminal,', ...all.map((p) => `PC-${p},pc,${p}`)].join('\n'),
    };
  };
  const severity = (part: EventPart, known = registers(ending)) =>
    findingsOf(
      accessAfterTermination,
      [{ system: 'resident', actor: 't1', device: 'PC-T1', action: 'view', time: AFTER, ...part }],
      { registers: known },
    ).map((finding) => finding.severity);

  test.each<readonly [title: string, part: EventPart, said: string]>([
    ['who goes on at his own desk is probably renewed', {}, 'low'],
    ['so is who goes on at a counter terminal', { device: 'K-1' }, 'low'],
    ['who comes from a colleague’s PC is not', { device: 'PC-T2' }, 'high'],
    ['who comes from a device nobody knows is not', { device: 'PC-x' }, 'high'],
    ['who comes from no device the log names is not', { device: null }, 'high'],
    ['who still comes after two weeks is not', { time: '2024-04-15T00:00:00.000001+09:00' }, 'high'],
  ])('%s', (_, part, said) => expect(severity(part)).toEqual([said]));

  test('of four who end together none is taken for renewed', () => {
    expect(severity({}, registers(ending.slice(0, 4)))).toEqual(['high']);
  });

  test('who gave notice is not taken for renewed', () => {
    const known = registers(ending, ['N1']);
    expect(severity({ actor: 'n1', device: 'PC-N1' }, known)).toEqual(['high']);
  });
});

describe('an account of several people, from the place of a leaver', () => {
  const home = { ip: '203.0.113.5' };
  const earlier = (part: EventPart): EventPart => ({ time: '2024-03-20T20:00:00+09:00', ...part });
  const shared = { actor: 'desk', ...home };

  test.each([
    ['an address', home],
    ['a device that no register knows', { device: 'HOME-PC' }],
  ])('%s that was the leaver’s alone', (_, place) => {
    const [finding, ...others] = find(earlier(place), { actor: 'desk', ...place });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ actor: 'desk', severity: 'high', principal: null });
    expect(finding?.evidence).toMatchObject({ ended: 'leavers-place', holder: 'L1', account_kind: 'shared' });
  });
  test.each([
    [
      'a colleague who is still there has used it too',
      [earlier(home), earlier({ actor: 'p1', ...home }), shared],
    ],
    [
      'the leaver is still employed',
      [earlier(home), earlier({ ...shared, time: '2024-03-31T20:00:00+09:00' })],
    ],
    ['nobody has used it before', [shared]],
    ['it lies inside', [earlier({ ip: '10.1.2.3' }), { actor: 'desk', ip: '10.1.2.3' }]],
    [
      'it was used from there half a year ago',
      [earlier({ ...home, time: '2023-09-01T20:00:00+09:00' }), shared],
    ],
  ])('is silent where %s', (_, events) => {
    expect(find(...events).filter(({ actor }) => actor === 'desk')).toEqual([]);
  });
});
