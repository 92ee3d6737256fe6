/** Replays the streams of the demo on a few cores at a time; results come in the order of the streams. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { idOf, replayStream, type StreamName, type StreamResult } from './demo-stream.ts';

const WORKERS_MAX = 4;

/** What a worker answers. */
interface Answer {
  readonly result?: StreamResult;
  readonly failure?: string;
}

/** Gives the result of each stream in turn; `onBegun` is told when the replay of one begins. */
export async function* replayAll(
  names: readonly StreamName[],
  onBegun: (id: string) => void,
): AsyncGenerator<StreamResult> {
  const cores = Math.min(WORKERS_MAX, availableParallelism());
  if (cores === 1) {
    for (const name of names) {
      onBegun(idOf(name));
      yield await replayStream(name);
    }
    return;
  }
  const workers = Array.from({ length: cores }, openWorker);
  try {
    const results = names.map(() => Promise.withResolvers<StreamResult>());
    for (const { promise } of results) promise.catch(() => {}); // whoever waits for it hears of it
    let next = 0;
    const work = async (worker: Worker) => {
      for (let at = next++; at < names.length; at = next++) {
        onBegun(idOf(names[at]));
        await answerOf(worker, names[at]).then(results[at].resolve, results[at].reject);
      }
    };
    for (const worker of workers) void work(worker);
    for (const { promise } of results) yield await promise;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** The same code as here: the sources in the checkout, JavaScript in the published package. */
function openWorker(): Worker {
  const isSource = import.meta.url.endsWith('.ts');
  return new Worker(new URL(isSource ? './demo-worker.ts' : './demo-worker.js', import.meta.url));
}

function answerOf(worker: Worker, name: StreamName): Promise<StreamResult> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', ({ result, failure }: Answer) => {
      worker.off('error', reject);
      if (result === undefined) reject(new Error(`${idOf(name)}: ${failure}`));
      else resolve(result);
    });
    worker.postMessage(name);
  });
}
