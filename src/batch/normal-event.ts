/** From a valid access event to one with every default of the contract applied. */
import {
  type AccessEvent,
  accessEventFields,
  defaultRecords,
  type NormalEvent,
} from '../../schemas/access-event.ts';
import { normaliseAddress } from '../core/address.ts';
import { parseInstant } from '../core/time.ts';

/** What an input knows that its rows may leave out. */
export interface Defaults {
  /** The configured name of the source; without one, the kind of log. */
  readonly source?: string | undefined;
  /** Whether account names of a source are compared without regard to case. Default: exactly. */
  readonly foldsCase?: ((source: string) => boolean) | undefined;
  /** How the place of a row is named in its default id. Default: the byte at which it begins. */
  readonly placeOf?: ((byte: number) => string) | undefined;
  /** Whether the bytes of rows of a source are kept. Absent: of none. */
  readonly keepsRaw?: ((source: string) => boolean) | undefined;
}

const NO_SUBJECTS: readonly string[] = Object.freeze([]);
const NO_EXTRA: Readonly<Record<string, unknown>> = Object.freeze({});
const DECLARED: ReadonlySet<string> = new Set(Object.keys(accessEventFields));

/**
 * The event as detectors, the lake and the reader see it. `position` is the byte offset of its row in the decompressed
 * stream: an event without an id of its own gets `source:position`.
 */
export function normalEvent(
  row: AccessEvent,
  position: number,
  { source: named, foldsCase, placeOf = String }: Defaults = {},
): NormalEvent {
  const source = row.source ?? named ?? row.system;
  const actor = row.actor ?? null;
  const subjects = joinSubjects(row.subject ?? null, row.subjects ?? NO_SUBJECTS);
  return {
    time: parseInstant(row.time),
    system: row.system,
    source,
    id: row.id ?? `${source}:${placeOf(position)}`,
    actor: actor !== null && foldsCase?.(source) === true ? actor.toLowerCase() : actor,
    principal: row.principal ?? null,
    action: row.action,
    outcome: row.outcome ?? 'success',
    reason: row.reason ?? null,
    device: row.device ?? null,
    ip: typeof row.ip === 'string' ? normaliseAddress(row.ip) : null,
    site: row.site ?? null,
    session: row.session ?? null,
    tenant: row.tenant ?? null,
    subjects,
    resource: row.resource ?? null,
    data_class: row.data_class ?? null,
    record_date: row.record_date ?? null,
    records: unsigned(row.records ?? defaultRecords(row.action, subjects.length)),
    bytes: typeof row.bytes === 'number' ? unsigned(row.bytes) : null,
    case_id: row.case_id ?? null,
    purpose: row.purpose ?? null,
    transaction_id: row.transaction_id ?? null,
    destination: row.destination ?? null,
    target: row.target ?? null,
    extra: joinExtra(row),
  };
}

/** Minus zero is zero. */
function unsigned(count: number): number {
  return count === 0 ? 0 : count;
}

/** `subject`, then `subjects`, without repeats. */
function joinSubjects(subject: string | null, subjects: readonly string[]): readonly string[] {
  if (subjects.length === 0) return subject === null ? NO_SUBJECTS : [subject];
  if (subjects.length === 1 && (subject === null || subject === subjects[0])) return subjects;
  return [...new Set(subject === null ? subjects : [subject, ...subjects])];
}

/** `extra` and the members the declaration does not know; of two with one name the one inside `extra` stays. */
function joinExtra(row: AccessEvent): Readonly<Record<string, unknown>> {
  const extra = row.extra ?? NO_EXTRA;
  const unknown: [string, unknown][] = [];
  for (const name in row) if (!DECLARED.has(name)) unknown.push([name, row[name]]);
  // fromEntries defines members, so that one named `__proto__` stays a member
  return unknown.length === 0 ? extra : Object.fromEntries([...unknown, ...Object.entries(extra)]);
}
