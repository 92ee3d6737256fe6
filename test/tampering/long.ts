/** `npm run test:tampering`: the tests of tampering with 10,000 flipped bits. Takes some minutes. */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('npm', ['exec', '--no', '--', 'vitest', 'run', 'test/tampering'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, METSUKE_TAMPERING: 'long' },
});
process.exitCode = status ?? 1;
