/** `npm run bench:questions`: how long answers take on a large lake, warm and cold, beside SQLite on the same rows. */
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseInstant } from '../../src/core/time.ts';
import type { QuestionId } from '../../src/questions/question-ids.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { readLake } from '../../src/store/lake.ts';
import { document, type Result, type Table } from '../document.ts';
import { type Bar, barLine, holds, spreadOf } from '../measure/bar.ts';
import { progress } from '../measure/cache.ts';
import { circumstances, load } from '../measure/machine.ts';
import { type Asked, askLake, compiledLibrary, forget, type Library } from './asked.ts';
import { buildLake } from './build.ts';
import { LEAVER } from './registers.ts';
import { lakePlan } from './rows.ts';
import { fillSqlite, type Queried, querySqlite } from './sqlite.ts';
import { askWhole, type Commands, commands, spreadsheetBars, verifyBar } from './whole.ts';
import { yearBars, yearLake } from './year.ts';

const USAGE = `npm run bench:questions -- [--events 100000000] [--folder DIR] [--rounds 5] [--no-sqlite] [--build-only]

--folder      where the lake is kept, to be used again (100 million events: 7 GB, made in a quarter of an hour by two free cores)
--no-sqlite   without the database to compare with (some 250 bytes an event)
--build-only  makes what is missing, and measures nothing`;

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '100000000' },
    folder: { type: 'string', default: join(tmpdir(), 'metsuke-bench-questions') },
    rounds: { type: 'string', default: '5' },
    'no-sqlite': { type: 'boolean', default: false },
    'build-only': { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));
const EVENTS = Number(options.events);
const SUBJECT = 'R0012345';
const PERSON = 'P0100';
const YEAR = { from: '2023-01-01', to: '2023-12-31' };
const MONTH = { from: '2024-05-01', to: '2024-05-31' };

/** Questions without a bar of their own: none may take minutes. */
const OTHERS: readonly (readonly [QuestionId, Readonly<Record<string, string>>])[] = [
  ['who-looked-at', { subject: 'r-12345678' }],
  ['searches-for-person', { subject: SUBJECT }],
  ['by-device', { device: 'PC-0200' }],
  ['leaver-review', { principal: LEAVER }],
  ['night-and-holiday-access', MONTH],
  ['failed-logins', MONTH],
  ['logins-by-id', MONTH],
  ['mass-searches', MONTH],
  ['unexplained', MONTH],
  ['sample', { seed: 'may', ...MONTH }],
  ['by-item', { item: 'screen-3', ...MONTH }],
  ['by-terminal', { device: 'PC-0200' }],
  ['affected-set', { subject: 'R0012345|R0000007|R0299999', device: 'PC-0200' }],
  ['reconcile', { base: 'action:print', parts: 'printed: action:print', ...MONTH }],
  ['coverage', {}],
];

async function main(): Promise<number> {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const lake = join(options.folder, `lake-${EVENTS}`);
  await buildLake(lake, lakePlan(EVENTS));
  const { snapshot, store } = readLake(lake, nodeFileSystem);
  const files = snapshot.files.filter(({ table }) => table === 'events');
  const database = join(options.folder, `rows-${EVENTS}.sqlite`);
  if (!options['no-sqlite'])
    await fillSqlite(
      database,
      files.map(({ name }) => store.path(name)),
    );
  const year = await yearLake(options.folder);
  if (options['build-only']) return 0;
  const where = circumstances();
  const beside = existsSync(database) ? querySqlite(database) : null;
  const ways = commands();
  const asking = { lake, commands: ways, library: await compiledLibrary(ways.folder) };
  const bars = [
    ...(await barsOf(
      asking,
      'who-looked-at',
      { subject: SUBJECT },
      beside && (() => beside.whoLookedAt(SUBJECT)),
    )),
    ...(await barsOf(
      asking,
      'everything-by',
      { principal: PERSON },
      beside && (() => beside.everythingBy(PERSON)),
    )),
    ...(await barsOf(asking, 'by-person', YEAR, beside && (() => beside.byPerson(...yearOf())))),
    ...(await yearBars(year, ways.compiled, Number(options.rounds))),
    ...(await spreadsheetBars(options.folder)),
    await verifyBar(
      lake,
      snapshot.files.reduce((sum, { bytes }) => sum + bytes, 0),
      options.folder,
    ),
  ];
  beside?.close();
  const tables = [await othersTable(asking), dataTable(snapshot.files, database)];
  const result: Result = { ...where, loadAtEnd: load(), bars, compared: [], tables };
  console.log(
    `${where.cpu}, ${where.cores} cores; load ${where.loadAtStart} → ${result.loadAtEnd}; commit ${where.commit}`,
  );
  for (const bar of bars) console.log(barLine(bar));
  for (const { title, rows } of tables)
    console.log([title, ...rows.map((cells) => cells.join('  '))].join('\n'));
  writeFileSync(join(RESULTS, 'questions.json'), `${JSON.stringify(result, null, 2)}\n`);
  document(RESULTS);
  return bars.some((bar) => holds(bar) === false) ? 1 : 0;
}

function yearOf(): [number, number] {
  return [parseInstant('2023-01-01T00:00:00+09:00'), parseInstant('2024-01-01T00:00:00+09:00')];
}

const BOUNDS = {
  'who-looked-at': { warm: 0.5, cold: 1.5 },
  'everything-by': { warm: 0.5, cold: 1.5 },
  'by-person': { warm: 10, cold: null },
} as const;
const NAMES = {
  'who-looked-at': 'who-looked-at',
  'everything-by': 'everything-by',
  'by-person': "a year's grouping by person",
};

/** What is asked, and by which commands. */
interface Asking {
  readonly lake: string;
  readonly commands: Commands;
  readonly library: Library;
}

/** The first answer with nothing in memory, then as many as wanted with all of it; each held against SQLite's. */
async function barsOf(
  { lake, commands: ways, library }: Asking,
  id: keyof typeof BOUNDS,
  parameters: Readonly<Record<string, string>>,
  query: (() => Queried) | null,
): Promise<Bar[]> {
  const { warm, cold } = BOUNDS[id];
  progress(`${id}, cold`);
  forget(lake);
  const first = await askLake(library, lake, id, parameters);
  const rounds: Asked[] = [];
  const beside: Queried[] = [];
  for (let round = 1; round <= Number(options.rounds); round++) {
    progress(`${id}, round ${round} of ${options.rounds}`);
    rounds.push(await askLake(library, lake, id, parameters));
    if (query !== null) beside.push(query());
  }
  for (const { count, digest } of beside)
    if (count !== first.count || digest !== first.digest) throw new Error(`SQLite answers ${id} otherwise`);
  const [{ count, groups }] = rounds;
  const cpu = spreadOf(rounds.map(({ cpuSeconds }) => cpuSeconds)).median.toFixed(2);
  const sqlite =
    beside.length === 0
      ? 'SQLite not asked'
      : `SQLite ${spreadOf(beside.map(({ seconds }) => seconds)).median.toPrecision(3)} s, equal`;
  const note = `${count.toLocaleString('en')} events, ${groups} row groups checked, ${cpu} CPU s; ${sqlite}`;
  const bar = (name: string, bound: number, measured: readonly number[]): Bar => ({
    name: `${NAMES[id]}, ${name}`,
    bound,
    unit: 's',
    measured: spreadOf(measured),
    note,
  });
  return [
    bar(
      'warm',
      warm,
      rounds.map(({ seconds }) => seconds),
    ),
    ...(cold === null ? [] : [bar('cold', cold, [first.seconds])]),
    ...(id === 'by-person'
      ? []
      : [
          ...wholeBars(lake, ways.sources, `metsuke ask ${id}`, id, parameters),
          ...wholeBars(lake, ways.compiled, `the same, compiled`, id, parameters),
        ]),
  ];
}

/** The same as a command: the start of Node and of the process that runs SQL, and what is shown, included. */
function wholeBars(
  lake: string,
  command: string,
  name: string,
  id: 'who-looked-at' | 'everything-by',
  parameters: Readonly<Record<string, string>>,
): Bar[] {
  const { warm, cold } = BOUNDS[id];
  forget(lake);
  const first = askWhole(command, lake, id, parameters);
  const rounds = Array.from({ length: Number(options.rounds) }, () =>
    askWhole(command, lake, id, parameters),
  );
  const bar = (how: string, bound: number, measured: readonly number[]): Bar => ({
    name: `${name}, ${how}`,
    bound,
    unit: 's',
    measured: spreadOf(measured),
    note: 'from the command line to its end',
  });
  return [bar('warm', warm, rounds), bar('cold', cold, [first])];
}

async function othersTable({ lake, library }: Asking): Promise<Table> {
  const rows: string[][] = [];
  for (const [id, parameters] of OTHERS) {
    progress(id);
    const { seconds, cpuSeconds, count, groups } = await askLake(library, lake, id, parameters);
    const told = Object.entries(parameters).map(([name, value]) => `--${name} ${value}`);
    rows.push([
      `${id} ${told.join(' ')}`,
      seconds.toFixed(2),
      cpuSeconds.toFixed(2),
      count.toLocaleString('en'),
      String(groups),
    ]);
  }
  return {
    title: 'Other questions, once, warm.',
    head: ['question', 'seconds', 'CPU seconds', 'count', 'row groups checked'],
    rows,
  };
}

function dataTable(
  files: readonly { table: string; bytes: number; rows: number }[],
  database: string,
): Table {
  const tables = [...new Set(files.map(({ table }) => table))];
  const of = (table: string, what: 'bytes' | 'rows') =>
    files.filter((file) => file.table === table).reduce((sum, file) => sum + file[what], 0);
  const mb = (bytes: number) => Math.round(bytes / 1e6).toLocaleString('en');
  return {
    title: 'The data: three years, 2,000 people, 300,000 residents.',
    head: ['table', 'rows', 'MB'],
    rows: [
      ...tables.map((table) => [table, of(table, 'rows').toLocaleString('en'), mb(of(table, 'bytes'))]),
      ...(existsSync(database) ? [['SQLite with three indexes', '', mb(statSync(database).size)]] : []),
    ],
  };
}

if (options.help) console.log(USAGE);
else process.exitCode = await main();
