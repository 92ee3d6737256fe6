/** Lakes to ask: the stream of an incident, or some events, imported into a folder of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, config } from '../../schemas/config.ts';
import { SCENARIOS } from '../../seeds/index.ts';
import { ndjsonOf, registerFiles, type Story } from '../../seeds/story.ts';
import { parseInstant } from '../../src/core/time.ts';
import type { RegisterBytes } from '../../src/ingest/register-files.ts';
import { runInLake } from '../../src/pipeline/lake/run.ts';
import { rowDefaults } from '../../src/pipeline/row-defaults.ts';
import { type Asked, ask } from '../../src/questions/ask.ts';
import type { Row } from '../../src/questions/columns.ts';
import { QUESTIONS } from '../../src/questions/index.ts';
import { readParameters } from '../../src/questions/parameters.ts';
import { startQueries } from '../../src/questions/query-process.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { openLake } from '../../src/store/lake.ts';
import { duckMaker } from '../../src/store/parquet-maker.ts';

/** A lake in a temporary folder. */
export interface AskedLake {
  readonly folder: string;
  readonly lake: string;
  /** Asks and reads all rows; a problem is thrown by its code. */
  ask(
    question: string,
    options?: Readonly<Record<string, string>>,
    registers?: readonly RegisterBytes[],
  ): Promise<Told>;
  /** Imports more lines. */
  add(lines: string, registers?: ReadonlyMap<string, string>): Promise<void>;
  remove(): void;
}

/** An answer as read. */
export interface Told {
  readonly head: Asked['head'];
  readonly columns: Asked['columns'];
  readonly figures: Asked['figures'];
  readonly rows: readonly Row[];
}

/** A lake of lines of NDJSON. */
export async function lakeOf(
  lines: string,
  registers: ReadonlyMap<string, string>,
  settings: Config = config.parse({}),
): Promise<AskedLake> {
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-ask-'));
  const lake = join(folder, 'lake');
  let files = 0;
  const add: AskedLake['add'] = async (more, delivered) => {
    const file = join(folder, `events-${files++}.ndjson`);
    const registersDir = delivered === undefined ? null : join(folder, `registers-${files}`);
    writeFileSync(file, more);
    if (registersDir !== null) mkdirSync(registersDir);
    for (const [name, text] of delivered ?? []) writeFileSync(join(registersDir ?? '', name), text);
    await importInto(lake, [file], registersDir, settings);
  };
  await add(lines, registers);
  return {
    folder,
    lake,
    add,
    ask: (question, options, given) => askIn(lake, question, options ?? {}, given ?? null),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** A lake of the stream of an incident. */
export function incidentLake(id: string): Promise<AskedLake> {
  const story = SCENARIOS.find((scenario) => scenario.id === id)?.tell() as Story;
  return lakeOf(ndjsonOf(story.events), registerFiles(story));
}

async function askIn(
  folder: string,
  id: string,
  options: Readonly<Record<string, string>>,
  registers: readonly RegisterBytes[] | null,
): Promise<Told> {
  const question = QUESTIONS.find((each) => each.id === id);
  if (question === undefined) throw new Error(id);
  const { purpose, snapshot, raw, first, ...rest } = options;
  const parameters = readParameters(question, new Map(Object.entries(rest)));
  if ('code' in parameters) throw new Error(parameters.code);
  const asked = await ask(
    {
      question,
      parameters,
      folder,
      snapshot: snapshot === undefined ? null : Number(snapshot),
      asker: 'auditor',
      purpose: purpose ?? null,
      caseId: null,
      raw: raw === 'yes',
      ...(first !== undefined && { rowsMax: Number(first) }),
      registers,
      settings: { config: config.parse({}), sha256: null },
      clock: () => '2026-01-01T00:00:00Z',
    },
    startQueries(60),
  );
  if ('code' in asked) throw new Error(asked.code);
  const rows: Row[] = [];
  try {
    for await (const piece of asked.rows) rows.push(...piece);
  } finally {
    asked.close();
  }
  const names = asked.columns.map(({ name }) => name);
  for (const row of rows)
    if (Object.keys(row).join(' ') !== names.join(' ')) throw new Error(`${id}: other members than columns`);
  return { head: asked.head, columns: asked.columns, figures: asked.figures, rows };
}

async function importInto(
  folder: string,
  files: readonly string[],
  registersDir: string | null,
  settings: Config,
) {
  const lake = openLake(folder, nodeFileSystem);
  const maker = duckMaker(lake.store.path('tmp/duckdb'));
  try {
    const ran = await runInLake({
      lake,
      maker,
      files,
      registersDir,
      config: settings,
      detectors: [],
      now: parseInstant('2026-01-01T00:00:00Z'),
      clock: () => '2026-01-01T00:00:00Z',
      options: rowDefaults(settings, null),
      onFinding: () => {},
      onVerdict: () => {},
      onQuarantined: () => {},
      onBatch: () => {},
      onSorting: () => {},
      onLooking: () => {},
    });
    if ('code' in ran) throw new Error(ran.message.en);
  } finally {
    maker.close();
  }
}
