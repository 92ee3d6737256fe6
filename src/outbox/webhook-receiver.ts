/**
 * An output that is an HTTP receiver: findings are posted in batches and signed, so that the receiver knows who sent them and
 * when. It goes where the settings say and nowhere else: a redirection is not followed.
 */
import { createHmac } from 'node:crypto';
import { type Problem, problem } from '../core/problem.ts';
import { VERSION } from '../core/version.ts';
import { type Delivery, DONE, type Message, type Receiver } from './receiver.ts';

/** Where to, and how. */
export interface Webhook {
  readonly output: string;
  readonly url: string;
  /** Signs every request; null: they are not signed. */
  readonly secret: string | null;
  /** The value of the header of this name. */
  readonly authorization: string | null;
  /** With 1 the body is one JSON object, else NDJSON. */
  readonly batchMax: number;
  readonly timeoutMs: number;
}

/** Answers that are about the message, where one message may be wanted and another not. */
const ABOUT_THE_MESSAGE: ReadonlySet<number> = new Set([400, 413, 415, 422]);
/** Refusals that pass. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);
/** However long a receiver asks to be left alone. */
const AFTER_MS_MAX = 3_600_000;

/** Posts to a receiver. `nowMs` is the clock by which requests are signed. */
export function webhookReceiver(hook: Webhook, nowMs: () => number): Receiver {
  const { host } = new URL(hook.url);

  const told = (code: 'outbox-later' | 'outbox-refused', status: number): Problem =>
    problem(code, { output: hook.output, host, status: `HTTP ${status}` });

  function judged(status: number, headers: Headers): Delivery {
    if (status >= 200 && status < 300) return DONE;
    if (status >= 400 && status < 500 && !PASSING.has(status))
      return {
        kind: 'refused',
        why: told('outbox-refused', status),
        eachAlone: ABOUT_THE_MESSAGE.has(status),
      };
    const afterMs = retryAfter(headers.get('retry-after'), nowMs());
    return { kind: 'later', why: told('outbox-later', status), afterMs };
  }

  return {
    batchMax: hook.batchMax,
    async deliver(batch, signal) {
      const body = bodyOf(batch, hook.batchMax);
      try {
        const response = await fetch(hook.url, {
          method: 'POST',
          body,
          headers: headersOf(hook, batch, body, Math.floor(nowMs() / 1_000)),
          redirect: 'manual',
          signal: AbortSignal.any([signal, AbortSignal.timeout(hook.timeoutMs)]),
        });
        await response.body?.cancel();
        return judged(response.status, response.headers);
      } catch (error) {
        const details = { output: hook.output, host, why: whyOf(error) };
        return { kind: 'later', why: problem('outbox-unreachable', details), afterMs: null };
      }
    },
    memory: () => null,
    close: () => {},
  };
}

/** `t=…,v1=…`: the time of sending in seconds, and the HMAC-SHA256 of `time.body`. */
export function signature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

function bodyOf(batch: readonly Message[], batchMax: number): string {
  return batchMax === 1 ? batch[0].text : batch.map(({ text }) => `${text}\n`).join('');
}

function headersOf(
  { output, secret, authorization, batchMax }: Webhook,
  batch: readonly Message[],
  body: string,
  seconds: number,
): Record<string, string> {
  const [{ commit, line, early }] = batch;
  return {
    'content-type': batchMax === 1 ? 'application/json' : 'application/x-ndjson',
    'user-agent': `metsuke/${VERSION}`,
    'x-metsuke-output': output,
    ...(early === null
      ? { 'x-metsuke-delivery': `${commit}-${line}-${batch.length}` }
      : { 'x-metsuke-early': `shard=${early.shard}, epoch=${early.epoch}` }),
    ...(secret !== null && { 'x-metsuke-signature': signature(secret, seconds, body) }),
    ...(authorization !== null && { authorization }),
  };
}

/** Seconds, or a date. */
function retryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const milliseconds = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isNaN(milliseconds) ? null : Math.min(Math.max(milliseconds, 0), AFTER_MS_MAX);
}

/** A code such as ECONNREFUSED, else what kind of error it was: the message might hold the address with its secrets. */
function whyOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return error.name;
}
