/** The incident table, held: every incident has an outcome and is found in time, ordinary days and innocent twins stay silent. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import type { Finding } from '../schemas/finding.ts';
import { INCIDENTS, outcomeKindOf } from '../seeds/incidents.ts';
import { SCENARIOS } from '../seeds/index.ts';
import { outcomesOf, strayFindings } from '../src/cli/demo-outcome.ts';
import { replay } from '../src/cli/demo-replay.ts';

const LIST = new URL('../../shared/incidents.md', import.meta.url);
const told = ({ detector, severity, time, sentence }: Finding) =>
  `${detector} ${severity} ${time} ${sentence.en}`;

describe('the list of incidents', () => {
  const isThere = existsSync(LIST);
  const why = isThere ? '' : ' (needs ../shared/incidents.md beside the project)';

  test.skipIf(!isThere && process.env.CI === undefined)(`is told whole, each row once${why}`, () => {
    const rows = [...readFileSync(LIST, 'utf8').matchAll(/^\| ([a-z]+-\d{4}) \|/gm)].map(([, id]) => id);
    expect(rows.length).toBeGreaterThan(20);
    expect(INCIDENTS.map(({ id }) => id).sort()).toEqual(rows.sort());
  });

  test.each(INCIDENTS)('$id has an outcome, and a title', (incident) => {
    expect(outcomeKindOf(incident)).not.toBeNull();
    expect(incident.scenario ?? incident.title).toBeDefined();
  });

  test('a stream is told of listed incidents only, once each', () => {
    const ids = SCENARIOS.map(({ id }) => id);
    expect(ids.filter((id) => !INCIDENTS.some((incident) => incident.id === id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('what no log could have shown is not said to be found, and needs no question', () => {
    const both = INCIDENTS.filter(
      ({ undetectable, scenario, asked }) => undetectable !== undefined && (scenario ?? asked),
    );
    expect(both).toEqual([]);
  });
});

describe.each(DETECTORS.filter(({ answers }) => answers.length > 0))('$id', ({ id, answers }) => {
  test.each(answers.map((answer) => [answer]))('answers %s: a replay shows it', (answer) => {
    const shown = SCENARIOS.find((scenario) => scenario.id === answer)?.expected ?? [];
    expect(shown.map(({ detector }) => detector)).toContain(id);
  });
});

/** Some streams hold a quarter of a million look-ups. */
const PATIENCE_MS = 180_000;

describe.each(SCENARIOS.map((scenario) => [scenario.id, scenario] as const))('%s', (_, scenario) => {
  test(
    'is found in time, and nothing else',
    async () => {
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
    },
    PATIENCE_MS,
  );

  for (const twin of scenario.innocents)
    test(
      `stays silent where ${twin.why.en}`,
      async () => {
        expect((await replay(twin.tell())).map(told)).toEqual([]);
      },
      PATIENCE_MS,
    );
});
