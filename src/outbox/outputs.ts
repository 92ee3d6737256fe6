/** The outputs that the settings name, ready to be opened; or what is wrong with them. */
import { type AlertSettings, alertSettings } from '../../schemas/alert-settings.ts';
import type { Outputs } from '../../schemas/output-settings.ts';
import { type Problem, problem } from '../core/problem.ts';
import type { FileSystem } from '../store/file-system.ts';
import { fileReceiver } from './file-receiver.ts';
import type { Wish } from './forms.ts';
import type { Receiver } from './receiver.ts';
import { type RecordSender, topicReceiver } from './topic-receiver.ts';
import { webhookReceiver } from './webhook-receiver.ts';

/** An output. */
export interface Output {
  readonly kind: 'file' | 'webhook' | 'topic' | 'quarantine';
  readonly name: string;
  /** Which findings it wants, and how; null: it is sent refused rows. */
  readonly wish: Wish | null;
  /** How the findings are gathered to alerts, which are sent in their place; null where they are sent themselves. */
  readonly alerts: AlertSettings | null;
  /** Told before the commit. */
  readonly isEarly: boolean;
  /** Where it begins when it is new. */
  readonly from: 'now' | 'beginning';
  /** `memory`: what its receiver said when its position was made durable. */
  receiver(memory: unknown): Receiver;
}

/** What outputs need of the world. */
export interface Means {
  readonly disk: FileSystem;
  /** For topics; null without brokers. */
  readonly sender: RecordSender | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  nowMs(): number;
  /** The text of a file; throws what the system says. */
  readText(file: string): string;
}

const SECRET_CHARS_MIN = 16;

/** Reads the settings. All mistakes are found at once. */
export function outputsOf(
  settings: Outputs,
  means: Means,
  alerts: AlertSettings = alertSettings.parse({}),
): Output[] | Problem[] {
  const found = [
    ...files(settings, alerts, means),
    ...webhooks(settings, alerts, means),
    ...topics(settings, alerts, means),
  ];
  const problems = found.filter(isProblem);
  return problems.length > 0 ? problems : found.filter((one): one is Output => !isProblem(one));
}

function files(settings: Outputs, alerts: AlertSettings, { disk }: Means): Output[] {
  return Object.entries(settings.files).map(([name, { folder, holds, from, ...wish }]) => ({
    kind: 'file',
    name,
    wish,
    alerts: holds === 'alerts' ? alerts : null,
    isEarly: false,
    from,
    receiver: (memory) => fileReceiver(name, folder, disk, memory, holds),
  }));
}

function webhooks(settings: Outputs, alerts: AlertSettings, means: Means): (Output | Problem)[] {
  return Object.entries(settings.webhooks).flatMap(([name, hook]): (Output | Problem)[] => {
    const key = `outputs.webhooks.${name}`;
    const { severity, detectors, format, from, url } = hook;
    const secret = secretOf(hook, key, means);
    const file = hook.authorizationFile;
    const authorization = file === null ? null : secretIn(file, `${key}.authorization_file`, means);
    if (isProblem(secret)) return isProblem(authorization) ? [secret, authorization] : [secret];
    if (isProblem(authorization)) return [authorization];
    const batchMax = format === 'chat' ? 1 : hook.batch;
    const timeoutMs = hook.timeoutSeconds * 1_000;
    const webhook = { output: name, url, secret, authorization, batchMax, timeoutMs };
    return [
      {
        kind: 'webhook',
        name,
        wish: { severity, detectors, format },
        alerts: hook.holds === 'alerts' ? alerts : null,
        isEarly: hook.early,
        from,
        receiver: () => webhookReceiver(webhook, means.nowMs),
      },
    ];
  });
}

function topics(settings: Outputs, alerts: AlertSettings, { sender }: Means): (Output | Problem)[] {
  return Object.entries(settings.topics).map(([name, { topic, holds, early, from, ...wish }]) => {
    if (sender === null) return problem('outbox-no-broker', { key: `outputs.topics.${name}` });
    return {
      kind: holds === 'quarantine' ? 'quarantine' : 'topic',
      name,
      wish: holds === 'quarantine' ? null : wish,
      alerts: holds === 'alerts' ? alerts : null,
      isEarly: early,
      from,
      receiver: () => topicReceiver(topic, sender),
    };
  });
}

/** The secret of a webhook; null where it has none. */
function secretOf(
  { secretFile, secretEnv }: Outputs['webhooks'][string],
  key: string,
  means: Means,
): string | Problem | null {
  if (secretFile !== null) return secretIn(secretFile, `${key}.secret_file`, means);
  if (secretEnv === null) return null;
  const secret = means.env[secretEnv];
  return enough(secret?.trim() ?? '', `${key}.secret_env`, secretEnv);
}

function secretIn(file: string, key: string, { readText }: Means): string | Problem {
  try {
    return enough(readText(file).trim(), key, file);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return problem('outbox-secret', { key, why }, { file });
  }
}

function enough(secret: string, key: string, where: string): string | Problem {
  if (secret.length >= SECRET_CHARS_MIN && !secret.includes('\n')) return secret;
  const why =
    secret === ''
      ? { ja: '空です', en: 'it is empty' }
      : { ja: '短いか、複数行です', en: 'it is short, or has several lines' };
  return problem('outbox-secret', { key, why }, { file: where });
}

function isProblem(one: Output | Problem | string | null): one is Problem {
  return typeof one === 'object' && one !== null && 'code' in one;
}
