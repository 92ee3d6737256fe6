/** Sources in trouble, and the innocent twins, through the real engine. */
import { describe, expect, test } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { dayAt, HOUR, MINUTE, parseInstant, startOfDay, weekday } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { sourceHealth } from './source-health.ts';

const MONDAY = dayAt(parseInstant('2024-05-13T12:00:00+09:00'));
const at = (day: number, hour: number) => startOfDay(MONDAY + day) + hour * HOUR;
const find = (parts: readonly EventPart[], context: Context = {}) =>
  findingsOf(
    sourceHealth,
    [...parts].sort((a, b) => Number(a.time) - Number(b.time)),
    context,
  );

/** A till with a sale every six minutes from 10 to 20, but on Sundays. */
const till = (from: number, to: number, source = 'pos-1'): EventPart[] =>
  Array.from({ length: to - from }, (_, i) => from + i)
    .filter((day) => weekday(MONDAY + day) !== 0)
    .flatMap((day) =>
      Array.from({ length: 100 }, (_, i) => ({
        system: 'pos' as const,
        source,
        action: 'sale' as const,
        id: `${source}/${day}/${i}x`,
        time: at(day, 10) + i * 6 * MINUTE,
      })),
    );
/** The office next door, which has events every hour, so that time passes. */
const office = (days: number): EventPart[] =>
  Array.from({ length: days * 24 }, (_, hour) => ({
    source: 'office',
    id: `o/${hour}x`,
    time: at(0, 0) + hour * HOUR + MINUTE,
  }));
const summary = (findings: ReturnType<typeof find>) =>
  findings.map(({ severity, evidence: { kind, source, sudden } }) => [kind, source, severity, sudden]);

describe('silence', () => {
  test('of a till that breaks off in the afternoon is medium', () => {
    const broken = till(28, 29).filter(({ time }) => Number(time) < at(28, 13));
    const findings = find([...till(0, 28), ...broken, ...office(29)]);
    expect(summary(findings)).toEqual([['silence', 'pos-1', 'medium', true]]);
    const [finding] = findings;
    expect(parseInstant(finding.time)).toBe(at(28, 17));
    expect(finding).toMatchObject({
      systems: ['pos'],
      counts: { events: 1 },
      event_ids: [`pos-1/pos-1/28/29x`],
    });
    expect(finding.sentence).toEqual({
      ja: '記録元 pos-1 の記録が、2024年6月10日（月）12時54分を最後にその日の途中で途絶えました。ふだんなら記録のある時間帯です。この間の操作は記録されていないおそれがあります。',
      en: 'The source pos-1 fell silent in the middle of the day after Monday 2024-06-10 at 12:54 JST, at hours when it usually has events. What was done meanwhile may be on no record.',
    });
  });

  test('from the morning on is low: it may be a closing day; of a week it is medium', () => {
    expect(summary(find([...till(0, 28), ...office(30)]))).toEqual([['silence', 'pos-1', 'low', false]]);
    expect(summary(find([...till(0, 28), ...office(37)]))).toEqual([['silence', 'pos-1', 'medium', false]]);
  });

  test('is told once, with when it came back', () => {
    const findings = find([...till(0, 28), ...till(30, 36), ...office(36)]);
    expect(summary(findings)).toEqual([['silence', 'pos-1', 'low', false]]);
    expect(findings[0]).toMatchObject({
      counts: { events: 2 },
      evidence: { until: '2024-06-12T10:00:00+09:00' },
    });
    expect(findings[0].sentence.en).toContain('It came back on Wednesday 2024-06-12 at 10:00 JST.');
  });

  test('that comes again within 30 days is the same finding, and says so', () => {
    const twice = [...till(0, 28), ...till(29, 36), ...till(37, 40)];
    const findings = find([...twice, ...office(40)]);
    expect(findings).toHaveLength(1);
    expect(findings[0].sentence.en).toContain('It is the latest of 2 silences.');
  });

  test.each<[title: string, events: readonly EventPart[], context: Context]>([
    ['on Sundays and at night', [...till(0, 40), ...office(40)], {}],
    ['at the end of the file', till(0, 28), {}],
    ['where every source ends together', [...till(0, 28), ...office(28)], {}],
    [
      'on a day that the calendar closes',
      [...till(0, 28), ...till(29, 34), ...office(34)],
      { registers: { calendar: 'date,kind\n2024-06-10,closed' } },
    ],
    ['in the first weeks', [...till(0, 8), ...office(20)], {}],
    [
      'of a source with few events',
      [
        ...Array.from({ length: 9 }, (_, i) => ({ source: 'rare', id: `r${i}x`, time: at(i * 5, 9) })),
        ...office(90),
      ],
      {},
    ],
  ])('is none %s', (_, events, context) => {
    expect(find(events, context)).toEqual([]);
  });

  test('on public holidays is none', () => {
    // the office has no event from 3 to 6 May 2025; 3 is a Saturday, 5 and 6 are holidays
    const first = dayAt(parseInstant('2025-03-03T12:00:00+09:00'));
    const days = Array.from({ length: 70 }, (_, i) => first + i);
    const holidays = ['2025-03-20', '2025-04-29', '2025-05-05', '2025-05-06'].map((day) =>
      dayAt(parseInstant(`${day}T12:00:00+09:00`)),
    );
    const worked = days.filter((day) => weekday(day) % 6 !== 0 && !holidays.includes(day));
    const events = worked.flatMap((day) =>
      Array.from({ length: 80 }, (_, i) => ({
        source: 'hall',
        id: `${day}/${i}x`,
        time: startOfDay(day) + 9 * HOUR + i * 6 * MINUTE,
      })),
    );
    const night = days.map((day) => ({ source: 'batch', id: `b${day}x`, time: startOfDay(day) + 2 * HOUR }));
    expect(find([...events, ...night])).toEqual([]);
  });
});

describe('marks', () => {
  const clocks = (many: number): EventPart[] => [
    ...Array.from({ length: many }, (_, i) => ({
      source: 'till',
      id: `w${i}`,
      time: parseInstant('1999-12-31T00:00:00Z') + i,
    })),
    ...office(1),
  ];

  test('impossible clocks are low, from five rows in an hour medium, and one finding of the source', () => {
    expect(summary(find(clocks(4)))).toEqual([['clock', 'till', 'low', undefined]]);
    const [finding, ...others] = find(clocks(5));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'medium', counts: { events: 5 } });
    expect(finding.sentence.ja).toContain('時計が正しくありえない記録が5件');
  });

  test('an id used again for other content is told', () => {
    const findings = find([
      { source: 'crm', id: '7', subjects: ['C1'], time: at(0, 9) },
      { source: 'crm', id: '7', subjects: ['C2'], time: at(0, 10) },
      { source: 'crm', id: '8', subjects: ['C2'], time: at(0, 11) },
    ]);
    expect(summary(findings)).toEqual([['reused-id', 'crm', 'medium', undefined]]);
  });
});

describe('numbers', () => {
  const numbered = (numbers: readonly number[], gap = MINUTE): EventPart[] =>
    numbers.map((number, i) => ({
      source: 'juki',
      id: `J-${String(number).padStart(6, '0')}`,
      time: at(0, 9) + i * gap,
    }));
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

  test('rows that are missing for an hour are told', () => {
    const findings = find([...numbered([...range(1, 400), ...range(406, 700)]), ...office(2)]);
    expect(summary(findings)).toEqual([['gap', 'juki', 'medium', undefined]]);
    expect(findings[0]).toMatchObject({
      evidence: { missing: 5, first_missing: 'J-000401', last_missing: 'J-000405' },
      event_ids: ['juki/J-000406'],
    });
    expect(findings[0].sentence.ja).toBe(
      '連番で記録される記録元 juki で、2024年5月13日（月）16時40分の時点で5件の番号（J-000401〜J-000405）が欠けています。記録が消されたか、届いていないおそれがあります。',
    );
  });

  test('one missing row is low', () => {
    expect(summary(find([...numbered([...range(1, 400), ...range(402, 600)])]))).toEqual([
      ['gap', 'juki', 'low', undefined],
    ]);
  });

  test('rows at times where they do not belong: the clock was set', () => {
    const rows = numbered(range(1, 600));
    const set = rows.map((row, i) =>
      i >= 450 && i < 460 ? { ...row, time: Number(row.time) + 50 * MINUTE } : row,
    );
    expect(summary(find(set))).toEqual([['clock-jump', 'juki', 'medium', undefined]]);
  });

  test.each<[title: string, events: readonly EventPart[]]>([
    ['in sequence', numbered(range(1, 900))],
    ['that skip as a rule', numbered(range(1, 900).map((number) => number * 3))],
    [
      'shared by two sources',
      range(1, 900).map((number) => ({
        source: number % 3 === 0 ? 'a' : 'b',
        id: String(number),
        time: at(0, 9) + number * MINUTE,
      })),
    ],
    [
      'a little out of order',
      numbered(
        range(1, 899).map((number) =>
          number % 10 === 0 ? number + 1 : number % 10 === 1 && number > 1 ? number - 1 : number,
        ),
      ),
    ],
    [
      'that begin anew',
      numbered([...range(1, 600), ...range(1, 600)]).map((row, i) => ({ ...row, time: at(0, 0) + i * HOUR })),
    ],
  ])('are fine: %s', (_, events) => {
    expect(find([...events, ...office(2)]).filter(({ evidence }) => evidence.kind !== 'reused-id')).toEqual(
      [],
    );
  });
});

describe('a register that is too old', () => {
  const registers = {
    cases:
      'case_id,kind,subject,assignee,opened,recorded_at\nC1,claim,R1,P1,2024-05-01,2024-05-10T00:00:00+09:00',
  };
  const events = [...office(60), ...till(0, 60)];

  test('is one finding, whatever the number of sources and days', () => {
    const context = { registers, registerSettings: { freshness_days: { cases: 45 } } };
    const findings = find(events, context).filter(({ evidence }) => evidence.kind === 'stale-register');
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ severity: 'medium', evidence: { register: 'cases' } });
    expect(parseInstant(findings[0].time)).toBe(at(42, 0) + MINUTE);
    expect(findings[0].sentence.ja).toContain('cases 台帳が古くなっています');
  });

  test('is none where no age is set', () => {
    expect(find(events, { registers })).toEqual([]);
  });
});

describe('a register that entries reach late', () => {
  const registers = (lag: string) => ({
    cases: [
      'case_id,subject,opened,recorded_at',
      'C0,R0,2024-01-01,2024-01-01',
      ...Array.from(
        { length: 9 },
        (_, n) => `C${n + 1},R1,2024-05-0${n + 1},2024-05-0${n + 1}T${lag}:00:00+09:00`,
      ),
    ].join('\n'),
  });
  const told = (lag: string) =>
    find([...office(60), ...till(0, 60)], { registers: registers(lag) }).filter(
      ({ evidence }) => evidence.kind === 'late-register',
    );

  test('is one low finding, whatever the number of sources and days', () => {
    const [finding, ...others] = told('18');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'low', evidence: { register: 'cases', late_entries: 9 } });
    expect(finding.sentence.ja).toContain('直近300件のうち9件が、対応が始まったあとに');
  });

  test('is none where they come in time', () => expect(told('11')).toEqual([]));
});
