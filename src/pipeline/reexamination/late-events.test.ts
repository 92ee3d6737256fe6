import { afterAll, describe, expect, test } from 'vitest';
import type { AccessEvent } from '../../../schemas/access-event.ts';
import {
  base,
  lakeAfter,
  type Night,
  onward,
  removeNights,
} from '../../../test/reexamination/late-nights.ts';

afterAll(removeNights);

describe('an event that comes beyond the lateness', () => {
  const failures = Array.from({ length: 12 }, (_, n) => ({
    time: `2024-05-10T10:${String(n * 2).padStart(2, '0')}:00+09:00`,
    system: 'admin' as const,
    source: 'idp',
    id: `f${n}`,
    actor: 'tanaka',
    action: 'login' as const,
    outcome: 'failure' as const,
    ip: '203.0.113.9',
    reason: 'WrongPassword',
  }));
  const success: Partial<AccessEvent> = {
    time: '2024-05-10T10:30:00+09:00',
    system: 'admin',
    source: 'idp',
    id: 'won',
    actor: 'tanaka',
    action: 'login',
    ip: '203.0.113.9',
  };

  test('completes a pattern that is long past', async () => {
    const inTime = await lakeAfter([{ events: [...failures, success, ...onward(13)], registers: base }]);
    const late = await lakeAfter([
      { events: [...failures, ...onward(13)], registers: base },
      { events: [success, ...onward(14)], registers: base },
    ]);
    const told = ({ standing }: typeof late) =>
      standing.map(({ id, detector, severity }) => ({ id, detector, severity }));
    expect(told(late)).toEqual(told(inTime));
    expect(late.findings.filter(({ status }) => status === 'withdrawn')).toMatchObject([
      { status_reason: 'superseded', event_ids: ['idp/won'] },
    ]);
    expect(late.standing[0]?.supersedes).toHaveLength(1);
    const alone = await lakeAfter([
      { events: [...failures, ...onward(13)], registers: base },
      { events: [success], registers: base },
    ]);
    expect(told(alone)).toEqual(told(inTime));
    expect(late.standing[0]?.known_on).toBe('2024-05-20T03:00:00+09:00');
  });

  test('beside clocks that cannot be right leaves a lake that goes on', async () => {
    const wrong = ['w1', 'w2', 'w3'].map((id) => ({ ...success, id, time: '2099-01-01T00:00:00+09:00' }));
    const { findings } = await lakeAfter([
      { events: [...failures, ...onward(13)], registers: base },
      { events: [success, ...onward(14), ...wrong], registers: base },
      { events: onward(15), registers: base },
    ]);
    expect(findings.map(({ detector }) => detector)).toContain('guessed-credentials');
  });

  test('explains what was looked at: the verdict changes, and stays so', async () => {
    const till = { system: 'pos' as const, source: 'till', device: 'T1', actor: 'tanaka' };
    const search = {
      ...till,
      time: '2024-05-10T10:00:00+09:00',
      id: 's',
      action: 'search' as const,
      subject: 'K1',
    };
    const sale = {
      ...till,
      time: '2024-05-10T10:05:00+09:00',
      id: 't',
      action: 'sale' as const,
      subject: 'K1',
    };
    const nights: Night[] = [
      { events: [search, ...onward(13)], registers: base },
      { events: [sale, ...onward(14)], registers: base },
      { events: onward(15), registers: base },
    ];
    const { verdicts } = await lakeAfter(nights);
    expect(verdicts.find(({ event }) => event === 'till/s')).toMatchObject({
      verdict: 'explained',
      by: 'sale till/t',
      revision: 2,
    });
  });
});
