/** The incident table, held: every incident is found in time, ordinary days and innocent twins stay silent. */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../schemas/finding.ts';
import { SCENARIOS } from '../seeds/index.ts';
import { outcomesOf, strayFindings } from '../src/cli/demo-outcome.ts';
import { replay } from '../src/cli/demo-replay.ts';

const told = ({ detector, severity, time, sentence }: Finding) =>
  `${detector} ${severity} ${time} ${sentence.en}`;

describe.each(SCENARIOS.map((scenario) => [scenario.id, scenario] as const))('%s', (_, scenario) => {
  test('is found in time, and nothing else', async () => {
    const story = scenario.tell();
    const findings = await replay(story);
    const outcomes = outcomesOf(story, scenario.expected, findings);
    const missed = outcomes
      .filter(({ isMet }) => !isMet)
      .map(({ expected, incident, finding }) => ({
        ...expected,
        firedAt: finding === null ? null : incident.events,
        came: finding?.severity ?? null,
      }));
    expect(missed).toEqual([]);
    expect(strayFindings(story, findings).map(told)).toEqual([]);
  });

  for (const twin of scenario.innocents)
    test(`stays silent where ${twin.why.en}`, async () => {
      expect((await replay(twin.tell())).map(told)).toEqual([]);
    });
});
