/**
 * Loaded into a measured process before its own code (`node --import`): says at its end what the whole process used, its
 * threads and its start included.
 */
import { writeFileSync } from 'node:fs';

/** What a process used. */
export interface Usage {
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

const file = process.env.METSUKE_BENCH_USAGE;
if (file !== undefined) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const used: Usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 };
    writeFileSync(file, JSON.stringify(used));
  });
}
