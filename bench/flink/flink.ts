/** Apache Flink on the reference work: fetched once by Maven, compiled and run by Java in a process of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../../toolchain/kafka/jars.ts';
import type { Ran } from '../measure/child.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** Flink reaches into java.base, as its own scripts allow it to. */
const OPENED = [
  'java.lang',
  'java.lang.reflect',
  'java.text',
  'java.time',
  'java.util',
  'java.util.concurrent',
];

/** The class path of the compiled job; null, with the reason, where Flink cannot be had on this machine. */
export function flinkJob(): { readonly classPath: string } | { readonly missing: string } {
  const jars = join(cacheFolder(), 'flink-1.20.1');
  if (!existsSync(jars)) {
    const unfinished = mkdtempSync(`${jars}-`); // beside it, so that a rename can finish it
    const goal = [
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      `-DoutputDirectory=${unfinished}`,
    ];
    const wrong = failed('mvn', ['-B', '-q', '-f', here('pom.xml'), ...goal]);
    if (wrong !== null) {
      rmSync(unfinished, { recursive: true, force: true });
      return { missing: `Maven could not fetch Flink: ${wrong}` };
    }
    renameSync(unfinished, jars);
  }
  const classes = join(cacheFolder(), 'flink-job');
  rmSync(classes, { recursive: true, force: true });
  mkdirSync(classes, { recursive: true });
  const source = here('ReferenceRules.java');
  const wrong = failed('javac', ['-nowarn', '-cp', join(jars, '*'), '-d', classes, source]);
  return wrong === null ? { classPath: `${classes}:${join(jars, '*')}` } : { missing: wrong };
}

function failed(command: string, args: readonly string[]): string | null {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (error !== undefined) return `${command}: ${error.message}`;
  return status === 0 ? null : `${stdout}${stderr}`.trim().slice(-2_000);
}

/** What the job reads and writes. */
export interface FlinkWanted {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly registers: string;
  readonly out: string;
}

/** Runs the job over what the topic holds; says what the whole process used. */
export async function runFlink(classPath: string, wanted: FlinkWanted): Promise<Ran> {
  const { brokers, topic, registers, out } = wanted;
  const opened = OPENED.flatMap((name) => ['--add-opens', `java.base/${name}=ALL-UNNAMED`]);
  const started = performance.now();
  const child = spawn(
    'java',
    [...opened, '-Xmx2g', '-cp', classPath, 'ReferenceRules', brokers.join(','), topic, registers, out],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  process.once('exit', () => child.kill('SIGKILL')); // a bench that fails leaves nothing behind
  let said = '';
  let talk = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    talk = (talk + text).slice(-100_000);
  });
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (status !== 0) throw new Error(`Flink ended with ${status}: ${talk.slice(-2_000)}`);
  const used = JSON.parse(said.trimEnd().split('\n').at(-1) ?? '') as Pick<Ran, 'cpuSeconds' | 'peakMb'>;
  return { ...used, wallSeconds: (performance.now() - started) / 1_000, talk };
}
