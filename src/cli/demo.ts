/** `metsuke demo`: replays the incidents of `seeds/` through the real decoder, registers, engine and detectors. */

import type { Finding } from '../../schemas/finding.ts';
import { BEYOND } from '../../seeds/beyond.ts';
import { SCENARIOS } from '../../seeds/index.ts';
import type { Innocent, Scenario, Story } from '../../seeds/story.ts';
import type { Request } from './declared.ts';
import { type Outcome, outcomesOf, strayFindings } from './demo-outcome.ts';
import { replay } from './demo-replay.ts';
import { type DemoText, demoText } from './demo-text.ts';
import { EXIT } from './exit.ts';

const COLUMNS_DEFAULT = 100;
const [COLUMNS_MIN, COLUMNS_MAX] = [80, 120];

/** An incident as replayed. */
interface Replayed {
  readonly scenario: Scenario;
  readonly events: number;
  readonly outcomes: readonly Outcome[];
  readonly strays: readonly Finding[];
}

/** A twin as replayed. */
interface ReplayedTwin {
  readonly twin: Innocent;
  readonly events: number;
  readonly findings: readonly Finding[];
}

/** Where the demo tells what it sees: as a table for people, or as rows for machines. */
interface Teller {
  head(): void;
  incident(replayed: Replayed): void;
  end(incidents: readonly Replayed[], twins: readonly ReplayedTwin[], seconds: number): void;
}

/** Runs the demo; exit code 1 where an expected finding is missing or late, or an innocent stream is accused. */
export async function demoCommand({ options, language }: Request): Promise<number> {
  const started = performance.now();
  const columns = Math.min(COLUMNS_MAX, Math.max(COLUMNS_MIN, process.stdout.columns ?? COLUMNS_DEFAULT));
  const teller = options.has('json') ? rowTeller() : tableTeller(demoText(language, columns));
  const innocents = SCENARIOS.flatMap((scenario) => scenario.innocents);
  const total = SCENARIOS.length + innocents.length;
  const progress = progressLine(total, options.has('quiet'));

  teller.head();
  const incidents: Replayed[] = [];
  for (const scenario of SCENARIOS) {
    const story = scenario.tell();
    progress.show(scenario.id, story);
    const findings = await replay(story);
    const outcomes = outcomesOf(story, scenario.expected, findings);
    const replayed = {
      scenario,
      events: story.events.length,
      outcomes,
      strays: strayFindings(story, findings),
    };
    incidents.push(replayed);
    progress.clear();
    teller.incident(replayed);
  }
  const twins: ReplayedTwin[] = [];
  for (const twin of innocents) {
    const story = twin.tell();
    progress.show(twin.id, story);
    twins.push({ twin, events: story.events.length, findings: await replay(story) });
    progress.clear();
  }
  teller.end(incidents, twins, (performance.now() - started) / 1000);
  return incidents.every(isFlawless) && twins.every(({ findings }) => findings.length === 0)
    ? EXIT.ok
    : EXIT.failure;
}

function isFound({ outcomes }: Replayed): boolean {
  return outcomes.every(({ isMet }) => isMet);
}

function isFlawless(replayed: Replayed): boolean {
  return isFound(replayed) && replayed.strays.length === 0;
}

function tableTeller(text: DemoText): Teller {
  return {
    head: () => print(text.head()),
    incident: ({ scenario, outcomes, strays }) => print(text.incident(scenario, outcomes, strays)),
    end(incidents, twins, seconds) {
      print(text.innocents(twins));
      print(text.beyond(BEYOND));
      const events = [...incidents, ...twins].reduce((sum, replayed) => sum + replayed.events, 0);
      const falseAlarms = incidents.reduce((sum, { strays }) => sum + strays.length, 0);
      const found = incidents.filter(isFound).length;
      print(text.end({ found, of: incidents.length, falseAlarms, events, seconds }));
    },
  };
}

/** One row of NDJSON for every expected finding, every twin, and every incident without a stream. */
function rowTeller(): Teller {
  const row = (value: object) => print([JSON.stringify(value)]);
  return {
    head: () => {},
    incident({ scenario: { id, title }, events, outcomes, strays }) {
      for (const { expected, finding, incident, stream, records, isMet } of outcomes)
        row({
          incident: id,
          outcome: 'detected',
          title,
          detector: expected.detector,
          is_met: isMet,
          severity: finding?.severity ?? null,
          at_incident_event: finding === null ? null : incident.events,
          incident_events: incident.of,
          expected_by_event: expected.firesAtEvent,
          at_stream_event: finding === null ? null : stream.events,
          stream_events: events,
          records_before: records.before,
          records: records.of,
          finding: finding?.id ?? null,
          sentence: finding?.sentence ?? null,
        });
      for (const { id: finding, detector, severity, sentence } of strays)
        row({ incident: id, outcome: 'false-alarm', detector, severity, finding, sentence });
    },
    end(_, twins) {
      for (const { twin, events, findings } of twins)
        row({
          innocent: twin.id,
          why: twin.why,
          stream_events: events,
          findings: findings.map(({ id }) => id),
        });
      for (const { id, outcome, why } of BEYOND) row({ incident: id, outcome, why });
    },
  };
}

/** Which stream is being replayed: redrawn on a terminal, a line each elsewhere. */
function progressLine(total: number, isQuiet: boolean) {
  const { stderr } = process;
  let number = 0;
  return {
    show(id: string, { events }: Story): void {
      number++;
      if (isQuiet) return;
      const line = `[${number}/${total}] ${id} (${events.length.toLocaleString('en-US')})`;
      stderr.write(stderr.isTTY ? line : `${line}\n`);
    },
    clear(): void {
      if (!isQuiet && stderr.isTTY) stderr.write('\r\u001b[K');
    },
  };
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}
