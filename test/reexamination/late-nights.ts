/** Nights of a small organisation to which facts come late: logs and deliveries as texts, and what a lake says after them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccessEvent } from '../../schemas/access-event.ts';
import type { Finding } from '../../schemas/finding.ts';
import type { Verdict } from '../../schemas/verdict.ts';
import { parseInstant } from '../../src/core/time.ts';
import { modelFileSystem } from '../crash/model-file-system.ts';
import { contentsOf, type Process, run } from '../crash/nights.ts';
import { plainMaker } from '../crash/plain-maker.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-reexamination-'));
let written = 0;

/** Removes what was written. */
export function removeNights(): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Registers by name, as CSV. */
export type Registers = Readonly<Record<string, string>>;

/** A night: what came, which registers were delivered, and when. */
export interface Night {
  readonly events?: readonly Partial<AccessEvent>[];
  readonly registers: Registers;
  readonly now?: string;
}

/** A night on disk. */
interface Written {
  readonly logs: readonly string[];
  readonly registers: string;
  readonly now: number;
}

/** Writes what a night brings. */
export function writeNight({ events, registers, now = '2024-05-20T03:00:00+09:00' }: Night): Written {
  const to = join(folder, String(written++));
  mkdirSync(to);
  for (const [name, text] of Object.entries(registers)) writeFileSync(join(to, `${name}.csv`), `${text}\n`);
  const log = join(folder, `${written++}.ndjson`);
  if (events !== undefined) writeFileSync(log, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return { logs: events === undefined ? [] : [log], registers: to, now: parseInstant(now) };
}

/** Runs a night; gives the number of the newest commit after it. */
export async function runNight(process: Process, { logs, registers, now }: Written): Promise<number> {
  const ran = await run(process, logs, registers, { now });
  return ran.after.number;
}

/** What a lake says: findings and verdicts by their last revision. */
export function inForce(process: Process) {
  const contents = contentsOf(process);
  const last = <T extends { revision: number }>(lines: readonly string[], keyOf: (one: T) => string) => {
    const held = new Map<string, T>();
    for (const line of lines) {
      const one = JSON.parse(line) as T;
      if ((held.get(keyOf(one))?.revision ?? 0) < one.revision) held.set(keyOf(one), one);
    }
    return [...held.values()];
  };
  const findings = last<Finding>(contents.findings, ({ id }) => id);
  return {
    findings,
    standing: findings.filter(({ status }) => status !== 'cleared' && status !== 'withdrawn'),
    verdicts: last<Verdict>(contents.verdicts, ({ event, subject }) => `${event} ${subject}`),
    counts: contents.counts,
  };
}

/** What a lake says after its nights, and the newest commit after each. */
export async function lakeAfter(nights: readonly Night[]) {
  const files = modelFileSystem();
  const process: Process = { files, maker: plainMaker(files), lake: '/lake' };
  const commits: number[] = [];
  for (const night of nights) commits.push(await runNight(process, writeNight(night)));
  return { commits, ...inForce(process) };
}

/** A look-up of R1 by P1, unless it says otherwise. */
export const look = (id: string, time: string, more: Partial<AccessEvent> = {}): Partial<AccessEvent> => ({
  time,
  system: 'resident',
  source: 'juki',
  id,
  actor: 'tanaka',
  action: 'view',
  subject: 'R1',
  ...more,
});

/** Somebody else works on, so that what came before is settled. */
export const onward = (day: number): Partial<AccessEvent>[] =>
  Array.from({ length: 3 }, (_, n) =>
    look(`w${day}-${n}`, `2024-05-${day}T1${n}:00:00+09:00`, { actor: 'sato', subject: 'R9' }),
  );

export const CASES = 'case_id,subject,assignee,opened,closed,recorded_at';
export const OPEN_CASE = 'C-1,R1,P1,2024-04-01,,';
/** Two people, and a case that is open. */
export const base: Registers = {
  people: 'principal,unit,ended\nP1,water,\nP2,tax,',
  accounts: 'account,system,principal\ntanaka,,P1\nsato,,P2',
  cases: `${CASES}\n${OPEN_CASE}`,
};

/** Two look-ups that cite the case. */
export const two = [
  look('a', '2024-05-10T10:00:00+09:00', { case_id: 'C-1' }),
  look('b', '2024-05-11T10:00:00+09:00', { case_id: 'C-1' }),
];
