import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { config } from '../../schemas/config.ts';
import type { Finding } from '../../schemas/finding.ts';
import type { Verdict } from '../../schemas/verdict.ts';
import { formatInstant, MINUTE, parseInstant } from '../core/time.ts';
import { type Detected, detect } from './detect.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-detect-'));
afterAll(() => rmSync(folder, { recursive: true }));

const START = parseInstant('2024-05-13T09:00:00+09:00');

/** A try to log in, as a line. */
function failure(minute: number, more: Record<string, unknown> = {}): string {
  const time = formatInstant(START + minute * MINUTE);
  return JSON.stringify({
    time,
    system: 'admin',
    id: `n:${minute}`,
    actor: 'root',
    action: 'login',
    outcome: 'failure',
    ip: '203.0.113.9',
    ...more,
  });
}

const BURST = Array.from({ length: 12 }, (_, n) => failure(n / 2));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Run extends Detected {
  readonly findings: readonly Finding[];
  readonly verdicts: readonly Verdict[];
  readonly quarantined: number;
  readonly restarts: readonly string[];
}

async function run(files: readonly string[], registersDir: string | null = null): Promise<Run> {
  const findings: Finding[] = [];
  let verdicts: Verdict[] = [];
  let quarantined = 0;
  const restarts: string[] = [];
  const detected = await detect({
    files,
    registersDir,
    config: config.parse({}),
    now: START + 10_000 * MINUTE,
    encoding: null,
    source: null,
    wantVerdicts: true,
    onFinding: (finding) => void findings.push(finding),
    onVerdict: (verdict) => void verdicts.push(verdict),
    onQuarantined: () => void quarantined++,
    onProgress: () => {},
    onRestart: (name) => {
      restarts.push(name);
      verdicts = [];
      quarantined = 0;
    },
  });
  return { ...detected, findings, verdicts, quarantined, restarts };
}

describe('detect', () => {
  test('several files, plain and compressed, are one log', async () => {
    const whole = await run([file('whole.ndjson', BURST.join('\n'))]);
    const even = file('even.ndjson', BURST.filter((_, i) => i % 2 === 0).join('\n'));
    const odd = file('odd.ndjson.gz', gzipSync(BURST.filter((_, i) => i % 2 === 1).join('\n')));
    const split = await run([odd, even]);
    expect(whole.findings.length).toBeGreaterThan(0);
    expect(split.findings).toEqual(whole.findings);
    expect(split.summary).toEqual(whole.summary);
  });

  test('a file more disordered than the lateness is sorted first and says the same', async () => {
    const calm = [failure(100, { action: 'logout', outcome: 'success', id: 'late' })];
    const sorted = await run([file('sorted.ndjson', [...BURST, ...calm].join('\n'))]);
    const path = file('disordered.ndjson', [...calm, 'not json', ...BURST.toReversed()].join('\n'));
    const disordered = await run([path]);
    expect(disordered.restarts).toEqual([path]);
    expect(disordered.findings).toEqual(sorted.findings);
    expect(disordered.summary).toMatchObject({
      late: 0,
      accepted: 13,
      quarantined: 1,
      read: 14,
      sortedFiles: [path],
    });
    expect(disordered.quarantined).toBe(1);
  });

  test('read = accepted + quarantined + duplicates', async () => {
    const { summary, quarantined } = await run([
      file('mixed.ndjson', [...BURST, ...BURST.slice(0, 3), '{', '', '[]'].join('\n')),
    ]);
    expect(summary).toMatchObject({ read: 17, accepted: 12, quarantined: 2, duplicates: 3 });
    expect(quarantined).toBe(2);
  });

  test('a file that cannot be read costs a problem, not the others', async () => {
    const good = file('good.ndjson', BURST.join('\n'));
    const { summary, problems } = await run([join(folder, 'absent.ndjson'), good]);
    expect(problems.map(({ code }) => code)).toEqual(['file-unreadable']);
    expect(summary.accepted).toBe(12);
  });

  test('an empty file is named, and is no problem', async () => {
    const empty = file('empty.ndjson', '');
    const { summary, problems } = await run([empty]);
    expect(problems).toEqual([]);
    expect(summary.emptyFiles).toEqual([empty]);
  });

  test('registers decide on one event, and the verdict names the case', async () => {
    const registers = join(folder, 'registers');
    mkdirSync(registers);
    writeFileSync(join(registers, 'people.csv'), 'principal,unit\nP1,water\n');
    writeFileSync(join(registers, 'accounts.csv'), 'account,system,principal\nsato,,P1\n');
    writeFileSync(
      join(registers, 'cases.csv'),
      'case_id,subject,assignee,opened,closed\nC-1,R1,water,2024-05-01,2024-05-10\n',
    );
    const look = JSON.stringify({
      time: formatInstant(START),
      system: 'resident',
      id: '1',
      actor: 'sato',
      action: 'view',
      subject: 'R1',
      case_id: 'C-1',
    });
    const { findings, verdicts, summary } = await run([file('look.ndjson', look)], registers);
    expect(verdicts).toEqual([
      { event: 'resident/1', subject: 'R1', verdict: 'contradicted', by: 'case-closed C-1', revision: 1 },
    ]);
    expect(findings.at(-1)).toMatchObject({
      detector: 'out-of-scope-lookup',
      actor: 'sato',
      principal: 'P1',
      subject: 'R1',
      event_ids: ['resident/1'],
    });
    expect(summary.verdicts.contradicted).toBe(1);
    expect(summary.unjudged.map(({ register }) => register)).not.toContain('cases');
    expect(summary.unjudged.map(({ register }) => register)).toContain('shifts');
  });
});
