/**
 * The broker of the tests: `KAFKA_BROKERS` where that is set, else one that this run starts for itself (keeper.ts).
 * Where neither can be had, a test that needs one fails and says why; `METSUKE_TEST_KAFKA=skip` skips it, never under CI.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import type { LinkPorts } from '../../toolchain/kafka/link.ts';

const KEEPER = fileURLToPath(new URL('keeper.ts', import.meta.url));
const READY_MS = 300_000;

/** Whether tests with a broker are left out, because an outside user asked for it by name. */
export const isSkipped = process.env.METSUKE_TEST_KAFKA === 'skip' && !process.env.CI;

/** How long a first test may take: the broker may have to be fetched and started. */
export const FIRST_TEST_MS = READY_MS;

/** The broker of this run, and where links to it may be opened. */
export interface TestBroker {
  readonly brokers: readonly string[];
  /** None where the broker is one that somebody named: it says where it is by itself. */
  readonly links: readonly LinkPorts[];
}

/** Bootstrap addresses of the broker of this run, which is started if no other test has asked before. */
export async function broker(): Promise<string[]> {
  return [...(await linkedBroker()).brokers];
}

/** The same with its links. */
export async function linkedBroker(): Promise<TestBroker> {
  const named = process.env.KAFKA_BROKERS;
  if (named !== undefined && named !== '') return { brokers: named.split(','), links: [] };
  const { folder, owner } = inject('kafka');
  const ready = join(folder, 'ready');
  if (isFirst(folder)) {
    const log = openSync(join(folder, 'log'), 'w', 0o600);
    const keeper = spawn(process.execPath, [KEEPER, ready, String(owner)], {
      detached: true,
      stdio: ['ignore', log, log],
    });
    keeper.unref();
    writeFileSync(join(folder, 'keeper'), String(keeper.pid));
  }
  for (const until = performance.now() + READY_MS; !existsSync(ready); await pause(50))
    if (performance.now() > until) throw new Error(`no broker: ${readFileSync(join(folder, 'log'), 'utf8')}`);
  const answer: Partial<TestBroker> & { problem?: string } = JSON.parse(readFileSync(ready, 'utf8'));
  const { brokers, links } = answer;
  if (brokers === undefined || links === undefined) throw new Error(answer.problem);
  return { brokers, links };
}

/** A name that no other test and no other run uses. */
export function unique(name: string): string {
  return `${name}-${randomUUID().slice(0, 8)}`;
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'asked'));
    return true;
  } catch {
    return false;
  }
}
