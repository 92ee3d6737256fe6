/** What makes a run visible from outside: its status, its log, and health and metrics over HTTP. */
import type { Config } from '../../schemas/config.ts';
import type { Language } from '../core/bilingual.ts';
import type { Problem } from '../core/problem.ts';
import { VERSION } from '../core/version.ts';
import { type Log, openLog } from '../operation/log.ts';
import { type StatusServer, serveStatus } from '../operation/server.ts';
import { newStatus, type RunStatus } from '../operation/status.ts';
import type { OutputStatus } from '../outbox/lane.ts';
import type { Begun, Companion } from '../pipeline/run/run.ts';
import { watchRun } from '../pipeline/run/watched.ts';
import type { Sealed } from '../store/seals/seal-lake.ts';
import { tell } from './run.ts';

/** A run that can be watched. */
export interface RunOperation {
  /** Whether it tells in words, for a reader at a terminal. */
  readonly isText: boolean;
  /** Something that does not end the run. */
  problem(problem: Problem): void;
  /** It waits for another process to end. */
  standby(): void;
  /** It only helps another process, and never takes over. */
  helping(): void;
  /** While it waits: it is alive, and has made so many rows for that process. */
  lent(rows: number): void;
  companion(begun: Begun, outputs: () => readonly OutputStatus[]): Companion;
  sealed(seal: Sealed): void;
  /** The run is told to stop. */
  stopping(signal: NodeJS.Signals): void;
  /** Says how it ended. */
  close(problem: Problem | null): Promise<void>;
  /** It ends by an error of the program. */
  crash(error: unknown): void;
}

/** Begins to tell of a run, from its start on. */
export async function runOperation(
  config: Config,
  settingsFile: string,
  { language, isQuiet }: { readonly language: Language; readonly isQuiet: boolean },
): Promise<RunOperation> {
  const nowMs = () => Date.now();
  const status = newStatus(nowMs());
  const { operation, lake, keys, registers } = config;
  const form = operation.log === 'auto' ? (process.stderr.isTTY === true ? 'text' : 'json') : operation.log;
  const named = [operation.host, settingsFile, lake, keys, registers].filter((name) => name !== null);
  const write = (line: string) => process.stderr.write(line);
  const log = openLog({ status, named, form, language, nowMs, write: isQuiet ? () => {} : write });
  log.say('started', { version: VERSION });
  const server = await served(config, status, log, nowMs);
  const problem = (one: Problem) => (form === 'text' ? tell(one, language) : log.problem(one));
  return {
    isText: form === 'text',
    problem,
    standby() {
      status.phase = 'standby';
      log.say('standby', {});
    },
    helping() {
      status.phase = 'standby';
      log.say('helping', {});
    },
    lent(rows) {
      status.lentRows += rows;
      status.beatAtMs = nowMs();
    },
    companion: (begun, outputs) =>
      watchRun(begun, { status, log, nowMs, registersFolder: registers, outputs }),
    sealed({ fingerprint }) {
      status.lastSealAtMs = nowMs();
      log.say('sealed', { fingerprint });
    },
    stopping(signal) {
      status.phase = 'stopping';
      log.say('stopping', { signal });
    },
    crash(error) {
      status.phase = 'failed';
      log.crash(error);
    },
    async close(ending) {
      if (ending !== null) {
        status.phase = 'failed';
        status.problem = ending.code;
        problem(ending);
      } else log.say('stopped', { commit: status.epoch, seconds: (nowMs() - status.startedAtMs) / 1_000 });
      await server?.close();
    },
  };
}

/** A port that is taken does not keep a run from its work. */
async function served(
  { operation }: Config,
  status: RunStatus,
  log: Log,
  nowMs: () => number,
): Promise<StatusServer | null> {
  const server = await serveStatus(operation, status, nowMs);
  if (server === null) return null;
  if ('code' in server) {
    log.problem(server);
    return null;
  }
  log.say('listening', { host: server.host, port: server.port });
  return server;
}
