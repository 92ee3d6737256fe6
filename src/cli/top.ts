/** `metsuke top`: a running metsuke on one screen, redrawn every second; elsewhere than at a terminal, once. */
import { setTimeout as pause } from 'node:timers/promises';
import { problem } from '../core/problem.ts';
import type { StatusRecord } from '../operation/status-record.ts';
import type { Request } from './declared.ts';
import { EXIT } from './exit.ts';
import { tell } from './run.ts';
import { settingsNamed } from './settings-named.ts';
import { terminalText } from './terminal-text.ts';
import { topLines } from './top-lines.ts';

const EVERY_MS = 1_000;
const TIMEOUT_MS = 5_000;
const ROWS = 24;
const TO_TOP = '\u001b[H';
const CLEAR = '\u001b[2J\u001b[H';
const REST_OF_LINE = '\u001b[K';
const REST_OF_SCREEN = '\u001b[J';

/** Runs `metsuke top`. */
export async function topCommand({ operands, options, language }: Request): Promise<number> {
  const settings = settingsNamed(options);
  if ('exit' in settings) {
    for (const one of settings.problems) tell(one, language);
    return settings.exit;
  }
  const { host, port } = settings.operation;
  const where = operands[0] ?? `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const isLive = process.stdout.isTTY === true && !options.has('json');
  let before: { record: StatusRecord; atMs: number } | null = null;
  if (isLive) process.stdout.write(CLEAR);
  for (;;) {
    const record = await statusAt(where);
    const atMs = performance.now();
    if (typeof record === 'string') {
      tell(problem('status-unreachable', { where, why: record }), language);
      return EXIT.failure;
    }
    if (options.has('json')) {
      process.stdout.write(`${JSON.stringify(record)}\n`);
      return EXIT.ok;
    }
    const since = before === null ? null : { record: before.record, seconds: (atMs - before.atMs) / 1_000 };
    const screen = { language, where, height: process.stdout.rows ?? ROWS };
    const lines = terminalText(topLines(record, since, screen).join('\n')).split('\n');
    if (!isLive) {
      process.stdout.write(`${lines.join('\n')}\n`);
      return EXIT.ok;
    }
    process.stdout.write(
      `${TO_TOP}${lines.map((line) => `${line}${REST_OF_LINE}\n`).join('')}${REST_OF_SCREEN}`,
    );
    before = { record, atMs };
    try {
      await pause(EVERY_MS, undefined, { signal: stop.signal });
    } catch {
      return EXIT.ok; // asked to stop
    }
  }
}

/** The record, or why there is none. */
async function statusAt(where: string): Promise<StatusRecord | string> {
  try {
    const answer = await fetch(`http://${where}/status`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) return `HTTP ${answer.status}`;
    return (await answer.json()) as StatusRecord;
  } catch (error) {
    const { cause, name } = error as { cause?: { code?: string }; name?: string };
    return cause?.code ?? name ?? 'ECONNREFUSED';
  }
}
