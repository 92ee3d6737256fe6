/**
 * Keeps the broker of one test run: `node keeper.ts FILE PID` starts it, writes its address to FILE, and ends it when told
 * to or when process PID is gone. A container where a Docker engine answers, else the jars with Java.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { GenericContainer, getContainerRuntimeClient } from 'testcontainers';
import { freePorts, startCluster } from '../../toolchain/kafka/cluster.ts';
import type { LinkPorts } from '../../toolchain/kafka/link.ts';

const IMAGE = 'apache/kafka:4.3.1';
const OWNER_CHECK_MS = 500;
const [file = '', owner = ''] = process.argv.slice(2);

/** A running broker, wherever it runs. */
interface Kept {
  readonly brokers: readonly string[];
  readonly links: readonly LinkPorts[];
  stop(): Promise<unknown>;
}

async function inContainer(): Promise<Kept> {
  const [port = 0, leads = 0, listens = 0] = await freePorts(3);
  const container = await new GenericContainer(IMAGE)
    .withExposedPorts({ container: 9092, host: port }, { container: 9094, host: leads })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093,LINKED://:9094',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port},LINKED://127.0.0.1:${listens}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LINKED:PLAINTEXT',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    })
    .start();
  return {
    brokers: [`127.0.0.1:${port}`],
    links: [{ listens, leads }],
    stop: () => container.stop(),
  };
}

async function dockerAnswers(): Promise<boolean> {
  try {
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
}

/** The file is there whole or not at all. */
function tell(answer: object): void {
  writeFileSync(`${file}.part`, JSON.stringify(answer), { mode: 0o600 });
  renameSync(`${file}.part`, file);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

try {
  const kept: Kept = (await dockerAnswers()) ? await inContainer() : await startCluster();
  let isEnding = false;
  const end = () => {
    if (isEnding) return;
    isEnding = true;
    void kept.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', end).on('SIGINT', end);
  tell({ brokers: kept.brokers, links: kept.links });
  setInterval(() => isAlive(Number(owner)) || end(), OWNER_CHECK_MS);
} catch (error) {
  tell({ problem: error instanceof Error ? error.message : String(error) });
}
