/**
 * `npm run bench:kafka`: from a topic of a real broker to findings, all detectors and the lake on. How many events a core takes,
 * single and packed, and how long a finding takes at half load; and four small rules beside Apache Flink. Results as JSON in bench/results.
 *
 *   npm run bench:kafka -- [--events 1000000] [--rounds 1] [--seconds 60]
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCluster } from '../../toolchain/kafka/cluster.ts';
import { townFolder } from '../bars.ts';
import { type Bar, barLine, spreadOf } from '../measure/bar.ts';
import { progress, workFolder } from '../measure/cache.ts';
import { circumstances, load } from '../measure/machine.ts';
import { latencyBars } from './latency.ts';
import { fillTopic } from './produce.ts';
import { readTopic, type TopicRead } from './read-topic.ts';
import { rulesOnTopic } from './rules.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '60' },
    // the latencies alone, at so many events a second
    rate: { type: 'string' },
  },
});
const EVENTS = Number(values.events);
const ALL_MODES = [
  { name: 'single', packed: 1, bound: 80_000 },
  { name: 'packed', packed: 100, bound: 180_000 },
] as const;
const MODES = values.rate === undefined ? ALL_MODES : [];
/** How many processes read a topic at a time. */
const WORKERS = [1, 2];

const folder = workFolder('kafka');
const data = townFolder(EVENTS);
const cluster = await startCluster({ properties: { 'log.segment.bytes': '268435456' } });
const bars: Bar[] = [];
const notes: string[] = [];
let perSecond = 0;
try {
  for (const { name, packed } of MODES) {
    progress(`${EVENTS} events to a topic, ${name}`);
    await fillTopic({ brokers: cluster.brokers, topic: name, file: join(data, 'events.ndjson'), packed });
  }
  const runs = new Map<string, TopicRead[]>();
  for (let round = 0; round < Number(values.rounds); round++)
    for (const { name } of MODES)
      for (const workers of WORKERS) {
        progress(`topic to findings, ${name}, ${workers} at work, round ${round + 1}`);
        const run = await readTopic({
          brokers: cluster.brokers,
          topic: name,
          registers: join(data, 'registers'),
          lake: join(folder, `${name}-${workers}-${round}`),
          events: EVENTS,
          workers,
        });
        const key = `${name} ${workers}`;
        runs.set(key, [...(runs.get(key) ?? []), run]);
      }
  for (const { name, bound } of MODES)
    for (const workers of WORKERS) {
      const found = runs.get(`${name} ${workers}`) ?? [];
      const seconds = spreadOf(found.map(({ cpuSeconds }) => (cpuSeconds / EVENTS) * 1e6)).median;
      const judging = spreadOf(found.map(({ judgingSeconds }) => (judgingSeconds / EVENTS) * 1e6)).median;
      const wall = spreadOf(found.map((run) => run.perSecond)).median;
      perSecond = Math.max(perSecond, wall);
      bars.push({
        name: `Kafka → findings and lake, ${name}, ${workers === 1 ? 'one worker' : 'one worker and a helper'}`,
        bound,
        isLeast: true,
        unit: 'events/s a core',
        measured: spreadOf(found.map(({ cpuSeconds }) => EVENTS / cpuSeconds)),
        note: `${seconds.toFixed(1)} CPU s a million, ${judging.toFixed(1)} of them of the one that judges, start and sealing included; ${wall.toFixed(0)} events/s by the clock; ${Math.max(...found.map(({ peakMb }) => peakMb)).toFixed(0)} MB; ${found[0]?.findings ?? 0} finding lines`,
      });
    }
  progress('findings at half load');
  const rate = Number(values.rate ?? Math.floor(perSecond / 2));
  const seconds = Number(values.seconds);
  bars.push(...(await latencyBars({ brokers: cluster.brokers, folder, rate, seconds })));
  const compared =
    values.rate === undefined
      ? await rulesOnTopic({ brokers: cluster.brokers, folder, rounds: Number(values.rounds) })
      : 'the latencies alone were asked for';
  if (typeof compared === 'string') notes.push(`Flink could not be had: ${compared}`);
  else bars.push(compared);
} finally {
  await cluster.stop();
}
for (const bar of bars) console.log(barLine(bar));
for (const note of notes) console.log(note);
console.log(`load at the end ${load()}`);
const results = fileURLToPath(new URL('../results/', import.meta.url));
mkdirSync(results, { recursive: true });
writeFileSync(
  join(results, values.rate === undefined ? 'kafka.json' : 'kafka-latency.json'),
  `${JSON.stringify({ ...circumstances(), bars }, null, 2)}\n`,
);
