/** `metsuke ask` as a user runs it: exit codes, forms, a bundle that can be proved, and ways out of errors. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REPORT } from '../seeds/cabinet-2023.ts';
import { SCENARIOS } from '../seeds/index.ts';
import { ndjsonOf, registerFiles } from '../seeds/story.ts';
import { QUESTION_IDS } from '../src/questions/question-ids.ts';
import { unzip } from './ask/unzip.ts';
import { metsuke } from './metsuke.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-ask-cli-'));
const lake = join(folder, 'lake');
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(async () => {
  const story = SCENARIOS.find(({ id }) => id === 'cabinet-2023')?.tell();
  if (story === undefined) throw new Error('no such story');
  writeFileSync(join(folder, 'events.ndjson'), ndjsonOf(story.events));
  mkdirSync(join(folder, 'registers'));
  for (const [name, text] of registerFiles(story)) writeFileSync(join(folder, 'registers', name), text);
  const ran = await metsuke([
    'import',
    '--quiet',
    '--registers',
    join(folder, 'registers'),
    '--lake',
    lake,
    join(folder, 'events.ndjson'),
  ]);
  expect(ran.code).toBe(0);
}, 60_000);

const askLake = (question: string, ...more: readonly string[]) =>
  metsuke(['ask', question, '--lake', lake, ...more]);

describe('metsuke ask', () => {
  test('lists every question, with what it needs and an example', async () => {
    const { code, stdout } = await metsuke(['ask', '--list', '--lang', 'ja']);
    expect(code).toBe(0);
    for (const id of QUESTION_IDS) expect(stdout).toContain(`metsuke ask ${id} --lake lake/`);
  });

  test('--json: the head on the first line, then one row a line', async () => {
    const { code, stdout } = await askLake(
      'by-item',
      '--item',
      REPORT,
      '--json',
      '--purpose',
      'enquiry',
      '--case',
      'E-1',
      '--asker',
      'ito',
    );
    const [head, ...rows] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(0);
    expect(head).toMatchObject({
      question: 'by-item',
      count: 1,
      complete: true,
      recorded: true,
      purpose: 'enquiry',
      case: 'E-1',
      asker: 'ito',
    });
    for (const member of ['parameters', 'snapshot', 'coverage', 'gaps', 'cannot_show'])
      expect(head).toHaveProperty(member);
    expect(rows).toMatchObject([{ person: 'P0107' }]);
  });

  test('reads in Japanese: count, sources, gaps, what the log cannot show', async () => {
    const { stdout } = await askLake('who-looked-at', '--subject', 'nobody', '--lang', 'ja');
    for (const part of [
      '件数',
      '0（アクセス）',
      'file-server',
      '記録の抜け',
      'ログからは分からないこと',
      '該当する記録はありません',
    ])
      expect(stdout).toContain(part);
  });

  test('ends with 5 where the period is not covered', async () => {
    expect((await askLake('coverage', '--from', '2020-01-01')).code).toBe(5);
  });

  test.each([
    ['a question that is misspelt', ['who-looks-at', '--lake', '.'], 2, 'Did you mean'],
    ['a parameter that is missing', ['who-looked-at', '--lake', lake], 2, '--subject'],
    [
      'a parameter of another question',
      ['coverage', '--lake', lake, '--subject', 'x'],
      2,
      'does not use --subject',
    ],
    ['a day that is none', ['coverage', '--lake', lake, '--from', '2024-02-30'], 2, 'is not a date'],
    [
      'a period that ends first',
      ['coverage', '--lake', lake, '--from', '2024-02-02', '--to', '2024-02-01'],
      2,
      'ends before',
    ],
    ['no lake', ['coverage', '--lake', join(folder, 'none')], 74, 'no lake'],
    ['a snapshot to come', ['coverage', '--lake', lake, '--snapshot', '99'], 2, 'the newest is'],
    ['a form nobody knows', ['coverage', '--lake', lake, '--out', 'x.doc'], 2, '.csv'],
    ['a file in the lake', ['coverage', '--lake', lake, '--out', join(lake, 'x.csv')], 2, 'read'],
  ])('%s is refused with the way out', async (_, args, code, says) => {
    const ran = await metsuke(['ask', ...args, '--lang', 'en']);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
    expect(ran.stderr).toContain(says);
    expect(ran.stderr).toContain('→');
  });

  test('a damaged file ends with 4', async () => {
    const flip = () => {
      for (const name of readdirSync(join(lake, 'events'), { recursive: true, encoding: 'utf8' })) {
        if (!name.endsWith('.parquet')) continue;
        const path = join(lake, 'events', name);
        const bytes = readFileSync(path);
        bytes[40] ^= 1;
        writeFileSync(path, bytes);
      }
    };
    flip();
    const { code } = await askLake('by-item', '--item', REPORT);
    flip();
    expect(code).toBe(4);
  });
});

describe('--out', () => {
  test.each(['csv', 'html', 'xlsx'])('writes %s for its owner only', async (ending) => {
    const path = join(folder, `answer.${ending}`);
    const { code } = await askLake('by-item', '--item', REPORT, '--out', path);
    expect(code).toBe(0);
    expect([statSync(path).mode & 0o777, statSync(path).size > 100]).toEqual([0o600, true]);
  });

  test('writes CSV in CP932, with what did not fit listed beside it', async () => {
    const path = join(folder, 'cp932.csv');
    const asked = ['--item', REPORT, '--out', path, '--encoding', 'cp932', '--lang', 'ja'];
    expect((await askLake('by-item', ...asked)).code).toBe(0);
    expect(new TextDecoder('shift_jis').decode(readFileSync(path))).toMatch(/^順,職員,/);
    const head: unknown = JSON.parse(readFileSync(`${path}.head.json`, 'utf8'));
    expect(head).toMatchObject({ question: 'by-item', encoding: 'cp932', unfit: [] });
  });

  test('answers by other registers and settings, and says by which', async () => {
    const registers = join(folder, 'other-registers');
    mkdirSync(registers);
    writeFileSync(join(registers, 'people.csv'), 'principal\nP0107\n');
    const settings = join(folder, 'settings.yaml');
    writeFileSync(settings, 'working_hours:\n  start: "09:00"\n  end: "18:00"\n');
    const more = ['--registers', registers, '--config', settings, '--json'];
    const { code, stdout } = await askLake('by-item', '--item', REPORT, ...more);
    expect([code, JSON.parse(stdout.split('\n')[0])]).toMatchObject([
      0,
      { registers: { given: true }, settings: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
  });

  test.each([
    ['registers that are not there', ['--registers', '/nowhere'], 74],
    ['settings that are not there', ['--config', '/nowhere.yaml'], 74],
  ])('%s end with 74', async (_, more, code) => {
    expect((await askLake('by-item', '--item', REPORT, ...more)).code).toBe(code);
  });

  test.each([
    ['an encoding nobody reads here', ['--out', 'x.csv', '--encoding', 'euc-jp']],
    ['an encoding of a form that has its own', ['--out', 'x.xlsx', '--encoding', 'cp932']],
    ['an encoding without a file', ['--encoding', 'cp932']],
  ])('%s is refused', async (_, more) => {
    const ran = await askLake('by-item', '--item', REPORT, '--lang', 'en', ...more);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain('utf-8 or cp932');
  });

  test('a bundle is proved by verify', async () => {
    const path = join(folder, 'answer.zip');
    await askLake('by-item', '--item', REPORT, '--out', path);
    const bundle = join(folder, 'bundle');
    mkdirSync(bundle);
    for (const [name, content] of unzip(readFileSync(path))) writeFileSync(join(bundle, name), content);
    expect(readdirSync(bundle).sort()).toEqual([
      'README.txt',
      'answer.csv',
      'answer.html',
      'answer.ndjson',
      'answer.xlsx',
      'manifest.json',
      'verify-lake.mjs',
    ]);
    const whole = await metsuke(['verify', bundle, '--lang', 'en']);
    expect([whole.code, whole.stderr]).toEqual([0, '']);
    writeFileSync(join(bundle, 'answer.csv'), 'altered');
    expect((await metsuke(['verify', bundle])).code).toBe(4);
  });
});
