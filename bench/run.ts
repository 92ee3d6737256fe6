/** `npm run bench`: the bars first, then what lies behind them. Results as JSON in bench/results. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { referenceBars, townBars } from './bars.ts';
import { document, type Result } from './document.ts';
import { hostileBars } from './hostile.ts';
import { keyBars } from './keys.ts';
import { latencyBars } from './latency.ts';
import { linearBars } from './linear.ts';
import { type Bar, barLine, holds } from './measure/bar.ts';
import { workFolder } from './measure/cache.ts';
import { circumstances, load } from './measure/machine.ts';
import { decoderBenches } from './micro/decoders.ts';
import { type Compared, comparedLine } from './micro/peers.ts';
import { profileBars, profileBenches } from './micro/profiles.ts';
import { stateBenches } from './micro/state.ts';
import { profileTown } from './profile.ts';
import { recoveryBars } from './recovery.ts';
import { stormBars } from './storm.ts';
import { workerBars } from './workers.ts';

const USAGE = `npm run bench -- [--rounds N] [--only SECTION]… [--storm] [--fifty-million] [--ten-million-keys]

Sections: town reference workers hostile keys recovery latency linear state profiles decoders storm
--storm             20 million invented accounts (off otherwise)
--fifty-million     a log of 50 million events too (15 GB of data)
--ten-million-keys  state with 10 million keys too
--profile           only a CPU profile of the town, for docs/performance.md
--document          only docs/benchmarks.md, from the results there are`;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', multiple: true },
    storm: { type: 'boolean', default: false },
    'fifty-million': { type: 'boolean', default: false },
    'ten-million-keys': { type: 'boolean', default: false },
    profile: { type: 'boolean', default: false },
    document: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));
const rounds = { rounds: Number(options.rounds), folder: workFolder() };
const EVENTS = [1_000_000, 10_000_000, ...(options['fifty-million'] ? [50_000_000] : [])];
const KEYS = [10_000, 100_000, 1_000_000, ...(options['ten-million-keys'] ? [10_000_000] : [])];

/** What a section measured. */
interface Measured {
  readonly bars?: readonly Bar[];
  readonly compared?: readonly Compared[];
}

/** What can be measured, in order. */
const SECTIONS: Readonly<Record<string, () => Measured | Promise<Measured>>> = {
  town: async () => ({ bars: await townBars(rounds) }),
  reference: async () => ({ bars: await referenceBars(rounds) }),
  workers: async () => ({ bars: await workerBars(rounds) }),
  hostile: async () => ({ bars: await hostileBars(rounds) }),
  keys: () => ({ bars: keyBars(KEYS) }),
  recovery: async () => ({ bars: await recoveryBars(rounds) }),
  latency: async () => ({ bars: await latencyBars(rounds) }),
  linear: async () => ({ bars: await linearBars(rounds, EVENTS) }),
  state: () => ({ compared: stateBenches(rounds.rounds) }),
  profiles: () => ({ bars: profileBars(rounds.rounds), compared: profileBenches(rounds.rounds) }),
  decoders: () => ({ compared: decoderBenches(rounds.rounds) }),
  ...(options.storm ? { storm: async () => ({ bars: await stormBars(rounds) }) } : {}),
};

if (options.help) console.log(USAGE);
else if (options.document) document(RESULTS);
else if (options.profile) for (const line of await profileTown(rounds, circumstances())) console.log(line);
else process.exitCode = await measureAll();

async function measureAll(): Promise<number> {
  const where = circumstances();
  console.log(
    `${where.cpu}, ${where.cores} cores, ${where.memoryGb} GB; Node ${where.node}; commit ${where.commit}`,
  );
  const isBusy = where.loadAtStart > 0.5;
  console.log(
    `load ${where.loadAtStart} at the start${isBusy ? ': others are at work, figures may be too high' : ''}\n`,
  );
  mkdirSync(RESULTS, { recursive: true });
  let failed = 0;
  for (const [name, measure] of Object.entries(SECTIONS)) {
    if (options.only !== undefined && !options.only.includes(name)) continue;
    const { bars = [], compared = [] } = await measure();
    const loadAtEnd = load();
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    console.log(`${name} (load ${loadAtEnd})`);
    for (const bar of bars) console.log(barLine(bar));
    for (const one of compared) console.log(comparedLine(one));
    console.log('');
    failed += bars.filter((bar) => holds(bar) === false).length;
    const result: Result = { ...where, loadAtEnd, bars, compared };
    writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  }
  return failed === 0 ? 0 : 1;
}
