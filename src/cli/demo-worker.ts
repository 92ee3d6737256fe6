/** A worker of the demo: replays the streams it is given, one after the other. */
import { parentPort } from 'node:worker_threads';
import { limitYoungGeneration } from '../pipeline/young-generation.ts';
import { replayStream, type StreamName } from './demo-stream.ts';

limitYoungGeneration();

parentPort?.on('message', (name: StreamName) => {
  replayStream(name).then(
    (result) => parentPort?.postMessage({ result }),
    (error: unknown) => parentPort?.postMessage({ failure: String(error) }),
  );
});
