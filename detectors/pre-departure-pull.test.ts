/** What people take before they leave, and the innocent twins, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import {
  dayAt,
  formatDate,
  HOUR,
  MINUTE,
  type Micros,
  parseInstant,
  startOfDay,
  weekday,
} from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { preDeparturePull } from './pre-departure-pull.ts';

/** Twelve colleagues of one section, all with the same work. */
const STAFF = Array.from({ length: 12 }, (_, n) => `${n + 1}`);
const PEOPLE = (leaver: string) =>
  `principal,unit,duties,employment,hired,notice,ended,recorded_at\n${[
    ...STAFF.map((n) => `P${n},sales,sales,staff,2015-04-01,,,`),
    leaver,
  ]
    .filter((line) => line !== '')
    .join('\n')}`;
const REGISTERS = {
  accounts: `account,principal,kind\n${STAFF.map((n) => `p${n},P${n},personal`).join('\n')}`,
  devices: 'device,kind,principal\nNAS-1,server,',
  destinations: 'pattern,allowed\n*.own.example.jp,yes\nusb:*,no\nprinter-*,yes',
} satisfies Context['registers'];

const FIRST = dayAt(parseInstant('2024-04-01T00:00:00+09:00'));
const LAST = dayAt(parseInstant('2024-06-14T00:00:00+09:00'));
const at = (date: string, hour = 10): Micros => parseInstant(`${date}T00:00:00+09:00`) + hour * HOUR;

/** Ten weeks in which everybody reads and, now and then, downloads a few documents. */
function ordinary(): EventPart[] {
  const events: EventPart[] = [];
  for (let day = FIRST; day <= LAST; day++) {
    if (weekday(day) === 0 || weekday(day) === 6) continue;
    for (const [n, name] of STAFF.entries()) {
      const time = startOfDay(day) + 9 * HOUR + n * MINUTE;
      events.push({ actor: `p${name}`, action: 'login', time });
      for (let i = 0; i < 1 + ((day + n) % 3); i++)
        events.push({
          actor: `p${name}`,
          action: i === 0 ? 'view' : 'download',
          time: time + (i + 1) * MINUTE,
        });
    }
  }
  return events;
}

/** `count` documents taken by p1 on one day, a minute apart. */
function pulls(date: string, count: number, part: EventPart = {}): EventPart[] {
  return Array.from({ length: count }, (_, n) => ({
    actor: 'p1',
    action: 'download' as const,
    time: at(date) + n * 30e6,
    resource: `doc/${n}`,
    ...part,
  }));
}

const NOTICE = 'P1,sales,sales,staff,2015-04-01,2024-05-20,2024-06-30,2024-05-20';

function find(
  extra: readonly EventPart[],
  leaver: string = NOTICE,
  registers: Context['registers'] = REGISTERS,
) {
  const events = [...ordinary(), ...extra].map((part) => ({
    system: 'admin' as const,
    source: 'files',
    ...part,
  }));
  return findingsOf(
    preDeparturePull,
    events.sort((a, b) => Number(a.time) - Number(b.time)),
    { registers: { people: PEOPLE(leaver), ...registers } },
  );
}

describe('somebody who has given notice', () => {
  test('and takes far more than ever before is found on the day', () => {
    const [finding, ...others] = find(pulls('2024-06-05', 400));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      actor: 'p1',
      principal: 'P1',
      severity: 'medium',
      known_on: null,
      evidence: {
        reason: 'notice',
        notice_on: '2024-05-20',
        leaves_on: '2024-06-30',
        days_left: 16,
        measure: 'taken',
        last_day: '2024-06-14',
      },
    });
    expect(formatDate(dayAt(parseInstant(finding.time)))).toBe('2024-06-05');
    expect(finding.counts.records).toBeGreaterThanOrEqual(400);
    for (const text of [finding.sentence.ja, finding.sentence.en])
      expect(text).not.toMatch(/undefined|null|NaN/);
  });

  test('rises with what is taken, and with where it goes', () => {
    expect(find(pulls('2024-06-05', 3_000))[0]?.severity).toBe('high');
    const out = find(
      pulls('2024-06-05', 3_000, { destination: 'usb:1', action: 'copy', data_class: 'customer' }),
    );
    expect(out).toMatchObject([{ severity: 'critical', evidence: { unsanctioned: 3_000, copied: 3_000 } }]);
  });

  test('is found for little that goes where it may not go', () => {
    const found = (count: number) =>
      find(pulls('2024-06-05', count, { destination: 'usb:1', action: 'copy' }));
    expect(found(40)).toMatchObject([
      { severity: 'medium', evidence: { measure: 'unsanctioned', seen: 40 } },
    ]);
    expect(found(21)).toMatchObject([{ severity: 'low' }]);
    expect(found(20)).toEqual([]);
  });

  test('in a drip of days is found too', () => {
    const drip = Array.from({ length: 10 }, (_, n) =>
      pulls(formatDate(dayAt(at('2024-06-03')) + n), 25),
    ).flat();
    expect(find(drip)).toMatchObject([{ evidence: { measure: 'taken' } }]);
  });

  test('is put into words', () => {
    const [finding] = find(pulls('2024-06-05', 400));
    expect(finding.sentence.ja).toMatch(
      /^P1（アカウント p1）は2024年5月20日に退職を申し出ており（最終日 2024年6月30日）、直近30日で\d+件（ダウンロード \d+件）を取り出しました。本人のふだんの30日は\d+件ほど、同じ部署・職務の人は\d+件ほどで、説明がいらないのは\d+件までです。$/,
    );
    expect(finding.sentence.en).toMatch(
      /^P1 \(account p1\) gave notice on 2024-05-20 \(last day 2024-06-30\), and took \d+ records \(\d+ downloaded\) in the last 30 days\. Usual in 30 days are about \d+ for this person and \d+ for the peers; up to \d+ need no explanation\.$/,
    );
  });
});

describe('a departure that becomes known later', () => {
  const pull = pulls('2024-05-27', 400);

  test('brings the look back with the next event, and says when it became known', () => {
    const late = 'P1,sales,sales,staff,2015-04-01,2024-05-31,2024-06-30,2024-06-03T09:00:00+09:00';
    const [finding, ...others] = find(pull, late);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      time: '2024-06-03T09:00:00+09:00',
      known_on: '2024-06-03T09:00:00+09:00',
      evidence: { reason: 'notice', first_day: expect.any(String) },
    });
    expect(finding.counts.records).toBeGreaterThanOrEqual(400);
    expect(finding.first_time < '2024-05-28').toBe(true);
  });

  test('and what was taken longer ago than thirty days is left to the question', () => {
    const late = 'P1,sales,sales,staff,2015-04-01,2024-05-31,2024-06-30,2024-06-14T09:00:00+09:00';
    expect(find(pulls('2024-05-13', 400), late)).toEqual([]);
  });

  test('says nothing before it is known', () => {
    const never = 'P1,sales,sales,staff,2015-04-01,2024-05-31,2024-06-30,2024-06-15';
    expect(find(pull, never)).toEqual([]);
    expect(find(pull, '')).toEqual([]);
  });
});

// biome-ignore format: one case a line
const KNOWN_BY: readonly (readonly [title: string, leaver: string, reason: string | null])[] = [
  ['a last day within sixty days', 'P1,sales,sales,staff,2015-04-01,,2024-07-31,', 'end'],
  ['not a last day in a year', 'P1,sales,sales,staff,2015-04-01,,2025-07-31,', null],
  ['a notice without a last day', 'P1,sales,sales,staff,2015-04-01,2024-05-20,,', 'notice'],
  ['not a notice of half a year ago without a last day', 'P1,sales,sales,staff,2015-04-01,2023-11-20,,', null],
  ['not a notice that was taken back', 'P1,sales,sales,staff,2015-04-01,2024-05-20,,2024-05-20\nP1,sales,sales,staff,2015-04-01,,,2024-05-25', null],
  ['not after the last day: that is for access-after-termination', 'P1,sales,sales,staff,2015-04-01,2024-04-20,2024-05-31,', null],
];

describe('a departure is known by', () => {
  test.each(KNOWN_BY)('%s', (_, leaver, reason) => {
    expect(find(pulls('2024-06-05', 400), leaver).map(({ evidence }) => evidence.reason)).toEqual(
      reason === null ? [] : [reason],
    );
  });

  test('a transfer is no departure, and neither is a term that has been renewed', () => {
    const transfer =
      'P1,sales,sales,staff,2015-04-01,,,,\nP1,sales,sales,staff,2015-04-01,,,2024-06-03,2024-07-01';
    const renewed =
      'P1,sales,sales,staff,2023-07-01,,2024-06-30,,\nP1,sales,sales,staff,2023-07-01,,2025-06-30,2024-06-03,2024-07-01';
    for (const rows of [transfer, renewed]) {
      const people = `principal,unit,duties,employment,hired,notice,ended,recorded_at,valid_from\n${rows}`;
      expect(
        find(pulls('2024-06-05', 400), '', {
          destinations: REGISTERS.destinations,
          people,
          accounts: 'account,principal\np1,P1',
        }),
      ).toEqual([]);
    }
  });

  test('a term, whose end nobody has decided: one point less, and nothing where peers take as much', () => {
    const term = 'P1,sales,sales,staff,2023-07-01,,2024-06-30,';
    const decided = 'P1,sales,sales,staff,2015-04-01,,2024-06-30,';
    const together = `${decided}\n${STAFF.slice(1, 5)
      .map((n) => `P${n},sales,sales,staff,2015-04-01,,2024-06-30,`)
      .join('\n')}`;
    const severities = (leaver: string, count: number) =>
      find(pulls('2024-06-05', count), leaver).map(({ severity }) => severity);
    expect(severities(decided, 130)).toEqual(['medium']);
    expect(severities(term, 130)).toEqual(['low']);
    expect(severities(together, 130)).toEqual(['low']);
    expect(severities(term, 600)).toEqual(['medium']);
  });

  test('the end of the last contract of a partner', () => {
    const partner = 'P1,sales,sales,partner,2015-04-01,,,\n'.trim().replace('partner,', 'partner,');
    const people = `principal,unit,duties,employment,employer\n${STAFF.map((n) => `P${n},sales,sales,partner,acme`).join('\n')}`;
    const contracts =
      'contract,employer,valid_from,valid_to\nK1,acme,2023-04-01,2024-05-31\nK2,acme,2023-04-01,2024-06-30';
    expect(find(pulls('2024-06-05', 400), partner, { ...REGISTERS, people, contracts })).toMatchObject([
      { evidence: { reason: 'contract', leaves_on: '2024-06-30' } },
    ]);
  });

  test('the end of an account of somebody the people register does not know', () => {
    const accounts = 'account,principal,kind,valid_to\np1,,personal,2024-06-30\np2,,service,2024-06-30';
    const found = find([...pulls('2024-06-05', 400), ...pulls('2024-06-05', 400, { actor: 'p2' })], '', {
      accounts,
      people: 'principal\nP99',
    });
    expect(found).toMatchObject([{ actor: 'p1', evidence: { reason: 'account' } }]);
  });
});

describe('the innocent twins', () => {
  // biome-ignore format: one case a line
  test.each([
    ['somebody who goes on as before', []],
    ['a hand-over to a share that is allowed', pulls('2024-06-05', 900, { action: 'copy', destination: 'handover.own.example.jp' })],
    ['a hand-over to a server of the devices register', pulls('2024-06-05', 900, { action: 'copy', destination: 'NAS-1' })],
    ['a colleague who stays and takes as much', pulls('2024-06-05', 400, { actor: 'p2' })],
    ['tries that were refused', pulls('2024-06-05', 400, { outcome: 'failure' })],
  ] as const)('%s', (_, extra) => {
    expect(find(extra)).toEqual([]);
  });

  test('a few dozen documents put in order are low at most', () => {
    expect(find(pulls('2024-06-05', 60)).map(({ severity }) => severity)).toEqual(['low']);
  });

  test('a mailing list under a case of the unit, and what is printed for cases of one’s own', () => {
    const cases =
      'case_id,kind,subject,assignee,opened,closed\nM-1,mailing,,sales,2024-06-01,2024-06-10\nC-1,claim,R1,P1,2024-06-01,\nC-2,mailing,,P2,2024-06-01,';
    const prints = (part: EventPart) =>
      find(pulls('2024-06-05', 1, { action: 'print', records: 400, ...part }), NOTICE, {
        ...REGISTERS,
        cases,
      });
    expect(prints({ case_id: 'M-1' })).toEqual([]);
    expect(prints({ case_id: 'C-1', subjects: ['R1'] })).toEqual([]);
    expect(prints({ case_id: 'C-2' })).toHaveLength(1);
    expect(prints({ case_id: 'M-1', time: at('2024-06-12') })).toHaveLength(1);
    expect(prints({})).toHaveLength(1);
  });

  test('work in bulk under a permit', () => {
    const permits =
      'permit,principal,systems,actions,start,end,approved_by\nW-1,P1,admin,download,2024-06-05T00:00:00+09:00,2024-06-06T00:00:00+09:00,P2';
    expect(find(pulls('2024-06-05', 400), NOTICE, { ...REGISTERS, permits })).toEqual([]);
  });

  test('paper is no hand-over: what is printed counts at an allowed printer too', () => {
    expect(find(pulls('2024-06-05', 400, { action: 'print', destination: 'printer-1' }))).toMatchObject([
      { evidence: { printed: 400, unsanctioned: 0 } },
    ]);
  });

  test('more than ever before, and no more than peers do, is low', () => {
    const busy = STAFF.slice(1).flatMap((n) =>
      ['2024-04-09', '2024-05-07', '2024-05-28'].flatMap((date) => pulls(date, 120, { actor: `p${n}` })),
    );
    const found = find([...busy, ...pulls('2024-06-05', 90)]);
    expect(found.map(({ severity }) => severity)).toEqual(['low']);
  });
});

describe('without registers', () => {
  test('nobody is known to leave', () => {
    expect(find(pulls('2024-06-05', 400), '', {})).toEqual([]);
  });

  test('without destinations a medium is plain, a host is not', () => {
    const { destinations: _, ...registers } = REGISTERS;
    const found = (destination: string) =>
      find(pulls('2024-06-05', 25, { action: 'copy', destination }), NOTICE, registers);
    expect(found('usb:1')).toMatchObject([{ evidence: { measure: 'unsanctioned' } }]);
    expect(found('host.example')).toEqual([]);
  });
});
