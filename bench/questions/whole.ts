/** Whole processes, from the command line to their end: asking, verifying, writing a large spreadsheet. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bar, spreadOf } from '../measure/bar.ts';
import { progress, workFolder } from '../measure/cache.ts';
import { run } from '../measure/child.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What `ask` ends with where the log has gaps. */
const INCOMPLETE = 5;

/** The command as the checkout has it, and compiled, as the package has it. */
export interface Commands {
  readonly sources: string;
  readonly compiled: string;
  /** Where the package lies. */
  readonly folder: string;
}

/** Compiles it. */
export function commands(): Commands {
  progress('compiling the package');
  const folder = workFolder('package');
  const { status, stdout } = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json', '--outDir', folder], {
    cwd: ROOT,
  });
  if (status !== 0) throw new Error(stdout.toString());
  return { sources: join(ROOT, 'bin/metsuke.js'), compiled: join(folder, 'src/main.js'), folder };
}

/** Seconds from the start of `metsuke ask` to its end, the answer shown as on a terminal. */
export function askWhole(
  command: string,
  lake: string,
  id: string,
  parameters: Readonly<Record<string, string>>,
): number {
  const options = Object.entries(parameters).flatMap(([name, value]) => [`--${name}`, value]);
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [command, 'ask', id, '--lake', lake, ...options]);
  if (status !== 0 && status !== INCOMPLETE) throw new Error(`${id}: ${stderr.toString()}`);
  return (performance.now() - started) / 1_000;
}

/** `metsuke verify` of the lake, which reads all of it. */
export async function verifyBar(lake: string, bytes: number, folder: string): Promise<Bar> {
  const { wallSeconds, cpuSeconds } = await run('bin/metsuke.js', ['verify', lake], { folder });
  const mb = bytes / 1e6;
  return {
    name: 'verify',
    bound: 300,
    isLeast: true,
    unit: 'MB/s',
    measured: spreadOf([mb / wallSeconds]),
    note: `${Math.round(mb).toLocaleString('en')} MB in ${wallSeconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} CPU s: ${Math.round(mb / cpuSeconds)} MB a CPU second`,
  };
}

/** A spreadsheet of a million rows: time and memory. */
export async function spreadsheetBars(folder: string): Promise<Bar[]> {
  const file = join(folder, 'million.xlsx');
  const { wallSeconds, cpuSeconds, peakMb } = await run('bench/questions/million.ts', [file], { folder });
  const bar = (name: string, bound: number, unit: string, value: number, note: string): Bar => ({
    name: `XLSX of a million rows, ${name}`,
    bound,
    unit,
    measured: spreadOf([value]),
    note,
  });
  return [
    bar('time', 60, 's', wallSeconds, `${cpuSeconds.toFixed(1)} CPU s`),
    bar('peak memory', 300, 'MB', peakMb, ''),
  ];
}
