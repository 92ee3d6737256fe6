import { afterAll, describe, expect, test } from 'vitest';
import type { AccessEvent } from '../../../schemas/access-event.ts';
import {
  base,
  CASES,
  lakeAfter,
  look,
  type Night,
  OPEN_CASE,
  type Registers,
  removeNights,
  two,
} from '../../../test/reexamination/late-nights.ts';

afterAll(removeNights);

describe('a case whose closing is recorded a week after two look-ups', () => {
  const closed = {
    ...base,
    cases: `${CASES}\n${OPEN_CASE}\nC-1,R1,P1,2024-04-01,2024-05-08,2024-05-17T09:00:00+09:00`,
  };

  test('is found when it is recorded, and says when it became known', async () => {
    const { findings, verdicts, counts } = await lakeAfter([
      { events: two, registers: base },
      { registers: closed },
    ]);
    expect(findings).toMatchObject([
      {
        detector: 'out-of-scope-lookup',
        known_on: '2024-05-17T09:00:00+09:00',
        event_ids: ['juki/a', 'juki/b'],
      },
    ]);
    expect(verdicts).toMatchObject([
      { event: 'juki/a', verdict: 'contradicted', by: 'case-closed C-1', revision: 2 },
      { event: 'juki/b', verdict: 'contradicted', revision: 2 },
    ]);
    expect(counts.verdicts).toMatchObject({ contradicted: 2, explained: 0 });
  });
});

const raisedOf = ({ standing }: Awaited<ReturnType<typeof lakeAfter>>) =>
  standing.map(({ detector, status, known_on, event_ids }) => [detector, status, known_on, event_ids.join()]);

describe('a fact about the past', () => {
  const plain = [look('a', '2024-05-10T10:00:00+09:00', { case_id: 'C-1' })];
  const recorded = '2024-05-17T09:00:00+09:00';
  const known = (register: string, text: string): Registers => ({ ...base, [register]: text });

  test.each<[string, Registers, Registers, readonly Partial<AccessEvent>[], string]>([
    [
      'the person had left',
      base,
      known(
        'people',
        `principal,unit,ended,recorded_at\nP1,water,,\nP2,tax,,\nP1,water,2024-05-08,${recorded}`,
      ),
      plain,
      'access-after-termination',
    ],
    [
      'the account had ended',
      base,
      known(
        'accounts',
        `account,system,principal,valid_to,recorded_at\ntanaka,,P1,2024-05-08,${recorded}\nsato,,P2,,`,
      ),
      plain,
      'access-after-termination',
    ],
    [
      'there was to be no contact',
      known('no-contact', 'principal,subject,valid_from,recorded_at'),
      known('no-contact', `principal,subject,valid_from,recorded_at\nP1,R1,2024-05-01,${recorded}`),
      plain,
      'out-of-scope-lookup',
    ],
    [
      'the subject is a relative',
      base,
      known('people', `principal,unit,relatives,recorded_at\nP1,water,,\nP2,tax,,\nP1,water,R1,${recorded}`),
      plain,
      'out-of-scope-lookup',
    ],
    [
      'the case was about somebody else',
      known('households', 'subject,household'),
      {
        ...known('households', 'subject,household'),
        cases: `${CASES}\n${OPEN_CASE}\nC-1,R7,P1,2024-04-01,,${recorded}`,
      },
      plain,
      'out-of-scope-lookup',
    ],
    [
      'the person was on leave',
      known('shifts', 'principal,kind,start,end,recorded_at'),
      known(
        'shifts',
        `principal,kind,start,end,recorded_at\nP1,leave,2024-05-10T00:00:00+09:00,2024-05-11T00:00:00+09:00,${recorded}`,
      ),
      [look('a', '2024-05-10T10:00:00+09:00', { subject: 'R2' })],
      'out-of-scope-lookup',
    ],
    [
      'the shop was handed over',
      { ...base, sites: 'site,valid_to,recorded_at\nhoncho,,' },
      { ...base, sites: `site,valid_to,recorded_at\nhoncho,,\nhoncho,2024-05-01,${recorded}` },
      [look('a', '2024-05-10T10:00:00+09:00', { case_id: 'C-1', site: 'honcho' })],
      'out-of-scope-lookup',
    ],
    [
      'the contract had ended',
      {
        ...base,
        people: 'principal,unit,employment,employer\nP1,water,partner,acme\nP2,tax,,',
        contracts: 'contract,employer,valid_to,recorded_at\nK1,acme,,',
      },
      {
        ...base,
        people: 'principal,unit,employment,employer\nP1,water,partner,acme\nP2,tax,,',
        contracts: `contract,employer,valid_to,recorded_at\nK1,acme,2024-05-01,${recorded}`,
      },
      plain,
      'out-of-contract-access',
    ],
  ])('%s: a finding is raised, known on the day of recording', async (_, before, now, events, detector) => {
    const said = await lakeAfter([{ events, registers: before }, { registers: now }]);
    expect(raisedOf(said)).toContainEqual([detector, expect.any(String), recorded, 'juki/a']);
    expect((await lakeAfter([{ events, registers: before }])).findings).toEqual([]);
  });

  test('without a time of recording became known with its delivery', async () => {
    const now = '2024-05-21T03:00:00+09:00';
    const closed = { ...base, cases: `${CASES}\nC-1,R1,P1,2024-04-01,2024-05-08,` };
    const { standing } = await lakeAfter([
      { events: plain, registers: base },
      { registers: closed, now },
    ]);
    expect(standing.map(({ known_on }) => known_on)).toEqual([now]);
  });

  test('that comes with the same delivery again does nothing', async () => {
    const closed = { ...base, cases: `${CASES}\n${OPEN_CASE}\nC-1,R1,P1,2024-04-01,2024-05-08,${recorded}` };
    const once = await lakeAfter([{ events: plain, registers: base }, { registers: closed }]);
    const again = await lakeAfter([
      { events: plain, registers: base },
      { registers: closed },
      { registers: closed },
      { registers: closed, now: '2024-05-25T03:00:00+09:00' },
    ]);
    expect(again.findings).toEqual(once.findings);
    expect(again.commits[3]).toBe(once.commits[1]);
  });

  test('that touches nobody changes nothing', async () => {
    const other = { ...base, cases: `${CASES}\n${OPEN_CASE}\nC-7,R7,P2,2024-04-02,2024-05-01,` };
    const said = await lakeAfter([{ events: plain, registers: base }, { registers: other }]);
    expect(said.findings).toEqual([]);
  });

  test('explains what was found: the finding is cleared, with the reason', async () => {
    const closed = { ...base, cases: `${CASES}\nC-1,R1,P1,2024-04-01,2024-05-08,` };
    const corrected = { ...base, cases: `${CASES}\nC-1,R1,P1,2024-04-01,2024-05-15,` };
    const now = '2024-05-21T03:00:00+09:00';
    const before = await lakeAfter([{ events: plain, registers: closed }]);
    expect(before.standing).toHaveLength(1);
    const { findings, verdicts } = await lakeAfter([
      { events: plain, registers: closed },
      { registers: corrected, now },
    ]);
    expect(findings).toMatchObject([
      { id: before.standing[0]?.id, status: 'cleared', status_reason: 'late-fact cases C-1', known_on: now },
    ]);
    expect(verdicts).toMatchObject([{ verdict: 'explained', by: 'case C-1', revision: 2 }]);
  });

  test('that is taken back clears what it raised, and raises it when it comes again', async () => {
    const closed = { ...base, cases: `${CASES}\nC-1,R1,P1,2024-04-01,2024-05-08,` };
    const nights: Night[] = [
      { events: plain, registers: base },
      { registers: closed },
      { registers: base },
      { registers: closed },
    ];
    const told = [];
    for (let n = 1; n <= 4; n++) {
      const { findings } = await lakeAfter(nights.slice(0, n));
      told.push(findings.map(({ revision, status }) => [revision, status]));
    }
    expect(told).toEqual([[], [[1, 'open']], [[2, 'cleared']], [[3, 'open']]]);
  });

  test.each([
    ['in the last hour of the lake', [look('b', '2024-05-10T10:40:00+09:00', { actor: 'sato' })]],
    ['in its last ten minutes', []],
  ])('that is taken back clears what it raised %s, too', async (_, more) => {
    const closed = { ...base, cases: `${CASES}\n${OPEN_CASE}\nC-1,R1,P1,2024-04-01,2024-05-08,${recorded}` };
    const nights: Night[] = [
      { events: [...plain, ...more], registers: base },
      { registers: closed },
      { registers: base, now: '2024-05-21T03:00:00+09:00' },
      { registers: closed, now: '2024-05-22T03:00:00+09:00' },
    ];
    const told = [];
    for (let n = 1; n <= 4; n++) {
      const { findings } = await lakeAfter(nights.slice(0, n));
      told.push(findings.map(({ revision, status }) => [revision, status]));
    }
    expect(told).toEqual([[], [[1, 'open']], [[2, 'cleared']], [[3, 'open']]]);
  });
});
