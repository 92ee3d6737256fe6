/** The command line as a user meets it: real processes, exit codes, both streams. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { textWidth } from '../src/cli/text-width.ts';
import { VERSION } from '../src/core/version.ts';
import { type HowToRun, metsuke } from './metsuke.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

test('the version is that of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(VERSION).toBe(version);
});

describe('talk', () => {
  test.each<[string, string[], HowToRun, number, 'stdout' | 'stderr', RegExp]>([
    ['help', ['--help'], {}, 0, 'stdout', /^Commands:$/m],
    ['help of a command', ['help', 'detect'], {}, 0, 'stdout', /--registers DIR/],
    ['help behind a command', ['config', 'check', '-h'], {}, 0, 'stdout', /--example/],
    ['Japanese on request', ['--help', '--lang', 'ja'], {}, 0, 'stdout', /^コマンド:$/m],
    ['Japanese by locale', ['--help'], { env: { LC_ALL: 'ja_JP.UTF-8' } }, 0, 'stdout', /^コマンド:$/m],
    ['the version', ['--version'], {}, 0, 'stdout', new RegExp(`^metsuke ${VERSION}\n$`)],
    ['no command', [], {}, 2, 'stderr', /^Usage: /m],
    ['a misspelt command', ['detct'], {}, 2, 'stderr', /Did you mean metsuke detect\?/],
    ['a misspelt option', ['detect', '--registrs', 'x', 'y'], {}, 2, 'stderr', /Did you mean --registers\?/],
    ['an option of another command', ['demo', '--strict'], {}, 2, 'stderr', /there is no option --strict/],
    [
      'a value that is none of the choices',
      ['detect', '--format', 'xml', 'x'],
      {},
      2,
      'stderr',
      /ndjson, ocsf/,
    ],
    ['a missing operand', ['detect'], {}, 2, 'stderr', /EVENTS… is missing/],
    ['a time without offset', ['detect', '--now', '2024-05-01', 'x'], {}, 2, 'stderr', /offset/],
    ['half a command', ['bench'], {}, 2, 'stderr', /bench power/],
    ['a command of a later version', ['console'], {}, 2, 'stderr', /not in this version/],
    [
      'an option of a later version',
      ['import', '--source', 'x', 'y'],
      {},
      2,
      'stderr',
      /not in this version/,
    ],
    ['an error in Japanese', ['detct', '--lang', 'ja'], {}, 2, 'stderr', /metsuke detect のことですか。/],
  ])('%s', async (_, args, how, code, stream, text) => {
    const ran = await metsuke(args, how);
    expect(ran[stream]).toMatch(text);
    expect(ran[stream === 'stdout' ? 'stderr' : 'stdout']).toBe('');
    expect(ran.code).toBe(code);
    for (const line of ran[stream].split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
  });
});

describe('config check', () => {
  test('the sample is right and changes nothing', async () => {
    const { stdout } = await metsuke(['config', 'check', '--example']);
    const { code, stdout: said } = await metsuke(['config', 'check', write('sample.yaml', stdout)]);
    expect([code, said]).toEqual([0, expect.stringContaining('Everything is at its default.')]);
  });

  test('what differs from the defaults is shown', async () => {
    const { code, stdout } = await metsuke([
      'config',
      'check',
      write('changed.yaml', 'lateness_minutes: 30\n'),
    ]);
    expect([code, stdout]).toEqual([0, expect.stringContaining('lateness_minutes: 30  (10)')]);
  });

  test('what goes over a preset is shown against that preset', async () => {
    const file = write(
      'strict.yaml',
      'preset: strict\ndetectors: {access-after-termination: {high_accounts: 3}}\n',
    );
    const { stdout } = await metsuke(['config', 'check', file]);
    expect(stdout).toContain('preset: "strict"  ("standard")');
    expect(stdout).toContain('detectors.access-after-termination.high_accounts: 3  (2)');
  });

  test('a mistake has its place and exit code 78', async () => {
    const file = write('wrong.yaml', 'public_holidays: true\nlateness_minute: 30\n');
    const { code, stderr } = await metsuke(['config', 'check', file]);
    expect([code, stderr]).toEqual([
      78,
      expect.stringContaining(`${file}:2:1: there is no setting lateness_minute`),
    ]);
  });

  test('a folder that is not there is said in words, whichever command looks for it', async () => {
    const { code, stderr } = await metsuke(['verify', join(folder, 'absent')]);
    expect([code, stderr]).toEqual([74, expect.stringContaining('there is no such file')]);
    const doctor = await metsuke(['doctor', '--lake', join(folder, 'absent')]);
    expect([doctor.code, doctor.stdout]).toEqual([
      74,
      expect.stringMatching(/there\s+is\s+no\s+such\s+file/),
    ]);
  });

  test('a file that is not there has exit code 74', async () => {
    const { code, stderr } = await metsuke(['config', 'check', join(folder, 'absent.yaml')]);
    expect([code, stderr]).toEqual([74, expect.stringContaining('there is no such file')]);
  });
});

const LOOKUP = {
  time: '2022-08-06T14:12:41+09:00',
  system: 'resident',
  source: 'juki',
  id: '1',
  actor: 'u1',
  action: 'view',
  subject: 'R1',
};
const ndjson = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** Ten billion entries in ten lines. */
const ALIAS_BOMB = Array.from(
  'abcdefghij',
  (name, i, names = 'abcdefghij') =>
    `${name}: &${name} [${Array(10)
      .fill(i === 0 ? 'x' : `*${names[i - 1]}`)
      .join(', ')}]\n`,
).join('');

/** One person who must not look at one other, and a log in which he does. */
function scene() {
  write('registers/accounts.csv', 'account,principal\nu1,P1\n');
  write('registers/no-contact.csv', 'principal,subject\nP1,R1\n');
  return { registers: join(folder, 'registers'), log: write('log.ndjson', ndjson(LOOKUP)) };
}

describe('detect', () => {
  const { registers, log } = scene();
  const bad = write('bad.ndjson', `${ndjson({ ...LOOKUP, id: '2', subject: 'R2' })}{"time":\n`);

  const disordered = write(
    'back.ndjson',
    ndjson({ ...LOOKUP, id: '2', time: '2022-08-07T00:00:00Z' }, LOOKUP),
  );

  test.each<[string, string[], HowToRun, number]>([
    ['findings alone are no failure', ['--registers', registers, log], {}, 0],
    ['a finding at the severity to fail on', ['--registers', registers, '--fail-on', 'medium', log], {}, 3],
    ['nothing found', ['--fail-on', 'low', log], {}, 0],
    ['a bad row is reported, no more', [bad], {}, 0],
    ['a bad row under --strict', ['--strict', bad], {}, 5],
    [
      'incomplete weighs more than findings',
      ['--strict', '--registers', registers, '--fail-on', 'low', log, bad],
      {},
      5,
    ],
    ['a file that is not there', [join(folder, 'absent.ndjson')], {}, 74],
    ['a registers folder that is not there', ['--registers', join(folder, 'absent'), log], {}, 74],
    ['a place nobody can write to', ['--verdicts', join(folder, 'absent', 'v'), log], {}, 74],
    ['a full disk', ['--registers', registers, '--verdicts', '/dev/full', log], {}, 74],
    ['an output that is an input', ['--verdicts', log, log], {}, 2],
    [
      'an output that is a register',
      ['--registers', registers, '--verdicts', join(registers, 'accounts.csv'), log],
      {},
      2,
    ],
    [
      'an output that is the configuration',
      ['--config', write('good.yaml', ''), '--quarantine', join(folder, 'good.yaml'), log],
      {},
      2,
    ],
    [
      'two outputs to one file',
      ['--verdicts', join(folder, 'one'), '--quarantine', join(folder, 'one'), log],
      {},
      2,
    ],
    ['temporary files that cannot be written', [disordered], { env: { TMPDIR: join(folder, 'absent') } }, 74],
    ['a configuration of aliases without end', ['--config', write('bomb.yaml', ALIAS_BOMB), log], {}, 78],
    ['a wrong configuration', ['--config', write('bad.yaml', 'x: 1'), log], {}, 78],
    ['standard input', ['--registers', registers, '--fail-on', 'medium', '-'], { input: ndjson(LOOKUP) }, 3],
    ['a folder', ['--registers', registers, '--fail-on', 'medium', folder], {}, 3],
  ])('%s', async (_, args, how, code) => {
    const ran = await metsuke(['detect', '--now', '2022-09-01T00:00:00+09:00', ...args], how);
    expect([ran.code, ran.stderr]).toEqual([code, expect.not.stringMatching(/^ +at /m)]);
  });

  test('an id used twice is cited once', async () => {
    const twice = write('twice.ndjson', ndjson(LOOKUP, { ...LOOKUP, device: 'd2' }));
    const { stdout } = await metsuke(['detect', '--registers', registers, twice]);
    const last = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ event_ids: ['juki/1'], event_ids_total: 2 });
  });

  test('findings go to standard output, the summary to standard error, in Japanese too', async () => {
    const { stdout, stderr } = await metsuke(['detect', '--lang', 'ja', '--registers', registers, log]);
    const findings = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(findings[0]).toMatchObject({ detector: 'out-of-scope-lookup', event_ids: ['juki/1'] });
    expect(stderr).toContain('読んだ行 1 = 採用 1 + 隔離 0 + 重複 0');
    for (const line of stderr.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
  });

  test('with --json the last line of standard error is the summary, and the only one', async () => {
    const { stderr } = await metsuke(['detect', '--json', '--registers', registers, log]);
    expect(JSON.parse(stderr)).toMatchObject({
      exit: 0,
      interrupted: false,
      summary: { read: 1, accepted: 1, quarantined: 0, duplicates: 0 },
    });
  });

  test('OCSF on request', async () => {
    const { stdout } = await metsuke(['detect', '--format', 'ocsf', '--registers', registers, log]);
    expect(JSON.parse(stdout.split('\n')[0])).toMatchObject({ class_uid: 2004, activity_id: 1 });
  });

  test('verdicts and quarantined rows are written for their owner only, even over an older file', async () => {
    const verdicts = write('verdicts.out', 'older');
    const quarantine = join(folder, 'quarantine.out');
    await metsuke([
      'detect',
      '--registers',
      registers,
      '--verdicts',
      verdicts,
      '--quarantine',
      quarantine,
      log,
      bad,
    ]);
    const verdictLines = readFileSync(verdicts, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(verdictLines).toContainEqual(
      expect.objectContaining({ event: 'juki/1', subject: 'R1', verdict: 'contradicted' }),
    );
    expect(readFileSync(quarantine, 'utf8').trim().split('\n')).toHaveLength(1);
    expect(
      existsSync(quarantine) && [verdicts, quarantine].map((path) => statSync(path).mode & 0o777),
    ).toEqual([0o600, 0o600]);
  });

  test('alerts are written for their owner, ranked; the summary says which to look at first', async () => {
    const alerts = join(folder, 'alerts.out');
    const args = ['detect', '--registers', registers, '--alerts', alerts, '--budget', '1', log];
    const { code, stdout, stderr } = await metsuke(args);
    const lines = readFileSync(alerts, 'utf8').trim().split('\n');
    const [alert] = lines.map((line) => JSON.parse(line));
    const [finding] = stdout.split('\n').map((line) => JSON.parse(line || 'null'));
    expect(alert).toMatchObject({ rank: 1, in_budget: true, about: { kind: 'person', id: 'P1' } });
    expect([code, lines.length, alert.findings]).toEqual([0, 1, [finding.id]]);
    expect(statSync(alerts).mode & 0o777).toBe(0o600);
    expect(stderr).toMatch(/^Alerts: 1 \(all within 1 a day;.*^First to look at:\n {2}critical {2}P1: /ms);
  });

  test.each(['0', '-1', 'x', '1.5'])('a budget of %s is none', async (budget) => {
    const { code, stderr } = await metsuke(['detect', `--budget=${budget}`, log]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`--budget ${budget}`)]);
  });

  test('names from a log cannot steer the terminal', async () => {
    const hostile = '\u001b[31mR1\u001b]0;title\u0007\nmetsuke: all is well \u202e\u009b';
    write('hostile/no-contact.csv', `principal,subject\nP1,"${hostile}"\n`);
    const path = write(
      'hostile.ndjson',
      ndjson({ ...LOOKUP, principal: 'P1', id: hostile, subject: hostile }),
    );
    const { code, stderr } = await metsuke(['detect', '--registers', join(folder, 'hostile'), path]);
    expect([code, stderr]).toEqual([0, expect.stringContaining('�[31mR1�]0;title��metsuke')]);
    expect(stderr).not.toMatch(/(?!\n)\p{Cc}|\p{Bidi_Control}/u);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'an interrupted run says what was done until then: %s',
    async (signal) => {
      const notes = write('notes/readme.txt', 'told before the run begins');
      const how = { input: ndjson(LOOKUP), keepsInputOpen: true, signal } as const;
      const { code, stderr } = await metsuke(
        ['detect', write('notes/log.ndjson', ndjson(LOOKUP)), '-', join(notes, '..')],
        how,
      );
      expect([code, stderr]).toEqual([130, expect.stringMatching(/^Interrupted\..*^Rows: read /ms)]);
      expect(stderr).not.toContain('cannot be read');
    },
  );

  test('a reader who has seen enough ends the run quietly', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => ({
      ...LOOKUP,
      id: String(i),
      time: `20${10 + (i % 50)}-0${1 + (i % 9)}-06T14:12:41+09:00`,
    }));
    const many = write('many.ndjson', ndjson(...rows.toSorted((a, b) => (a.time < b.time ? -1 : 1))));
    const { code, stderr } = await metsuke(['detect', '--quiet', '--registers', registers, many], {
      readBytes: 1,
    });
    expect([code, stderr]).toEqual([0, '']);
  });
});
