/** Ten thousand findings at once, receivers that do not answer: whoever else waits for a finding gets it in time. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { outputSettings } from '../../schemas/output-settings.ts';
import { NOBODY } from '../../src/findings/alerts/member.ts';
import { openOutbox } from '../../src/outbox/outbox.ts';
import { type Output, outputsOf } from '../../src/outbox/outputs.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { findingsLake, noTime, revision } from './lake.ts';
import { type ReceiverServer, receiverServer } from './receiver-server.ts';

const FINDINGS = 10_000;
/** What another detector's finding may be delayed by, in time of the processor: other work on the machine is not ours. */
const DELAY_MS_MAX = 2_000;

const folder = mkdtempSync(join(tmpdir(), 'metsuke-storm-'));
const servers: ReceiverServer[] = [];
afterEach(async () => {
  for (const server of servers) await server.close();
  rmSync(folder, { recursive: true });
});

function spentMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

test('a storm, and a receiver that never answers, hold nobody else up', { timeout: 120_000 }, async () => {
  const hanging = await receiverServer(() => {});
  let arrived: (value?: unknown) => void = () => {};
  const other = await receiverServer((response, { body }) => {
    response.end();
    if (body.includes('"id":"other"')) arrived();
  });
  const flooded = await receiverServer((response) => response.end());
  servers.push(hanging, other, flooded);
  const hook = (url: string, detector: string) => ({ url, detectors: [detector], from: 'beginning' });
  const outputs = outputsOf(
    outputSettings.parse({
      outputs: {
        files: { all: { folder: join(folder, 'out'), from: 'beginning' } },
        webhooks: {
          hanging: hook(hanging.url, 'mass-record-pull'),
          flooded: hook(flooded.url, 'mass-record-pull'),
          other: hook(other.url, 'out-of-scope-lookup'),
        },
      },
    }).outputs,
    { disk: nodeFileSystem, sender: null, env: {}, nowMs: () => 0, readText: () => '' },
  ) as Output[];
  const path = join(folder, 'lake');
  mkdirSync(path);
  const lake = findingsLake(path, nodeFileSystem);
  const outbox = openOutbox(outputs, {
    lake,
    disk: nodeFileSystem,
    pace: noTime(),
    knownBehind: () => NOBODY,
    onProblem: () => {},
  });
  const storm = Array.from({ length: FINDINGS }, (_, n) =>
    revision(`storm-${n}`, 1, { detector: 'mass-record-pull' }),
  );
  outbox.committed(lake.commit(storm));
  const begun = process.cpuUsage();
  const told = new Promise((resolve) => {
    arrived = resolve;
  });
  outbox.committed(lake.commit([revision('other', 1)]));
  await told;
  const delayMs = spentMs(begun);
  while (outbox.status().filter(({ backlog }) => backlog > 0).length > 1)
    await new Promise((resolve) => setImmediate(resolve));
  const stormMs = spentMs(begun);
  console.log(`delayed by ${delayMs.toFixed(0)} ms of work, of ${stormMs.toFixed(0)} ms for the storm`);
  expect(delayMs).toBeLessThan(DELAY_MS_MAX);
  expect(outbox.status()).toMatchObject([
    { output: 'file/all', sent: FINDINGS + 1, backlog: 0 },
    { output: 'webhook/hanging', sent: 0, backlog: FINDINGS + 1 },
    { output: 'webhook/flooded', sent: FINDINGS, backlog: 0 },
    { output: 'webhook/other', sent: 1, backlog: 0 },
  ]);
  await outbox.close(0);
});
