/** `node write.ts COUNT`: a storm of refused sign-ins on invented accounts from invented addresses, and in its middle one guessed account, on stdout. */
import { writeSync } from 'node:fs';
import { DAY, formatInstant, type Micros, parseInstant, SECOND } from '../../src/core/time.ts';

/** What is hidden in the storm. */
export const HIDDEN = { account: 'payroll-clerk', address: '203.0.113.77', tries: 12 } as const;

const START: Micros = parseInstant('2024-05-13T00:00:00+09:00');
const CHUNK_LINES = 20_000;

/** The lines of the storm; every address tries two accounts, no account is tried twice. */
function* storm(count: number): Generator<string> {
  const step = DAY / count;
  const middle = Math.floor(count / 2);
  const everyTry = Math.max(1, Math.floor((20 * SECOND) / step));
  for (let i = 0; i < count; i++) {
    const time = formatInstant(START + Math.floor((i * step) / 1_000) * 1_000);
    const head = `{"time":"${time}","system":"admin","source":"ad","id":"${i}"`;
    const place = i >> 1;
    const address = `2001:db8:${(place >> 16).toString(16)}:${(place & 0xffff).toString(16)}::1`;
    yield `${head},"actor":"invented-${i}","action":"login","outcome":"failure","reason":"NoSuchUser","ip":"${address}"}`;
    const since = i - middle;
    if (since < 0 || since % everyTry !== 0 || since > HIDDEN.tries * everyTry) continue;
    const outcome = since === HIDDEN.tries * everyTry ? '' : ',"outcome":"failure","reason":"WrongPassword"';
    yield `${head.replace(/"$/, '-h"')},"actor":"${HIDDEN.account}","action":"login"${outcome},"ip":"${HIDDEN.address}"}`;
  }
}

if (import.meta.main) {
  let chunk: string[] = [];
  const write = () => {
    const bytes = Buffer.from(chunk.join(''));
    for (let at = 0; at < bytes.length; ) at += writeSome(bytes, at);
    chunk = [];
  };
  for (const line of storm(Number(process.argv[2]))) {
    chunk.push(line, '\n');
    if (chunk.length >= 2 * CHUNK_LINES) write();
  }
  write();
}

/** Writes what the pipe takes: a full one asks to be tried again. */
function writeSome(bytes: Buffer, at: number): number {
  try {
    return writeSync(1, bytes, at, Math.min(bytes.length - at, 2 ** 16));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    return 0;
  }
}
