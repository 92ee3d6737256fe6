/** Makes events for tests and examples from the few fields that matter there. */
import { defaultRecords, type NormalEvent } from '../../schemas/access-event.ts';
import { hashText, keyToHex } from '../core/hash.ts';
import { type Micros, parseInstant } from '../core/time.ts';

/** Some fields of an event; `time` as RFC 3339 text or in microseconds. */
export type EventPart = Partial<Omit<NormalEvent, 'time'>> & { readonly time?: string | Micros };

/**
 * An event with the given fields and plain defaults: a successful view on the resident system by `tanaka-01`.
 * Without an id it gets one made from its content, so that events that differ have different ids in every run.
 */
export function event(part: EventPart = {}): NormalEvent {
  const time =
    typeof part.time === 'number' ? part.time : parseInstant(part.time ?? '2024-05-01T09:00:00+09:00');
  if (!Number.isFinite(time)) throw new Error(`not a time: ${part.time}`);
  const { action = 'view', subjects = [], ...rest } = part;
  const { id = keyToHex(hashText(JSON.stringify(part))), ...given } = rest;
  return {
    system: 'resident',
    source: 'juki',
    actor: 'tanaka-01',
    principal: null,
    action,
    outcome: 'success',
    reason: null,
    device: null,
    ip: null,
    site: null,
    session: null,
    tenant: null,
    subjects,
    resource: null,
    data_class: null,
    record_date: null,
    bytes: null,
    case_id: null,
    purpose: null,
    transaction_id: null,
    destination: null,
    target: null,
    extra: {},
    records: defaultRecords(action, subjects.length),
    ...given,
    id,
    time,
  };
}
