import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { AccessEvent } from '../../../schemas/access-event.ts';
import type { Finding } from '../../../schemas/finding.ts';
import type { Verdict } from '../../../schemas/verdict.ts';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { contentsOf, type Process, run } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { parseInstant } from '../../core/time.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-reexamination-'));
afterAll(() => rmSync(folder, { recursive: true }));
let written = 0;

type Registers = Readonly<Record<string, string>>;

/** A delivery of registers: CSV by name. */
function delivery(registers: Registers): string {
  const to = join(folder, `registers-${written++}`);
  mkdirSync(to);
  for (const [name, text] of Object.entries(registers)) writeFileSync(join(to, `${name}.csv`), `${text}\n`);
  return to;
}

function log(events: readonly Partial<AccessEvent>[]): string {
  const to = join(folder, `log-${written++}.ndjson`);
  writeFileSync(to, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  return to;
}

/** A night: what came, which registers were delivered, and when. */
interface Night {
  readonly events?: readonly Partial<AccessEvent>[];
  readonly registers: Registers;
  readonly now?: string;
}

/** What a lake says after its nights: findings and verdicts by their last revision. */
async function after(nights: readonly Night[]) {
  const files = modelFileSystem();
  const process: Process = { files, maker: plainMaker(files), lake: '/lake' };
  const commits: number[] = [];
  for (const { events, registers, now = '2024-05-20T03:00:00+09:00' } of nights) {
    const ran = await run(process, events === undefined ? [] : [log(events)], delivery(registers), {
      now: parseInstant(now),
    });
    commits.push(ran.after.number);
  }
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
    commits,
    findings,
    standing: findings.filter(({ status }) => status !== 'cleared' && status !== 'withdrawn'),
    verdicts: last<Verdict>(contents.verdicts, ({ event, subject }) => `${event} ${subject}`),
    counts: contents.counts,
  };
}

const look = (id: string, time: string, more: Partial<AccessEvent> = {}): Partial<AccessEvent> => ({
  time,
  system: 'resident',
  source: 'juki',
  id,
  actor: 'tanaka',
  action: 'view',
  subject: 'R1',
  ...more,
});

const PEOPLE = 'principal,unit,ended\nP1,water,\nP2,tax,';
const ACCOUNTS = 'account,system,principal\ntanaka,,P1\nsato,,P2';
const CASES = 'case_id,subject,assignee,opened,closed,recorded_at';
const OPEN_CASE = 'C-1,R1,P1,2024-04-01,,';
const base: Registers = { people: PEOPLE, accounts: ACCOUNTS, cases: `${CASES}\n${OPEN_CASE}` };

const two = [
  look('a', '2024-05-10T10:00:00+09:00', { case_id: 'C-1' }),
  look('b', '2024-05-11T10:00:00+09:00', { case_id: 'C-1' }),
];

describe('a case whose closing is recorded a week after two look-ups', () => {
  const closed = {
    ...base,
    cases: `${CASES}\n${OPEN_CASE}\nC-1,R1,P1,2024-04-01,2024-05-08,2024-05-17T09:00:00+09:00`,
  };

  test('is found when it is recorded, and says when it became known', async () => {
    const { findings, verdicts, counts } = await after([
      { events: two, registers: base },
      { registers: closed },
    ]);
    expect(findings).toMatchObject([
      {
        detector: 'out-of-scope-lookup',
        known_on: '2024-05-17T09:00:00+09:00',
        event_ids: ['juki/a', 'juki/b'],
      },
    ]);
    expect(verdicts).toMatchObject([
      { event: 'juki/a', verdict: 'contradicted', by: 'case-closed C-1', revision: 2 },
      { event: 'juki/b', verdict: 'contradicted', revision: 2 },
    ]);
    expect(counts.verdicts).toMatchObject({ contradicted: 2, explained: 0 });
  });
});
