/** A running metsuke as its operator sees it: its log, its health, its metrics, and none of the people in its rows. */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import type { StatusRecord } from '../src/operation/status-record.ts';
import { nodeFileSystem } from '../src/store/file-system.ts';
import { openLake } from '../src/store/lake.ts';
import { metsuke } from './metsuke.ts';
import { readMetrics } from './prometheus.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'metsuke-watched-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PEOPLE = ['sato-hanako', '佐藤花子', 'R-440912', 'yamada@city.example.jp', 'C-2024-77', '203.0.113.77'];

/** Rows that can be read and rows that cannot, each full of identifiers; guesses that become a finding. */
function rows(): string[] {
  const [actor, name, subject, mail, case_id, ip] = PEOPLE;
  const now = Date.now();
  const time = (n: number) => new Date(now - 60_000 + n * 100).toISOString();
  const event = { system: 'resident', source: 'juki', actor, ip, subject, case_id, extra: { name, mail } };
  return [
    ...Array.from({ length: 20 }, (_, n) => JSON.stringify({ ...event, time: time(n), action: 'view' })),
    ...Array.from({ length: 20 }, (_, n) =>
      JSON.stringify({ time: time(20 + n), system: 'admin', actor, ip, action: 'login', outcome: 'failure' }),
    ),
    JSON.stringify({ ...event, time: mail, action: 'view' }),
    JSON.stringify({ ...event, time: time(50), action: name, [subject]: ip }),
    `{"${name}": "${actor}`,
    JSON.stringify([actor, name, mail]),
  ];
}

const PATIENCE_MS = 30_000;

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Waits for something that will be so; `said` tells what was said instead. */
async function until<T>(ask: () => Promise<T | null> | T | null, said: () => string): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    const answer = await ask();
    if (answer !== null) return answer;
    await pause(100);
  }
  throw new Error(`not so after ${PATIENCE_MS} ms; said: ${said()}`);
}

describe('a running metsuke', { timeout: 90_000 }, () => {
  test('tells how it is, and nothing of any person', async () => {
    const logs = join(folder, 'logs');
    const registers = join(folder, 'registers');
    mkdirSync(logs);
    mkdirSync(registers);
    writeFileSync(join(registers, 'people.csv'), `principal,name,unit\n${PEOPLE[0]},${PEOPLE[1]},tax\n`);
    writeFileSync(
      join(registers, 'cases.csv'),
      `case_id,subject,assignee,opened,closed\n${PEOPLE[4]},${PEOPLE[2]},tax,2024-05-01,\nC-9,${PEOPLE[2]},tax,x,y\n`,
    );
    writeFileSync(join(logs, 'juki.ndjson'), '');
    const config = join(folder, 'metsuke.yaml');
    const settings = [
      `lake: ${join(folder, 'lake')}`,
      `registers: ${registers}`,
      `files: [{ paths: ['${logs}'] }]`,
      'lateness_seconds: 0',
      'idle_seconds: 1',
      'epoch_seconds: 0.3',
      'operation: { port: 0, log: json }',
    ];
    writeFileSync(config, `${settings.join('\n')}\n`);
    const child = spawn(process.execPath, [MAIN, 'run', '--config', config, '--lang', 'en']);
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const entries = () =>
      said
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const entry = (code: string) => entries().find((one) => one.code === code) ?? null;

    const { port } = (await until(
      () => entry('listening'),
      () => said,
    )) as { port: number };
    const get = async (path: string) => fetch(`http://127.0.0.1:${port}${path}`);
    await until(
      async () => ((await get('/readyz')).status === 200 ? true : null),
      () => said,
    );
    appendFileSync(join(logs, 'juki.ndjson'), `${rows().join('\n')}\n`);
    const status = await until(
      async () => {
        const record = (await (await get('/status')).json()) as StatusRecord;
        return record.events.accepted === 40 &&
          record.epoch.age_seconds !== null &&
          record.findings.length > 0
          ? record
          : null;
      },
      () => said,
    );
    expect(status).toMatchObject({ phase: 'running', events: { read: 44, accepted: 40, quarantined: 4 } });
    expect(status.latency.p99_seconds).not.toBeNull();
    expect(status.inputs[0]).toMatchObject({ lag: 0, quarantined: 4 });
    const page = await (await get('/metrics')).text();
    expect(readMetrics(page).get('metsuke_events_total')?.samples[0].value).toBe(44);
    expect(
      readMetrics(page)
        .get('metsuke_register_present')
        ?.samples.filter(({ value }) => value === 1),
    ).toHaveLength(2);
    const top = await metsuke(['top', '--lang', 'en', `127.0.0.1:${port}`]);
    expect(top.stdout).toContain('juki.ndjson');

    await until(
      () => entry('rows-refused'),
      () => said,
    );
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(entries().map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        'started',
        'listening',
        'took-over',
        'epoch-committed',
        'stopping',
        'sealed',
        'stopped',
      ]),
    );
    const told = entries().flatMap(({ code, findings }) =>
      code === 'epoch-committed' ? [Number(findings)] : [],
    );
    const { files } = openLake(join(folder, 'lake'), nodeFileSystem).snapshot;
    const held = files.flatMap(({ table, rows }) => (table === 'findings' ? [rows] : []));
    expect(sumOf(told)).toBe(sumOf(held));
    for (const person of PEOPLE)
      for (const text of [said, page, top.stdout, JSON.stringify(status)]) expect(text).not.toContain(person);
  });

  test('is judged by the doctor with what its settings name', async () => {
    const { code, stdout } = await metsuke(['doctor', '--json', '--config', join(folder, 'metsuke.yaml')]);
    const { diagnoses } = JSON.parse(stdout) as { diagnoses: { area: string; text: { en: string } }[] };
    expect(code).toBe(0);
    expect(diagnoses.filter(({ area }) => area === 'lake').map(({ text }) => text.en)[0]).toMatch(
      /^commit \d+/,
    );
    expect(diagnoses.some(({ area, text }) => area === 'registers' && text.en.startsWith('people: 1'))).toBe(
      true,
    );
  });

  test('its refused rows are mended and read again, and it goes on from there', async () => {
    const config = join(folder, 'metsuke.yaml');
    const listed = await metsuke(['quarantine', 'list', '--json', '--config', config]);
    expect(listed.stdout.trim().split('\n')).toHaveLength(4);
    const mended = join(folder, 'mended.ndjson');
    writeFileSync(
      mended,
      listed.stdout.replace(`"time\\":\\"${PEOPLE[3]}`, '"time\\":\\"2024-05-01T09:00:00+09:00'),
    );
    const replayed = await metsuke(['quarantine', 'replay', '--json', '--config', config, '--input', mended]);
    expect([replayed.code, JSON.parse(replayed.stderr)]).toMatchObject([
      0,
      { tried: 1, accepted: 1, left: 3 },
    ]);
    expect((await metsuke(['verify', join(folder, 'lake')])).code).toBe(0);
    const again = spawn(process.execPath, [MAIN, 'run', '--config', config, '--lang', 'en']);
    let said = '';
    again.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    const ended = new Promise<number | null>((resolve) => again.on('close', resolve));
    await until(
      () => (said.includes('registers-read') ? true : null),
      () => said,
    );
    again.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect((await metsuke(['verify', join(folder, 'lake')])).code).toBe(0);
  });
});
