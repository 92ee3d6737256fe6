/** `node metsuke.ts EVENTS REGISTERS OUT`: the reference work by metsuke, one alert (rule, event id) a line. */
import { writeFileSync } from 'node:fs';
import { config as configSchema } from '../../schemas/config.ts';
import type { DetectorId } from '../../schemas/finding.ts';
import { describe, type Problem } from '../../src/core/problem.ts';
import { DAY, parseInstant } from '../../src/core/time.ts';
import { openInput } from '../../src/ingest/open.ts';
import { readRegisterFolder } from '../../src/ingest/register-files.ts';
import type { BatchSource } from '../../src/pipeline/event-source.ts';
import { judge } from '../../src/pipeline/judge.ts';
import { buildRegisters } from '../../src/registers/build.ts';
import { DETECTOR_OF, RULES } from './rule.ts';
import { REFERENCE_DETECTORS } from './rules.ts';

/** The alerts on a file of events, in event order. */
export async function metsukeAlerts(events: string, registersDir: string): Promise<string[]> {
  const input = await openInput(events, {
    quarantine: ({ problem }) => {
      throw faulty(problem);
    },
  });
  if ('code' in input) throw faulty(input);
  const alerts = await alertsIn(input, registersDir);
  await input.close();
  return alerts;
}

/** The alerts on the events of an input, in event order. */
export async function alertsIn(input: BatchSource, registersDir: string): Promise<string[]> {
  const config = configSchema.parse({});
  const { tables, problems } = await readRegisterFolder(registersDir);
  const built = buildRegisters(tables, config);
  for (const wrong of [...problems, ...built.problems]) throw faulty(wrong);
  const alerts: string[] = [];
  await judge({
    inputs: [input],
    registers: built.registers,
    detectors: REFERENCE_DETECTORS,
    config,
    now: parseInstant('2024-05-13T00:00:00Z') + DAY,
    wantVerdicts: false,
    onFinding({ detector, revision, event_ids }) {
      if (revision === 1) alerts.push(`${ruleOf(detector)} ${event_ids[0]}`);
    },
    onVerdict: () => {},
  });
  return alerts;
}

function ruleOf(detector: DetectorId): string {
  return RULES.find((rule) => DETECTOR_OF[rule] === detector) ?? '';
}

function faulty(wrong: Problem): Error {
  return new Error(describe(wrong, 'en'));
}

if (import.meta.main) {
  const [events = '', registersDir = '', out = ''] = process.argv.slice(2);
  writeFileSync(out, `${(await metsukeAlerts(events, registersDir)).join('\n')}\n`);
}
