/** `npm run test:crash`: the crash tests in full: every call of the first process, and of one that recovers. Takes hours. */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  'npm',
  ['exec', '--no', '--', 'vitest', 'run', 'test/crash', 'test/lake.test.ts'],
  {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, METSUKE_CRASH: 'long' },
  },
);
process.exitCode = status ?? 1;
