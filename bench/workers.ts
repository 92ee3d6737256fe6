/** One core and two: the same findings, revisions and order, and at least 1.6 times the work in the same time. */
import { detect, type Rounds, townFolder } from './bars.ts';
import { type Bar, spreadOf } from './measure/bar.ts';
import { progress } from './measure/cache.ts';

/** The town with one worker and with two, in turn. */
export async function workerBars({ rounds, folder }: Rounds): Promise<Bar[]> {
  const bar = {
    name: 'two workers on two cores against one on one, work done in a second',
    bound: 1.6,
    isLeast: true,
    unit: '×',
  };
  const data = townFolder();
  const ratios: number[] = [];
  const cpu: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`one worker and two, round ${round} of ${rounds}`);
    const one = await detect(data, folder, [], 0);
    const two = await detect(data, folder, ['--workers', '2']);
    if (one.findings !== two.findings) throw new Error('two workers gave other findings than one');
    ratios.push(one.wallSeconds / two.wallSeconds);
    cpu.push(two.cpuSeconds / one.cpuSeconds);
  }
  const note = `equal findings; ${spreadOf(cpu).median.toFixed(2)} × the CPU seconds`;
  return [{ ...bar, measured: spreadOf(ratios), note }];
}
