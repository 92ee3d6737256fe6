/**
 * The power goes while the real command writes to a real file system: ext4 on a loop device, shut down without writing its journal
 * (EXT4_IOC_SHUTDOWN), the process killed, and mounted again. Long form only; it needs Linux, root, mkfs.ext4 and python3.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { lakeRows } from '../lake-rows.ts';
import { metsuke } from '../metsuke.ts';
import { nights } from './nights.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const isLong = process.env.METSUKE_CRASH === 'long';
/** _IOR('X', 125, __u32) with EXT4_GOING_FLAGS_NOLOGFLUSH: what is not on the disk now is lost. */
const SHUT_DOWN = `import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))`;
const LOSSES = 24;

const { folder, files: logs, registers } = nights(5);
const disk = mkdtempSync(join(tmpdir(), 'metsuke-disk-'));
const image = join(disk, 'image');
const mounted = join(disk, 'mounted');
mkdirSync(mounted);
const run = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: 'utf8' });
const unmount = () => run('umount', mounted);
afterAll(() => {
  unmount();
  for (const one of [folder, disk]) rmSync(one, { recursive: true });
});

/** A new empty disk; whether the machine allows one. */
function newDisk(): boolean {
  unmount();
  writeFileSync(image, '');
  truncateSync(image, 64 * 2 ** 20);
  return run('mkfs.ext4', '-q', '-F', image).status === 0 && mount();
}

function mount(): boolean {
  return run('mount', '-o', 'loop', image, mounted).status === 0;
}

const importing = (lake: string) => [
  'import',
  '--lake',
  lake,
  '--registers',
  registers,
  '--now',
  '2024-06-10T00:00:00+09:00',
  '--quiet',
  ...logs,
];

/** Imports until the power goes; whether it had come to its end before. */
async function powerGoes(afterMs: number): Promise<boolean> {
  const child = spawn(process.execPath, [MAIN, ...importing(join(mounted, 'lake'))], { stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) => child.on('close', (code) => resolve(code === 0)));
  const timer = setTimeout(() => {
    run('python3', '-c', SHUT_DOWN, mounted);
    child.kill('SIGKILL');
  }, afterMs);
  const isWhole = await ended;
  clearTimeout(timer);
  unmount();
  mount();
  return isWhole;
}

const canLosePower =
  isLong && process.platform === 'linux' && newDisk() && run('python3', '--version').status === 0;

/** The long form, where the machine allows it. */
function lossesOfPower(): void {
  test('leave a lake that is the same in the end', async () => {
    const whole = join(folder, 'whole');
    const began = performance.now();
    expect((await metsuke(importing(whole))).code).toBe(0);
    const tookMs = performance.now() - began;
    const expected = await lakeRows(whole);
    for (let n = 1; n <= LOSSES; n++) {
      expect(newDisk()).toBe(true);
      // twice: in the first process, and in the one that recovers
      for (const part of [n / LOSSES, ((n * 7) % LOSSES) / LOSSES]) if (await powerGoes(tookMs * part)) break;
      expect((await metsuke(importing(join(mounted, 'lake')))).code).toBe(0);
      expect([n, await lakeRows(join(mounted, 'lake'))]).toEqual([n, expected]);
      expect((await metsuke(['verify', join(mounted, 'lake')])).code).toBe(0);
    }
  });
}
if (canLosePower) describe('losses of power on ext4', { timeout: 3_600_000 }, lossesOfPower);
else test('losses of power on ext4 are tried in the long form, as root on Linux', () => {});
