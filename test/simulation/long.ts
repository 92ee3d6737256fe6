/**
 * `npm run test:simulation -- --seeds 10000 [--from 1]`: the simulation over many seeds, on all cores. Three of five seeds go by alone,
 * one beside helpers, one is calm and dies. A seed that fails is printed at once, with its kind.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type Kind, type Outcome, trial } from './trial.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
  },
});

/** By the seed. */
const KIND_OF: readonly Kind[] = ['alone', 'alone', 'helped', 'alone', 'calm'];
const kindOf = (seed: number): Kind => KIND_OF[seed % KIND_OF.length];
/** Seeds that a process is given at a time. */
const AT_A_TIME = 25;

/** What a process is given and gives back. */
interface Span {
  readonly from: number;
  readonly to: number;
}
interface Told extends Outcome {
  readonly seed: number;
}

if (process.send === undefined) await lead(Number(values.from), Number(values.seeds));
else process.on('message', (span: Span) => void work(span));

/** Tries the seeds of a span one after another. */
async function work({ from, to }: Span): Promise<void> {
  for (let seed = from; seed < to; seed++) process.send?.({ seed, ...(await trial(seed, kindOf(seed))) });
}

/** Gives spans to one process a core, and tells what comes. */
async function lead(first: number, many: number): Promise<void> {
  const end = first + many;
  const started = performance.now();
  const failed: number[] = [];
  let next = first;
  let done = 0;
  const say = (text: string) =>
    console.log(`${((performance.now() - started) / 60_000).toFixed(1).padStart(5)} min  ${text}`);

  const give = (child: ChildProcess): number => {
    const to = Math.min(next + AT_A_TIME, end);
    const given = to - next;
    if (given === 0) child.disconnect();
    else child.send({ from: next, to } satisfies Span);
    next = to;
    return given;
  };
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(import.meta.filename);
      let left = give(child);
      child.on('message', ({ seed, wrong }: Told) => {
        if (wrong !== null) {
          failed.push(seed);
          say(`seed ${seed} (${kindOf(seed)}): ${wrong}`);
        }
        done++;
        if (done % Math.ceil(many / 20) === 0) say(`${done} of ${many} seeds, ${failed.length} wrong`);
        if (--left === 0) left = give(child);
      });
      child.once('exit', (code) =>
        left === 0 ? resolve() : reject(new Error(`a process ended with ${code}`)),
      );
    });
  await Promise.all(Array.from({ length: availableParallelism() + 1 }, run));
  say(`${done} seeds, ${failed.length} wrong${failed.length === 0 ? '' : `: ${failed.join(', ')}`}`);
  process.exitCode = done === many && failed.length === 0 ? 0 : 1;
}
