import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

/** What runs in a process of its own: where the defect is, nothing in it has its turn again. */
const STOPPED_WHILE_A_BROKER_GOES = `
  import { createRequire } from 'node:module';
  import { mendStoppedRunner } from ${JSON.stringify(new URL('./stopped-runner.ts', import.meta.url).href)};
  const internals = createRequire(${JSON.stringify(import.meta.url)});
  const createFetchManager = internals('kafkajs/src/consumer/fetchManager.js');
  const Runner = internals('kafkajs/src/consumer/runner.js');
  if (process.argv[1] === 'mended') mendStoppedRunner();
  const silent = { debug() {}, info() {}, namespace: () => silent };
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const runner = new Runner({
    logger: silent,
    consumerGroup: { fetch: async (node) => (await pause(node === '0' ? 20 : 200), []), heartbeat: async () => {} },
    instrumentationEmitter: { emit() {} },
  });
  let brokers = ['0', '1'];
  const fetchers = createFetchManager({
    logger: silent,
    getNodeIds: () => brokers,
    fetch: (node) => runner.fetch(node),
    handler: () => {},
  });
  runner.running = true;
  const over = fetchers.start().catch(({ message }) => console.log(message));
  await pause(10);
  brokers = ['0']; // is noticed after 20 ms; then the fetcher of the other one is waited for
  await pause(90);
  runner.running = false;
  await fetchers.stop();
  await over;
`;

async function stopped(how: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', STOPPED_WHILE_A_BROKER_GOES, how],
    { timeout: 3_000, killSignal: 'SIGKILL' },
  );
  return stdout;
}

it('ends where it is stopped while a broker goes; kafkajs alone never does', async () => {
  expect(await stopped('mended')).toContain('the consumer has stopped');
  await expect(stopped('as it is')).rejects.toMatchObject({ killed: true });
});
