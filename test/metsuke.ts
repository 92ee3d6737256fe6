/** Runs the real command in a process of its own, as a user does. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** What a run gave. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run it beyond the arguments. `readBytes` closes the reading end after so many bytes of output. */
export interface HowToRun {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  /** Leaves standard input open, as a terminal does. */
  readonly keepsInputOpen?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly readBytes?: number;
  /** A signal to send as soon as something is said on standard error. */
  readonly signal?: NodeJS.Signals;
}

/** Runs `metsuke` with the Node.js that runs the tests. */
export function metsuke(args: readonly string[], how: HowToRun = {}): Promise<Ran> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: how.cwd,
    env: { PATH, LANG: 'C', ...how.env },
  });
  let stdout = '';
  let stderr = '';
  let isSignalled = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (how.readBytes !== undefined && stdout.length >= how.readBytes) child.stdout.destroy();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    if (how.signal === undefined || isSignalled) return;
    isSignalled = true;
    child.kill(how.signal);
  });
  child.stdin.on('error', () => {}); // it may end before it has read everything
  if (how.keepsInputOpen) child.stdin.write(how.input ?? '');
  else child.stdin.end(how.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
