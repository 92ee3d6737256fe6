/** The outputs of `metsuke run`, wired to the machine and to the loop beside which they work. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../schemas/config.ts';
import type { Finding, Severity } from '../../schemas/finding.ts';
import type { Problem } from '../core/problem.ts';
import { knownBehind } from '../findings/alerts/known.ts';
import { isProblem, kafkaClient } from '../kafka/client.ts';
import { type TopicSink, topicSink } from '../kafka/sink.ts';
import type { OutputStatus } from '../outbox/lane.ts';
import { openOutbox } from '../outbox/outbox.ts';
import { type Output, outputsOf } from '../outbox/outputs.ts';
import type { Pace } from '../outbox/receiver.ts';
import { toldEarly } from '../outbox/told-early.ts';
import type { Begun, Companion } from '../pipeline/run/run.ts';
import { nodeFileSystem } from '../store/file-system.ts';

/** Outputs that can be begun. */
export interface RunOutputs {
  readonly outputs: readonly Output[];
  /** Begins to send, when the lake is taken over. */
  companion(begun: Begun, onProblem: (problem: Problem) => void): OutputCompanion;
  close(): Promise<void>;
}

/** Sends beside the loop. */
export interface OutputCompanion extends Companion {
  status(): readonly OutputStatus[];
}

/** How long the end of a run waits for receivers. */
const CLOSE_MS = 3_000;
/** There is one chain of commits: all shards say their findings into it. */
const SHARD = 0;

const PACE: Pace = {
  nowMs: () => Date.now(),
  chance: () => Math.random(),
  async wait(milliseconds, signal) {
    await sleep(milliseconds, undefined, { signal }).catch(() => {});
  },
};

/** The outputs of the settings, or what is wrong with them. */
export function runOutputs(
  config: Config,
  env: Readonly<Record<string, string | undefined>>,
): RunOutputs | Problem[] {
  const sink = sinkOf(config, env);
  if (isProblem(sink)) return [sink];
  const means = {
    disk: nodeFileSystem,
    sender: sink,
    env,
    nowMs: PACE.nowMs,
    readText: (file: string) => readFileSync(file, 'utf8'),
  };
  const found = outputsOf(config.outputs, means, config);
  const problems = found.filter(isProblem);
  if (problems.length > 0) return problems;
  const outputs = found.filter((one): one is Output => !isProblem(one));
  return {
    outputs,
    companion(begun, onProblem) {
      void checkTopics(config, sink, onProblem);
      return beside(begun, outputs, onProblem);
    },
    close: async () => sink?.close(),
  };
}

function beside(
  { lake, writer, registers }: Begun,
  outputs: readonly Output[],
  onProblem: (problem: Problem) => void,
): OutputCompanion {
  let inForce = registers.registers;
  const outbox = openOutbox(outputs, {
    lake,
    disk: nodeFileSystem,
    pace: PACE,
    knownBehind: (finding) => knownBehind(finding, inForce),
    onProblem,
  });
  const early = (finding: Finding, saidAs?: Severity) =>
    outbox.early([finding], { shard: SHARD, epoch: writer.snapshot().number + 1 }, saidAs);
  return {
    running: outbox.running,
    onCommit: outbox.committed,
    onRegisters: (built) => {
      inForce = built.registers;
    },
    ...(outputs.some(({ isEarly }) => isEarly) ? toldEarly(early) : {}),
    status: outbox.status,
    close: () => outbox.close(CLOSE_MS),
  };
}

/** Where records go; null where no output is a topic, or no broker is named. */
function sinkOf(
  { outputs, kafka }: Config,
  env: Readonly<Record<string, string | undefined>>,
): TopicSink | Problem | null {
  if (Object.keys(outputs.topics).length === 0 || kafka.brokers.length === 0) return null;
  const client = kafkaClient(kafka, env);
  return isProblem(client) ? client : topicSink(client);
}

/** Tells what stands in the way of a topic; nobody waits for it. */
async function checkTopics(
  { outputs }: Config,
  sink: TopicSink | null,
  onProblem: (problem: Problem) => void,
): Promise<void> {
  for (const { topic, holds, early } of Object.values(outputs.topics)) {
    try {
      const problems = await sink?.check(topic, holds !== 'quarantine' && !early);
      for (const one of problems ?? []) onProblem(one);
    } catch {
      return; // no broker now: sending tells it
    }
  }
}
