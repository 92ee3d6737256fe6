/** `npm run seeds -- ID FOLDER`: writes the files of one story, so that `metsuke detect` can be run on it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCENARIOS } from './index.ts';
import { type Expected, eventId, ndjsonOf, registerFiles, type Story } from './story.ts';

const [id, folder] = process.argv.slice(2);
const found = find(id);
if (found === null || folder === undefined) {
  process.stderr.write(
    `usage: npm run seeds -- ID FOLDER\n\nID is one of:\n${ids()
      .map((each) => `  ${each}\n`)
      .join('')}`,
  );
  process.exitCode = 2;
} else write(found.story, found.expected, folder);

function ids(): string[] {
  return SCENARIOS.flatMap((scenario) => [scenario.id, ...scenario.innocents.map((twin) => twin.id)]);
}

function find(wanted: string | undefined): { story: Story; expected: readonly Expected[] } | null {
  for (const scenario of SCENARIOS) {
    if (scenario.id === wanted) return { story: scenario.tell(), expected: scenario.expected };
    const twin = scenario.innocents.find((each) => each.id === wanted);
    if (twin !== undefined) return { story: twin.tell(), expected: [] };
  }
  return null;
}

function write(story: Story, expected: readonly Expected[], into: string): void {
  const registers = join(into, 'registers');
  mkdirSync(registers, { recursive: true });
  for (const [name, text] of registerFiles(story)) writeFileSync(join(registers, name), text);
  writeFileSync(join(into, 'events.ndjson'), ndjsonOf(story.events));
  const incident = story.events.filter((event) => story.strands.has(eventId(event))).map(eventId);
  writeFileSync(
    join(into, 'expected.json'),
    `${JSON.stringify({ findings: expected, incident_events: incident }, null, 2)}\n`,
  );
  process.stderr.write(`${into}: ${story.events.length} events, ${incident.length} of the incident\n`);
  process.stderr.write(`npx metsuke detect --registers ${registers} ${join(into, 'events.ndjson')}\n`);
}
