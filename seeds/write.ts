/** `npm run seeds -- ID FOLDER`: writes the files of one story, or of a town, so that `metsuke detect` can be run on them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDate } from '../src/core/time.ts';
import { SCENARIOS } from './index.ts';
import { type Expected, eventId, ndjsonOf, registerFiles, type Story } from './story.ts';
import { ORDINARY_YEAR, type TownPlan } from './town/plan.ts';
import { writeTown } from './town/write.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    staff: { type: 'string', default: String(ORDINARY_YEAR.staff) },
    days: { type: 'string', default: String(ORDINARY_YEAR.days) },
    first: { type: 'string', default: ORDINARY_YEAR.first },
    seed: { type: 'string', default: ORDINARY_YEAR.seed },
    incidents: { type: 'string', default: '0' },
  },
});
const [id, folder] = positionals;
const found = find(id);
const plan = planOf();
if (folder !== undefined && id === 'town' && plan !== null) tellTown(plan, folder);
else if (folder !== undefined && found !== null) write(found.story, found.expected, folder);
else {
  process.stderr.write(
    `usage: npm run seeds -- ID FOLDER
       npm run seeds -- town FOLDER [--staff 400] [--first 2024-07-01] [--days 365] [--seed town] [--incidents 0]

town is an ordinary year of a town; --incidents adds so many of every kind, with labels.json for metsuke score.
ID is one of:\n${ids()
      .map((each) => `  ${each}\n`)
      .join('')}`,
  );
  process.exitCode = 2;
}

/** The plan the options ask for; null where they make no sense. */
function planOf(): TownPlan | null {
  const [staff, days, incidents] = [options.staff, options.days, options.incidents].map(Number);
  const isWhole = [staff, days, incidents].every((value) => Number.isSafeInteger(value) && value >= 0);
  if (!isWhole || staff < 20 || days < 1 || Number.isNaN(parseDate(options.first))) return null;
  return { seed: options.seed, staff, first: options.first, days };
}

function tellTown(town: TownPlan, into: string): void {
  const { events, staffDays, incidents } = writeTown(into, town, Number(options.incidents));
  process.stderr.write(`${into}: ${events} events, ${staffDays} staff-days, ${incidents} incidents\n`);
  process.stderr.write(
    `npx metsuke detect --registers ${join(into, 'registers')} ${join(into, 'events.ndjson')}\n`,
  );
}

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
