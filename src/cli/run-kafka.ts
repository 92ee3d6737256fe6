/** The part of `metsuke run` that reads topics: stands by until the partitions are given to this process, then opens them. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../schemas/config.ts';
import type { Problem } from '../core/problem.ts';
import { type Environment, isProblem, kafkaClient } from '../kafka/client.ts';
import { joinTopics } from '../kafka/topic-source.ts';
import { rowDefaults } from '../pipeline/row-defaults.ts';
import type { InputNumbers, LiveSource } from '../pipeline/run/live-source.ts';

/** Topics that this process may read. */
export interface OwnTopics {
  open(numbers: InputNumbers): Promise<LiveSource[]>;
  /** Leaves the group, so that who stands by may begin at once. */
  close(): Promise<void>;
}

const NO_TOPICS: OwnTopics = { open: async () => [], close: async () => endSoon() };
/** So soon a process that has joined is given the partitions, unless another one works. */
const STANDBY_MS = 2_000;
/** How long what is left over may hold the process. */
const END_MS = 1_000;

/** kafkajs sets timers in the past, of which Node 24 warns on standard error; they do no harm. */
function hushTimers(): void {
  const printing = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'TimeoutNegativeWarning') for (const print of printing) print(warning);
  });
}

/**
 * Comes back when this process may read, at once where no topic is declared; null where it was told to stop before. `meanwhile` is
 * what it does while another process works and this one waits for its end.
 */
export async function ownTopics(
  config: Config,
  environment: Environment,
  stop: AbortSignal,
  meanwhile: (until: AbortSignal) => Promise<void>,
): Promise<OwnTopics | Problem | null> {
  const { kafka: settings } = config;
  if (Object.keys(settings.topics).length === 0) return NO_TOPICS;
  hushTimers();
  const kafka = kafkaClient(settings, environment);
  if (isProblem(kafka)) return kafka;
  const defaultsOf = (source: string | undefined) => rowDefaults(config, source ?? null);
  const member = await Promise.race([joinTopics({ kafka, settings, defaultsOf }), stopped(stop)]);
  if (member === null) {
    endSoon(); // it has nothing to make durable: the group finds out by itself
    return null;
  }
  if (isProblem(member)) return member;
  const over = new AbortController();
  const waiting = pause(STANDBY_MS, undefined, { signal: over.signal })
    .then(() => meanwhile(over.signal))
    .catch((error: unknown) => {
      if (!over.signal.aborted) throw error;
    });
  const ours = member.ours(stop).finally(() => over.abort());
  await Promise.race([ours, waiting.then(() => ours)]); // what it is about to make for another is of no use any more
  if (!(await ours)) {
    await member.close();
    endSoon();
    return null;
  }
  return {
    open: async (numbers) => [await member.open(numbers)],
    async close() {
      await member.close();
      endSoon();
    },
  };
}

/** Comes back when the process is told to stop. */
function stopped(stop: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve(null);
    stop.addEventListener('abort', () => resolve(null), { once: true });
  });
}

/** kafkajs may go on trying to reach brokers that are away after it was told to end: the process does not wait for it. */
function endSoon(): void {
  setTimeout(() => process.exit(), END_MS).unref();
}
