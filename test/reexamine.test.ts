import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { metsuke } from './metsuke.ts';
import { base, CASES, look, OPEN_CASE, onward, removeNights, two } from './reexamination/late-nights.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-reexamine-'));
afterAll(() => {
  removeNights();
  rmSync(folder, { recursive: true });
});

const lake = join(folder, 'lake');
const log = join(folder, 'log.ndjson');
const events = [
  ...two,
  ...onward(12),
  ...onward(13),
  look('late', '2024-05-13T20:00:00+09:00', { actor: 'sato', subject: 'R5' }),
];
writeFileSync(log, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
const closed = `${CASES}\n${OPEN_CASE}\nC-1,R1,P1,2024-04-01,2024-05-08,2024-05-17T09:00:00+09:00`;
const [before, after] = [base, { ...base, cases: closed }].map((registers, n) => {
  const to = join(folder, `registers-${n}`);
  mkdirSync(to);
  for (const [name, text] of Object.entries(registers)) writeFileSync(join(to, `${name}.csv`), `${text}\n`);
  return to;
});
const ran = async (...args: string[]) => {
  const { stdout, stderr, code } = await metsuke(args);
  return { stdout, stderr, code };
};

describe('metsuke reexamine', { timeout: 120_000 }, () => {
  test('shows what a delivery would change, keeps it when asked, and then has nothing to do', async () => {
    expect((await ran('import', '--lake', lake, '--registers', before, log)).code).toBe(0);
    const dry = await ran('reexamine', '--lake', lake, '--registers', after, '--dry-run', '--lang', 'ja');
    expect(dry.stdout).toMatch(/判定し直しました: cases C-1\n[\s\S]*追加 1, 訂正 0, 解消 0[\s\S]*案件 C-1/);
    const all = await ran('reexamine', '--lake', lake, '--all');
    expect([all.code, all.stdout]).toEqual([0, expect.stringMatching(/Findings that differ: 0/)]);
    const kept = await ran('reexamine', '--lake', lake, '--registers', after, '--json');
    const [head, finding] = kept.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(head).toMatchObject({ due: true, causes: ['cases C-1'], raised: 1, verdicts: 2, people: 1 });
    expect(finding).toMatchObject({ known_on: '2024-05-17T09:00:00+09:00', revision: 1 });
    expect((await ran('reexamine', '--lake', lake, '--lang', 'en')).stdout).toMatch(/nothing to judge again/);
    expect((await ran('verify', lake)).code).toBe(0);
  });

  test.each<[string, string[], number, RegExp]>([
    ['without a lake', [], 2, /--lake/],
    ['where there is none', ['--lake', join(folder, 'nowhere')], 74, /lake/],
    ['with a day that does not exist', ['--lake', folder, '--from', '2024-02-30'], 2, /--from/],
  ])('%s says what is wrong', async (_, args, code, text) => {
    const said = await ran('reexamine', ...args, '--lang', 'en');
    expect([said.code, said.stderr]).toEqual([code, expect.stringMatching(text)]);
  });
});
