/** Whether work grows with the log and nothing else: the same town for half a day, five days, twenty-five days. */

import { detect, type Rounds, townFolder } from './bars.ts';
import { type Bar, spreadOf } from './measure/bar.ts';
import { progress } from './measure/cache.ts';

/** How much more CPU an event may cost in a longer log. */
const GROWTH_MAX = 1.25;

/** CPU an event at each number of events, against that at the first. */
export async function linearBars({ folder }: Rounds, counts: readonly number[]): Promise<Bar[]> {
  const bars: Bar[] = [];
  let first = 0;
  for (const count of counts) {
    const data = townFolder(count);
    progress(`${count} events`);
    const { cpuSeconds, peakMb } = await detect(data, folder);
    const microseconds = (cpuSeconds * 1e6) / count;
    if (first === 0) first = microseconds;
    bars.push({
      name: `town, ${count.toLocaleString('en')} events, CPU an event`,
      bound: GROWTH_MAX,
      unit: '× the first',
      measured: spreadOf([microseconds / first]),
      note: `${microseconds.toFixed(2)} µs an event, ${cpuSeconds.toFixed(1)} CPU s, ${peakMb.toFixed(0)} MB`,
    });
  }
  return bars;
}
