/** What became of an expected finding: in time, late, too mild, missing; and what is a false alarm. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../schemas/finding.ts';
import type { Expected, SeedEvent, Story } from '../../seeds/story.ts';
import { outcomesOf, strayFindings } from './demo-outcome.ts';
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

test.each(['ja', 'en'] as const)('the table in %s keeps to 80 columns', (language) => {
  const scenario = {
    id: 'tsuchiura-2023',
    expected: [],
    innocents: [],
    tell: () => story,
    title: {
      ja: '土浦市：休日に同僚836人分の人事情報を私物ディスクへ複写したとされる事案',
      en: 'a long title '.repeat(9),
    },
  };
  const sentence = { ja: '照会しました。'.repeat(30), en: 'A sentence. '.repeat(30) };
  const lines = demoText(language, 80).incident(scenario, [outcome(finding({ sentence }))], []);
  expect(lines.map(textWidth).filter((width) => width > 80)).toEqual([]);
});
