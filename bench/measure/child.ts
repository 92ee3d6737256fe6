/** Runs a program of ours in a process of its own and says what the whole process used. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Usage } from './usage.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const USAGE = new URL('./usage.ts', import.meta.url).href;
const TALK_CHARACTERS = 100_000;

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
  /** A program whose stdout it reads, and the arguments of that. What the writer uses is not counted. */
  readonly fedBy?: readonly string[];
  readonly nodeOptions?: readonly string[];
  /** Keeps the whole process, the threads of its garbage collector included, on this one core. Linux only. */
  readonly core?: number;
}

/** Runs `program` (a path from the root of the checkout) with Node; throws where it fails. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<Ran> {
  const { folder, fedBy = [], nodeOptions = [] } = options;
  const usageFile = join(folder, `usage-${process.pid}.json`);
  const out = options.stdout === undefined ? null : openSync(options.stdout, 'w');
  const [writer, ...writerArgs] = fedBy;
  const feeding =
    writer === undefined
      ? null
      : spawn(process.execPath, [join(ROOT, writer), ...writerArgs], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
  const started = performance.now();
  const whole = [process.execPath, '--import', USAGE, ...nodeOptions, join(ROOT, program), ...args];
  const [command, ...rest] =
    options.core === undefined ? whole : ['taskset', '-c', `${options.core}`, ...whole];
  const child = spawn(command, rest, {
    cwd: ROOT,
    stdio: [feeding?.stdout ?? 'ignore', out ?? 'ignore', 'pipe'],
    env: { ...process.env, METSUKE_BENCH_USAGE: usageFile },
  });
  const { status, talk } = await ended(child);
  const wallSeconds = (performance.now() - started) / 1_000;
  if (out !== null) closeSync(out);
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${talk.slice(-2_000)}`);
  const used: Usage = JSON.parse(readFileSync(usageFile, 'utf8'));
  rmSync(usageFile);
  return { ...used, wallSeconds, talk };
}

async function ended(child: ChildProcess): Promise<{ status: number | null; talk: string }> {
  let talk = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    talk = (talk + text).slice(-TALK_CHARACTERS);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { status, talk };
}
