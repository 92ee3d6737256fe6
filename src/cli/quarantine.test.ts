import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nights } from '../../test/crash/nights.ts';
import { metsuke } from '../../test/metsuke.ts';

const { folder, files: logs, registers } = nights(3);
afterAll(() => rmSync(folder, { recursive: true }));
const LAKE = join(folder, 'lake');
const NOW = ['--now', '2024-06-10T00:00:00+09:00'];

const hostile = join(folder, 'hostile\u001b[2J.ndjson');
writeFileSync(
  hostile,
  [
    '{"time":"2024-06-01T12:00:00+09:00","system":"resident","actor":"sato","action":"veiw","subject":"R7"}',
    '{"time":"2024-06-01T12:00:01+09:00","system":"resident","actor":"\u202esato","action":"veiw"}',
    '',
  ].join('\n'),
);
await metsuke(['import', '--lake', LAKE, '--registers', registers, ...NOW, ...logs, hostile]);

const list = (...more: string[]) => metsuke(['quarantine', 'list', '--lake', LAKE, '--lang', 'en', ...more]);
const replay = (...more: string[]) =>
  metsuke(['quarantine', 'replay', '--lake', LAKE, '--lang', 'en', ...NOW, ...more]);

describe('metsuke quarantine', () => {
  test('lists rows by cause, log and day, safe for a terminal', async () => {
    const { code, stdout } = await list();
    expect(code).toBe(0);
    expect(stdout).toContain('Rows in quarantine: 5');
    expect(stdout).toContain('3 × is not JSON (row-not-json)');
    for (const unsafe of ['\u001b', '\u202e']) expect(stdout).not.toContain(unsafe);
    for (const line of stdout.split('\n'))
      if (!line.includes(folder)) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('takes mended rows in once, and says what is left', async () => {
    const listed = await list('--json', '--code', 'row-field-wrong');
    const mended = join(folder, 'mended.ndjson');
    writeFileSync(mended, listed.stdout.replaceAll('veiw', 'view'));
    const tried = await replay('--input', mended, '--dry-run');
    expect([tried.code, tried.stderr]).toEqual([0, expect.stringContaining('2 can be read now')]);
    const done = await replay('--input', mended, '--json');
    expect(done.code).toBe(0);
    expect(JSON.parse(done.stderr)).toMatchObject({
      refused: 5,
      tried: 2,
      accepted: 2,
      duplicates: 0,
      left: 3,
    });
    const again = await replay('--input', mended);
    expect(again.stderr).toContain('None of them can be read now');
    expect(again.stderr).toContain('2 corrections are of rows that are not in quarantine');
    expect((await list()).stdout).toContain('Rows in quarantine: 3');
    expect((await metsuke(['verify', LAKE])).code).toBe(0);
  });

  test.each<[string, number, () => string[], string]>([
    ['a file that is none', 74, () => ['--input', join(folder, 'nothing')], 'no such file'],
    [
      'a line that is no correction',
      2,
      () => {
        writeFileSync(join(folder, 'odd.ndjson'), '\n{"row":"1"}\n');
        return ['--input', join(folder, 'odd.ndjson')];
      },
      'odd.ndjson:2',
    ],
    ['a cause that there is not', 2, () => ['--code', 'row-odd'], '--code'],
    [
      'settings that are wrong',
      78,
      () => {
        writeFileSync(join(folder, 'wrong.yaml'), 'lateness: 1\n');
        return ['--config', join(folder, 'wrong.yaml')];
      },
      'wrong.yaml:1:1',
    ],
  ])('refuses %s', async (_, code, args, words) => {
    const ran = await replay(...args());
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(words)]);
  });

  test('needs a lake', async () => {
    expect((await metsuke(['quarantine', 'list'])).code).toBe(2);
    expect((await metsuke(['quarantine', 'list', '--lake', join(folder, 'nothing')])).code).toBe(74);
  });

  test('leaves the raw rows where they are', async () => {
    const told = (await list('--json')).stdout;
    expect(told).toContain('input_number');
    expect(readFileSync(hostile, 'utf8')).toContain('veiw');
  });
});
