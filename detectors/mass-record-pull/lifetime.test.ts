/** The theft so slow that no month shows it, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../../src/batch/event.ts';
import { DAY, parseInstant } from '../../src/core/time.ts';
import { type Context, findingsOf } from '../../test/findings-of.ts';
import { massRecordPull } from '../mass-record-pull.ts';

const REGISTERS = {
  people: 'principal,employment\nP1,agency\nP2,staff',
  accounts: `account,principal,kind
    sysadm,P1,admin
    u2,P2,personal`,
  permits: `permit,account,start,end,approved_by
    MIG,sysadm,2020-01-01,2029-12-31,P2`,
} satisfies Context['registers'];
const { permits: _, ...UNPERMITTED } = REGISTERS;
const START = parseInstant('2020-04-01T10:00:00+09:00');

/** One export every three days: 150 customers of one client company, far below every other limit. */
const drip = (many: number, part: (i: number) => EventPart = () => ({}), pause = 3 * DAY): EventPart[] =>
  Array.from({ length: many }, (_, i) => ({
    system: 'admin',
    source: 'call-centre-db',
    actor: 'sysadm',
    action: 'export',
    data_class: 'customer',
    records: 150,
    tenant: 'client-1',
    time: START + i * pause,
    ...part(i),
  }));
const find = (parts: readonly EventPart[], context: Context = { registers: UNPERMITTED }) =>
  findingsOf(massRecordPull, parts, context);

describe('over the years', () => {
  test('records are told above their limit, as one finding while it goes on', () => {
    expect(find(drip(666))).toEqual([]);
    const [finding, ...others] = find(drip(700));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: 'medium',
      actor: 'sysadm',
      evidence: {
        administrator: true,
        lifetime_measure: 'records',
        lifetime_exact: true,
        lifetime_seen: 105_000,
      },
    });
    expect(finding.evidence.window).toBeUndefined();
    expect(finding.sentence).toEqual({
      ja: '管理用・サービス用のアカウント sysadm（P1）が、2025年9月20日（土）10時00分から2025年12月28日（日）10時00分までに、5,100件を照会しました。2020年4月1日（水）10時00分からの合計は105,000件となり、管理用アカウントの通算の目安100,000件を超えています。',
      en: 'The administrator’s or service account sysadm (P1) looked up 5,100 records between Saturday 2025-09-20 at 10:00 JST and Sunday 2025-12-28 at 10:00 JST. In all since Wednesday 2020-04-01 at 10:00 JST it is 105,000 records, where up to 100,000 records need no explanation over the years.',
    });
  });

  test('a client company a month: the thirty-first is told', () => {
    const monthly = (many: number) => drip(many, (i) => ({ tenant: `client-${i}` }), 30 * DAY);
    expect(find(monthly(30))).toEqual([]);
    expect(find(monthly(31))).toMatchObject([
      { evidence: { lifetime_measure: 'tenants', lifetime_seen: 31 } },
    ]);
  });

  test('customers by name, a few a day', () => {
    const daily = (many: number) =>
      drip(
        many,
        (i) => ({ action: 'view', records: 3, subjects: [`C${3 * i}`, `C${3 * i + 1}`, `C${3 * i + 2}`] }),
        DAY,
      );
    expect(find(daily(666))).toEqual([]);
    expect(find(daily(667))).toMatchObject([
      { evidence: { lifetime_measure: 'subjects', lifetime_seen: 2_001 } },
    ]);
  });

  test('after a pause it is told again only when it has doubled', () => {
    const pauses = (many: number) => drip(many, () => ({ records: 450 }), 40 * DAY);
    expect(find(pauses(223))).toHaveLength(1);
    expect(find(pauses(444))).toHaveLength(1);
    expect(find(pauses(445))).toHaveLength(2);
  });

  test.each<[title: string, events: readonly EventPart[], context: Context]>([
    ['under a permit', drip(1_000), { registers: REGISTERS }],
    ['of technical data', drip(1_000, () => ({ data_class: 'system' })), { registers: UNPERMITTED }],
    ['by an ordinary account', drip(1_000, () => ({ actor: 'u2' })), { registers: UNPERMITTED }],
  ])('nothing is told %s', (__, events, context) => {
    expect(find(events, context)).toEqual([]);
  });
});

test('a fast pull keeps its sentence, and says what it is in all', () => {
  const [finding] = find(drip(30, () => ({ records: 6_000 }), DAY));
  expect(finding.evidence).toMatchObject({ window: 'hour', lifetime_seen: 180_000 });
  expect(finding.sentence.en).toContain(
    'In all since Wednesday 2020-04-01 at 10:00 JST it is 180,000 records',
  );
});
