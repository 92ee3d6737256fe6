/** `metsuke demo`: replays the incidents of `seeds/` through the real decoder, registers, engine and detectors. */

import { INCIDENTS, type Incident } from '../../seeds/incidents.ts';
import { SCENARIOS } from '../../seeds/index.ts';
import type { Request } from './declared.ts';
import { isAsExpected, type ReplayedTwin, type Told } from './demo-outcome.ts';
import { replayAll } from './demo-pool.ts';
import { incidentRows, twinRows } from './demo-rows.ts';
import { type StreamResult, streamNames } from './demo-stream.ts';
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
  const names = streamNames();
  const progress = progressLine(names.length, options.has('quiet') || options.has('json'));
  const results = replayAll(names, progress.begin);

  teller.head();
  const all: Told[] = [];
  try {
    for (const incident of inOrder()) {
      const told = await tellOf(incident, results);
      all.push(told);
      progress.clear();
      teller.told(told);
      progress.again();
    }
  } finally {
    await results.return(undefined); // or else the workers would wait for more
  }
  progress.clear();
  teller.end(all, (performance.now() - started) / 1000);
  return all.every(isAsExpected) ? EXIT.ok : EXIT.failure;
}

/** First those that have a stream, in the order of the streams, so that the reader sees something at once. */
function inOrder(): Incident[] {
  const place = ({ scenario }: Incident) =>
    scenario === null ? SCENARIOS.length : SCENARIOS.indexOf(scenario);
  return INCIDENTS.toSorted((a, b) => place(a) - place(b));
}

/** Takes the results of its streams; those without a stream have none. */
async function tellOf(incident: Incident, results: AsyncGenerator<StreamResult>): Promise<Told> {
  const { scenario } = incident;
  if (scenario === null) return { incident, replayed: null, twins: [] };
  const { replayed } = await nextOf(results);
  const twins: ReplayedTwin[] = [];
  for (const twin of scenario.innocents) {
    const { events, findings } = await nextOf(results);
    twins.push({ twin, events, findings });
  }
  return { incident, replayed, twins };
}

async function nextOf(results: AsyncGenerator<StreamResult>): Promise<StreamResult> {
  const next = await results.next();
  if (next.done === true) throw new Error('there are fewer results than streams');
  return next.value;
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

/** Which streams are being replayed: redrawn on a terminal, a line each elsewhere. */
function progressLine(total: number, isQuiet: boolean) {
  const { stderr } = process;
  let line = '';
  let number = 0;
  const clear = () => {
    if (!isQuiet && stderr.isTTY) stderr.write('\r\u001b[K');
  };
  const again = () => {
    if (!isQuiet && stderr.isTTY) stderr.write(line);
  };
  return {
    begin(id: string): void {
      number++;
      line = `[${number}/${total}] ${id}`;
      clear();
      again();
      if (!isQuiet && !stderr.isTTY) stderr.write(`${line}\n`);
    },
    clear,
    again,
  };
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
