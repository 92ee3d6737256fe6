/** `metsuke demo`: replays the incidents of `seeds/` through the real decoder, registers, engine and detectors. */

import { INCIDENTS, type Incident, outcomeKindOf } from '../../seeds/incidents.ts';
import { SCENARIOS } from '../../seeds/index.ts';
import type { Scenario } from '../../seeds/story.ts';
import type { Request } from './declared.ts';
import { type ReplayedTwin, replayedOf, type Told } from './demo-outcome.ts';
import { replay } from './demo-replay.ts';
import { incidentRows, twinRows } from './demo-rows.ts';
import { demoTable } from './demo-table.ts';
import { type DemoText, demoText } from './demo-text.ts';
import { EXIT } from './exit.ts';

const COLUMNS_DEFAULT = 80;
const [COLUMNS_MIN, COLUMNS_MAX] = [80, 120];

/** Where the demo tells what it sees: as a table for people, or as rows for machines. */
interface Teller {
  head(): void;
  told(one: Told): void;
  end(all: readonly Told[], seconds: number): void;
}

/** Runs the demo; exit code 0 only where everything came out as it should. */
export async function demoCommand({ options, language }: Request): Promise<number> {
  const started = performance.now();
  const columns = Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, process.stdout.columns ?? COLUMNS_DEFAULT));
  const teller = options.has('json') ? rowTeller() : tableTeller(demoText(language, columns));
  const streams = SCENARIOS.reduce((sum, { innocents }) => sum + 1 + innocents.length, 0);
  const progress = progressLine(streams, options.has('quiet') || options.has('json'));

  teller.head();
  const all: Told[] = [];
  for (const incident of inOrder()) {
    const told =
      incident.scenario === null
        ? { incident, replayed: null, twins: [] }
        : { incident, ...(await replayOne(incident.scenario, progress.show)) };
    all.push(told);
    progress.clear();
    teller.told(told);
  }
  teller.end(all, (performance.now() - started) / 1000);
  return all.every(isAsExpected) ? EXIT.ok : EXIT.failure;
}

/** First those that have a stream, in the order of the streams, so that the reader sees something at once. */
function inOrder(): Incident[] {
  const place = ({ scenario }: Incident) =>
    scenario === null ? SCENARIOS.length : SCENARIOS.indexOf(scenario);
  return INCIDENTS.toSorted((a, b) => place(a) - place(b));
}

async function replayOne(scenario: Scenario, show: (id: string, events: number) => void) {
  const story = scenario.tell();
  show(scenario.id, story.events.length);
  const replayed = replayedOf(scenario, story, await replay(story));
  const twins: ReplayedTwin[] = [];
  for (const twin of scenario.innocents) {
    const told = twin.tell();
    show(twin.id, told.events.length);
    twins.push({ twin, events: told.events.length, findings: await replay(told) });
  }
  return { replayed, twins };
}

/** Found where a detector is to find it, nobody else accused, and an outcome in any case. */
function isAsExpected({ incident, replayed, twins }: Told): boolean {
  const kind = outcomeKindOf(incident);
  if (kind === null || kind === 'awaited') return false;
  const isFound = replayed === null || replayed.outcomes.every(({ isMet }) => isMet);
  return (
    isFound && (replayed?.strays ?? []).length === 0 && twins.every(({ findings }) => findings.length === 0)
  );
}

function tableTeller(text: DemoText): Teller {
  return {
    head: () => print(text.head()),
    told: (one) => print(text.told(one)),
    end: (all, seconds) => print([...demoTable(text, all), ...text.end(all, seconds)]),
  };
}

/** One row of NDJSON for every incident and detector, every question, every twin, every false alarm. */
function rowTeller(): Teller {
  return {
    head: () => {},
    told: (one) => print([...incidentRows(one), ...twinRows(one)].map((row) => JSON.stringify(row))),
    end: () => {},
  };
}

/** Which stream is being replayed: redrawn on a terminal, a line each elsewhere. */
function progressLine(total: number, isQuiet: boolean) {
  const { stderr } = process;
  let number = 0;
  const clear = () => {
    if (!isQuiet && stderr.isTTY) stderr.write('\r\u001b[K');
  };
  return {
    show(id: string, events: number): void {
      number++;
      if (isQuiet) return;
      const line = `[${number}/${total}] ${id} (${events.toLocaleString('en-US')})`;
      clear();
      stderr.write(stderr.isTTY ? line : `${line}\n`);
    },
    clear,
  };
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
