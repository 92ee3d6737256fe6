import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { describe as describeProblem, problem } from '../core/problem.ts';
import type { Quarantined } from '../ingest/input.ts';
import { openInput } from '../ingest/open.ts';
import { openLog } from './log.ts';
import { type FieldKind, LOG_EVENTS, type LogCode } from './log-events.ts';
import { inputStatus, newStatus, sinkStatus } from './status.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-log-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LAKE = '/var/lib/metsuke/lake';

function logInto(form: 'json' | 'text', language: 'ja' | 'en' = 'en') {
  const status = newStatus(0);
  inputStatus(status, 'access-log/3');
  sinkStatus(status, 'metsuke.findings');
  const lines: string[] = [];
  const log = openLog({
    status,
    named: [LAKE, '/etc/metsuke.yaml'],
    form,
    language,
    nowMs: () => Date.UTC(2024, 4, 1),
    write: (line) => lines.push(line),
  });
  return { log, text: () => lines.join('') };
}

/** Identifiers as rows hold them; several look like what a field may hold. */
const IDENTIFIERS = [
  'sato-hanako',
  'SATO01',
  'EMPLOYEE-7731',
  '4412098',
  '佐藤 花子',
  'yamada@city.example.jp',
  'access-log/33',
  '203.0.113.77; drop',
  `${LAKE}-sato`,
  '1-deadbeef',
  'at sato (/x.ts:1:1) tanaka',
  '\u001b[2Jsuzuki',
  'ito\n    at ito (/x.ts:1:1)',
];

/** Rows that hold them, each wrong in some way. */
const ROWS = IDENTIFIERS.flatMap((name) => [
  JSON.stringify({ time: name, system: 'resident', actor: name, action: 'view', subject: name }),
  JSON.stringify({ time: '2024-05-01T09:00:00+09:00', system: name, actor: name, action: name }),
  `{"time": "${name.replaceAll('\n', '')}", "${name.replaceAll('\n', '')}": 1`,
  `{"actor": "${name}", "actor": "${name}"}`,
]);

async function refusedRows(): Promise<Quarantined[]> {
  const file = join(folder, 'hostile.ndjson');
  writeFileSync(file, `${ROWS.map((row) => row.replaceAll('\n', '')).join('\n')}\n`);
  const refused: Quarantined[] = [];
  const input = await openInput(file, { quarantine: (row) => refused.push(row) });
  if ('code' in input) throw new Error(input.message.en);
  while ((await input.next()) !== null);
  return refused;
}

describe('the log', () => {
  test.each(['json', 'text'] as const)('holds no identifier, whatever is passed to it (%s)', async (form) => {
    const { log, text } = logInto(form);
    const say: (code: LogCode, fields: Readonly<Record<string, unknown>>) => void = log.say;
    for (const name of IDENTIFIERS) {
      for (const code of Object.keys(LOG_EVENTS) as LogCode[]) {
        const fields = Object.keys(LOG_EVENTS[code].fields).map((field) => [field, name]);
        say(code, { ...Object.fromEntries(fields), actor: name, [name]: name });
      }
      const failure = new Error(name);
      log.crash(failure);
      log.crash(Object.assign(failure, { code: name }));
      log.crash(name);
      log.problem(problem('file-unreadable', { why: 'EACCES' }, { file: `/home/${name}` }));
      log.problem(problem('register-no-contact-self', { principal: name, subject: name }, { file: name }));
    }
    const refused = await refusedRows();
    expect(refused.length).toBeGreaterThan(IDENTIFIERS.length);
    for (const row of refused) log.problem(row.problem);
    const said = text();
    expect(said.split('\n').length).toBeGreaterThan(100);
    for (const name of IDENTIFIERS) expect(said).not.toContain(name);
    for (const part of ['hanako', 'SATO01', '7731', '4412098', '佐藤', 'yamada', 'suzuki', 'tanaka', 'ito'])
      expect(said).not.toContain(part);
  });

  test('is one object a line, each with its code and declared fields', () => {
    const { log, text } = logInto('json');
    log.say('epoch-committed', {
      commit: 12,
      events: 1_000,
      findings: 2,
      quarantined: 0,
      seconds: 0.12,
      state_bytes: 4_096,
    });
    log.say('rows-refused', { input: 'access-log/3', rows: 2, cause: 'row-not-json' });
    log.problem(problem('lake-failed', { why: 'ENOSPC' }, { file: `${LAKE}/commits` }));
    const entries = text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(entries[0]).toEqual({
      level: 'info',
      time: '2024-05-01T00:00:00.000Z',
      pid: process.pid,
      code: 'epoch-committed',
      commit: 12,
      events: 1_000,
      findings: 2,
      quarantined: 0,
      seconds: 0.12,
      state_bytes: 4_096,
      msg: 'commit 12: 1000 events, 2 findings, 0.12 s',
    });
    expect(entries[1]).toMatchObject({
      level: 'warn',
      code: 'rows-refused',
      cause: 'row-not-json',
      input: 'access-log/3',
      rows: 2,
    });
    expect(entries[2]).toMatchObject({
      level: 'error',
      problem: 'lake-failed',
      file: `${LAKE}/commits`,
      msg: expect.stringContaining('ENOSPC') as string,
    });
  });

  test('is for a reader at a terminal, in his language', () => {
    const { log, text } = logInto('text', 'ja');
    log.say('stopping', { signal: 'SIGTERM' });
    expect(text()).toBe('2024-05-01T00:00:00Z    停止します（SIGTERM）\n');
  });

  test('tells where an unexpected error happened, and not what it said', () => {
    const { log, text } = logInto('json');
    log.crash(new TypeError('sato-hanako'));
    const { frames } = JSON.parse(text()) as { frames: string };
    expect(frames).toContain('log.test.ts:');
    expect(frames).not.toContain('sato');
  });

  test('every entry says in both languages what its fields hold, and nothing else', () => {
    for (const [code, { message, fields }] of Object.entries(LOG_EVENTS)) {
      const kinds: Readonly<Record<string, FieldKind>> = fields;
      for (const own of ['level', 'time', 'pid', 'code', 'msg']) expect(kinds).not.toHaveProperty(own);
      if (code === 'problem') continue; // its words are those of the problem
      for (const text of [message.ja, message.en])
        for (const [, name] of text.matchAll(/\{(\w+)\}/g)) expect(Object.keys(kinds)).toContain(name);
    }
  });

  test('the words of a problem of a row are those of the list, without details', () => {
    const { log, text } = logInto('text');
    const wrong = problem('row-field-wrong', { field: 'sato', expected: 'x', came: 'hanako' }, { line: 3 });
    log.problem(wrong);
    expect(describeProblem(wrong, 'en')).toContain('sato');
    expect(text()).not.toMatch(/sato|hanako/);
  });
});
