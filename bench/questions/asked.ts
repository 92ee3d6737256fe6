/** Asks the made-up lake as the console does, and says what an answer cost, the process that runs the SQL included. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { config } from '../../schemas/config.ts';
import type { ask } from '../../src/questions/ask.ts';
import type { Row } from '../../src/questions/columns.ts';
import { countIn, given, type Question } from '../../src/questions/define.ts';
import { QUESTIONS } from '../../src/questions/index.ts';
import { readParameters } from '../../src/questions/parameters.ts';
import type { startQueries } from '../../src/questions/query-process.ts';
import type { QuestionId } from '../../src/questions/question-ids.ts';

/** One answer. */
export interface Asked {
  readonly count: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Row groups and footers that were checked. */
  readonly groups: number;
  /** Of the rows, without their order. */
  readonly digest: string;
}

/** What answers questions. */
export interface Library {
  readonly ask: typeof ask;
  readonly startQueries: typeof startQueries;
}

/** Loads it as the package has it: compiled, and kept so from one process to the next. */
export async function compiledLibrary(folder: string): Promise<Library> {
  enableCompileCache(join(folder, 'node_modules/.cache/metsuke'));
  const load = (name: string) => import(pathToFileURL(join(folder, 'src/questions', name)).href);
  return { ...(await load('ask.js')), ...(await load('query-process.js')) };
}

const TICKS_A_SECOND = 100;
const POLL_MS = 20;

/** Asks; `options` as on the command line. */
export async function askLake(
  { ask, startQueries }: Library,
  folder: string,
  id: QuestionId | 'by-person',
  options: Readonly<Record<string, string>>,
): Promise<Asked> {
  const question = id === 'by-person' ? BY_PERSON : QUESTIONS.find((each) => each.id === id);
  if (question === undefined) throw new Error(id);
  const parameters = readParameters(question, new Map(Object.entries(options)));
  if ('code' in parameters) throw new Error(parameters.message.en);
  const cpu = cpuSeconds();
  const started = performance.now();
  const asked = await ask(
    {
      question,
      parameters,
      folder,
      snapshot: null,
      asker: 'bench',
      purpose: null,
      caseId: null,
      registers: null,
      settings: { config: config.parse({}), sha256: null },
      clock: () => new Date().toISOString(),
    },
    startQueries(600),
  );
  if ('code' in asked) throw new Error(`${id}: ${asked.message.en}`);
  const rows: Row[] = [];
  for await (const piece of asked.rows) for (const row of piece) rows.push(row);
  const seconds = (performance.now() - started) / 1_000;
  asked.close();
  while (hasChildren()) await wait(POLL_MS); // what an ended process used counts once the system has given it back
  return {
    count: asked.head.count,
    seconds,
    cpuSeconds: cpuSeconds() - cpu,
    groups: asked.rests.groups.length,
    digest: digestOf(rows.map(({ event, person, n, records }) => [event, person, n, records])),
  };
}

/** A hash of rows that does not depend on their order. */
export function digestOf(rows: readonly (readonly unknown[])[]): string {
  return createHash('sha256')
    .update(
      rows
        .map((row) => JSON.stringify(row))
        .sort()
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 16);
}

/** What everybody did in a period: all rows are read. */
const BY_PERSON: Question = {
  ...(QUESTIONS.find(({ id }) => id === 'logins-by-id') as Question),
  wants: () => ({}),
  async answer({ tables }) {
    const rows = await tables.rows(
      'SELECT person, count(*) AS n, sum(records) AS records FROM events GROUP BY person ORDER BY person',
    );
    return {
      count: rows.reduce((sum, row) => sum + countIn(row), 0),
      counted: { ja: '操作', en: 'events' },
      columns: ['person', 'n', 'records'].map((name) => ({
        name,
        title: { ja: name, en: name },
        kind: 'text',
      })),
      rows: given(rows),
    };
  },
};

/** CPU of this process and of those it started that have ended. Linux only. */
function cpuSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0) / TICKS_A_SECOND;
}

/** Whether processes that this one started are still there. Linux only. */
function hasChildren(): boolean {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim() !== '';
}

/** Makes the system forget what it holds of the files in a folder, so that they are read from the disk again. */
export function forget(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true }))
    if (entry.isFile())
      execFileSync('dd', [
        `if=${join(entry.parentPath, entry.name)}`,
        'iflag=nocache',
        'count=0',
        'status=none',
      ]);
}
