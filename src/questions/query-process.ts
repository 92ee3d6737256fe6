/** Starts the process that runs SQL, talks to it, and ends it when it takes too long. */
import { Buffer } from 'node:buffer';
import { fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { type Problem, problem } from '../core/problem.ts';
import type { Row, Value } from './columns.ts';
import type { Bound, Tables } from './define.ts';
import type { Fence, FromQueries, Sights, ToQueries, ViewPeriod } from './query-messages.ts';

/** A question that could not be answered. */
export class QueryFailed extends Error {
  readonly problem: Problem;

  constructor(wrong: Problem) {
    super(wrong.message.en);
    this.problem = wrong;
  }
}

/** The process. */
export interface QueryProcess extends Tables {
  /** Locks it: it sees nothing yet, and will never read anything else than this. */
  fence(fence: Fence, period: ViewPeriod): Promise<void>;
  /** Shows rows of tables. */
  see(sights: Sights, period: ViewPeriod): Promise<void>;
  /** Ends it, whatever it is doing. */
  close(): void;
}

/** Starts it; `seconds` is how long one step may take before it is killed. */
export function startQueries(seconds: number): QueryProcess {
  const file = import.meta.url.endsWith('.ts') ? './query-worker.ts' : './query-worker.js';
  const cache = getCompileCacheDir();
  const child = fork(new URL(file, import.meta.url), {
    execArgv: [],
    env: cache === undefined ? {} : { NODE_COMPILE_CACHE: cache },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });

  /** Messages without an answer yet; the process takes them one after another. */
  const asked: { resolve(said: FromQueries): void; reject(failed: QueryFailed): void }[] = [];
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;

  function fail(failed: QueryFailed): void {
    isOver = true;
    clearTimeout(timer);
    for (const { reject } of asked.splice(0)) reject(failed);
  }
  const ended = () => new QueryFailed(problem('ask-failed', { why: 'process ended' }));

  /** From now on the first message is worked on, for so long at most. */
  function watch(): void {
    clearTimeout(timer);
    if (asked.length === 0) return;
    timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(new QueryFailed(problem('ask-too-long', { seconds })));
    }, seconds * 1_000);
  }

  child.on('message', (said: FromQueries) => {
    asked.shift()?.resolve(said);
    watch();
  });
  child.on('exit', () => fail(ended()));
  child.on('error', () => fail(ended()));

  /** Sends a message at once: what follows here until it is waited for is done while the process works. */
  async function say(message: ToQueries): Promise<FromQueries> {
    if (isOver) throw ended();
    const said = await new Promise<FromQueries>((resolve, reject) => {
      asked.push({ resolve, reject });
      if (asked.length === 1) watch();
      child.send(message, (error) => {
        if (error !== null) fail(ended());
      });
    });
    if ('failed' in said) {
      const why = /^Error: (\w[\w ]*)Error/.exec(said.failed)?.[1].trim() ?? 'DuckDB'; // the rest may quote a row
      throw new QueryFailed(problem('ask-failed', { why }));
    }
    return said;
  }

  async function* stream(
    sql: string,
    values: readonly Bound[] = [],
    names: readonly string[] | null = null,
  ): AsyncGenerator<readonly Row[]> {
    let said = await say({ kind: 'query', sql, values, names });
    while ('rows' in said && said.rows !== null) {
      const next = say({ kind: 'next' }); // is made while this piece is used
      next.catch(() => {});
      const { buffer, byteOffset, byteLength } = said.rows;
      const read = JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString());
      yield names === null ? (read as Row[]) : rowsOf(read as Value[][], names);
      said = await next;
    }
  }

  return {
    async fence(fence, period) {
      await say({ kind: 'fence', fence, period });
    },
    async see(sights, period) {
      await say({ kind: 'see', sights, period });
    },
    stream,
    async rows(sql, values) {
      const all: Row[] = [];
      for await (const piece of stream(sql, values)) for (const row of piece) all.push(row);
      return all;
    },
    close() {
      fail(ended());
      child.kill('SIGKILL');
      child.unref(); // nobody waits until the system has cleared it away
      child.channel?.unref();
    },
  };
}

/** Rows of arrays. */
function rowsOf(arrays: readonly (readonly Value[])[], names: readonly string[]): Row[] {
  const empty: Record<string, Value> = Object.fromEntries(names.map((name) => [name, null]));
  return arrays.map((values) => {
    const row = { ...empty };
    for (let index = 0; index < names.length; index++) row[names[index]] = values[index];
    return row;
  });
}
