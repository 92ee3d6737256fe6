/** What findings never hold: names of the registers, and rows of the logs (their free text goes with them). Outputs send them to other systems. */
import { expect, test } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import { SCENARIOS } from '../seeds/index.ts';
import type { Story } from '../seeds/story.ts';
import { replay } from '../src/cli/demo-replay.ts';

const NAME = '山田花子';
const TEXT = 'free text of the log';

/** The same story, with names for everybody and free text in every row. */
function marked({ registers, events, strands }: Story): Story {
  return {
    registers: {
      ...registers,
      people: registers.people.map((row) => ({ ...row, name: `${NAME}${row.principal ?? ''}` })),
    },
    events: events.map((event) => ({ ...event, purpose: TEXT, extra: { memo: TEXT } })),
    strands,
  };
}

test('findings hold no name and no free text of a row', { timeout: 300_000 }, async () => {
  const seen = new Set<string>();
  for (const scenario of SCENARIOS) {
    if (scenario.expected.every(({ detector }) => seen.has(detector))) continue;
    for (const finding of await replay(marked(scenario.tell()))) {
      seen.add(finding.detector);
      const line = JSON.stringify(finding);
      expect([scenario.id, line.includes(NAME), line.includes(TEXT)]).toEqual([scenario.id, false, false]);
    }
  }
  expect(seen.size).toBeGreaterThan(DETECTORS.length / 2);
});
