/** What no register knows or allows, the gaps of registers, and the innocent twins, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { DAY, HOUR, parseInstant } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { unregisteredDevice } from './unregistered-device.ts';

const STAFF = Array.from({ length: 20 }, (_, i) => i);
const REGISTERS = {
  accounts: `account,principal,kind,valid_from,valid_to
    ${STAFF.map((i) => `a${i},P${i},personal,,`).join('\n')}
    adm,P0,admin,,
    svc,,service,,
    gone,P1,personal,,2024-04-30
    next,P1,personal,2024-06-01,`,
  devices: `device,kind,principal,site,valid_from,valid_to
    ${STAFF.map((i) => `PC-${i},pc,P${i},hall,,`).join('\n')}
    PC-old,pc,P1,hall,,2024-04-30
    PC-new,pc,P1,hall,2024-05-14,
    PC-late,pc,P1,hall,2024-05-15,`,
  sites: `site,networks,valid_from,valid_to
    hall,10.1.0.0/16|2001:db8:1::/48,,
    kiosk,,,
    shop,,,2024-04-30`,
  systems: `source,system,networks
    juki,resident,10.0.0.0/8|2001:db8::/32
    crm,crm,`,
} satisfies Context['registers'];

const NOW = parseInstant('2024-05-14T10:00:00+09:00');
/** Several people at work on what the registers know, before anything strange happens. */
const usual = (source = 'juki', people = 5): EventPart[] =>
  STAFF.slice(0, people).map((i) => ({
    actor: `a${i}`,
    device: `PC-${i}`,
    source,
    time: NOW - HOUR + i * 1e6,
  }));
const find = (events: readonly EventPart[], context: Partial<Context> = {}) =>
  findingsOf(
    unregisteredDevice,
    events.map((part, i) => ({
      system: 'resident',
      source: 'juki',
      action: 'login',
      actor: 'a1',
      time: NOW + i * 60e6,
      ...part,
    })),
    { registers: REGISTERS, ...context },
  );

// biome-ignore format: one case a line
const FIRES: readonly (readonly [title: string, part: EventPart, kind: string, why: string, severity: string])[] = [
  ['a device nobody registered', { device: 'PC-X' }, 'device', 'unknown', 'medium'],
  ['the same without a sign-in', { device: 'PC-X', action: 'download', records: 3 }, 'device', 'unknown', 'medium'],
  ['many records taken with it', { device: 'PC-X', action: 'download', records: 500 }, 'device', 'unknown', 'high'],
  ['not quite as many', { device: 'PC-X', action: 'download', records: 499 }, 'device', 'unknown', 'medium'],
  ['an administrator on it', { device: 'PC-X', actor: 'adm' }, 'device', 'unknown', 'high'],
  ['a device that was taken out of use', { device: 'PC-old' }, 'device', 'ended', 'medium'],
  ['the first moment after', { device: 'PC-old', time: parseInstant('2024-05-01T00:00:00+09:00') }, 'device', 'ended', 'medium'],
  ['a device before it was entered', { device: 'PC-late' }, 'device', 'unknown', 'medium'],
  ['a device without an account', { device: 'PC-X', actor: null }, 'device', 'unknown', 'medium'],
  ['an address outside the system’s networks', { ip: '203.0.113.9' }, 'network', 'outside', 'medium'],
  ['an IPv6 address outside', { ip: '2001:db9::1' }, 'network', 'outside', 'medium'],
  ['an address of the system, not of the site', { ip: '10.2.0.1', site: 'hall' }, 'network', 'outside', 'medium'],
  ['a private address that is not listed, on the own PC', { ip: '192.168.44.20', device: 'PC-1' }, 'network', 'outside', 'low'],
  ['the same on a colleague’s PC', { ip: '192.168.44.20', device: 'PC-2' }, 'network', 'outside', 'medium'],
  ['an address of the Internet on the own PC', { ip: '203.0.113.9', device: 'PC-1' }, 'network', 'outside', 'medium'],
  ['an administrator from outside', { ip: '203.0.113.9', actor: 'adm' }, 'network', 'outside', 'high'],
  ['an unknown device from outside', { ip: '203.0.113.9', device: 'PC-X' }, 'device', 'unknown', 'high'],
  ['a site nobody registered', { site: 'annex' }, 'site', 'unknown', 'medium'],
  ['a sign-in from a site that is no longer authorised', { site: 'shop' }, 'site', 'ended', 'medium'],
  ['an account nobody registered', { actor: 'ghost' }, 'account', 'unknown', 'low'],
  ['it grants rights', { actor: 'ghost', system: 'admin', action: 'grant' }, 'account', 'unknown', 'medium'],
  ['it changes a document, as everybody does', { actor: 'ghost', system: 'admin', action: 'update' }, 'account', 'unknown', 'low'],
  ['it takes many records', { actor: 'ghost', action: 'export', records: 500 }, 'account', 'unknown', 'medium'],
  ['it looks at as many', { actor: 'ghost', action: 'list', records: 500 }, 'account', 'unknown', 'low'],
  ['an account before its entry holds', { actor: 'next' }, 'account', 'unknown', 'low'],
  ['a clock that cannot be right', { device: 'PC-X', time: NOW + 400 * DAY }, 'device', 'unknown', 'medium'],
];

// biome-ignore format: one case a line
const SILENT: readonly (readonly [title: string, part: EventPart])[] = [
  ['a registered device', { device: 'PC-1' }],
  ['a colleague’s device', { device: 'PC-2' }],
  ['a device on its last day', { device: 'PC-old', time: parseInstant('2024-04-30T23:59:59+09:00') }],
  ['a new device from its first day on', { device: 'PC-new' }],
  ['no device', {}],
  ['a refused try', { device: 'PC-X', ip: '203.0.113.9', outcome: 'failure' }],
  ['a session that runs out', { device: 'PC-X', action: 'logout' }],
  ['an address inside', { ip: '10.1.4.17', site: 'hall' }],
  ['an IPv6 address inside', { ip: '2001:db8:1::7', site: 'hall' }],
  ['the machine itself', { ip: '127.0.0.1' }],
  ['an address that is none', { ip: 'Salesforce.com IP' }],
  ['a system without networks', { ip: '203.0.113.9', source: 'crm', system: 'crm' }],
  ['a system nobody registered', { ip: '203.0.113.9', source: 'new', system: 'crm' }],
  ['a site without networks, at a system without any', { ip: '203.0.113.9', site: 'kiosk', source: 'crm', system: 'crm' }],
  ['a look-up from a site no longer authorised: out-of-scope-lookup says it', { site: 'shop', action: 'view', subjects: ['R1'] }],
  ['an account that has ended: access-after-termination says it', { actor: 'gone' }],
];

describe('one use is enough', () => {
  test.each(FIRES)('%s', (_, part, kind, why, severity) => {
    const findings = find([...usual(), part]);
    expect(findings.map(({ evidence }) => [evidence.kind, evidence.why])).toEqual([[kind, why]]);
    expect(findings[0].severity).toBe(severity);
    for (const text of [findings[0].sentence.ja, findings[0].sentence.en, findings[0].clears_if.ja])
      expect(text).not.toMatch(/undefined|null|NaN|^$/);
  });

  test('in an empty log too, a step less grave: nothing has shown yet that the register describes the system', () => {
    expect(find([{ device: 'PC-X' }]).map(({ severity }) => severity)).toEqual(['low']);
  });
});

describe('the innocent twins are silent', () => {
  test.each(SILENT)('%s', (_, part) => expect(find([...usual(), part])).toEqual([]));
});

describe('a missing register decides nothing', () => {
  test.each([
    ['devices', { device: 'PC-X' }],
    ['sites', { site: 'annex', ip: '10.2.0.1' }],
    ['systems', { ip: '203.0.113.9' }],
    ['accounts', { actor: 'ghost' }],
  ] as const)('%s', (register, part) => {
    const { [register]: _, ...registers } = REGISTERS;
    expect(find([part])).not.toEqual([]);
    expect(find([part], { registers })).toEqual([]);
  });

  test('an accounts register decides nothing about systems it has no entry for', () => {
    const registers = { accounts: 'account,system,principal\na1,admin,P1\na2,files,P2' };
    expect(find([{ actor: 'ghost' }], { registers })).toEqual([]);
    expect(find([{ actor: 'ghost', system: 'admin' }], { registers })).toHaveLength(1);
    expect(find([{ actor: 'ghost', source: 'files' }], { registers })).toHaveLength(1);
  });

  test('an accounts register with only its header knows no account', () => {
    expect(find([{ actor: 'a1' }], { registers: { accounts: 'account,principal' } })).toHaveLength(1);
  });

  test('a register with only its header knows nothing', () => {
    const registers = { devices: 'device,kind' };
    expect(find([{ device: 'PC-1' }], { registers })).toHaveLength(1);
  });
});

describe('an episode', () => {
  test('is one device, whoever uses it, all day', () => {
    const day = Array.from({ length: 300 }, (_, i) => ({
      device: 'PC-X',
      action: 'view',
      subjects: [`R${i}`],
      actor: `a${i % 2}`,
    })) satisfies EventPart[];
    const findings = find([...usual(), ...day]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      device: 'PC-X',
      actor: null,
      severity: 'medium',
      counts: { events: 300, accounts: 2, subjects: 300 },
      evidence: {
        kind: 'device',
        name: 'PC-X',
        source: 'juki',
        strangers: 2,
        others: 5,
        taken_in_year: 0,
      },
    });
    expect(findings[0].sentence).toEqual({
      ja: '2個のアカウントが2024年5月14日（火）10時05分から15時04分までに、端末 PC-X からシステム juki を利用しました（300回、参照 300件）。この端末は端末台帳にありません。',
      en: '2 accounts used the system juki from device PC-X on Tuesday 2024-05-14 between 10:05 and 15:04 JST (300 times, 300 records read). The devices register does not know this device.',
    });
  });

  test('is one person outside, from however many addresses', () => {
    const findings = find([...usual(), ...[7, 8, 9].map((last) => ({ ip: `203.0.113.${last}` }))]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ actor: 'a1', ip: null, counts: { events: 3 } });
  });

  test('is one address outside, with however many accounts', () => {
    const findings = find([
      ...usual('juki', 10),
      ...STAFF.slice(0, 8).map((i) => ({ actor: `a${i}`, ip: '203.0.113.9' })),
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ actor: null, ip: '203.0.113.9', counts: { accounts: 8 } });
  });

  test('is as long as it is used now and then, for years', () => {
    const years = Array.from({ length: 30 }, (_, i) => ({
      device: 'PC-X',
      action: 'download',
      records: 60,
      time: NOW + i * 80 * DAY,
    })) satisfies EventPart[];
    const findings = find([...usual(), ...years]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ counts: { records: 1_800 }, evidence: { taken_in_year: 300 } });
  });

  test('what else is strange of one access is said with it', () => {
    const [finding] = find([...usual(), { device: 'PC-X', ip: '203.0.113.9', site: 'annex' }]);
    expect(finding.evidence.also).toEqual(['network', 'site']);
    expect(finding.sentence.en).toContain('Neither does a register know or allow the address and site.');
  });
});

describe('a register that does not describe a system', () => {
  const phones = (people: number): EventPart[] =>
    STAFF.slice(0, people).map((i) => ({
      actor: `a${i}`,
      device: `phone-${i}`,
      system: 'crm',
      source: 'crm',
    }));

  test('is one finding, not one for each of its devices', () => {
    const findings = find([...usual(), ...phones(20), ...phones(20)]);
    expect(findings.map(({ severity }) => severity)).toEqual(['low', 'low', 'low']);
    const [gap] = findings.filter(({ evidence }) => evidence.why === 'not-covered');
    expect(gap).toMatchObject({
      device: null,
      counts: { events: 18 },
      evidence: { source: 'crm', strangers: 20, others: 0 },
    });
    expect(gap.sentence.en).toContain('20 of 20 people use a device that the devices register does not know');
  });

  test('leaves the systems it describes alone', () => {
    const findings = find([...usual(), ...phones(20), { device: 'PC-X' }]);
    expect(findings.filter(({ severity }) => severity === 'medium')).toHaveLength(1);
  });

  test('two strangers are not common, whatever their share', () => {
    const findings = find([
      ...usual('juki', 3),
      ...[1, 2].map((i) => ({ actor: `a${i}`, device: `own-${i}` })),
    ]);
    expect(findings.map(({ evidence }) => evidence.why)).toEqual(['unknown', 'unknown']);
  });

  test('four beside ten are not more than the share, five are', () => {
    const strangers = (count: number) =>
      STAFF.slice(0, count).map((i) => ({ actor: `a${i}`, device: `own-${i}` }));
    const said = (count: number) =>
      find([...usual('juki', 10), ...strangers(count)]).map(({ evidence }) => evidence.why);
    expect(said(4)).toEqual(['unknown', 'unknown', 'unknown', 'unknown']);
    expect(said(5)).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'not-covered']);
  });

  test('one account on many devices is a stranger, not a gap', () => {
    const findings = find([...usual(), ...STAFF.slice(0, 8).map((i) => ({ device: `own-${i}` }))]);
    expect(findings).toHaveLength(8);
    expect(findings.every(({ evidence }) => evidence.why === 'unknown')).toBe(true);
  });

  test('one device with many accounts is a stranger, not a gap', () => {
    const findings = find([...usual(), ...STAFF.map((i) => ({ actor: `a${i}`, device: 'PC-X' }))]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ counts: { accounts: 20 }, evidence: { why: 'unknown' } });
  });

  test('servers with their service accounts are a group of their own', () => {
    const registers = {
      ...REGISTERS,
      accounts: `${REGISTERS.accounts}\n${STAFF.map((i) => `svc-${i},,service,,`).join('\n')}`,
    };
    const servers = STAFF.map((i) => ({ actor: `svc-${i}`, device: `SRV-${i}`, action: 'other' as const }));
    expect(find([...usual('juki', 20), ...servers], { registers })).toEqual([]);
    const registered = { actor: 'svc', device: 'PC-0', action: 'other' as const };
    const findings = find([...usual('juki', 20), registered, ...servers], { registers });
    expect(findings.map(({ severity }) => severity)).toEqual(['medium', 'medium', 'low']);
  });

  test('is judged again when most have been entered', () => {
    const later = (events: readonly EventPart[]) =>
      events.map((part, i) => ({ ...part, time: NOW + 100 * DAY + i * 1e6 }));
    const findings = find([
      ...STAFF.slice(0, 4).map((i) => ({ actor: `a${i}`, device: `own-${i}` })),
      ...later([...usual(), { device: 'PC-X' }]),
    ]);
    expect(findings.at(-1)).toMatchObject({ severity: 'medium', device: 'PC-X' });
  });
});
