/**
 * `npm run test:chaos`: round after round of kills with three brokers of its own, until the time is over or so many disasters have
 * struck. Outside CI.
 *
 *   npm run test:chaos -- [--minutes 30] [--kills 200] [--seed TEXT]
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { chanceOf } from '../../seeds/chance.ts';
import { startCluster } from '../../toolchain/kafka/cluster.ts';
import { chaos, type Disaster } from './chaos.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    kills: { type: 'string', default: '200' },
    workers: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});

/** What strikes, as often as it stands here. */
const DISASTERS: readonly Disaster[] = [
  ...Array.from({ length: 10 }, (): Disaster => 'kill'),
  ...Array.from({ length: 5 }, (): Disaster => 'kill-helper'),
  ...Array.from({ length: 3 }, (): Disaster => 'kill-both'),
  ...Array.from({ length: 3 }, (): Disaster => 'zombie'),
  ...Array.from({ length: 2 }, (): Disaster => 'stop'),
  ...Array.from({ length: 5 }, (): Disaster => 'broker'),
  'all-brokers',
  ...Array.from({ length: 2 }, (): Disaster => 'slow-links'),
  ...Array.from({ length: 3 }, (): Disaster => 'cut-links'),
  ...Array.from({ length: 3 }, (): Disaster => 'black-hole'),
];
const ROUND = 12;

const started = performance.now();
const minutes = () => (performance.now() - started) / 60_000;
const say = (text: string) => console.log(`${minutes().toFixed(1).padStart(5)} min  ${text}`);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130)); // takes all it started along
const chance = chanceOf(values.seed);
const cluster = await startCluster({ nodes: 3, properties: { 'unclean.leader.election.enable': 'false' } });
say(`three brokers at ${cluster.brokers.join(',')}; seed ${values.seed}`);
let struck = 0;
let wrong = 0;
try {
  for (let round = 1; minutes() < Number(values.minutes) && struck < Number(values.kills); round++) {
    const disasters = Array.from({ length: ROUND }, () => chance.pick(DISASTERS));
    const { expected, found, borrowed, elsewhere } = await chaos({
      cluster,
      prefix: `round-${round}.`,
      hours: 16,
      workers: Number(values.workers),
      disasters,
      seed: `${values.seed}/${round}`,
      say,
    });
    struck += disasters.length;
    const isSame = isDeepStrictEqual(found, expected);
    if (!isSame) wrong++;
    const rows = Object.entries(found).map(([table, all]) => `${table} ${all.length}`);
    say(
      `round ${round}, ${struck} disasters: ${isSame ? 'the same lake' : 'ANOTHER LAKE'} (${rows.join(', ')}; ${borrowed} made by helpers, judged elsewhere too at ${elsewhere} looks)`,
    );
  }
} finally {
  await cluster.stop();
}
say(`${struck} disasters, ${wrong} wrong`);
process.exitCode = wrong === 0 ? 0 : 1;
