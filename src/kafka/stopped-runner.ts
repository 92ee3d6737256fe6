/**
 * A defect of kafkajs 2.2.4, mended: a consumer that is told to stop while a broker comes or goes starts its fetchers once more. They ask the runner,
 * which runs no longer and answers at once, for ever: no timer and no signal has its turn again. Here it fails instead, which ends them.
 */
import { createRequire } from 'node:module';

interface Runner {
  readonly running: boolean;
  fetch(this: Runner, node: string): Promise<readonly unknown[]>;
}

const { prototype: runner } = createRequire(import.meta.url)('kafkajs/src/consumer/runner.js') as {
  readonly prototype: Runner;
};
const { fetch } = runner;

/** Mends it; once a process or more often. */
export function mendStoppedRunner(): void {
  runner.fetch = async function (node) {
    if (!this.running) throw new Error('the consumer has stopped');
    return fetch.call(this, node);
  };
}
