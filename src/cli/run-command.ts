/** `metsuke run`: wires the loop to the machine, its sources and what lives beside it, and ends it well. */
import { openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../../schemas/config.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { isProblem } from '../kafka/client.ts';
import { standBy } from '../pipeline/hands/stand-by.ts';
import { SourceFailed } from '../pipeline/run/live-source.ts';
import type { LoopState } from '../pipeline/run/loop.ts';
import { type Begun, type Companion, runForever } from '../pipeline/run/run.ts';
import { ThreadFailed } from '../pipeline/workers/thread-failed.ts';
import { StoreFailed } from '../store/store.ts';
import type { Request } from './declared.ts';
import { unwritable } from './event-files.ts';
import { EXIT, stoppedBy } from './exit.ts';
import { type LineWriter, lineWriter, WriteRefused } from './line-writer.ts';
import { tell } from './run.ts';
import { ownTopics } from './run-kafka.ts';
import { type RunOperation, runOperation } from './run-operation.ts';
import { type RunOutputs, runOutputs } from './run-outputs.ts';
import { settingsNamed } from './settings-named.ts';
import { terminalText } from './terminal-text.ts';

const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const READS: Bilingual = { ja: '読むログ', en: 'reads' };
const WRITES: Bilingual = { ja: '保管庫', en: 'keeps' };
const FROM: Bilingual = { ja: '続き', en: 'goes on' };
const COMMIT: Bilingual = {
  ja: 'コミット {commit} から（記録 {events} 件）',
  en: 'after commit {commit} ({events} events)',
};
const NEW: Bilingual = { ja: '新しい保管庫です', en: 'a new lake' };

/** Runs `metsuke run`. */
export async function runCommand(request: Request): Promise<number> {
  const { options, language } = request;
  const file = options.get('config');
  if (file === undefined) return refuse(EXIT.usage, [problem('run-needs-config')], language);
  const config = settingsNamed(options);
  if ('exit' in config) return refuse(config.exit, config.problems, language);
  const wrong = wanting(config, file);
  if (wrong.length > 0 || config.lake === null) return refuse(EXIT.configuration, wrong, language);
  const outputs = runOutputs(config, process.env);
  if (Array.isArray(outputs)) return refuse(EXIT.configuration, outputs, language);
  const operation = await runOperation(config, file, { language, isQuiet: options.has('quiet') });
  const stop = stopOnSignals(operation.stopping);
  try {
    const refused = await run(request, config, config.lake, outputs, operation, stop.signal);
    await operation.close(refused);
    return refused === null ? EXIT.ok : stoppedBy(refused);
  } catch (error) {
    if (error instanceof StoreFailed || error instanceof SourceFailed || error instanceof ThreadFailed) {
      await operation.close(error.problem);
      return stoppedBy(error.problem);
    }
    if (error instanceof WriteRefused) {
      await operation.close(unwritable(error.file, error.cause));
      return EXIT.unreadable;
    }
    operation.crash(error);
    return EXIT.failure;
  } finally {
    await outputs.close();
    stop.release();
  }
}

function refuse(exit: number, problems: readonly Problem[], language: Language): number {
  for (const one of problems) tell(one, language);
  return exit;
}

/** What the settings lack for a run. */
function wanting({ lake, files, kafka }: Config, file: string): Problem[] {
  const hasInputs = files.length > 0 || Object.keys(kafka.topics).length > 0;
  return [
    ...(lake === null ? [problem('run-needs-lake', {}, { file })] : []),
    ...(hasInputs ? [] : [problem('run-needs-inputs', {}, { file })]),
  ];
}

/** A step that takes longer than this to its end is done again by the next process: nothing of it was durable. */
const STOP_MS = 4_800;

/** The first signal asks for an end, the second one does not wait for it. */
function stopOnSignals(onStop: (signal: NodeJS.Signals) => void) {
  const abort = new AbortController();
  const stop = (signal: NodeJS.Signals) => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    onStop(signal);
    abort.abort();
    setTimeout(() => process.exit(EXIT.interrupted), STOP_MS).unref();
  };
  for (const signal of STOPS) process.on(signal, stop);
  return {
    signal: abort.signal,
    release() {
      for (const signal of STOPS) process.off(signal, stop);
    },
  };
}

async function run(
  { options, language }: Request,
  config: Config,
  folder: string,
  outputs: RunOutputs,
  operation: RunOperation,
  stop: AbortSignal,
): Promise<Problem | null> {
  const isTalking = operation.isText && !options.has('quiet');
  const onProblem = operation.problem;
  const lend = (until: AbortSignal) =>
    standBy({
      config,
      folder,
      stop: until,
      onMade: operation.lent,
      onRound: () => operation.lent(0),
      onProblem,
    });
  if (options.has('helper')) {
    operation.helping();
    await unlessStopped(lend(stop), stop);
    return null;
  }
  const topics = await ownTopics(config, process.env, stop, async (until) => {
    operation.standby();
    await lend(until);
  });
  if (topics === null || isProblem(topics)) return topics;
  try {
    return await runForever({
      config,
      folder,
      openSources: topics.open,
      nowMs: () => Date.now(),
      steadyMs: () => performance.now(),
      sleep: async (milliseconds) => {
        await sleep(milliseconds, undefined, { signal: stop }).catch(() => {});
      },
      onProblem,
      onSealed: operation.sealed,
      stop,
      async companions(begun) {
        if (isTalking) start(begun, config, folder, language);
        const sending = outputs.companion(begun, onProblem);
        return [
          sending,
          operation.companion(begun, sending.status),
          ...findingsTo(options.get('findings')),
          ...(isTalking && process.stderr.isTTY === true ? [progress(language)] : []),
        ];
      },
    });
  } finally {
    await topics.close();
  }
}

/** What a helper was about to make is broken off at its end, which is no failure. */
async function unlessStopped(work: Promise<void>, stop: AbortSignal): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}

/** What it reads, where it writes, and from where it goes on. */
function start({ lake }: Begun, { files, kafka }: Config, folder: string, language: Language): void {
  const reads = [...files.flatMap(({ paths }) => paths), ...Object.keys(kafka.topics)];
  const { number, counts } = lake.snapshot;
  const from =
    number === 0
      ? NEW[language]
      : COMMIT[language].replace('{commit}', String(number)).replace('{events}', String(counts.accepted));
  talk(`${READS[language]}: ${reads.join(' ')}`);
  talk(`${WRITES[language]}: ${folder}`);
  talk(`${FROM[language]}: ${from}`);
}

function talk(text: string): void {
  process.stderr.write(terminalText(`metsuke: ${text}\n`));
}

/** Findings as they are said, where they were asked for. */
function findingsTo(file: string | undefined): Companion[] {
  if (file === undefined) return [];
  const writer: LineWriter =
    file === '-' ? lineWriter(1, 'stdout', () => {}) : lineWriter(appending(file), file);
  return [
    {
      onFinding: (finding) => writer.line(JSON.stringify(finding)),
      onRound: () => writer.flush(),
      async close() {
        writer.flush();
        writer.close();
      },
    },
  ];
}

function appending(file: string): number {
  try {
    return openSync(file, 'a', 0o600);
  } catch (error) {
    throw new WriteRefused(file, error);
  }
}

const PROGRESS_MS = 1_000;
const PROGRESS: Bilingual = {
  ja: '記録 {events} 件　待ち {waiting} 件　コミット {commit}',
  en: '{events} events, {waiting} waiting, commit {commit}',
};

/** One line that is written over every second. */
function progress(language: Language): Companion {
  let shownMs = 0;
  return {
    onRound({ judging, writer }: LoopState) {
      if (Date.now() - shownMs < PROGRESS_MS) return;
      shownMs = Date.now();
      const line = PROGRESS[language]
        .replace('{events}', String(judging.engine.counts().accepted))
        .replace('{waiting}', String(judging.engine.waiting()))
        .replace('{commit}', String(writer.snapshot().number));
      process.stderr.write(`\r\u001b[K${line}`);
    },
    async close() {
      process.stderr.write('\r\u001b[K');
    },
  };
}
