/** What people of partners do beyond their contracts, and the innocent twins, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { DAY, parseInstant } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { outOfContractAccess } from './out-of-contract-access.ts';

const REGISTERS = {
  people: `principal,employment,employer
    P1,partner,acme
    P2,partner,acme
    C1,contractor,acme
    A1,agency,temps
    N1,partner,newcomer
    E1,partner,expired
    E2,partner,expired
    W1,partner,wide
    U1,partner,
    S1,staff,acme
    S2,seconded,acme
    Q1,,acme`,
  accounts: `account,principal
    p1,P1
    p2,P2
    c1,C1
    ag1,A1
    n1,N1
    e1,E1
    e2,E2
    w1,W1
    u1,U1
    s1,S1
    s2,S2
    q1,Q1`,
  contracts: `contract,employer,systems,tenants,data_classes,actions,records_from,records_to,valid_from,valid_to
    K-22,acme,orders,T1|T2,order,search|view|list,2022-01-01,2022-12-31,2022-01-01,2022-12-31
    K-mail,acme,mail,,,,,,2022-01-01,
    K-temps,temps,crm,,,,,,2022-01-01,2022-06-30
    K-temps,temps,crm,,,,,,2022-07-01,2023-06-30
    K-old,expired,orders,,,,,,2020-01-01,2022-03-31
    K-older,expired,orders,,,,,,2019-01-01,2019-12-31
    K-wide,wide,,,,,,,2022-01-01,`,
} satisfies Context['registers'];

const NOW = parseInstant('2022-05-16T10:00:00+09:00');
/** A look-up that the contract covers in every respect. */
const COVERED = {
  system: 'crm',
  source: 'orders',
  actor: 'p1',
  action: 'view',
  tenant: 'T1',
  data_class: 'order',
  record_date: '2022-04-01',
} as const;
const find = (events: readonly EventPart[], context: Partial<Context> = {}) =>
  findingsOf(
    outOfContractAccess,
    events.map((part, i) => ({ ...COVERED, time: NOW + i * 60e6, ...part })),
    { registers: REGISTERS, ...context },
  );

// biome-ignore format: one case a line
const FIRES: readonly (readonly [title: string, part: EventPart, beyond: readonly string[], severity: string])[] = [
  ['an order of 2020 under a contract for 2022', { record_date: '2020-02-03' }, ['record-date'], 'medium'],
  ['a record of the day before', { record_date: '2021-12-31' }, ['record-date'], 'medium'],
  ['a record of the day after', { record_date: '2023-01-01' }, ['record-date'], 'medium'],
  ['another tenant', { tenant: 'T3' }, ['tenant'], 'medium'],
  ['another class of data', { data_class: 'payroll' }, ['data-class'], 'medium'],
  ['another action', { action: 'export' }, ['action'], 'medium'],
  ['another system', { source: 'hr' }, ['system'], 'medium'],
  ['a contractor', { actor: 'c1', tenant: 'T3' }, ['tenant'], 'medium'],
  ['an agency worker', { actor: 'ag1', source: 'hr', system: 'admin' }, ['system'], 'medium'],
  ['several things at once', { tenant: 'T3', record_date: '2020-02-03' }, ['tenant', 'record-date'], 'medium'],
  ['a deletion', { action: 'delete' }, ['action'], 'high'],
  ['a deletion that names neither tenant nor class', { action: 'delete', tenant: null, data_class: null, record_date: null }, ['action'], 'high'],
  ['a sign-in to a system without a contract', { action: 'login', source: 'hr', system: 'admin' }, ['system'], 'low'],
  ['no contract at all', { actor: 'n1' }, ['no-contract'], 'medium'],
  ['a sign-in without any contract', { actor: 'n1', action: 'login' }, ['no-contract'], 'medium'],
  ['after the contract’s end', { actor: 'e1' }, ['ended'], 'medium'],
  ['the first moment after its last day', { actor: 'e1', time: parseInstant('2022-04-01T00:00:00+09:00') }, ['ended'], 'medium'],
  ['a contract that ended lately may have been renewed: bulk does not raise it', { actor: 'e1', action: 'list', records: 5_000, time: parseInstant('2022-04-30T09:00:00+09:00') }, ['ended'], 'medium'],
  ['31 days after it still may', { actor: 'e1', action: 'delete', time: parseInstant('2022-05-01T09:00:00+09:00') }, ['ended'], 'medium'],
  ['32 days after it is bulk', { actor: 'e1', action: 'list', records: 5_000, time: parseInstant('2022-05-02T09:00:00+09:00') }, ['ended'], 'critical'],
  ['a hundred records', { action: 'list', tenant: 'T3', records: 100 }, ['tenant'], 'high'],
  ['not quite as many', { action: 'list', tenant: 'T3', records: 99 }, ['tenant'], 'medium'],
  ['a thousand records', { action: 'list', tenant: 'T3', records: 1_000 }, ['tenant'], 'critical'],
  ['the log names the person', { actor: 'desk', principal: 'P1', tenant: 'T3' }, ['tenant'], 'medium'],
  ['a clock that cannot be right', { actor: 'n1', time: NOW + 400 * DAY }, ['no-contract'], 'medium'],
];

// biome-ignore format: one case a line
const SILENT: readonly (readonly [title: string, part: EventPart])[] = [
  ['what the contract covers', {}],
  ['the first day of the records', { record_date: '2022-01-01' }],
  ['the last day of the records', { record_date: '2022-12-31' }],
  ['another row of the same employer', { source: 'mail', system: 'admin', tenant: null, data_class: 'mail', record_date: '2019-01-01' }],
  ['a sign-in, though no action names it', { action: 'login', tenant: null, data_class: null, record_date: null }],
  ['the last moment of a contract', { actor: 'e1', time: parseInstant('2022-03-31T23:59:59+09:00') }],
  ['a contract that was renewed', { actor: 'ag1', time: parseInstant('2022-07-01T00:00:00+09:00') }],
  ['a contract without restrictions', { actor: 'w1', tenant: 'T9', data_class: 'payroll', record_date: '1999-01-01', action: 'delete' }],
  ['a look-up without a date: nobody can tell', { record_date: null }],
  ['a look-up without a tenant', { tenant: null }],
  ['a look-up without a class', { data_class: null }],
  ['a refused try', { tenant: 'T3', outcome: 'failure' }],
  ['a session that runs out', { actor: 'n1', action: 'logout' }],
  ['staff', { actor: 's1', tenant: 'T3' }],
  ['a seconded person', { actor: 's2', tenant: 'T3' }],
  ['somebody of unknown employment', { actor: 'q1', tenant: 'T3' }],
  ['a partner whose employer is unknown', { actor: 'u1', tenant: 'T3' }],
  ['an account of nobody known', { actor: 'x', tenant: 'T3' }],
];

describe('one event is enough', () => {
  test.each(FIRES)('%s', (_, part, beyond, severity) => {
    const findings = find([part]);
    expect(findings.map(({ evidence }) => evidence.beyond)).toEqual([beyond]);
    expect(findings[0].severity).toBe(severity);
    for (const text of [findings[0].sentence.ja, findings[0].sentence.en, findings[0].clears_if.ja])
      expect(text).not.toMatch(/undefined|null|NaN|^$/);
  });

  test('the nearest contract is named, with its period', () => {
    const [finding] = find([{ record_date: '2020-02-03' }]);
    expect(finding.evidence).toMatchObject({
      employer: 'acme',
      contract: 'K-22',
      record_date: '2020-02-03',
      records_from: '2022-01-01',
      records_to: '2022-12-31',
    });
    expect(finding.sentence).toEqual({
      ja: 'acme のP1（アカウント p1）が2022年5月16日（月）10時00分に、契約の範囲外でシステム orders を利用しました（1回、1件）。2020年2月3日の記録は、契約 K-22 で扱える期間（2022年1月1日〜2022年12月31日）の外です。',
      en: 'P1 (account p1) of acme used the system orders outside the contract on Monday 2022-05-16 at 10:00 JST (once, 1 record). The record of 2020-02-03 lies outside the period of the contract K-22 (2022-01-01 to 2022-12-31).',
    });
  });

  test('of contracts that have ended, the last is named', () => {
    expect(find([{ actor: 'e1' }])[0].evidence).toMatchObject({ contract: 'K-old', ended_on: '2022-03-31' });
  });
});

describe('the innocent twins are silent', () => {
  test.each(SILENT)('%s', (_, part) => expect(find([part])).toEqual([]));

  test.each(['contracts', 'people', 'accounts'] as const)(
    'without the register %s nothing is decided',
    (register) => {
      const { [register]: _, ...registers } = REGISTERS;
      expect(find([{ tenant: 'T3' }], { registers })).toEqual([]);
    },
  );
});

describe('a permit', () => {
  test('never lifts a contract', () => {
    const registers = {
      ...REGISTERS,
      permits: 'permit,principal,start,end,approved_by\nW1,P1,2022-01-01,2022-12-31,S1',
    };
    expect(find([{ tenant: 'T3' }], { registers })).toHaveLength(1);
  });
});

describe('an episode', () => {
  test('is all that one person does outside, reading and deleting', () => {
    const findings = find([
      { record_date: '2020-02-03' },
      { record_date: '2021-02-03' },
      { tenant: 'T3', time: NOW + 10 * DAY },
      { action: 'delete', time: NOW + 11 * DAY },
      {},
    ]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'high', principal: 'P1', counts: { events: 4 } });
  });

  test('of two people is two findings', () => {
    expect(find([{ tenant: 'T3' }, { tenant: 'T3', actor: 'p2' }])).toHaveLength(2);
  });

  test('of a contract that has run out is one, whoever goes on working', () => {
    const findings = find([{ actor: 'e1' }, { actor: 'e2' }, { actor: 'e1', time: NOW + DAY }]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ actor: null, counts: { events: 3, accounts: 2 } });
  });

  test('sums what was read slowly', () => {
    const slowly = Array.from({ length: 25 }, (_, i) => ({
      action: 'list' as const,
      tenant: 'T3',
      records: 4,
      time: NOW + i * DAY,
    }));
    expect(find(slowly).map(({ severity }) => severity)).toEqual(['high']);
  });
});
