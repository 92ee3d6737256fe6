/** Alerts from findings: what belongs together, how it is told, and that no order and no bound loses anything. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Alert, alert as alertSchema } from '../../../schemas/alert.ts';
import { alertSettings } from '../../../schemas/alert-settings.ts';
import { DETECTOR_IDS, SEVERITIES } from '../../../schemas/finding.ts';
import { type Sample, sample } from '../../../test/sample-findings.ts';
import { DAY, parseInstant } from '../../core/time.ts';
import { alerts } from './alerts.ts';
import type { Bounds } from './grouping.ts';
import type { Told } from './member.ts';

const [NEVER, QUIET] = [Number.POSITIVE_INFINITY, 45];

/** Every alert of a run in batches, without those that were joined to others. */
function alertsOf(batches: readonly (readonly Told[])[], bounds?: Bounds): Alert[] {
  const ended: Alert[] = [];
  const run = alerts(alertSettings.parse({}), NEVER, (one) => ended.push(one), bounds);
  for (const batch of batches) run.add(batch);
  run.finish();
  return ended.filter(({ status }) => status !== 'withdrawn').sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Which findings ended in one alert. */
const grouped = (...samples: Sample[]) => {
  const made = alertsOf(samples.map((one) => [sample(one)]));
  return made.map(({ findings }) => findings.join(' ')).sort();
};

describe('findings are one alert', () => {
  test.each<[string, ...Sample[]]>([
    ['of one person', { id: 'a', principal: 'P1' }, { id: 'b', principal: 'P1', day: 3 }],
    ['of one account', { id: 'a', actor: 'u1' }, { id: 'b', actor: 'u1', day: 3 }],
    ['of one device', { id: 'a', device: 'D1' }, { id: 'b', device: 'D1', day: 3 }],
    [
      'of one address, where nobody is named',
      { id: 'a', ip: '192.0.2.1' },
      { id: 'b', ip: '192.0.2.1', day: 3 },
    ],
    [
      'of a device and its holder',
      { id: 'a', device: 'D1', holder: 'P1' },
      { id: 'b', principal: 'P1', day: 3 },
    ],
    [
      'of an account and its owner',
      { id: 'a', actor: 'u1', owner: 'P1' },
      { id: 'b', principal: 'P1', day: 3 },
    ],
    ['exactly the quiet time apart', { id: 'a', principal: 'P1' }, { id: 'b', principal: 'P1', day: QUIET }],
    [
      'where the first went on until the second began',
      { id: 'a', principal: 'P1', hours: 24 * 60 },
      { id: 'b', principal: 'P1', day: 61 },
    ],
    [
      'of an account, then of its person, who is known later',
      { id: 'a', actor: 'admin' },
      { id: 'b', actor: 'admin', principal: 'P1', day: 1 },
    ],
    [
      'about the same silent log',
      { id: 'a', detector: 'source-health', evidence: { source: 'juki' } },
      { id: 'b', detector: 'source-health', evidence: { source: 'juki' }, day: 1 },
    ],
  ])('%s', (_, ...samples) => {
    expect(grouped(...samples)).toEqual(['a b']);
  });

  test('where a third ties them together, and the earlier one keeps its id', () => {
    const [first] = alertsOf([[sample({ id: 'a', actor: 'u1' })]]);
    const batches = [
      { id: 'a', actor: 'u1' },
      { id: 'b', device: 'D1' },
      { id: 'c', actor: 'u1', device: 'D1', day: 1 },
    ];
    const [tied, ...others] = alertsOf(batches.map((one) => [sample(one)]));
    expect(others).toEqual([]);
    expect([tied.id, tied.findings, tied.supersedes.length]).toEqual([first.id, ['a', 'b', 'c'], 1]);
  });

  test('where a later revision brings them within the quiet time', () => {
    const later = { id: 'a', principal: 'P1', revision: 2, hours: 24 * 40 };
    expect(grouped({ id: 'a', principal: 'P1' }, { id: 'b', principal: 'P1', day: 60 }, later)).toEqual([
      'a b',
    ]);
  });

  test('where the first named a victim until it saw more of them', () => {
    const victim = { id: 'b', device: 'D1', principal: 'P2', day: 1 };
    const all = { id: 'b', device: 'D1', holder: 'P1', day: 1, revision: 2 };
    expect(grouped({ id: 'a', device: 'D1', holder: 'P1' }, victim, all)).toEqual(['a b']);
  });
});

describe('findings stay apart', () => {
  test.each<[string, string[], ...Sample[]]>([
    ['of two people', ['a', 'b'], { id: 'a', principal: 'P1' }, { id: 'b', principal: 'P2' }],
    [
      'of two people on one device',
      ['a', 'b'],
      { id: 'a', principal: 'P1', device: 'D1' },
      { id: 'b', principal: 'P2', device: 'D1', day: 1 },
    ],
    [
      'of a shared device that two people used: it is neither’s',
      ['a', 'b', 'c'],
      { id: 'a', principal: 'P1', device: 'D1' },
      { id: 'b', principal: 'P2', device: 'D1' },
      { id: 'c', device: 'D1', day: 1 },
    ],
    [
      'of people behind one address',
      ['a', 'b'],
      { id: 'a', principal: 'P1', ip: '192.0.2.1' },
      { id: 'b', principal: 'P2', ip: '192.0.2.1' },
    ],
    [
      'just beyond the quiet time',
      ['a', 'b'],
      { id: 'a', principal: 'P1' },
      { id: 'b', principal: 'P1', day: QUIET + 1 / 1_440 },
    ],
    [
      'of two silent logs',
      ['a', 'b'],
      { id: 'a', detector: 'source-health', evidence: { source: 'juki' } },
      { id: 'b', detector: 'source-health', evidence: { source: 'till' } },
    ],
  ])('%s', (_, expected, ...samples) => {
    expect(grouped(...samples)).toEqual(expected);
  });
});

describe('an alert', () => {
  const [one] = alertsOf([
    [
      sample({
        id: 'tries',
        actor: 'admin',
        owner: 'P1',
        ip: '203.0.113.9',
        severity: 'high',
        score: 70,
        detector: 'guessed-credentials',
      }),
      sample({
        id: 'pull',
        actor: 'admin',
        principal: 'P1',
        day: 1,
        hours: 2,
        severity: 'critical',
        score: 90,
        detector: 'mass-record-pull',
        counts: { events: 12, records: 61_942, subjects: 0, accounts: 1, tenants: 0 },
        clears_if: { ja: '移行作業だった場合。', en: 'It was a migration.' },
      }),
      sample({
        id: 'sent',
        actor: 'admin',
        principal: 'P1',
        day: 2,
        status: 'ended',
        detector: 'unsanctioned-destination',
        evidence: { destination: 'usb:1234' },
      }),
    ],
  ]);

  test('tells its story in order: who, first, then, what left, what is open', () => {
    expect(one.story.en).toBe(
      'P1 (account admin): 3 findings between Monday 2024-05-13 at 09:00 JST and Wednesday 2024-05-15 at 09:00 JST. First: There was tries. Then: There was pull. Finally: There was sent. At least 61,942 records were shown or taken. Data went to usb:1234. 2 of them are still going on. What would make it harmless: It was a migration.',
    );
    expect(one.story.ja).toBe(
      'P1（アカウント admin）について、2024年5月13日（月）9時00分から2024年5月15日（水）9時00分までに3件の検知結果がありました。まず、triesがありました。次に、pullがありました。最後に、sentがありました。閲覧・取得された記録は少なくとも61,942件です。送り先は usb:1234 です。2件は続いています。問題ないといえるのは次の場合です：移行作業だった場合。',
    );
  });

  test('is as declared, and knows whom it is about, how grave it is and since when', () => {
    expect(alertSchema.parse(one)).toEqual(one);
    expect(one).toMatchObject({
      about: { kind: 'person', id: 'P1' },
      severity: 'critical',
      day: '2024-05-14',
      steps: [{ finding: 'tries' }, { finding: 'pull' }, { finding: 'sent' }],
      left: { records: 61_942, destinations: ['usb:1234'] },
      open: { findings: 2 },
    });
  });

  test('tells five places to which data went, and counts the others', () => {
    const sent = Array.from({ length: 8 }, (_, i) =>
      sample({ id: `f${i}`, principal: 'P1', evidence: { destination: `host-${i}` }, status: 'ended' }),
    );
    const [{ story, left }] = alertsOf([sent]);
    expect(left.destinations).toHaveLength(8);
    expect(story.en).toContain('Data went to host-0, host-1, host-2, host-3, host-4 and 3 more.');
    expect(story.ja).toContain('送り先は host-0、host-1、host-2、host-3、host-4 など8か所です。');
  });

  test('of one finding tells that finding only once', () => {
    const [single] = alertsOf([[sample({ id: 'a', principal: 'P1' })]]);
    expect(single.story.en).toMatch(/^There was a\. At least 1 record was shown/);
  });

  test('whose findings were all cleared is cleared and harms nobody', () => {
    const cleared = { id: 'a', principal: 'P1', revision: 2, status: 'cleared' } as const;
    const [single] = alertsOf([[sample({ id: 'a', principal: 'P1' })], [sample(cleared)]]);
    expect(single).toMatchObject({
      status: 'cleared',
      harm: 0,
      cleared: ['a'],
      steps: [],
      risk: { points: 0 },
    });
  });

  test('of many findings tells twelve, the first, the last and the gravest, and counts the others', () => {
    const many = Array.from({ length: 40 }, (_, i) =>
      sample({
        id: `f${String(i).padStart(2, '0')}`,
        principal: 'P1',
        day: i,
        severity: i === 20 ? 'high' : 'low',
      }),
    );
    const [single] = alertsOf([many]);
    expect(single.steps.map(({ finding }) => finding)).toEqual(expect.arrayContaining(['f00', 'f20', 'f39']));
    expect([single.steps.length, single.steps_left_out, single.findings.length]).toEqual([12, 28, 40]);
    expect(single.story.en).toContain('There are 28 further findings.');
  });

  test('has a revision whenever asked, with the same id', () => {
    const run = alerts(alertSettings.parse({}), NEVER, () => {});
    run.add([sample({ id: 'a', principal: 'P1' })]);
    const [before] = run.changes();
    run.add([sample({ id: 'b', principal: 'P1', day: 1, severity: 'high' })]);
    const [after] = run.changes();
    expect([after.id, after.revision, after.severity, after.status]).toEqual([before.id, 2, 'high', 'open']);
    expect(run.changes()).toEqual([]);
  });

  test('that was quiet for long enough is given out before the end', () => {
    const ended: Alert[] = [];
    const run = alerts(alertSettings.parse({}), NEVER, (alert) => ended.push(alert));
    run.add([
      sample({ id: 'a', principal: 'P1', status: 'ended' }),
      sample({ id: 'b', principal: 'P2', status: 'open' }),
    ]);
    run.add([sample({ id: 'c', principal: 'P3', day: 100 })]);
    expect(ended.map(({ findings, status_reason }) => [findings, status_reason])).toEqual([[['a'], 'quiet']]);
  });

  test('a clock that cannot be right ends nothing', () => {
    const ended: Alert[] = [];
    const run = alerts(alertSettings.parse({}), parseInstant('2024-06-01T00:00:00Z'), (alert) =>
      ended.push(alert),
    );
    run.add([
      sample({ id: 'a', principal: 'P1', status: 'ended' }),
      sample({ id: 'b', principal: 'P2', day: 9_000 }),
    ]);
    expect(ended).toEqual([]);
  });
});

const person = fc.constantFrom('P1', 'P2', 'P3');
const name = (prefix: string) => fc.option(fc.constantFrom(`${prefix}1`, `${prefix}2`), { nil: null });

/** Findings of people, accounts and devices over a year. */
const anyFinding = fc.record({
  day: fc.integer({ min: 0, max: 365 }),
  hours: fc.integer({ min: 0, max: 24 * 30 }),
  severity: fc.constantFrom(...SEVERITIES),
  score: fc.integer({ min: 0, max: 100 }),
  detector: fc.constantFrom(...DETECTOR_IDS),
  status: fc.constantFrom('open', 'ended', 'cleared'),
});
const findings = (about: fc.Arbitrary<Partial<Sample>>) =>
  fc
    .array(fc.tuple(anyFinding, about), { maxLength: 10 })
    .map((list) => list.map(([what, whom], i) => sample({ ...what, ...whom, id: `f${i}` })));
const whoever = fc.record({
  principal: fc.option(person, { nil: null }),
  actor: name('u'),
  device: name('D'),
  ip: name('A'),
});

describe('whatever the findings', () => {
  test('their order within a batch does not matter', () => {
    fc.assert(
      fc.property(
        findings(whoever).chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(alertsOf([shuffled])).toEqual(alertsOf([list]));
        },
      ),
    );
  });

  test('in order of time any cut into batches gives the same alerts', () => {
    fc.assert(
      fc.property(findings(whoever), fc.integer({ min: 1, max: 4 }), (list, size) => {
        const inOrder = list.toSorted(
          (a, b) =>
            parseInstant(a.finding.time) - parseInstant(b.finding.time) ||
            (a.finding.id < b.finding.id ? -1 : 1),
        );
        const cut = inOrder.flatMap((_, i) => (i % size === 0 ? [inOrder.slice(i, i + size)] : []));
        expect(alertsOf(cut)).toEqual(alertsOf([inOrder]));
      }),
    );
  });

  test('every one of them is in exactly one alert, at any bound', () => {
    fc.assert(
      fc.property(
        findings(whoever),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 4 }),
        (list, findingsMax, openMax) => {
          const all = alertsOf([list], { findingsMax, openMax, heldMax: 1_000 });
          expect(all.flatMap((alert) => alert.findings).sort()).toEqual(
            list.map(({ finding }) => finding.id).sort(),
          );
          expect(all.every((alert) => alert.findings.length <= findingsMax)).toBe(true);
        },
      ),
    );
  });

  test('no alert speaks of two people', () => {
    fc.assert(
      fc.property(findings(whoever), (list) => {
        const people = new Map(list.map(({ finding }) => [finding.id, finding.principal]));
        for (const alert of alertsOf([list])) {
          const named = new Set(alert.findings.map((id) => people.get(id)).filter((one) => one !== null));
          expect(named.size).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('of people alone: the same alerts as chaining each person’s findings by hand', () => {
    fc.assert(
      fc.property(findings(fc.record({ principal: person })), (list) => {
        expect(
          alertsOf([list])
            .map(({ findings: ids }) => ids.join())
            .sort(),
        ).toEqual(chainedByHand(list));
      }),
    );
  });

  test('the parts of a risk add up to it, and it is never more than the harm of all that is known', () => {
    fc.assert(
      fc.property(findings(fc.record({ principal: person })), (list) => {
        for (const { risk } of alertsOf([list])) {
          const tenths = risk.parts.reduce(
            (sum, { points }) => sum + Math.round(points * 10),
            Math.round(risk.rest.points * 10),
          );
          expect(tenths).toBe(Math.round(risk.points * 10));
        }
      }),
    );
  });
});

/** The slow twin: sorts a person’s spans and starts anew after each gap that is too long. */
function chainedByHand(list: readonly Told[]): string[] {
  const chains: string[] = [];
  for (const who of ['P1', 'P2', 'P3']) {
    let ids: string[] = [];
    let until = Number.NEGATIVE_INFINITY;
    const own = list
      .filter(({ finding }) => finding.principal === who)
      .map(({ finding: { id, time, last_time: to } }) => ({
        id,
        from: parseInstant(time),
        to: parseInstant(to),
      }))
      .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1));
    for (const { id, from, to } of own) {
      if (from > until + QUIET * DAY && ids.length > 0) {
        chains.push(ids.join());
        ids = [];
      }
      ids.push(id);
      until = Math.max(until, to);
    }
    if (ids.length > 0) chains.push(ids.join());
  }
  return chains.sort();
}
