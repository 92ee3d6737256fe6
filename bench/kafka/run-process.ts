/** A `metsuke run` that is measured: its whole process, from start to end. */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Usage } from '../measure/usage.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const USAGE = new URL('../measure/usage.ts', import.meta.url).href;
const PATIENCE_MS = 120_000;

/** The process. */
export interface RunningChild {
  /** The file to which it writes findings as they are said. */
  readonly findings: string;
  /** Waits until it has said so. */
  until(word: RegExp): Promise<void>;
  isAlive(): boolean;
  said(): string;
  /** Ends it gracefully, and says what it used. */
  stop(): Promise<Usage>;
}

/** Starts it in `folder` with these settings. */
export function startRun(folder: string, settings: object, name = 'metsuke'): RunningChild {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, JSON.stringify(settings)); // JSON is YAML
  const usageFile = join(folder, `${name}-usage.json`);
  const findings = join(folder, `${name}-findings.ndjson`);
  writeFileSync(findings, '');
  const options = ['run', '--config', file, '--findings', findings, '--lang', 'en'];
  const child = spawn(process.execPath, ['--import', USAGE, MAIN, ...options], {
    env: { ...process.env, METSUKE_BENCH_USAGE: usageFile },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const over = new Promise((resolve) => child.once('close', resolve));
  process.once('exit', () => child.kill('SIGKILL')); // a bench that fails leaves nothing behind
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  return {
    findings,
    isAlive,
    said: () => said,
    async until(word) {
      for (const end = performance.now() + PATIENCE_MS; !word.test(said); await pause(50))
        if (!isAlive() || performance.now() > end) throw new Error(`the run did not begin: ${said}`);
    },
    async stop() {
      child.kill('SIGTERM');
      await over;
      // 130: the machine was so busy that the last commit took longer than an end may; what it used is known all the same
      if (child.exitCode !== 0 && child.exitCode !== 130)
        throw new Error(`the run ended with ${child.exitCode}: ${said}`);
      return JSON.parse(readFileSync(usageFile, 'utf8')) as Usage;
    },
  };
}
