/** Starts the process that runs SQL, talks to it, and ends it when it takes too long. */
import { type ChildProcess, fork } from 'node:child_process';
import { getCompileCacheDir } from 'node:module';
import { type Problem, problem } from '../core/problem.ts';
import type { Row } from './columns.ts';
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

  async function say(message: ToQueries): Promise<FromQueries> {
    const said = await exchange(child, message, seconds);
    if ('failed' in said) {
      const why = /^Error: (\w[\w ]*)Error/.exec(said.failed)?.[1].trim() ?? 'DuckDB'; // the rest may quote a row
      throw new QueryFailed(problem('ask-failed', { why }));
    }
    return said;
  }

  async function* stream(sql: string, values: readonly Bound[] = []): AsyncGenerator<readonly Row[]> {
    let said = await say({ kind: 'query', sql, values });
    while ('rows' in said && said.rows !== null) {
      yield JSON.parse(said.rows) as Row[];
      said = await say({ kind: 'next' });
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
      child.kill('SIGKILL');
    },
  };
}

/** One message there and one back, within the time. */
function exchange(child: ChildProcess, message: ToQueries, seconds: number): Promise<FromQueries> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      end();
      reject(new QueryFailed(problem('ask-too-long', { seconds })));
    }, seconds * 1_000);
    const onMessage = (said: FromQueries) => {
      end();
      resolve(said);
    };
    const onExit = () => {
      end();
      reject(new QueryFailed(problem('ask-failed', { why: 'process ended' })));
    };
    function end(): void {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      child.off('error', onExit);
    }
    child.on('message', onMessage);
    child.on('exit', onExit);
    child.on('error', onExit);
    child.send(message, (error) => {
      if (error !== null) onExit();
    });
  });
}
