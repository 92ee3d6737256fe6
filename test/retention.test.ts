/** Retention by the command, on a real disk with DuckDB: what is too old is gone, and everything that stays can be proved. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nights } from './crash/nights.ts';
import { metsuke } from './metsuke.ts';

const { folder, files: logs, registers } = nights(5);
afterAll(() => rmSync(folder, { recursive: true }));
const lake = join(folder, 'lake');
const config = join(folder, 'metsuke.yaml');
writeFileSync(config, 'retention: { resident: 30d, pos: 99y }\n');
const NOW = ['--now', '2024-06-10T00:00:00+09:00'];
const run = (args: readonly string[]) => metsuke([...args, '--lang', 'en']);
const retention = (...more: readonly string[]) =>
  run(['retention', '--lake', lake, '--config', config, ...more]);
describe('metsuke retention', { timeout: 60_000 }, () => {
  test('says what would go, removes it, and the lake is proved whole', async () => {
    expect((await run(['import', '--lake', lake, '--registers', registers, ...NOW, ...logs])).code).toBe(0);
    const shown = await retention('--dry-run');
    expect([shown.code, shown.stdout]).toEqual([
      0,
      expect.stringMatching(
        /nothing was removed[\s\S]*resident: 18 events before .* \(2024-05-30 to 2024-06-01\)/,
      ),
    ]);
    const { stdout: plan } = await retention('--dry-run', '--json');
    expect(JSON.parse(plan)).toMatchObject({ events: [{ system: 'resident', events: 18 }], seal: null });

    const done = await retention('--apply');
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('Removed what is older')]);
    expect((await retention('--apply')).stdout).toContain('No event is older');
    const verified = await run(['verify', lake]);
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('Removed by retention on')]);
  });

  test('leaves the other kinds of log, and answers say what is gone', async () => {
    const { stdout } = await run(['ask', 'coverage', '--lake', lake, '--json', '--purpose', 'test']);
    expect(stdout).toContain('events before');
    expect(stdout).toContain('"source":"till"');
    expect(stdout).not.toContain('"source":"juki"');
  });

  test.each([
    ['nothing to do', [], 2],
    ['both', ['--apply', '--dry-run'], 2],
  ])('%s is refused', async (_, more, code) => {
    expect((await retention(...more)).code).toBe(code);
  });

  test('without a setting nothing is removed', async () => {
    const bare = join(folder, 'bare.yaml');
    writeFileSync(bare, 'lateness_minutes: 10\n');
    const { code } = await run(['retention', '--lake', lake, '--config', bare, '--apply']);
    expect(code).toBe(78);
  });

  test('the next logs go on from there', async () => {
    const more = join(folder, 'more.ndjson');
    const line = {
      time: '2024-06-05T10:00:00+09:00',
      system: 'pos',
      source: 'till',
      actor: 'a',
      action: 'view',
    };
    writeFileSync(more, `${JSON.stringify(line)}\n`);
    expect((await run(['import', '--lake', lake, '--registers', registers, ...NOW, more])).code).toBe(0);
    expect((await run(['verify', lake])).code).toBe(0);
  });
});
