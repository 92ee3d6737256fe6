/** A client of Kafka from declared settings. Secrets come from files or the environment and are never shown. */
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ConnectionOptions } from 'node:tls';
import kafkajs, { type Kafka, type SASLOptions } from 'kafkajs';
import type { KafkaSettings } from '../../schemas/kafka-settings.ts';
import { type Problem, problem, tellable } from '../core/problem.ts';
import { unreadable } from '../ingest/raw-file.ts';
import { registerCodecs } from './codecs.ts';
import { mendStoppedRunner } from './stopped-runner.ts';

/** Where the environment's variables are. */
export type Environment = Readonly<Record<string, string | undefined>>;

const CONNECT_MS = 5_000;
const REQUEST_MS = 30_000;
/** A broker that is away is asked again after ever longer pauses, at most this long. */
const RETRY_MS_MAX = 5_000;
const RETRIES = 8;
/** How long it may take to leave. */
const LEAVE_MS = 1_500;

/** Makes a client; nothing is connected yet. `retries`: how often a request is tried again before it has failed. */
export function kafkaClient(
  settings: KafkaSettings,
  environment: Environment,
  { retries = RETRIES }: { readonly retries?: number } = {},
): Kafka | Problem {
  registerCodecs();
  mendStoppedRunner();
  const ssl = tlsOf(settings);
  if (isProblem(ssl)) return ssl;
  const sasl = signInOf(settings, environment);
  if (isProblem(sasl)) return sasl;
  return new kafkajs.Kafka({
    clientId: settings.clientId,
    brokers: [...settings.brokers],
    ssl,
    ...(sasl !== null && { sasl }),
    connectionTimeout: CONNECT_MS,
    requestTimeout: REQUEST_MS,
    retry: { initialRetryTime: 100, maxRetryTime: RETRY_MS_MAX, retries },
    // its messages may hold names of hosts and users: what matters comes as events and errors
    logLevel: kafkajs.logLevel.NOTHING,
  });
}

/** Waits for a client that leaves, not for ever: with brokers away it may not come to an end. */
export async function leaving(left: Promise<void>): Promise<void> {
  const abort = new AbortController();
  const enough = pause(LEAVE_MS, undefined, { signal: abort.signal }).catch(() => {});
  await Promise.race([left.catch(() => {}), enough]);
  abort.abort();
}

/** Whether a value is a problem rather than what was wanted. */
export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'fix' in value;
}

/** What stopped a client, as a problem; only the kind of error is told. */
export function brokerProblem(settings: KafkaSettings, error: unknown): Problem {
  const brokers = settings.brokers.join(', ');
  const why = whyOf(error);
  const isRefused = /SASL|AUTHENTICATION|AUTHORIZATION/i.test(why);
  return problem(isRefused ? 'kafka-refused' : 'kafka-unreachable', { brokers, why });
}

/** The kind of an error of kafkajs: a code of the protocol or of the system, else its class. */
export function whyOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'error';
  const { type, code, name, cause } = error as Record<string, unknown>;
  const word = [type, code].find((one) => typeof one === 'string' && one !== '') ?? name;
  if (word === 'KafkaJSNumberOfRetriesExceeded' && cause !== undefined) return whyOf(cause);
  return tellable(String(word).replace(/^KafkaJS/, ''), 'error');
}

function tlsOf({ tls, caFile, certFile, keyFile }: KafkaSettings): ConnectionOptions | false | Problem {
  if (!tls) return false;
  const read: { ca?: Buffer; cert?: Buffer; key?: Buffer } = {};
  const files = { ca: caFile, cert: certFile, key: keyFile };
  for (const name of ['ca', 'cert', 'key'] as const) {
    const file = files[name];
    if (file === null) continue;
    try {
      read[name] = readFileSync(file);
    } catch (error) {
      return unreadable(file, error);
    }
  }
  return { ...read, rejectUnauthorized: true, minVersion: 'TLSv1.2' };
}

function signInOf(settings: KafkaSettings, environment: Environment): SASLOptions | null | Problem {
  const { sasl, username } = settings;
  if (sasl === 'none') return null;
  if (username === null) return problem('kafka-secret', { key: 'kafka.username' });
  const password = passwordOf(settings, environment);
  return typeof password === 'string' ? { mechanism: sasl, username, password } : password;
}

function passwordOf(
  { passwordFile, passwordEnv }: KafkaSettings,
  environment: Environment,
): string | Problem {
  if (passwordFile !== null) {
    try {
      return readFileSync(passwordFile, 'utf8').replace(/\r?\n$/, '');
    } catch (error) {
      return unreadable(passwordFile, error);
    }
  }
  const found = passwordEnv === null ? undefined : environment[passwordEnv];
  return found ?? problem('kafka-secret', { key: passwordEnv ?? 'kafka.password_file' });
}
