/** One core and two: the same findings, revisions and order, and at least 1.6 times the work in the same time. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { detect, type Rounds, townFolder } from './bars.ts';
import { type Bar, spreadOf } from './measure/bar.ts';
import { progress } from './measure/cache.ts';

const METSUKE = fileURLToPath(new URL('../bin/metsuke.js', import.meta.url));

/** The town with one worker and with two, in turn. */
export async function workerBars({ rounds, folder }: Rounds): Promise<Bar[]> {
  const bar = {
    name: 'two workers against one, work done in a second',
    bound: 1.6,
    isLeast: true,
    unit: '×',
  };
  const { stdout, stderr } = spawnSync(process.execPath, [METSUKE, 'detect', '--help'], { encoding: 'utf8' });
  if (!`${stdout}${stderr}`.includes('--workers'))
    return [{ ...bar, measured: null, note: 'detect has no --workers yet' }];
  const data = townFolder();
  const ratios: number[] = [];
  const cpu: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`one worker and two, round ${round} of ${rounds}`);
    const one = await detect(data, folder);
    const two = await detect(data, folder, ['--workers', '2']);
    if (one.findings !== two.findings) throw new Error('two workers gave other findings than one');
    ratios.push(one.wallSeconds / two.wallSeconds);
    cpu.push(two.cpuSeconds / one.cpuSeconds);
  }
  const note = `equal findings; ${spreadOf(cpu).median.toFixed(2)} × the CPU seconds`;
  return [{ ...bar, measured: spreadOf(ratios), note }];
}
