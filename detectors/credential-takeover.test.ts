/** Accounts in other hands and their innocent twins, through the real engine. */
import { describe, expect, it } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { DAY, HOUR, MINUTE, parseInstant } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { networkOfText } from './credential-takeover/networks.ts';
import { credentialTakeover } from './credential-takeover.ts';

const START = parseInstant('2024-05-07T09:00:00+09:00');
const OUTSIDE = '203.0.113.9';
const FAR = '198.51.100.7';

const find = (events: readonly EventPart[], context: Context = office) =>
  findingsOf(credentialTakeover, events, context);
const hows = (events: readonly EventPart[], context?: Context) =>
  find(events, context).map(({ severity, evidence }) => `${severity} ${String(evidence.how)}`);

/** A sign-in so many microseconds after the start. */
const signIn = (after: number, actor: string, part: EventPart = {}): EventPart => ({
  system: 'admin',
  source: 'ad',
  action: 'login',
  time: START + after,
  actor,
  ...part,
});
const act = (after: number, actor: string, action: EventPart['action'], part: EventPart): EventPart => ({
  ...signIn(after, actor, part),
  ...(action === undefined ? {} : { action }),
});
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** An office: person P1 has account a1 and PC-1, and so on; K-1 is a shared terminal; P9 is on leave on 8 May. */
const list = (row: (n: number) => string) => times(30, (n) => row(n + 1)).join('\n');
const registers = {
  people: `principal,unit\n${list((n) => `P${n},tax`)}`,
  accounts: `account,principal,kind\n${list((n) => `a${n},P${n},personal`)}\nadm-1,P1,admin\nbatch,P2,service\ncounter,,shared`,
  devices: `device,kind,principal,site\n${list((n) => `PC-${n},pc,P${n},${n > 20 ? 'branch' : 'hall'}`)}\nK-1,terminal,,hall\nSRV-1,server,,hall`,
  shifts: 'principal,kind,start,end\nP9,leave,2024-05-08T00:00:00+09:00,2024-05-09T00:00:00+09:00',
};
const office: Context = { registers };
/** Ten ordinary mornings of an account at its place, from ten days before the start. */
const mornings = (actor: string, part: EventPart): EventPart[] =>
  times(10, (n) => signIn((n - 10) * DAY, actor, part));

describe('other people’s accounts on one person’s PC', () => {
  const used = (count: number, apart: number, part: EventPart = {}) =>
    times(count, (n) => signIn(n * apart, `a${n + 2}`, { device: 'PC-1', ...part }));

  it.each([
    ['two in a day', used(2, HOUR), []],
    ['three in a day', used(3, HOUR), ['medium others-accounts']],
    ['three in a week', used(3, 2 * DAY), []],
    ['four in a week', used(4, 2 * DAY), ['medium others-accounts']],
    ['four in a month', used(4, 8 * DAY), []],
    ['five in a month', used(5, 7 * DAY), ['medium others-accounts']],
    ['six in 120 days', used(6, 20 * DAY), []],
    ['seven in 120 days', used(7, 19 * DAY), ['medium others-accounts']],
    ['ten in a day', used(10, HOUR), ['high others-accounts']],
  ])('%s', (_, events, expected) => expect(hows(events)).toEqual(expected));

  it('names the device and its owner, and every sign-in that made it up', () => {
    const [finding] = find(used(4, HOUR));
    expect(finding).toMatchObject({ device: 'PC-1', actor: null, principal: null, event_ids_total: 4 });
    expect(finding.evidence).toMatchObject({ device_owner: 'P1', device: 'other', accounts: 4 });
    expect(finding.counts.accounts).toBe(4);
  });
  it('counts who comes back on another day twice: two colleagues, each on two days', () => {
    const twice = [0, DAY].flatMap((day) =>
      used(2, HOUR).map((each) => ({ ...each, time: Number(each.time) + day })),
    );
    expect(hows(twice)).toEqual(['medium others-accounts']);
  });
  it('is told once: one more visit after it has ended is no new finding', () => {
    const later = signIn(50 * DAY, 'a20', { device: 'PC-1' });
    expect(find([...used(8, DAY), later])).toHaveLength(1);
  });
  it('is found whatever the order in which the lines came', () => {
    expect(hows([...used(3, MINUTE)].reverse())).toEqual(['medium others-accounts']);
  });

  it.each([
    ['a shared terminal', used(10, HOUR, { device: 'K-1' })],
    ['a server', used(10, HOUR, { device: 'SRV-1' })],
    [
      'IT support with its own account for administration',
      times(9, (n) => signIn(n * HOUR, 'adm-1', { device: `PC-${n + 2}` })),
    ],
    [
      'shared and service accounts',
      times(9, (n) => signIn(n * HOUR, n % 2 ? 'batch' : 'counter', { device: 'PC-5' })),
    ],
    ['the owner himself', times(9, (n) => signIn(n * HOUR, 'a1', { device: 'PC-1' }))],
    ['one colleague, day by day', times(60, (n) => signIn(n * DAY, 'a2', { device: 'PC-1' }))],
    ['accounts that no register knows', times(9, (n) => signIn(n * HOUR, `x${n}`, { device: 'PC-1' }))],
    [
      'a PC lent while its owner is away, and two visits',
      [
        ...times(50, (n) => signIn(n * DAY, 'a2', { device: 'PC-1' })),
        signIn(20 * DAY + HOUR, 'a3', { device: 'PC-1' }),
        signIn(22 * DAY + HOUR, 'a4', { device: 'PC-1' }),
      ],
    ],
    ['refused sign-ins, which are guessing', used(9, HOUR, { outcome: 'failure' })],
  ])('is silent at %s', (_, events) => expect(hows(events)).toEqual([]));

  it('is silent without registers: many accounts of which nothing is known', () => {
    expect(hows(used(30, HOUR), {})).toEqual([]);
  });
});

describe('a device that no register knows', () => {
  const own = mornings('a1', { device: 'LAPTOP' }).map((each) => ({
    ...each,
    time: Number(each.time) - 20 * DAY,
  }));
  const more = times(3, (n) => signIn((n - 20) * DAY, 'a1', { device: 'LAPTOP' }));
  const others = (count: number) => times(count, (n) => signIn(n * HOUR, `a${n + 2}`, { device: 'LAPTOP' }));

  it('is somebody’s by its use, at half as many again', () => {
    expect(hows([...own, ...more, ...others(4)], {})).toEqual([]);
    expect(hows([...own, ...more, ...others(5)], {})).toEqual(['medium others-accounts']);
  });
  it('is low where it is new and many accounts come at once', () => {
    // state is kept by key shard: one old sign-in in each of them
    const everywhere = times(500, (n) => signIn(-20 * DAY, 'a30', { device: `OTHER-${n}` }));
    expect(hows([...everywhere, ...others(7)], {})).toEqual([]);
    expect(hows([...everywhere, ...others(8)], {})).toEqual(['low many-accounts']);
  });
  it('is shared where many have used it from the beginning, and so is an address', () => {
    const many = (part: EventPart) =>
      times(40, (day) => times(12, (n) => signIn(day * DAY + n * MINUTE, `a${n + 1}`, part))).flat();
    expect(hows(many({ device: 'KIOSK' }), {})).toEqual([]);
    expect(hows(many({ ip: OUTSIDE }), {})).toEqual([]);
  });
});

describe('the owner’s alibi', () => {
  const onLeave = signIn(DAY, 'a9', { device: 'PC-1' });

  it('one sign-in on a colleague’s PC while the holder is on leave', () => {
    expect(find([onLeave])[0]).toMatchObject({ severity: 'medium', actor: 'a9', device: 'PC-1' });
    expect(hows([onLeave])).toEqual(['medium on-leave']);
  });
  it.each([
    ['the day after the leave', signIn(2 * DAY, 'a9', { device: 'PC-1' })],
    ['at the holder’s own PC: he came in after all', signIn(DAY, 'a9', { device: 'PC-9' })],
    ['at a shared terminal', signIn(DAY, 'a9', { device: 'K-1' })],
  ])('is silent on %s', (_, event) => expect(hows([event])).toEqual([]));
  it('is silent without a shifts register', () => {
    const { shifts: _, ...rest } = registers;
    expect(hows([onLeave], { registers: rest })).toEqual([]);
  });

  const view = (after: number, device: string): EventPart =>
    act(after, 'a3', 'view', { system: 'resident', device });
  const turns = (device: string, count: number, apart: number) =>
    times(count, (n) => view(n * apart, n % 2 === 0 ? 'PC-3' : device));

  it('the holder works at his own PC while his account is used at another person’s', () => {
    expect(hows(turns('PC-4', 6, MINUTE))).toEqual(['medium in-use-elsewhere']);
    expect(hows(turns('PC-4', 4, MINUTE))).toEqual([]);
  });
  it('between two sites one return is enough', () => {
    expect(hows(turns('PC-25', 4, MINUTE))).toEqual(['medium in-use-elsewhere']);
  });
  it('is silent between his own PC and a terminal, and after more than a quarter of an hour', () => {
    expect(hows(turns('K-1', 20, MINUTE))).toEqual([]);
    expect(hows(turns('PC-4', 20, 16 * MINUTE))).toEqual([]);
  });
});

describe('one account in two places', () => {
  const pair = (apart: number, ...ips: string[]) => ips.map((ip, n) => signIn(n * apart, 'a1', { ip }));

  it.each([
    [
      'two networks within ten minutes, of an account without a past',
      pair(10 * MINUTE, OUTSIDE, FAR),
      ['low two-places'],
    ],
    ['after an hour', pair(HOUR, OUTSIDE, FAR), ['low two-places']],
    ['after more than an hour', pair(61 * MINUTE, OUTSIDE, FAR), []],
    ['both families of one device', pair(MINUTE, OUTSIDE, '2001:db8::7'), []],
    ['two addresses of one network', pair(MINUTE, OUTSIDE, '203.0.113.200'), []],
    ['two addresses inside', pair(MINUTE, '10.1.2.3', '10.9.9.9'), []],
    ['inside, then outside', pair(MINUTE, '10.1.2.3', OUTSIDE), []],
    [
      'an account with a past, from a new network',
      [...mornings('a1', { ip: FAR }), ...pair(MINUTE, FAR, OUTSIDE)],
      ['medium two-places'],
    ],
    [
      'the office and the telephone: told once, and then as always',
      times(30, (n) => [
        signIn(n * DAY, 'a1', { ip: FAR }),
        signIn(n * DAY + HOUR + n, 'a1', { ip: OUTSIDE }),
      ]).flat(),
      ['low two-places'],
    ],
    ['a service', [signIn(0, 'batch', { ip: FAR }), signIn(MINUTE, 'batch', { ip: OUTSIDE })], []],
  ])('%s', (_, events, expected) => expect(hows(events)).toEqual(expected));

  it('one new place after the other says nothing of who always comes from new ones', () => {
    const visits = (days: number, every: number) =>
      times(days, (n) => signIn((n - days) * DAY, 'a1', { ip: `203.${Math.floor(n / every)}.0.1` }));
    const fresh = times(4, (n) => signIn(n * DAY, 'a1', { ip: `198.${n}.0.1` }));
    expect(hows([...visits(40, 2), ...fresh])).toEqual([]);
    expect(hows([...visits(40, 10), ...fresh])).toEqual(['medium new-places']);
  });
  it('four new places in a week are a password handed round, three are not', () => {
    const from = (count: number) => [
      ...mornings('a1', { device: 'PC-1' }),
      ...times(count, (n) => signIn(n * DAY, 'a1', { device: `STRANGE-${n}`, ip: `203.0.${n}.1` })),
    ];
    expect(hows(from(3))).toEqual([]);
    expect(hows(from(4))).toEqual(['medium new-places']);
  });
  it('an account that several share is meant to be handed round: low, and medium at twice as many places', () => {
    const from = (actor: string, count: number) => [
      ...mornings(actor, { device: 'K-1' }),
      ...times(count, (n) => signIn(n * HOUR, actor, { device: `STRANGE-${n}`, ip: `203.${n}.0.1` })),
    ];
    expect(hows(from('counter', 3))).toEqual([]);
    expect(hows(from('counter', 4))).toEqual(['low new-places']);
    expect(hows(from('counter', 7))).toEqual(['low new-places']);
    expect(hows(from('counter', 8))).toEqual(['medium new-places']);
    expect(hows(from('batch', 8))).toEqual([]);
  });
  it('an account that several share acts on accounts from a place new to it', () => {
    const grants = [
      signIn(0, 'counter', { ip: FAR }),
      act(MINUTE, 'counter', 'grant', { ip: FAR, target: 'a3' }),
    ];
    expect(hows([...mornings('counter', { device: 'K-1' }), ...grants])).toEqual(['medium new-place-acts']);
    expect(hows([...mornings('counter', { ip: FAR }), ...grants])).toEqual([]);
  });
});

describe('a reset by somebody else', () => {
  const reset = (part: EventPart) => act(0, 'adm-1', 'reset', { target: 'a2', ...part });
  const inBy = (part: EventPart, after = MINUTE) => signIn(after, 'a2', part);

  it.each([
    ['from the same address', [reset({ ip: OUTSIDE }), inBy({ ip: OUTSIDE })], ['medium reset-same-place']],
    [
      'from the same place, new to an account with a past: one finding',
      [...mornings('a2', { device: 'PC-2' }), reset({ ip: OUTSIDE }), inBy({ ip: OUTSIDE })],
      ['medium reset-same-place'],
    ],
    [
      'on the administrator’s own PC',
      [reset({ device: 'PC-1' }), inBy({ device: 'PC-1' })],
      ['medium reset-same-place'],
    ],
    [
      'told in words, with the account as the subject',
      [
        act(0, 'adm-1', 'update', { subjects: ['a2'], resource: 'iam:UpdateLoginProfile', ip: OUTSIDE }),
        inBy({ ip: OUTSIDE }),
      ],
      ['medium reset-same-place'],
    ],
    [
      'of the second factor',
      [
        act(0, 'adm-1', 'other', { target: 'a2', resource: 'user.mfa.factor.reset_all', ip: OUTSIDE }),
        inBy({ ip: OUTSIDE }),
      ],
      ['medium reset-same-place'],
    ],
    [
      'and a new place of an account with a past',
      [...mornings('a2', { device: 'PC-2' }), reset({ device: 'PC-1' }), inBy({ ip: OUTSIDE })],
      ['medium reset-new-place'],
    ],
    [
      'and at once a colleague’s PC',
      [...mornings('a2', { device: 'PC-2' }), reset({ device: 'PC-1' }), inBy({ device: 'PC-7' })],
      ['medium reset-new-place'],
    ],
  ])('%s', (_, events, expected) => expect(hows(events)).toEqual(expected));

  it('in the account’s own name, and from the same strange place, is told of an account with a past', () => {
    const past = mornings('a2', { ip: FAR });
    const own = (ip: string) => act(0, 'a2', 'reset', { target: 'a2', ip });
    expect(hows([...past, own(OUTSIDE), inBy({ ip: OUTSIDE })])).toEqual(['medium reset-new-place']);
    expect(hows([...past, own(FAR), inBy({ ip: OUTSIDE }, 2 * HOUR)])).toEqual([]);
    expect(hows([own(OUTSIDE), inBy({ ip: OUTSIDE })])).toEqual([]);
  });
  it.each([
    [
      'the holder signs in at his own PC',
      [reset({ device: 'PC-1', ip: '10.1.1.1' }), inBy({ device: 'PC-2', ip: '10.1.1.1' })],
    ],
    ['the administrator helps at the holder’s own PC', [reset({ device: 'PC-2' }), inBy({ device: 'PC-2' })]],
    ['at the shared terminal of the help desk', [reset({ device: 'K-1' }), inBy({ device: 'K-1' })]],
    ['from another address', [reset({ ip: OUTSIDE }), inBy({ ip: FAR })]],
    ['after more than three days', [reset({ ip: OUTSIDE }), inBy({ ip: OUTSIDE }, 3 * DAY + MINUTE)]],
    ['of one’s own password', [act(0, 'a2', 'reset', { target: 'a2', ip: OUTSIDE }), inBy({ ip: OUTSIDE })]],
    [
      'behind an address that many share',
      [
        ...times(5, (n) => signIn(-DAY + n, `a${n + 10}`, { ip: OUTSIDE })),
        reset({ ip: OUTSIDE }),
        inBy({ ip: OUTSIDE }),
      ],
    ],
    [
      'an hour later on a colleague’s PC',
      [
        ...mornings('a2', { device: 'PC-2' }),
        reset({ device: 'PC-1' }),
        inBy({ device: 'PC-7' }, HOUR + MINUTE),
      ],
    ],
    [
      'no reset at all, but another update',
      [
        act(0, 'adm-1', 'update', { target: 'a2', resource: 'display name', ip: OUTSIDE }),
        inBy({ ip: OUTSIDE }),
      ],
    ],
  ])('is silent where %s', (_, events) => expect(hows(events)).toEqual([]));
});

describe('acts from a new place', () => {
  const past = mornings('adm-1', { ip: '192.0.2.1' });
  const entry = signIn(0, 'adm-1', { ip: OUTSIDE });
  const grant = (after: number, ip = OUTSIDE) => act(after, 'adm-1', 'grant', { target: 'a5', ip });

  it.each([
    [
      'rights granted a day after the first sign-in from there',
      [...past, entry, grant(DAY)],
      ['medium new-place-acts'],
    ],
    ['a second act', [...past, entry, grant(DAY), grant(2 * DAY)], ['high new-place-acts']],
    [
      'a role told in words only',
      [...past, entry, act(DAY, 'adm-1', 'other', { resource: 'user.account.privilege.grant', ip: OUTSIDE })],
      ['medium new-place-acts'],
    ],
    [
      'after three refusals there',
      [
        ...past,
        ...times(3, (n) => signIn(-HOUR + n * MINUTE, 'adm-1', { ip: OUTSIDE, outcome: 'failure' })),
        entry,
        grant(HOUR),
      ],
      ['high new-place-acts'],
    ],
  ])('%s', (_, events, expected) => expect(hows(events)).toEqual(expected));

  it.each([
    ['from a known place', [...past, entry, grant(DAY, '192.0.2.1')]],
    ['by an account without a past', [entry, grant(DAY)]],
    ['a week and more later', [...past, entry, grant(7 * DAY + MINUTE)]],
    [
      'that give no hold',
      [...past, entry, act(DAY, 'adm-1', 'other', { resource: 'report.view', ip: OUTSIDE })],
    ],
  ])('is silent %s', (_, events) => expect(hows(events)).toEqual([]));
});

describe('a network', () => {
  it.each([
    ['203.0.113.9', true],
    ['10.0.0.1', false],
    ['172.16.0.1', false],
    ['172.32.0.1', true],
    ['100.64.0.1', false],
    ['192.168.1.1', false],
    ['2001:db8::1', true],
    ['fd00::1', false],
    ['fe80::1', false],
    ['::1', false],
    ['Salesforce.com IP', false],
  ])('%s lies outside: %s', (address, isOutside) => {
    expect(networkOfText(address).isOutside).toBe(isOutside);
  });
});
