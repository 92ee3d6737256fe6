/**
 * `node write.ts COUNT`: events of an attacker who invents everything he can, on stdout: no account, device, address, session, person or
 * id comes twice. In their middle one account is guessed.
 */
import { writeSync } from 'node:fs';
import { hashText } from '../../src/core/hash.ts';
import { DAY, formatInstant, type Micros, parseInstant, SECOND } from '../../src/core/time.ts';
import { SHARDS } from '../../src/engine/shards.ts';

/** What is hidden among them. */
export const HIDDEN = { account: 'payroll-clerk', address: '203.0.113.77', tries: 12 } as const;

const START: Micros = parseInstant('2024-05-13T00:00:00+09:00');
const PIECE_CHARACTERS = 2 ** 20;

/** Accounts of three kinds in turn: ordinary ones, such as look like integers, and such as fall into one key shard. */
function accountOf(i: number): string {
  if (i % 3 === 0) return `invented-${i}`;
  if (i % 3 === 1) return String(i);
  for (let n = 0; ; n++) {
    const name = `x${i}-${n}`;
    if (((hashText(name) | 0) & (SHARDS - 1)) === 0) return name;
  }
}

/** What he does, in turn: each of it leaves keys in other places. */
const DEEDS: readonly ((i: number) => string)[] = [
  () => '"system":"admin","source":"ad","action":"login","outcome":"failure","reason":"NoSuchUser"',
  () => '"system":"admin","source":"ad","action":"login"',
  (i) => `"system":"resident","source":"juki","action":"view","subject":"R${i}"`,
  (i) => `"system":"crm","source":"crm","action":"export","records":50,"resource":"list-${i}"`,
  (i) => `"system":"crm","source":"crm","action":"upload","destination":"host-${i}.example","tenant":"T${i}"`,
  (i) => `"system":"admin","source":"ad","action":"create","target":"made-${i}"`,
  (i) => `"system":"pos","source":"till","action":"view","subject":"C${i}"`,
  (i) => `"system":"admin","source":"ad","action":"reset","target":"reset-${i}"`,
];

/** The lines; they are spread over one day. */
function* lines(count: number): Generator<string> {
  const step = DAY / count;
  const middle = Math.floor(count / 2);
  const everyTry = Math.max(1, Math.floor((20 * SECOND) / step));
  for (let i = 0; i < count; i++) {
    const time = formatInstant(START + Math.floor((i * step) / 1_000) * 1_000);
    const place = i >> 1;
    const address = `2001:db8:${(place >> 16).toString(16)}:${(place & 0xffff).toString(16)}::1`;
    const from = `"device":"D${i}","session":"s${i}","ip":"${address}"`;
    yield `{"time":"${time}","id":"${i}","actor":"${accountOf(i)}",${DEEDS[i % DEEDS.length](i)},${from}}\n`;
    const since = i - middle;
    if (since < 0 || since % everyTry !== 0 || since > HIDDEN.tries * everyTry) continue;
    const outcome = since === HIDDEN.tries * everyTry ? '' : ',"outcome":"failure","reason":"WrongPassword"';
    yield `{"time":"${time}","id":"${i}-h","actor":"${HIDDEN.account}","system":"admin","source":"ad","action":"login"${outcome},"ip":"${HIDDEN.address}"}\n`;
  }
}

if (import.meta.main) {
  let piece = '';
  for (const line of lines(Number(process.argv[2]))) {
    piece += line;
    if (piece.length < PIECE_CHARACTERS) continue;
    writeAll(piece);
    piece = '';
  }
  writeAll(piece);
}

/** Writes everything; a full pipe is tried again. */
function writeAll(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
