import { afterAll, describe, expect, test } from 'vitest';
import type { AccessEvent } from '../../../schemas/access-event.ts';
import {
  base,
  CASES,
  lakeAfter,
  look,
  type Night,
  OPEN_CASE,
  onward,
  type Registers,
  removeNights,
  two,
} from '../../../test/reexamination/late-nights.ts';

afterAll(removeNights);

const pull = (day: number, count: number): Partial<AccessEvent>[] =>
  Array.from({ length: count }, (_, n) =>
    look(
      `p${day}-${n}`,
      `2024-05-${day}T13:${String(Math.floor(n / 4)).padStart(2, '0')}:${(n % 4) * 15 + 10}+09:00`,
      {
        subject: `S${n}`,
      },
    ),
  );

describe('what is settled', () => {
  const PERMITS = 'permit,principal,account,start,end,approved_by,recorded_at';
  const permits: Registers = { ...base, permits: PERMITS };
  const permitted: Registers = {
    ...base,
    permits: `${PERMITS}\nPM-1,P1,,2024-05-10T12:00:00+09:00,2024-05-10T16:00:00+09:00,P2,`,
  };
  const before = [...pull(10, 120), ...onward(11)];

  test('is cleared by a permit that was entered too late', async () => {
    const nights = [{ events: before, registers: permits }, { registers: permitted }];
    const { standing } = await lakeAfter(nights.slice(0, 1));
    expect(standing.map(({ detector }) => detector)).toContain('mass-record-pull');
    const said = await lakeAfter(nights);
    expect(said.standing).toEqual([]);
    expect(said.findings[0]).toMatchObject({
      status: 'cleared',
      status_reason: 'late-fact permits PM-1',
      revision: expect.any(Number),
    });
  });

  test('stays cleared when the nights go on, and what comes then is a finding of its own', async () => {
    const said = await lakeAfter([
      { events: before, registers: permits },
      { registers: permitted },
      { events: onward(12), registers: permitted },
      { events: [...pull(13, 120), ...onward(14)], registers: permitted },
    ]);
    const pulls = said.findings.filter(({ detector }) => detector === 'mass-record-pull');
    pulls.sort((a, b) => (a.time < b.time ? -1 : 1));
    expect(pulls.map(({ status }) => status === 'cleared')).toEqual([true, false]);
    expect(said.counts.verdicts.explained).toBe(120);
  });

  test('a finding that is raised goes on growing, under its id and with revisions that rise', async () => {
    const closed = {
      ...base,
      cases: `${CASES}\n${OPEN_CASE}\nC-1,R1,P1,2024-04-01,2024-05-08,2024-05-10T20:00:00+09:00`,
    };
    const more = Array.from({ length: 4 }, (_, n) =>
      look(`m${n}`, `2024-05-12T1${n}:30:00+09:00`, { case_id: 'C-1' }),
    );
    const nights: Night[] = [
      { events: [...two, ...onward(11)], registers: base },
      { registers: closed },
      {
        events: [...onward(12), ...more].sort((a, b) => (String(a.time) < String(b.time) ? -1 : 1)),
        registers: closed,
      },
      { events: onward(14), registers: closed },
    ];
    const raised = await lakeAfter(nights.slice(0, 2));
    const grown = await lakeAfter(nights);
    expect(grown.standing).toHaveLength(1);
    expect(grown.standing[0]).toMatchObject({
      id: raised.standing[0]?.id,
      known_on: raised.standing[0]?.known_on,
      counts: { events: 4 },
    });
    expect(grown.standing[0]?.revision).toBeGreaterThan(raised.standing[0]?.revision ?? 0);
  });

  test.each([
    ['after all of them', 4, '2024-05-14T20:00:00+09:00', true],
    // what was said of the third night stands under its id: it is only known later that it began before
    ['in the middle', 2, '2024-05-13T09:00:00+09:00', false],
  ])(
    'nights with a fact that comes %s say what one night says that has all of it',
    async (_, night, recorded, isSameId) => {
      const closed = {
        ...base,
        cases: `${CASES}\n${OPEN_CASE}\nC-1,R1,P1,2024-04-01,2024-05-08,${recorded}`,
      };
      const cited = [12, 13, 14].map((day) =>
        look(`z${day}`, `2024-05-${day}T15:00:00+09:00`, { case_id: 'C-1' }),
      );
      const days = [
        [...two, ...onward(11)],
        [...onward(12), ...cited.slice(0, 1)],
        [...onward(13), ...cited.slice(1, 2)],
        [...onward(14), ...cited.slice(2)],
        onward(15),
      ];
      const nightly = await lakeAfter(
        days.map((events, n) => ({ events, registers: n < night ? base : closed })),
      );
      const whole = await lakeAfter([{ events: days.flat(), registers: closed }]);
      const told = ({ standing, verdicts, counts }: typeof whole) => ({
        findings: standing.map(({ id, detector, severity, counts: sums, event_ids, known_on }) => ({
          id: isSameId ? id : null,
          detector,
          severity,
          sums,
          event_ids,
          known_on,
        })),
        verdicts: verdicts.map((verdict) => JSON.stringify({ ...verdict, revision: 0 })).sort(),
        counts: counts.verdicts,
      });
      expect(told(nightly)).toEqual(told(whole));
      expect(told(whole).findings).toHaveLength(1);
    },
  );
});
