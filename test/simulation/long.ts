/** `npm run test:simulation -- --seeds 10000 [--from 1]`: the simulation over many seeds. A seed that fails is printed. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string', default: '1' } },
});
const { status } = spawnSync('npm', ['exec', '--no', '--', 'vitest', 'run', 'test/simulation'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, METSUKE_SEEDS: values.seeds, METSUKE_SEED_FROM: values.from },
});
process.exitCode = status ?? 1;
