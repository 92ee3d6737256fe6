/**
 * A process that commits findings and sends them, to be killed: `node process.ts LAKE OUT URL EPOCHS`. It says the number of each
 * commit on standard output and ends when everything has arrived.
 */
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { outputSettings } from '../../schemas/output-settings.ts';
import { NOBODY } from '../../src/findings/alerts/member.ts';
import { openOutbox } from '../../src/outbox/outbox.ts';
import { type Output, outputsOf } from '../../src/outbox/outputs.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { findingsLake } from './lake.ts';
import { epoch } from './said.ts';

const [folder, out, url, epochs] = process.argv.slice(2);
/** Waits are short, so that many deaths fit into a test. */
const WAIT_MS_MAX = 5;

const settings = {
  files: { daily: { folder: out, from: 'beginning' } },
  webhooks: { siem: { url, secretEnv: 'SECRET', batch: 3, timeoutSeconds: 1, from: 'beginning' } },
};
const outputs = outputsOf(outputSettings.parse({ outputs: settings }).outputs, {
  disk: nodeFileSystem,
  sender: null,
  env: process.env,
  nowMs: () => Date.now(),
  readText: () => '',
}) as Output[];
mkdirSync(folder, { recursive: true, mode: 0o700 });
const lake = findingsLake(folder, nodeFileSystem);
const outbox = openOutbox(outputs, {
  lake,
  disk: nodeFileSystem,
  pace: {
    nowMs: () => Date.now(),
    chance: () => 0,
    async wait(milliseconds, signal) {
      const short = Math.min(milliseconds, WAIT_MS_MAX);
      await sleep(short, undefined, { signal }).catch(() => {});
    },
  },
  knownBehind: () => NOBODY,
  onProblem: () => {},
});
for (let n = lake.chain.length; n < Number(epochs); n++) {
  const commit = lake.commit(epoch(n));
  outbox.committed(commit);
  process.stdout.write(`${commit.number}\n`);
  await sleep(1);
}
while (outbox.status().some(({ backlog }) => backlog > 0)) await sleep(1);
await outbox.close(1_000);
