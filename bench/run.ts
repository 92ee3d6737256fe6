/** `npm run bench`: the bars first, then what lies behind them. Results as JSON in bench/results. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { referenceBars, townBars } from './bars.ts';
import { type Bar, barLine, holds } from './measure/bar.ts';
import { workFolder } from './measure/cache.ts';
import { circumstances, load } from './measure/machine.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', multiple: true },
  },
});

const RESULTS = fileURLToPath(new URL('./results/', import.meta.url));
const rounds = { rounds: Number(options.rounds), folder: workFolder() };

/** What can be measured, in order. */
const SECTIONS: Readonly<Record<string, () => Bar[]>> = {
  town: () => townBars(rounds),
  reference: () => referenceBars(rounds),
};

const where = circumstances();
console.log(
  `${where.cpu}, ${where.cores} cores, ${where.memoryGb} GB; Node ${where.node}; commit ${where.commit}`,
);
console.log(
  `load ${where.loadAtStart} at the start${where.loadAtStart > 0.5 ? ': others are at work, CPU seconds may be too high' : ''}\n`,
);
mkdirSync(RESULTS, { recursive: true });
let failed = 0;
for (const [name, measure] of Object.entries(SECTIONS)) {
  if (options.only !== undefined && !options.only.includes(name)) continue;
  const bars = measure();
  const loadAtEnd = load();
  for (const bar of bars) console.log(barLine(bar));
  console.log(`      load ${loadAtEnd}\n`);
  failed += bars.filter((bar) => holds(bar) === false).length;
  const result = { ...where, loadAtEnd, bars: bars.map((bar) => ({ ...bar, holds: holds(bar) })) };
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}
process.exitCode = failed === 0 ? 0 : 1;
