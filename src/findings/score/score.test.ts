import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../schemas/finding.ts';
import type { Labels } from '../../../schemas/labels.ts';
import { toOcsf } from '../ocsf.ts';
import { score } from './score.ts';
import { readTold, type Told } from './told.ts';

/** A line of findings with a few members. */
function line(members: Record<string, unknown>): Told {
  const told = readTold(JSON.stringify(members), 1);
  if (told === null) throw new Error('no finding');
  return told;
}

const at = (minute: number) => `2024-05-13T10:${String(minute).padStart(2, '0')}:00+09:00`;

const LABELS: Labels = {
  staffDays: 500,
  expected: [
    {
      pattern: 'mass-record-pull',
      also: ['pre-departure-pull'],
      key: { account: 'sato' },
      from: at(0),
      to: at(9),
      events: Array.from({ length: 10 }, (_, i) => ({ event: `juki/${i}`, time: at(i), records: 2 })),
    },
  ],
  notExpected: [{ key: { ip: '192.0.2.1' } }],
};

const found = { id: 'f', detector: 'mass-record-pull', severity: 'medium', actor: 'sato', time: at(4) };

describe('score', () => {
  test('found: after how long, how many events, how many records', () => {
    const { recall, scores, false_findings: wrong } = score({ told: [line(found)], labels: LABELS });
    expect(recall).toBe(1);
    expect(wrong).toBe(0);
    expect(scores[0]).toMatchObject({ found: true, seconds: 240, events: 5, records: 10, by: 'f' });
  });

  test('the first of two findings counts', () => {
    const told = [line(found), line({ ...found, id: 'g', detector: 'pre-departure-pull', time: at(2) })];
    expect(score({ told, labels: LABELS }).scores[0]).toMatchObject({ by: 'g', events: 3 });
  });

  test('a revision that comes later counts from then, where only it reaches the severity asked for', () => {
    const told = [
      line({ ...found, severity: 'low' }),
      line({ ...found, first_time: at(1), last_time: at(7) }),
    ];
    expect(score({ told, labels: LABELS, least: 'medium' }).scores[0]).toMatchObject({ events: 8 });
    expect(score({ told, labels: LABELS }).scores[0]).toMatchObject({ events: 5 });
  });

  test.each([
    ['another account', { actor: 'kato' }],
    ['before it began', { time: '2024-05-13T09:59:59+09:00' }],
    ['after it ended', { time: '2024-05-13T10:09:01+09:00' }],
  ])('%s is missed, and false', (_, members) => {
    const { found: count, false_findings: wrong } = score({
      told: [line({ ...found, ...members })],
      labels: LABELS,
    });
    expect([count, wrong]).toEqual([0, 1]);
  });

  test('another detector does not find it, but is not false either: it is about the incident', () => {
    const { found: count, false_findings: wrong } = score({
      told: [line({ ...found, detector: 'unregistered-device' })],
      labels: LABELS,
    });
    expect([count, wrong]).toEqual([0, 0]);
  });

  test('a finding that names nobody but cites an event of the incident has found it', () => {
    const told = [line({ ...found, actor: null, event_ids: ['juki/3'] })];
    expect(score({ told, labels: LABELS }).found).toBe(1);
  });

  test('at the very end of a label cut to the second', () => {
    expect(
      score({ told: [line({ ...found, time: '2024-05-13T10:09:00.9+09:00' })], labels: LABELS }).found,
    ).toBe(1);
  });

  test('what was cleared does not stand', () => {
    const told = [line(found), line({ ...found, status: 'cleared' })];
    expect(score({ told, labels: LABELS })).toMatchObject({ found: 0, findings: 0, false_findings: 0 });
  });

  test('false findings are counted by detector and severity against staff-days', () => {
    const other = { ...found, actor: 'kato' };
    const told = [line({ ...other, id: '1' }), line({ ...other, id: '2', severity: 'low' })];
    const result = score({ told, labels: LABELS });
    expect(result.grave_per_1000_staff_days).toBe(2);
    expect(result.false_by_detector).toMatchObject([{ grave: 1, by_severity: { medium: 1, low: 1 } }]);
    expect(score({ told, labels: LABELS, staffDays: 1_000 }).grave_per_1000_staff_days).toBe(1);
  });

  test('without staff-days there is no rate', () => {
    const result = score({ told: [line({ ...found, actor: 'kato' })], labels: { expected: [] } });
    expect(result).toMatchObject({ recall: null, grave_per_1000_staff_days: null, false_findings: 1 });
  });

  test('what is forbidden is false, and said to be forbidden', () => {
    const told = [line({ ...found, actor: null, ip: '192.0.2.1' })];
    expect(score({ told, labels: LABELS })).toMatchObject({ forbidden: 1, false_findings: 1 });
  });

  test('an address is compared in its normal form', () => {
    const labels: Labels = {
      expected: [{ pattern: 'guessed-credentials', key: { ip: '::ffff:192.0.2.9' }, from: at(0), to: at(9) }],
    };
    const told = [line({ detector: 'guessed-credentials', ip: '192.0.2.9', time: at(1) })];
    expect(score({ told, labels }).found).toBe(1);
  });
});

describe('a line of findings', () => {
  test.each([['{'], ['[]'], ['{}'], ['{"time":"yesterday"}']])('%s is none', (text) => {
    expect(readTold(text, 1)).toBeNull();
  });

  test('of another engine may say little', () => {
    expect(line({ rule: 'R7', account: 'sato', time: at(1) })).toMatchObject({
      detector: 'R7',
      severity: null,
      about: { account: 'sato' },
    });
  });

  test('as OCSF says the same as ours', () => {
    const ours: Finding = {
      id: 'f-1',
      revision: 2,
      status: 'cleared',
      status_reason: 'explained',
      supersedes: [],
      detector: 'out-of-scope-lookup',
      detector_version: '1',
      title: { ja: '', en: '' },
      severity: 'high',
      score: 80,
      time: at(1),
      first_time: at(1),
      last_time: at(3),
      actor: 'sato',
      principal: 'P1',
      device: 'PC-1',
      ip: '192.0.2.1',
      subject: 'R1',
      tenant: 'client-1',
      systems: ['juki'],
      counts: { events: 1, records: 1, subjects: 1, accounts: 1, tenants: 1 },
      evidence: {},
      event_ids: ['juki/1', 'juki/2'],
      event_ids_total: 2,
      sentence: { ja: '', en: '' },
      clears_if: { ja: '', en: '' },
      attack: [],
      attack_version: '17.1',
      resembles: [],
      known_on: null,
    };
    expect(readTold(JSON.stringify(toOcsf(ours)), 1)).toEqual(readTold(JSON.stringify(ours), 1));
  });
});
