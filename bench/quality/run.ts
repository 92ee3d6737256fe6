/** `npm run bench:quality`: what the detectors say of ordinary years, and what they find of incidents put into them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PRESETS, type PresetName } from '../../schemas/presets.ts';
import { ORDINARY_YEAR, type TownPlan } from '../../seeds/town/plan.ts';
import { document, type Result, type Table } from '../document.ts';
import { type Bar, barLine, holds, spreadOf } from '../measure/bar.ts';
import { progress, workFolder } from '../measure/cache.ts';
import { circumstances, load } from '../measure/machine.ts';
import { DEGRADED } from './degrade.ts';
import { rate } from './intervals.ts';
import { type Judged, judgeTown, makeTown, type TownFiles } from './judged.ts';
import {
  degradedTable,
  explainedShare,
  falseTable,
  graveOf,
  recallTable,
  staffDaysOf,
  verdictTable,
} from './tables.ts';

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    staff: { type: 'string', default: '150' },
    days: { type: 'string', default: String(ORDINARY_YEAR.days) },
    each: { type: 'string', default: '2' },
    from: { type: 'string', default: 'quality' },
    'no-degraded': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const USAGE = `npm run bench:quality -- [--seeds 3] [--staff 150] [--days 365] [--each 2] [--from quality] [--no-degraded]

--each        incidents of every kind in each town
--from        a word from which the seeds grow
--no-degraded without the towns with worse registers`;

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

if (options.help) console.log(USAGE);
else process.exitCode = await measure();

interface Towns {
  /** Ordinary years at the standard preset, and years with incidents by preset; one a seed. */
  readonly ordinary: Judged[];
  readonly withIncidents: Record<PresetName, Judged[]>;
  /** The last town with incidents, for worse registers. */
  last: TownFiles | null;
}

async function measure(): Promise<number> {
  const where = circumstances();
  const towns = await judgeAll();
  const degraded = options['no-degraded'] ? new Map<string, Judged>() : await judgeDegraded(towns.last);
  const bars = barsOf(towns);
  const tables: Table[] = [
    falseTable(towns.withIncidents),
    verdictTable(towns.ordinary),
    recallTable(towns.withIncidents),
    ...(degraded.size === 0 ? [] : [degradedTable(degraded)]),
  ];
  const result: Result = { ...where, loadAtEnd: load(), bars, compared: [], tables };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, 'quality.json'), `${JSON.stringify(result, null, 2)}\n`);
  document(RESULTS);
  for (const { title, head, rows } of tables)
    console.log([`\n${title}`, ...[head, ...rows].map((cells) => `  ${cells.join(' | ')}`)].join('\n'));
  console.log('');
  for (const bar of bars) console.log(barLine(bar));
  return bars.some((bar) => holds(bar) === false) ? 1 : 0;
}

async function judgeAll(): Promise<Towns> {
  const towns: Towns = { ordinary: [], withIncidents: { basic: [], standard: [], strict: [] }, last: null };
  const folder = workFolder('quality');
  for (let seed = 1; seed <= Number(options.seeds); seed++) {
    const plan: TownPlan = {
      seed: `${options.from} ${seed}`,
      staff: Number(options.staff),
      first: ORDINARY_YEAR.first,
      days: Number(options.days),
    };
    progress(`town ${seed} of ${options.seeds}`);
    const ordinary = makeTown(join(folder, 'ordinary'), plan, 0);
    towns.last = makeTown(join(folder, 'with-incidents'), plan, Number(options.each));
    towns.ordinary.push(await judgeTown(ordinary));
    for (const preset of PRESETS) {
      progress(`town ${seed} of ${options.seeds}, ${preset}`);
      const wantVerdicts = preset === 'standard';
      towns.withIncidents[preset].push(await judgeTown(towns.last, { preset, wantVerdicts }));
    }
  }
  return towns;
}

async function judgeDegraded(town: TownFiles | null): Promise<ReadonlyMap<string, Judged>> {
  const judged = new Map<string, Judged>();
  if (town === null) return judged;
  for (const [name, worse] of Object.entries(DEGRADED)) {
    progress(`registers: ${name}`);
    judged.set(name, await judgeTown(town, { registers: worse(town.registers), wantVerdicts: true }));
  }
  return judged;
}

function barsOf({ ordinary, withIncidents }: Towns): Bar[] {
  const years = ordinary;
  const days = staffDaysOf(years);
  const { low, high } = rate(graveOf(years), days / 1_000);
  const incidents = withIncidents.standard;
  const sum = (of: (one: Judged) => number) => incidents.reduce((total, one) => total + of(one), 0);
  const [found, labels] = [sum(({ score }) => score.found), sum(({ score }) => score.labels)];
  const missed = incidents.flatMap(({ score }) =>
    score.scores.filter((one) => !one.found).map(({ id }) => id),
  );
  const town = `${options.staff} staff, ${options.days} days, ${options.seeds} seeds`;
  return [
    {
      name: 'findings of medium or above about nothing',
      bound: 3,
      unit: 'per 1,000 staff-days',
      measured: spreadOf(years.map((one) => (graveOf([one]) * 1_000) / staffDaysOf([one]))),
      note: `${town}; ${days.toLocaleString('en')} staff-days, 95 % interval ${low.toFixed(2)}–${high.toFixed(2)}`,
    },
    {
      name: 'look-ups explained, registers complete',
      bound: 97,
      isLeast: true,
      unit: '%',
      measured: spreadOf(years.map((one) => explainedShare([one]) * 100)),
      note: '',
    },
    {
      name: 'contradicted look-ups called explained',
      bound: 0,
      unit: '',
      measured: spreadOf([sum(({ calledExplained }) => calledExplained)]),
      note: `of ${sum(({ contradicted }) => contradicted)} planted`,
    },
    {
      name: 'incidents put in at random that are found, at medium or above',
      bound: 100,
      isLeast: true,
      unit: '%',
      measured: spreadOf([(found * 100) / labels]),
      note: `${found} of ${labels}${missed.length === 0 ? '' : `; missed: ${[...new Set(missed)].join(', ')}`}`,
    },
  ];
}
