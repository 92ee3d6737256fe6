import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { AccessEvent } from '../../../schemas/access-event.ts';
import type { Finding } from '../../../schemas/finding.ts';
import type { Verdict } from '../../../schemas/verdict.ts';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { contentsOf, type Process, run } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { parseInstant } from '../../core/time.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-reexamination-'));
afterAll(() => rmSync(folder, { recursive: true }));
let written = 0;

type Registers = Readonly<Record<string, string>>;

/** A delivery of registers: CSV by name. */
function delivery(registers: Registers): string {
  const to = join(folder, `registers-${written++}`);
  mkdirSync(to);
  for (const [name, text] of Object.entries(registers)) writeFileSync(join(to, `${name}.csv`), `${text}\n`);
  return to;
}

function log(events: readonly Partial<AccessEvent>[]): string {
  const to = join(folder, `log-${written++}.ndjson`);
  writeFileSync(to, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return to;
}

/** A night: what came, which registers were delivered, and when. */
interface Night {
  readonly events?: readonly Partial<AccessEvent>[];
  readonly registers: Registers;
  readonly now?: string;
}

/** What a lake says after its nights: findings and verdicts by their last revision. */
async function lakeAfter(nights: readonly Night[]) {
  const files = modelFileSystem();
  const process: Process = { files, maker: plainMaker(files), lake: '/lake' };
  const commits: number[] = [];
  for (const { events, registers, now = '2024-05-20T03:00:00+09:00' } of nights) {
    const ran = await run(process, events === undefined ? [] : [log(events)], delivery(registers), {
      now: parseInstant(now),
    });
    commits.push(ran.after.number);
  }
  const contents = contentsOf(process);
  const last = <T extends { revision: number }>(lines: readonly string[], keyOf: (one: T) => string) => {
    const held = new Map<string, T>();
    for (const line of lines) {
      const one = JSON.parse(line) as T;
      if ((held.get(keyOf(one))?.revision ?? 0) < one.revision) held.set(keyOf(one), one);
    }
    return [...held.values()];
  };
  const findings = last<Finding>(contents.findings, ({ id }) => id);
  return {
    commits,
    findings,
    standing: findings.filter(({ status }) => status !== 'cleared' && status !== 'withdrawn'),
    verdicts: last<Verdict>(contents.verdicts, ({ event, subject }) => `${event} ${subject}`),
    counts: contents.counts,
  };
}

const look = (id: string, time: string, more: Partial<AccessEvent> = {}): Partial<AccessEvent> => ({
  time,
  system: 'resident',
  source: 'juki',
  id,
  actor: 'tanaka',
  action: 'view',
  subject: 'R1',
  ...more,
});

const PEOPLE = 'principal,unit,ended\nP1,water,\nP2,tax,';
const ACCOUNTS = 'account,system,principal\ntanaka,,P1\nsato,,P2';
const CASES = 'case_id,subject,assignee,opened,closed,recorded_at';
const OPEN_CASE = 'C-1,R1,P1,2024-04-01,,';
const base: Registers = { people: PEOPLE, accounts: ACCOUNTS, cases: `${CASES}\n${OPEN_CASE}` };

const two = [
  look('a', '2024-05-10T10:00:00+09:00', { case_id: 'C-1' }),
  look('b', '2024-05-11T10:00:00+09:00', { case_id: 'C-1' }),
];

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
});

/** Someone works on, so that what came before is settled. */
const onward = (day: number): Partial<AccessEvent>[] =>
  Array.from({ length: 3 }, (_, n) =>
    look(`w${day}-${n}`, `2024-05-${day}T1${n}:00:00+09:00`, { actor: 'sato', subject: 'R9' }),
  );
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
    expect(late.standing[0]?.known_on).toBe('2024-05-20T03:00:00+09:00');
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
