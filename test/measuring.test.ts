/** `metsuke score` and `metsuke bench power` as a user meets them: exit codes, both streams, both languages. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { metsuke } from './metsuke.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-measuring-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const LABELS = write(
  'labels.json',
  JSON.stringify({
    staffDays: 100,
    expected: [
      {
        pattern: 'mass-record-pull',
        key: { account: 'sato' },
        from: '2024-05-13T10:00:00+09:00',
        to: '2024-05-13T11:00:00+09:00',
      },
      {
        pattern: 'guessed-credentials',
        key: { ip: '192.0.2.9' },
        from: '2024-05-13T10:00:00+09:00',
        to: '2024-05-13T11:00:00+09:00',
      },
    ],
  }),
);
const finding = (more: object) =>
  JSON.stringify({
    detector: 'mass-record-pull',
    severity: 'high',
    time: '2024-05-13T10:10:00+09:00',
    ...more,
  });
const FINDINGS = write(
  'findings.ndjson',
  [finding({ id: '1', actor: 'sato' }), finding({ id: '2', actor: 'kato' })].join('\n'),
);

describe('score', () => {
  test('says what was found, missed and false', async () => {
    const { code, stdout, stderr } = await metsuke(['score', FINDINGS, LABELS]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Found: 1 / 2 labels (50.0 %)');
    expect(stdout).toContain('guessed-credentials: 2');
    expect(stdout).toContain('medium or above per 1,000 staff-days: 10.00');
  });

  test('in Japanese', async () => {
    const { stdout } = await metsuke(['score', FINDINGS, LABELS, '--lang', 'ja']);
    expect(stdout).toContain('見逃し:');
  });

  test('as JSON, from standard input, with other staff-days', async () => {
    const { stdout } = await metsuke(['score', '-', LABELS, '--json', '--staff-days', '50'], {
      input: finding({ actor: 'kato' }),
    });
    expect(JSON.parse(stdout)).toMatchObject({
      labels: 2,
      found: 0,
      grave_per_1000_staff_days: 20,
      unread: 0,
    });
  });

  test.each([
    [
      'a line that is no finding',
      5,
      write('bad.ndjson', `${finding({ id: '1' })}\nnothing\n`),
      LABELS,
      /1 lines are no findings/,
    ],
    ['labels that are none', 1, FINDINGS, write('none.json', '{"expected":[{}]}'), /expected\.0\.pattern/],
    ['labels that are no JSON', 1, FINDINGS, write('text.json', 'labels'), /is no file of labels/],
    ['findings that are not there', 74, join(folder, 'absent'), LABELS, /cannot be read/],
    ['labels that are not there', 74, FINDINGS, join(folder, 'absent'), /cannot be read/],
  ])('%s: exit %i', async (_, exit, findings, labels, said) => {
    const { code, stderr } = await metsuke(['score', findings, labels]);
    expect(code).toBe(exit);
    expect(stderr).toMatch(said);
  });

  test('staff-days that are no number are wrong usage', async () => {
    const { code, stderr } = await metsuke(['score', FINDINGS, LABELS, '--staff-days', 'many']);
    expect(code).toBe(2);
    expect(stderr).toContain('--staff-days many is not a positive number');
  });
});

describe('bench power', () => {
  test('standard input cannot be read several times', async () => {
    const { code, stderr } = await metsuke(['bench', 'power', '-'], { input: '' });
    expect(code).toBe(2);
    expect(stderr).toContain('several times');
  });

  test('a log in which nobody looks at people says so', async () => {
    const log = write(
      'log.ndjson',
      '{"time":"2024-05-13T10:00:00+09:00","system":"admin","actor":"a","action":"login"}\n',
    );
    const { code, stderr } = await metsuke(['bench', 'power', log]);
    expect(code).toBe(1);
    expect(stderr).toContain('there is no account to try');
  });
});
