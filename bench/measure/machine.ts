/** Where and of what something was measured: numbers without it say nothing. */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The machine, the code and how busy the machine was. */
export interface Circumstances {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly commit: string;
  readonly loadAtStart: number;
  readonly at: string;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** As it is now. */
export function circumstances(): Circumstances {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    commit: commit(),
    loadAtStart: load(),
    at: new Date().toISOString(),
  };
}

/** Processes that ran or wanted to run in the last minute: above 1 others were at work too. */
export function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  try {
    const isChanged = git('status', '--porcelain', '--', 'src', 'schemas', 'detectors') !== '';
    return `${git('rev-parse', '--short', 'HEAD')}${isChanged ? ' with changes' : ''}`;
  } catch {
    return 'unknown';
  }
}
