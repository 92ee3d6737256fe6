/** What an engine told, read line by line: our findings, OCSF Detection Findings, or the few members any engine has. */
import { SEVERITIES, type Severity } from '../../../schemas/finding.ts';
import { MILLISECOND, type Micros, parseInstant } from '../../core/time.ts';

/** What a finding may be about, by the names labels use. */
export const KEYS = ['account', 'principal', 'device', 'ip', 'subject', 'tenant'] as const;
export type About = Readonly<Record<(typeof KEYS)[number], string | null>>;

/** One revision of a finding, as the score needs it. */
export interface Told {
  readonly id: string;
  readonly detector: string;
  readonly severity: Severity | null;
  /** False where it was cleared or withdrawn. */
  readonly stands: boolean;
  readonly first: Micros;
  /** The latest event of this revision: when an engine could say it. */
  readonly last: Micros;
  readonly about: About;
  readonly eventIds: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** One line of findings; null where it is none: no JSON object, or without a time. */
export function readTold(line: string, number: number): Told | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isGroup(value)) return null;
  const told = value.class_uid === 2004 ? fromOcsf(value) : fromOurs(value, number);
  return Number.isNaN(told.first) || Number.isNaN(told.last) ? null : told;
}

function fromOurs(value: Json, number: number): Told {
  const time = instant(value.time);
  return {
    id: text(value.id) ?? `line ${number}`,
    detector: text(value.detector) ?? text(value.pattern) ?? text(value.rule) ?? '',
    severity: severityOf(value.severity),
    stands: value.status !== 'cleared' && value.status !== 'withdrawn',
    first: value.first_time === undefined ? time : instant(value.first_time),
    last: value.last_time === undefined ? time : instant(value.last_time),
    about: {
      account: text(value.actor) ?? text(value.account),
      principal: text(value.principal),
      device: text(value.device),
      ip: text(value.ip),
      subject: text(value.subject),
      tenant: text(value.tenant),
    },
    eventIds: texts(value.event_ids),
  };
}

const OCSF_SEVERITIES: readonly (Severity | null)[] = [
  null,
  'low',
  'low',
  'medium',
  'high',
  'critical',
  'critical',
];
/** OCSF status: 3 suppressed, 6 deleted. */
const OCSF_GONE: readonly unknown[] = [3, 6];

function fromOcsf(value: Json): Told {
  const info = group(value.finding_info);
  const [evidence] = list(value.evidences).map(group);
  const user = group(group(evidence?.actor).user);
  const resources = list(value.resources).map(group);
  const named = (type: string) => text(resources.find((each) => each.type === type)?.uid);
  const time = milliseconds(value.time);
  return {
    id: text(info.uid) ?? '',
    detector: text(group(info.analytic).uid) ?? '',
    severity: OCSF_SEVERITIES[Number(value.severity_id)] ?? null,
    stands: !OCSF_GONE.includes(value.status_id),
    first: value.start_time === undefined ? time : milliseconds(value.start_time),
    last: value.end_time === undefined ? time : milliseconds(value.end_time),
    about: {
      account: text(user.name),
      principal: text(user.uid_alt),
      device: text(group(evidence?.device).uid),
      ip: text(group(evidence?.src_endpoint).ip),
      subject: named('data subject'),
      tenant: named('tenant'),
    },
    eventIds: list(info.related_events).flatMap((each) => text(group(each).uid) ?? []),
  };
}

function isGroup(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function group(value: unknown): Json {
  return isGroup(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function texts(value: unknown): string[] {
  return list(value).flatMap((each) => text(each) ?? []);
}

function instant(value: unknown): Micros {
  return typeof value === 'string' ? parseInstant(value) : Number.NaN;
}

function milliseconds(value: unknown): Micros {
  return typeof value === 'number' ? value * MILLISECOND : Number.NaN;
}

function severityOf(value: unknown): Severity | null {
  return SEVERITIES.find((severity) => severity === value) ?? null;
}
