/** Mass pulls and their innocent twins, through the real engine. */
import { describe, expect, it } from 'vitest';
import { encodeEvents } from '../src/batch/encode.ts';
import type { EventPart } from '../src/batch/event.ts';
import { event } from '../src/batch/event.ts';
import { DAY, HOUR, MINUTE, parseInstant, SECOND } from '../src/core/time.ts';
import { type Context, findingsOf, revisionsOf } from '../test/findings-of.ts';
import { massRecordPull } from './mass-record-pull.ts';

/** A Wednesday morning. */
const START = parseInstant('2024-05-15T09:00:00+09:00');
const find = (events: readonly EventPart[], context?: Context) => findingsOf(massRecordPull, events, context);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Looks up one person so long after the start. */
const view = (after: number, subject: string, part: EventPart = {}): EventPart => ({
  time: START + after,
  subjects: [subject],
  data_class: 'resident-basic',
  ...part,
});
/** Reads records without naming anybody. */
const exports = (after: number, records: number, part: EventPart = {}): EventPart => ({
  time: START + after,
  system: 'admin',
  source: 'db',
  action: 'export',
  data_class: 'customer',
  records,
  ...part,
});

const registers: Context['registers'] = {
  people: 'principal,unit,duties\nP1,tax,survey\nP2,tax,\nP9,ops,maintenance',
  accounts:
    'account,principal,kind\na1,P1,personal\na1-b,P1,personal\na2,P2,personal\nroot,P9,admin\nnight,,service',
  devices: 'device,kind,principal\nPC-1,pc,P1\nK-1,terminal,',
  permits:
    'permit,principal,account,systems,actions,start,end,approved_by\nM-1,P9,root,db,export,2024-05-01,2024-06-01,P2\nN-1,,night,db,export,2024-01-01,,P2',
};

describe('different people in an hour', () => {
  const sitting = (count: number, part?: EventPart) =>
    times(count, (n) => view(n * 30 * SECOND, `R${n}`, part));
  it('are silent at the limit', () => expect(find(sitting(60))).toEqual([]));
  it('are found just over it, with all that came before', () => {
    expect(find(sitting(61))).toMatchObject([
      {
        severity: 'low',
        actor: 'tanaka-01',
        counts: { events: 61, subjects: 61 },
        evidence: { measure: 'subjects', window: 'hour', seen: 61, limit: 60 },
      },
    ]);
  });
  it('are counted once each', () => {
    expect(find(times(200, (n) => view(n * 15 * SECOND, `R${n % 60}`)))).toEqual([]);
  });
  it('slide out of the window', () => {
    expect(find(times(90, (n) => view(n * MINUTE, `R${n}`)))).toEqual([]);
  });
  it('are found whatever the order in which they came', () => {
    const sorted = sitting(61);
    expect(
      find([...sorted].sort((a, b) => (Number(b.time) % 7) - (Number(a.time) % 7)))[0]?.counts.subjects,
    ).toBe(61);
  });
  it('are counted from lists too', () => {
    const list = view(0, 'R0', { action: 'list', subjects: times(61, (n) => `R${n}`) });
    expect(find([list])[0]).toMatchObject({ counts: { events: 1, subjects: 61, records: 61 } });
  });
  it('are not counted where the look-up was refused', () => {
    expect(find(sitting(100, { outcome: 'failure' }))).toEqual([]);
  });
  it('are not counted where nothing was looked up', () => {
    expect(find(sitting(100, { action: 'update' }))).toEqual([]);
  });
  it('make one finding that grows and gets graver', () => {
    const revisions = revisionsOf(
      [massRecordPull],
      [encodeEvents(sitting(119).map((part, n) => event({ id: String(n), ...part, data_class: 'tax' })))],
    );
    expect(new Set(revisions.map(({ id }) => id)).size).toBe(1);
    expect(revisions.map(({ severity }) => severity)).toEqual(['medium', 'medium']);
    expect(revisions.at(-1)).toMatchObject({
      status: 'ended',
      counts: { subjects: 119 },
      evidence: { data_class: 'tax' },
    });
  });
});

describe('an official collects 836 files on a Saturday', () => {
  const saturday = parseInstant('2021-12-18T13:00:00+09:00');
  const files = times(836, (n) =>
    view(0, `E${n}`, {
      time: saturday + n * 10 * SECOND,
      system: 'admin',
      action: 'copy',
      data_class: 'personnel',
      destination: 'usb:1',
    }),
  );
  it('is found at the 61st file, medium, and becomes high', () => {
    const revisions = revisionsOf(
      [massRecordPull],
      [encodeEvents(files.map((part, n) => event({ id: String(n), ...part, actor: 'a1' })))],
      { registers },
    );
    expect(revisions[0]).toMatchObject({
      severity: 'medium',
      counts: { events: 61 },
      evidence: { data_class: 'personnel', off_duty: 'weekend' },
    });
    expect(revisions.at(-1)).toMatchObject({ severity: 'high', counts: { subjects: 836 } });
    expect(revisions[0]?.sentence.ja).toContain('61人');
  });
});

describe('what a finding counts', () => {
  const people = times(61, (n) => view(n * 30 * SECOND, `R${n}`, { actor: 'a1' }));
  it('leaves out records of an hour long gone', () => {
    const [finding] = find([exports(-DAY, 40, { actor: 'a1' }), ...people], { registers });
    expect(finding.counts).toMatchObject({ events: 61, records: 61, subjects: 61 });
  });
  it('names the events of every record it sums', () => {
    const [finding] = find([exports(-MINUTE, 40, { actor: 'a1' }), ...people], { registers });
    expect(finding.counts).toMatchObject({ events: 62, records: 101, subjects: 61 });
    expect(finding.sentence).toEqual({
      ja: 'P1（アカウント a1）が、2024年5月15日（水）8時59分から9時30分までに、61人分（101件）を照会しました。1時間で61人となり、ふだんの業務の目安60人を超えています。',
      en: 'P1 (account a1) looked up 61 people (101 records) on Wednesday 2024-05-15 between 08:59 and 09:30 JST: 61 people within one hour, where up to 60 people need no explanation.',
    });
  });
  it('of companies says whose records they were', () => {
    const [finding] = find(
      times(6, (n) => exports(n * MINUTE, 100, { actor: 'root', tenant: `T${n}`, source: 'elsewhere' })),
      { registers },
    );
    expect(finding.sentence.en).toMatch(
      /^The administrator’s or service account root \(P9\) looked up 600 records of 6 client companies on /,
    );
    expect(finding.sentence.ja).toMatch(
      /^管理用・サービス用のアカウント root（P9）が、.*6社の600件を照会しました。/,
    );
  });
});

describe('the slow drip', () => {
  /** So many new people a day, on every day. */
  const drip = (days: number, daily: number) =>
    times(days * daily, (n) => view(Math.floor(n / daily) * DAY + (n % daily) * 2 * MINUTE, `R${n}`));
  it('of 100 a day is silent: a counter', () => expect(find(drip(30, 100))).toEqual([]));
  it('of 101 a day is found within the month', () => {
    expect(find(drip(30, 101))).toMatchObject([{ evidence: { window: 'month', limit: 3_000 } }]);
  });
  it('of a normal counter, fifteen an hour and 2,000 a month, is silent for a quarter of a year', () => {
    expect(find(times(6_000, (n) => view(n * 22 * MINUTE, `R${n}`)))).toEqual([]);
  });
  it('does not follow a pull that was told: ordinary work afterwards is not part of it', () => {
    const pull = times(4_000, (n) => view(n * SECOND, `X${n}`));
    const work = times(50, (n) => view(9 * DAY + n * 10 * MINUTE, `R${n}`));
    const findings = find([...pull, ...work]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ counts: { subjects: 4_000 } });
  });
});

describe('records without named people', () => {
  it('are found over the limit of the hour', () => {
    expect(find([exports(0, 1_000)])).toEqual([]);
    expect(find([exports(0, 1_001)])).toMatchObject([
      { counts: { records: 1_001 }, evidence: { measure: 'records' } },
    ]);
  });
  it('are summed over a month', () => {
    const drip = (count: number) => times(count, (n) => exports((n * DAY) / 2, 900, { action: 'list' }));
    expect(find(drip(33))).toEqual([]);
    expect(find(drip(34))).toMatchObject([{ counts: { records: 34 * 900 }, evidence: { window: 'month' } }]);
  });
  it('are told with the client companies', () => {
    const findings = find(times(21, (n) => exports(n * MINUTE, 10, { tenant: `c${n}` })));
    expect(findings).toMatchObject([
      { counts: { tenants: 21, records: 210 }, evidence: { measure: 'tenants', limit: 20 } },
    ]);
  });
});

describe('an administrator’s account', () => {
  const root = { actor: 'root', source: 'db' };
  it('is found at the first export of customers', () => {
    const context = { registers: { ...registers, permits: registers?.permits?.split('\n')[0] as string } };
    const [finding] = find([exports(0, 4_000, { ...root, tenant: 'c1' })], context);
    expect(finding).toMatchObject({
      actor: 'root',
      principal: 'P9',
      severity: 'high',
      evidence: { administrator: true },
    });
    expect(finding?.resembles).toContain('procx-2023');
  });
  it('is found low and slow', () => {
    const context = { registers: { ...registers, permits: registers?.permits?.split('\n')[0] as string } };
    const slow = times(26, (n) => exports(n * DAY, 200, root));
    expect(find(slow.slice(0, 25), context)).toEqual([]);
    expect(find(slow, context)).toMatchObject([{ evidence: { window: 'month', limit: 5_000 } }]);
  });
  it('is silent in its own work', () => {
    const own = times(50, (n) => exports(n * MINUTE, 1_000, { ...root, data_class: 'system' }));
    expect(find(own, { registers })).toEqual([]);
  });
  it('is silent under a permit', () => expect(find([exports(0, 90_000, root)], { registers })).toEqual([]));
  it('is not covered by a permit for another system', () => {
    expect(find([exports(0, 90_000, { ...root, source: 'other-db' })], { registers })).toHaveLength(1);
  });
  it('of a nightly service is silent under its permit', () => {
    expect(
      find(
        times(9, (n) => exports(n * DAY, 90_000, { actor: 'night' })),
        { registers },
      ),
    ).toEqual([]);
  });
  it('does not count against what the same person looks up as himself', () => {
    const asHimself = times(60, (n) => view(n * 30 * SECOND, `R${n}`, { actor: 'p9' }));
    expect(find([...asHimself, exports(HOUR / 2, 400, root)], { registers })).toEqual([]);
  });
});

describe('several accounts', () => {
  const two = (n: number) => ({ actor: n % 2 === 0 ? 'a1' : 'a1-b' });
  it('of one person are one reader', () => {
    const both = times(61, (n) => view(n * 30 * SECOND, `R${n}`, two(n)));
    expect(find(both, { registers })).toMatchObject([
      { actor: null, principal: 'P1', evidence: { accounts: 2 } },
    ]);
  });
  it('on one personal device are one reader from the second account on', () => {
    const both = (looks: number) =>
      times(looks, (n) =>
        view(n * 30 * SECOND, `R${n}`, { actor: n % 2 === 0 ? 'a1' : 'a2', device: 'PC-1' }),
      );
    expect(find(both(61), { registers })).toEqual([]);
    expect(find(both(62), { registers })).toMatchObject([{ device: 'PC-1', evidence: { accounts: 2 } }]);
  });
  it('on a terminal are as many readers', () => {
    const both = times(100, (n) =>
      view(n * 30 * SECOND, `R${n}`, { actor: n % 2 === 0 ? 'a1' : 'a2', device: 'K-1' }),
    );
    expect(find(both, { registers })).toEqual([]);
  });
  it('count each record once, also where the persons are told as well', () => {
    const three = times(300, (n) => view(n * 10 * SECOND, `R${n}`, { actor: `b${n % 3}`, device: 'PC-1' }));
    expect(find(three)).toMatchObject([{ device: 'PC-1', counts: { events: 300, records: 300 } }]);
  });
  it('without a name in the log are the device’s', () => {
    const nobody = (count: number) =>
      times(count, (n) => view(n * 30 * SECOND, `R${n}`, { actor: null, device: 'PC-1' }));
    expect(find(nobody(60), { registers })).toEqual([]);
    expect(find(nobody(61), { registers })).toMatchObject([{ device: 'PC-1', actor: null }]);
  });
  it('at several devices are said to be several accounts, not nobody', () => {
    const both = times(300, (n) =>
      view(n * 10 * SECOND, `R${n}`, { actor: `b${n % 3}`, device: `PC-${n % 2}` }),
    );
    const said = find(both).map(({ sentence }) => sentence.en);
    expect(said).toEqual([
      expect.stringMatching(/^3 accounts looked up/),
      expect.stringMatching(/^The device/),
    ]);
  });
  it('are not needed: one account on one device is told once, as the person’s', () => {
    const one = times(61, (n) => view(n * 30 * SECOND, `R${n}`, { actor: 'a1', device: 'PC-1' }));
    expect(find(one, { registers })).toMatchObject([{ actor: 'a1', device: null }]);
  });
});

describe('limits by duty', () => {
  const survey = { byDuty: { survey: { subjects: { hour: 500 } } } };
  const hundred = (actor: string) => times(100, (n) => view(n * 30 * SECOND, `R${n}`, { actor }));
  it('lift the limit of who has the duty', () => {
    expect(find(hundred('a1'), { registers, thresholds: survey })).toEqual([]);
  });
  it('leave everybody else as they are', () => {
    expect(find(hundred('a2'), { registers, thresholds: survey })).toHaveLength(1);
  });
});

describe('drip by drip', () => {
  /** So many records a day, on so many days, in look-ups of a tenth each. */
  const drip = (days: number, records: number, part: (n: number) => EventPart) =>
    times(days * 10, (n) =>
      exports(Math.floor(n / 10) * DAY + (n % 10) * 20 * MINUTE, records / 10, part(n)),
    );

  it('an administrator who takes 300 records a day of 59 companies is found on the first day, by the companies', () => {
    const [finding] = find(
      drip(60, 300, (n) => ({ actor: 'root', source: 'elsewhere', tenant: `T${n % 59}` })),
      { registers },
    );
    expect(finding).toMatchObject({ severity: 'high', counts: { records: 18_000, tenants: 59 } });
  });
  it('of one company within the month, by the records', () => {
    const taken = drip(17, 300, () => ({ actor: 'root', source: 'elsewhere', tenant: 'T1' }));
    expect(find(taken, { registers })).toMatchObject([{ severity: 'medium', evidence: { window: 'month' } }]);
    expect(find(taken.slice(0, 160), { registers })).toEqual([]);
  });
  it('what anybody takes away has a lower limit in the month than what a screen shows', () => {
    expect(
      find(
        drip(25, 400, () => ({ actor: 'a1' })),
        { registers },
      ),
    ).toEqual([]);
    expect(
      find(
        drip(26, 400, () => ({ actor: 'a1' })),
        { registers },
      ),
    ).toMatchObject([{ evidence: { measure: 'taken', window: 'month', limit: 10_000 } }]);
    expect(
      find(
        drip(29, 1_000, () => ({ actor: 'a1', action: 'list' })),
        { registers },
      ),
    ).toEqual([]);
  });
});

describe('work of the unit', () => {
  const cases = `case_id,subject,assignee,opened,closed
    W-1,,tax,2024-05-01,
    W-2,,ops,2024-05-01,
    W-3,R1,tax,2024-05-01,
    W-4,,tax,2024-05-01,2024-05-10
    W-5,,P1,2024-05-01,
    W-6,,P2,2024-05-01,`;
  const mailing = (part: EventPart) =>
    find([exports(0, 90_000, { actor: 'a1', ...part })], { registers: { ...registers, cases } }).length;
  it.each([
    ['an open case without a subject, of one’s own unit, explains a list', 'W-1', 0],
    ['that of another unit does not', 'W-2', 1],
    ['one about somebody does not', 'W-3', 1],
    ['a closed one does not', 'W-4', 1],
    ['one that the register does not know does not', 'W-9', 1],
  ])('%s', (_, case_id, found) => expect(mailing({ case_id })).toBe(found));
  it.each([
    ['that of the unit does not explain look-ups that name people', 'W-1', 1],
    ['one’s own does', 'W-5', 0],
    ['somebody else’s does not', 'W-6', 1],
  ])('%s', (_, case_id, found) => {
    const events = times(700, (n) => view(n * 30 * SECOND, `R${n}`, { actor: 'a1', case_id }));
    expect(find(events, { registers: { ...registers, cases } })).toHaveLength(found);
  });
});
