/** Runs a program of ours in a process of its own and says what the whole process used. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Usage } from './usage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const USAGE = new URL('./usage.ts', import.meta.url).href;

/** A finished process. */
export interface Ran extends Usage {
  readonly wallSeconds: number;
  /** Its last words on stderr. */
  readonly talk: string;
}

/** How to run it. */
export interface RunOptions {
  /** A folder for what it leaves behind. */
  readonly folder: string;
  /** Where its stdout goes; default: nowhere. */
  readonly stdout?: string;
  /** A file it reads as stdin. */
  readonly stdin?: number;
  readonly nodeOptions?: readonly string[];
}

/** Runs `program` (a path from the root of the checkout) with Node; throws where it fails. */
export function run(program: string, args: readonly string[], options: RunOptions): Ran {
  const usageFile = join(options.folder, `usage-${process.pid}.json`);
  const out = options.stdout === undefined ? null : openSync(options.stdout, 'w');
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', USAGE, ...(options.nodeOptions ?? []), join(ROOT, program), ...args],
    {
      cwd: ROOT,
      stdio: [options.stdin ?? 'ignore', out ?? 'ignore', 'pipe'],
      env: { ...process.env, METSUKE_BENCH_USAGE: usageFile },
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    },
  );
  const wallSeconds = (performance.now() - started) / 1_000;
  if (out !== null) closeSync(out);
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.slice(-2_000)}`);
  const used: Usage = JSON.parse(readFileSync(usageFile, 'utf8'));
  rmSync(usageFile);
  return { ...used, wallSeconds, talk: stderr.slice(-20_000) };
}
