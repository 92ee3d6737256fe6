/** Starts a real Kafka cluster (KRaft) on loopback from the jars, and takes it down again, data and all. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brokerClassPath, checkJava } from './jars.ts';
import type { LinkPorts } from './link.ts';
import { type Secured, securing } from './secure.ts';

/** What cluster is wanted. */
export interface ClusterWanted {
  /** Default: 1. */
  readonly nodes?: number;
  /** Also listens with TLS and passwords (SCRAM and PLAIN). */
  readonly isSecured?: boolean;
  /** Further properties of every node. */
  readonly properties?: Readonly<Record<string, string>>;
}

/** A running cluster. Nodes count from 0. */
export interface Cluster {
  /** Bootstrap addresses without encryption. */
  readonly brokers: readonly string[];
  /** Where a link to each node may be opened (link.ts): who comes in over one stays on them. */
  readonly links: readonly LinkPorts[];
  /** How to come in with TLS and a password; null where that was not asked for. */
  readonly secured: (Secured & { readonly brokers: readonly string[] }) | null;
  /** Kills a node as a loss of power would. */
  kill(node: number): Promise<void>;
  /** Starts a killed node again, with its data. */
  restart(node: number): Promise<void>;
  /** Ends everything and removes the data. */
  stop(): Promise<void>;
}

const execute = promisify(execFile);
const PORTS_FROM = 20_000;
const PORTS_UNTIL = 32_000;
const READY_MS = 90_000;
const STARTED = 'Kafka Server started';
const JVM = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
const LOGGING = `-Dlog4j2.configurationFile=${fileURLToPath(new URL('log4j2.properties', import.meta.url))}`;

/** Starts a cluster and waits until it serves. Throws `Missing` where this machine cannot. */
export async function startCluster({
  nodes = 1,
  isSecured = false,
  properties = {},
}: ClusterWanted = {}): Promise<Cluster> {
  checkJava();
  const classPath = brokerClassPath();
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-kafka-'));
  const secured = isSecured ? securing(folder) : null;
  const ports = await freePorts(nodes * 5);
  const [plain, controller, secure, inner, outer] = [0, 1, 2, 3, 4].map((part) =>
    ports.slice(part * nodes, (part + 1) * nodes),
  );
  const voters = controller.map((port, node) => `${node}@127.0.0.1:${port}`).join(',');
  const cluster = randomUUID();
  const running = new Map<number, ChildProcess>();
  const file = (node: number, name: string) => join(folder, `node-${node}.${name}`);

  function configure(node: number): void {
    const listeners = [
      ['PLAIN', plain[node], 'PLAINTEXT'],
      ['CONTROLLER', controller[node], 'PLAINTEXT'],
      ['LINKED', inner[node], 'PLAINTEXT'],
      ...(secured === null ? [] : [['SECURED', secure[node], 'SASL_SSL']]),
    ];
    const of = (all: typeof listeners) => all.map(([name, port]) => `${name}://127.0.0.1:${port}`).join(',');
    const settings = {
      'process.roles': 'broker,controller',
      'node.id': node,
      'controller.quorum.voters': voters,
      'controller.listener.names': 'CONTROLLER',
      'inter.broker.listener.name': 'PLAIN',
      listeners: of(listeners),
      'advertised.listeners': of(
        listeners
          .filter(([name]) => name !== 'CONTROLLER')
          .map(([name, port, kind]) => [name, name === 'LINKED' ? outer[node] : port, kind]),
      ),
      'listener.security.protocol.map': listeners.map(([name, , kind]) => `${name}:${kind}`).join(','),
      'log.dirs': join(folder, `data-${node}`),
      ...clusterSettings(nodes),
      ...secured?.properties,
      ...properties,
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(file(node, 'properties'), lines.join(''), { mode: 0o600 });
  }

  async function format(node: number): Promise<void> {
    const tool = ['kafka.tools.StorageTool', 'format', '-t', cluster, '-c', file(node, 'properties')];
    const command = [...JVM, LOGGING, '-cp', classPath, ...tool, ...(secured?.formatArguments ?? [])];
    await execute('java', command).catch((cause: unknown) => {
      throw new Error('the data folder of the broker could not be made', { cause });
    });
  }

  async function start(node: number): Promise<void> {
    const log = openSync(file(node, 'log'), 'w', 0o600);
    const child = spawn(
      'java',
      [...JVM, LOGGING, '-cp', classPath, 'kafka.Kafka', file(node, 'properties')],
      { stdio: ['ignore', log, log], cwd: folder },
    );
    closeSync(log);
    running.set(node, child);
    const said = () => readFileSync(file(node, 'log'), 'utf8');
    for (const until = performance.now() + READY_MS; !said().includes(STARTED); await pause(50)) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`the broker ended at its start:\n${said()}`);
      if (performance.now() > until)
        throw new Error(`the broker was not ready after ${READY_MS / 1_000} s:\n${said()}`);
    }
  }

  async function kill(node: number): Promise<void> {
    const child = running.get(node);
    running.delete(node);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const over = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await over;
  }

  const killAll = () => {
    for (const child of running.values()) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on('exit', killAll);

  async function stop(): Promise<void> {
    for (const node of running.keys()) await kill(node);
    process.off('exit', killAll);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }

  try {
    const all = Array.from({ length: nodes }, (_, node) => node);
    for (const node of all) configure(node);
    await Promise.all(all.map(format));
    await Promise.all(all.map(start));
  } catch (error) {
    await stop();
    throw error;
  }
  const at = (all: readonly number[]) => all.map((port) => `127.0.0.1:${port}`);
  return {
    brokers: at(plain),
    links: outer.map((listens, node) => ({ listens, leads: inner[node] })),
    secured: secured === null ? null : { ...secured, brokers: at(secure) },
    kill,
    restart: start,
    stop,
  };
}

/** What depends on the number of nodes, and what makes a small cluster quick. */
function clusterSettings(nodes: number): Record<string, string | number> {
  const inSync = nodes > 2 ? 2 : 1;
  return {
    'default.replication.factor': nodes,
    'min.insync.replicas': inSync,
    'offsets.topic.replication.factor': nodes,
    'offsets.topic.num.partitions': 8,
    'transaction.state.log.replication.factor': nodes,
    'transaction.state.log.min.isr': inSync,
    'transaction.state.log.num.partitions': 8,
    'share.coordinator.state.topic.replication.factor': nodes,
    'share.coordinator.state.topic.min.isr': inSync,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': 'false',
    'broker.session.timeout.ms': 6_000,
    'log.cleaner.dedupe.buffer.size': 16 * 2 ** 20,
    'num.recovery.threads.per.data.dir': 1,
  };
}

/** Ports that can be bound and to which nobody answers, below those of outgoing connections. */
export async function freePorts(count: number): Promise<number[]> {
  const free: number[] = [];
  const first = PORTS_FROM + ((process.pid * 37) % (PORTS_UNTIL - PORTS_FROM));
  for (let tried = 0; free.length < count && tried < PORTS_UNTIL - PORTS_FROM; tried++) {
    const port = PORTS_FROM + ((first - PORTS_FROM + tried) % (PORTS_UNTIL - PORTS_FROM));
    if (await isFree(port)) free.push(port);
  }
  return free;
}

async function isFree(port: number): Promise<boolean> {
  const canBind = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
  if (!canBind) return false;
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}
