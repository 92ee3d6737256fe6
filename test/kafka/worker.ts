/** A `metsuke run` in a process of its own, which can be killed, frozen and ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** One process. */
export interface Worker {
  readonly name: string;
  /** Whether it has taken the lake over. */
  isWorking(): boolean;
  /** Whether it waits for its turn, and helps meanwhile. */
  isStandingBy(): boolean;
  isAlive(): boolean;
  exitCode(): number | null;
  said(): string;
  signal(signal: NodeJS.Signals): void;
  /** Comes back when it has ended. */
  ended(): Promise<void>;
}

/** Starts one. */
export function startWorker(name: string, configFile: string): Worker {
  const { PATH = '' } = process.env;
  const child: ChildProcess = spawn(process.execPath, [MAIN, 'run', '--config', configFile, '--lang', 'en'], {
    env: { PATH, LANG: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const over = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  void over.then(() => process.off('exit', end));
  return {
    name,
    isWorking: () => isAlive() && /^metsuke: goes on/m.test(said),
    isStandingBy: () => isAlive() && /standing by/.test(said) && !/^metsuke: goes on/m.test(said),
    isAlive,
    exitCode: () => child.exitCode,
    said: () => said,
    signal: (signal) => void child.kill(signal),
    ended: () => over,
  };
}

/** Waits until something is so; throws with `what` where it takes too long. */
export async function until(
  what: () => string,
  isSo: () => boolean | Promise<boolean>,
  milliseconds: number,
) {
  for (const end = performance.now() + milliseconds; !(await isSo()); await pause(100))
    if (performance.now() > end) throw new Error(`after ${milliseconds / 1_000} s still not: ${what()}`);
}
