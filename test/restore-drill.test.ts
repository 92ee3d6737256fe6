/** The restore drill of docs/operations.md with real files: a copy while the lake is at rest, loss, restore, proof, and on from there. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { nights } from './crash/nights.ts';
import { lakeRows } from './lake-rows.ts';
import { metsuke } from './metsuke.ts';

const { folder, files: logs, registers } = nights();
afterAll(() => rmSync(folder, { recursive: true }));
const NOW = ['--now', '2024-06-10T00:00:00+09:00', '--lang', 'en'];

async function take(lake: string, log: string, more: readonly string[] = []) {
  return metsuke(['detect', '--lake', lake, '--registers', registers, ...NOW, ...more, log]);
}

const fingerprintIn = (text: string) => /^ {2}(\d+(?:-[0-9a-f]{8}){8})$/m.exec(text)?.[1] ?? '';

describe('the restore drill', { timeout: 120_000 }, () => {
  test('what comes out is what would have been, had nothing been lost', async () => {
    const whole = join(folder, 'whole');
    for (const log of logs) await take(whole, log);

    const lake = join(folder, 'lake');
    await take(lake, logs[0]);
    const { stderr } = await take(lake, logs[1]);
    const fingerprint = fingerprintIn(stderr);
    // a copy of names on the same disk, in an instant; from there to another one at leisure
    execFileSync('cp', ['-al', lake, join(folder, 'frozen')]);
    await take(lake, logs[2]); // work goes on, and replaces files
    mkdirSync(join(folder, 'backup'), { mode: 0o700 });
    execFileSync('cp', ['-a', join(folder, 'frozen'), join(folder, 'backup', 'lake')]);
    rmSync(join(folder, 'frozen'), { recursive: true });

    rmSync(lake, { recursive: true }); // the disk is lost
    renameSync(join(folder, 'backup', 'lake'), lake);
    const verified = await metsuke(['verify', lake, '--witness', fingerprint, '--lang', 'en']);
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('The fingerprint fits')]);
    const doctor = await metsuke(['doctor', '--lake', lake, '--registers', registers, '--quiet']);
    expect([doctor.code, doctor.stdout]).toEqual([0, expect.not.stringContaining('✗')]);
    expect((await take(lake, logs[2])).code).toBe(0); // logs since then are read again
    expect(await lakeRows(lake)).toEqual(await lakeRows(whole));
    const open = readdirSync(lake, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(join(lake, name)).mode & 0o077)
      .filter((rights) => rights !== 0);
    expect(open).toEqual([]);
  });

  test('an old backup is seen by the fingerprint kept since; keys kept elsewhere and lost are made anew', async () => {
    const lake = join(folder, 'later');
    const keys = ['--keys', join(folder, 'keys')];
    await take(lake, logs[0], keys);
    execFileSync('cp', ['-a', lake, join(folder, 'older')]);
    const newest = fingerprintIn((await take(lake, logs[1], keys)).stderr);
    expect((await metsuke(['verify', join(folder, 'older'), '--witness', newest])).code).toBe(4);
    rmSync(join(folder, 'keys'), { recursive: true });
    const without = await take(join(folder, 'older'), logs[1], keys);
    expect([without.code, without.stderr]).toEqual([5, expect.stringContaining('--new-key')]);
    const renewed = await take(join(folder, 'older'), logs[2], [...keys, '--new-key']);
    expect(renewed.code).toBe(0);
    const kept = fingerprintIn(renewed.stderr);
    const verified = await metsuke(['verify', join(folder, 'older'), '--witness', kept]);
    expect(verified.code).toBe(0); // from here on the new fingerprint vouches
  });
});
