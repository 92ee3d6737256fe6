/** dynac-2023: two customers, three people might have posted their data; the log says who looked. */
import { afterAll, describe, expect, test } from 'vitest';
import { CUSTOMERS, dynac2023 } from '../../seeds/dynac-2023.ts';
import { eventId } from '../../seeds/story.ts';
import { incidentLake } from '../../test/ask/lakes.ts';

const lake = await incidentLake('dynac-2023');
afterAll(() => lake.remove());

describe('who looked at the two customers', () => {
  test('the desk that took the booking, and one worker without a reason', async () => {
    const { head, rows } = await lake.ask('who-looked-at', { subject: CUSTOMERS.join('|') });
    expect(head.count).toBe(6);
    expect(head.complete).toBe(true);
    expect(
      rows.map(({ person, verdict, action }) => `${String(person)} ${String(action)} ${String(verdict)}`),
    ).toEqual([
      'P0101 view explained',
      'P0101 create null',
      'P0101 view explained',
      'P0101 create null',
      'P0106 view unexplained',
      'P0106 view unexplained',
    ]);
    expect(head.coverage.sources).toMatchObject([{ source: 'reservations', days: 40 }]);
  });

  test('in a period: only what happened then', async () => {
    const asked = { subject: CUSTOMERS[0], from: '2023-05-12', to: '2023-05-19' };
    const { head, rows } = await lake.ask('who-looked-at', asked);
    expect([head.count, rows.length, rows[0].person]).toEqual([1, 1, 'P0106']);
    expect(head.parameters.to).toBe('2023-05-20T00:00:00+09:00');
  });

  test('nobody: the answer says where it looked', async () => {
    const { head, rows } = await lake.ask('who-looked-at', { subject: 'C999999' });
    expect([head.count, rows]).toEqual([0, []]);
    expect(head.coverage.sources[0].events).toBe(4641);
  });

  test.each([
    ['C 200017', 'another form: C200017'],
    ['ｃ２０００１７', 'another form: C200017'],
    ['R-1', 'look like A999999'],
  ])('a number nobody writes so: %s', async (subject, says) => {
    const { head } = await lake.ask('who-looked-at', { subject });
    expect([head.count, head.cannot_show[0].en]).toEqual([0, expect.stringContaining(says)]);
  });

  test('a period that the log does not reach: not complete, and why', async () => {
    const { head } = await lake.ask('who-looked-at', { subject: CUSTOMERS[0], from: '2023-03-01' });
    expect(head.complete).toBe(false);
    expect(head.gaps[0].en).toContain('no events from 2023-03-01 to 2023-04-02');
  });
});

describe('held against the events themselves', () => {
  const { events } = dynac2023.tell();
  const told = (rows: readonly Readonly<Record<string, unknown>>[]) => rows.map(({ event }) => event);
  const ids = (of: (event: (typeof events)[number]) => boolean) => events.filter(of).map(eventId);

  test('forty subjects', async () => {
    const asked = [...new Set(events.flatMap(({ subject }) => subject ?? []))].slice(0, 40);
    const { head, rows } = await lake.ask('who-looked-at', { subject: asked.join('|') });
    const expected = ids(({ subject }) => typeof subject === 'string' && asked.includes(subject));
    expect([head.count, told(rows)]).toEqual([expected.length, expected]);
  });

  test('everything one person did, by day', async () => {
    const period = { from: '2023-04-10', to: '2023-05-12' };
    const { head, rows } = await lake.ask('everything-by', { principal: 'P0103', ...period });
    const expected = ids(
      ({ actor, time }) =>
        actor === 'u0103' && time.slice(0, 10) >= period.from && time.slice(0, 10) <= period.to,
    );
    expect([head.count, told(rows)]).toEqual([expected.length, expected]);
  });
});
