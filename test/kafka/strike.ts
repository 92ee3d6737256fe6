/** The disasters of the chaos tests, one by one. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../../seeds/chance.ts';
import type { Link, Weather } from '../../toolchain/kafka/link.ts';
import type { ChaosWanted, Disaster, Scene } from './chaos.ts';
import { until, type Worker } from './worker.ts';

/** After so long without a word a worker has lost its partitions. */
export const SESSION_SECONDS = 6;
/** How long a take-over may take. */
export const TAKE_OVER_MS = 60_000;

/** Lets a disaster happen, and what is missing then be started again. */
export async function strike(scene: Scene, disaster: Disaster, { cluster, say }: ChaosWanted): Promise<void> {
  say(disaster);
  await pause(scene.chance.between(0, 1_500));
  const { workers, chance } = scene;
  switch (disaster) {
    case 'kill':
      await fell(chance.happens(0.7) ? (scene.working() ?? workers[0]) : chance.pick(workers), 'SIGKILL');
      break;
    case 'kill-both':
      await Promise.all(workers.map((worker) => fell(worker, 'SIGKILL')));
      break;
    case 'kill-helper': {
      const helpers = workers.filter((worker) => worker.isAlive() && !worker.isWorking());
      if (helpers.length > 0) await fell(chance.pick(helpers), 'SIGKILL');
      break;
    }
    case 'stop':
      await fell(scene.working() ?? workers[0], 'SIGTERM');
      break;
    case 'zombie':
      await awaken(scene);
      break;
    case 'broker': {
      const node = chance.between(0, cluster.brokers.length - 1);
      await cluster.kill?.(node);
      await pause(chance.between(1_000, 8_000));
      await cluster.restart?.(node);
      break;
    }
    case 'all-brokers':
      await Promise.all(cluster.brokers.map(async (_, node) => cluster.kill?.(node)));
      await pause(chance.between(1_000, 10_000));
      await Promise.all(cluster.brokers.map(async (_, node) => cluster.restart?.(node)));
      break;
    case 'slow-links':
      await trouble(scene.links, { delayMs: chance.between(50, 600), bytesPerSecond: 50_000 }, chance);
      break;
    case 'cut-links':
      await trouble(scene.links, { isCut: true }, chance);
      break;
    case 'black-hole':
      await trouble(scene.links, { swallows: true }, chance);
  }
  scene.startMissing();
}

/** Troubles one link, or all, for a while: longer than a session, perhaps. */
async function trouble(links: readonly Link[], weather: Partial<Weather>, chance: Chance): Promise<void> {
  const struck = chance.happens(0.5) ? links : [chance.pick(links)];
  for (const link of struck) link.set(weather);
  await pause(chance.between(1_000, SESSION_SECONDS * 1_500));
  for (const link of struck) link.set({});
}

async function fell(worker: Worker, signal: NodeJS.Signals): Promise<void> {
  worker.signal(signal);
  await worker.ended();
}

/** Freezes the one that works until another one has taken over, then lets it go on: it must end by itself. */
async function awaken(scene: Scene): Promise<void> {
  // who was cut off does not know yet that another one works
  const isAlone = () => scene.workers.filter((worker) => worker.isWorking()).length <= 1;
  await until(() => scene.told('one works alone'), isAlone, TAKE_OVER_MS);
  const frozen = scene.working();
  if (frozen === null) return;
  frozen.signal('SIGSTOP');
  const other = () => scene.workers.some((worker) => worker !== frozen && worker.isWorking());
  await until(() => scene.told('another one works'), other, TAKE_OVER_MS);
  frozen.signal('SIGCONT');
  await until(
    () => scene.told('the frozen one has ended'),
    () => !frozen.isAlive(),
    TAKE_OVER_MS,
  );
  scene.zombies.push({ code: frozen.exitCode(), said: frozen.said() });
}
