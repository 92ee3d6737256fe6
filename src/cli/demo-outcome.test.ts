/** What became of an expected finding: in time, late, too mild, missing; and what is a false alarm. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../schemas/finding.ts';
import type { Expected, Scenario, SeedEvent, Story } from '../../seeds/story.ts';
import { isAsExpected, outcomesOf, replayedOf, strayFindings, type Told } from './demo-outcome.ts';
import { demoTable } from './demo-table.ts';
import { demoText } from './demo-text.ts';
import { textWidth } from './text-width.ts';

const minute = (n: number) => `2024-05-01T09:0${n}:00+09:00`;
const copy = (n: number): SeedEvent => ({
  time: minute(n),
  system: 'admin',
  source: 'files',
  id: String(n),
  actor: 'u1',
  action: 'copy',
  records: 10,
});

/** Six copies, one a minute; those of minutes 2 to 5 are the incident. */
const story: Story = {
  registers: {} as Story['registers'],
  events: [0, 1, 2, 3, 4, 5].map(copy),
  strands: new Map([2, 3, 4, 5].map((n) => [`files/${n}`, 'copier'])),
};

const expected: Expected = {
  detector: 'mass-record-pull',
  about: { actor: 'u1' },
  severity: 'high',
  firesAtEvent: 2,
};

const scenario = (expected: readonly Expected[]): Scenario => ({
  id: 'tsuchiura-2023',
  title: { ja: '', en: '' },
  tell: () => story,
  expected,
  innocents: [],
});

const finding = (over: Partial<Finding>) =>
  ({
    id: 'F',
    detector: 'mass-record-pull',
    severity: 'high',
    time: minute(3),
    actor: 'u1',
    event_ids: ['files/3'],
    sentence: { ja: '大量に照会しました。', en: 'Pulled a lot.' },
    ...over,
  }) as Finding;

const outcome = (...findings: Finding[]) => outcomesOf(story, [expected], findings)[0];

describe('an expected finding', () => {
  test('is met when it fires in time', () => {
    const { isMet, incident, stream, records } = outcome(finding({}));
    expect({ isMet, incident, stream, records }).toEqual({
      isMet: true,
      incident: { events: 2, of: 4 },
      stream: { events: 4, of: 6 },
      records: { before: 10, of: 40 },
    });
  });

  test.each([
    ['late', finding({ time: minute(4) })],
    ['too mild', finding({ severity: 'medium' })],
  ])('is not met when it is %s', (_, came) => {
    expect(outcome(came)).toMatchObject({ isMet: false, finding: came });
  });

  test.each([
    ['of another detector', finding({ detector: 'guessed-credentials' })],
    ['about another account', finding({ actor: 'u2' })],
    ['about other events', finding({ event_ids: ['files/1'] })],
  ])('is missing when the only finding is %s', (_, came) => {
    expect(outcome(came)).toMatchObject({ isMet: false, finding: null });
  });

  test('is answered by the earliest finding that is grave enough', () => {
    const early = finding({ id: 'E', time: minute(2), severity: 'low' });
    expect(outcome(early, finding({ time: minute(3) })).finding?.id).toBe('F');
  });
});

test('a finding without an event of the incident is a false alarm', () => {
  const stray = finding({ event_ids: ['files/0', 'files/1'] });
  expect(strayFindings(story, [finding({}), stray])).toEqual([stray]);
});

test('a detector nobody expected that found the incident too is told of as well', () => {
  const other = finding({
    id: 'O',
    detector: 'unsanctioned-destination',
    time: minute(2),
    event_ids: ['files/2'],
  });
  const stray = finding({ id: 'S', detector: 'source-health', event_ids: ['files/0'] });
  const { further, held } = replayedOf(scenario([expected]), story, [finding({}), other, stray]);
  expect(further.map((each) => [each.finding?.id, each.incident.events])).toEqual([['O', 1]]);
  expect(held).toEqual({ events: 4, accounts: 1 });
});

describe('the demo is as expected', () => {
  const told = (over: Partial<Told> = {}): Told => ({
    incident: { id: 'x-1', scenario: scenario([expected]) },
    replayed: replayedOf(scenario([expected]), story, [finding({})]),
    twins: [],
    ...over,
  });
  const late = replayedOf(scenario([expected]), story, [finding({ time: minute(4) })]);
  const stray = replayedOf(scenario([expected]), story, [
    finding({}),
    finding({ id: 'S', event_ids: ['files/0'] }),
  ]);
  const twin = { id: 'x/y', why: { ja: '', en: '' }, tell: () => story };

  test.each<[string, boolean, Told]>([
    ['where every finding came in time', true, told()],
    ['where a twin is silent', true, told({ twins: [{ twin, events: 6, findings: [] }] })],
    [
      'where no log can show it',
      true,
      told({ incident: { id: 'x-1', scenario: null, undetectable: { ja: '', en: '' } }, replayed: null }),
    ],
    ['not where a finding came late', false, told({ replayed: late })],
    ['not where ordinary days are accused', false, told({ replayed: stray })],
    ['not where a twin is accused', false, told({ twins: [{ twin, events: 6, findings: [finding({})] }] })],
    [
      'not where there is no outcome',
      false,
      told({ incident: { id: 'x-1', scenario: null }, replayed: null }),
    ],
  ])('%s', (_, expectedly, one) => {
    expect(isAsExpected(one)).toBe(expectedly);
  });
});

describe.each(['ja', 'en'] as const)('in %s', (language) => {
  const sentence = { ja: '照会しました。'.repeat(30), en: 'A sentence. '.repeat(30) };
  const title = { ja: '事案の長い名前'.repeat(9), en: 'a long title '.repeat(9) };
  const late = finding({ sentence, time: minute(5), detector: 'personal-data-on-test-system' });
  const outcomes: Told[] = [
    {
      incident: { id: 'orientalairbridge-2023', title, scenario: scenario([expected]) },
      replayed: replayedOf(scenario([expected]), story, [finding({ sentence }), late]),
      twins: [{ twin: { id: 'x/y', why: sentence, tell: () => story }, events: 6, findings: [late] }],
    },
    {
      incident: {
        id: 'a-1',
        scenario: null,
        title,
        asked: [{ question: 'by-item', what: sentence, answer: sentence }],
      },
      replayed: null,
      twins: [],
    },
    { incident: { id: 'b-1', scenario: null, title, undetectable: sentence }, replayed: null, twins: [] },
    { incident: { id: 'c-1', scenario: null, title }, replayed: null, twins: [] },
  ];
  const text = demoText(language, 80);

  test('every line keeps to 80 columns', () => {
    const lines = [
      ...text.head(),
      ...outcomes.flatMap(text.told),
      ...demoTable(text, outcomes),
      ...text.end(outcomes, 1),
    ];
    expect(lines.map(stripVTControlCharacters).filter((line) => textWidth(line) > 80)).toEqual([]);
  });

  test('the table has every incident once, whatever became of it', () => {
    const rows = demoTable(text, outcomes).map(stripVTControlCharacters);
    const marks = ['✔ orientalairbridge-2023', '? a-1', '- b-1', '✘ c-1'];
    expect(marks.map((mark) => rows.filter((row) => row.startsWith(mark)).length)).toEqual([1, 1, 1, 1]);
  });
});
