/** Events as objects → columns: the strict reading's batch, and the one tests use. */
import {
  ACTIONS,
  type KeyColumn,
  type KeyField,
  type NormalEvent,
  OUTCOMES,
  SYSTEMS,
} from '../../schemas/access-event.ts';
import {
  allocateColumns,
  type EventBatch,
  type EventColumns,
  KEY_COLUMNS,
  NO_DAY,
  NOWHERE,
  type Origin,
  ROW_FORM,
} from '../../schemas/event-columns.ts';
import { snake } from '../../schemas/field.ts';
import { hashText, type Key, NONE, pairKey } from '../core/hash.ts';
import { parseDate } from '../core/time.ts';

const KEY_FIELDS = KEY_COLUMNS.map(
  (column) => [column, snake(column) as KeyField] as const satisfies [KeyColumn, KeyField],
);
const SYSTEM_CODES = new Map(SYSTEMS.map((name, code) => [name, code]));
const ACTION_CODES = new Map(ACTIONS.map((name, code) => [name, code]));
const OUTCOME_CODES = new Map(OUTCOMES.map((name, code) => [name, code]));

/**
 * Columns for the events, in their order. `contents[i]` is the hash of event i's raw row (default: of its JSON);
 * `identities[i]` tells it from all others where that is not NONE (default: its source and id). `raws[i]` are the bytes it was read from,
 * where they are kept.
 */
export function encodeEvents(
  events: readonly NormalEvent[],
  contents?: readonly Key[],
  identities?: readonly Key[],
  origins?: readonly Origin[],
  raws?: readonly (Uint8Array | null)[] | null,
): EventBatch {
  const size = events.length;
  let subjects = 0;
  for (const event of events) subjects += event.subjects.length;
  const columns = allocateColumns(size, subjects);
  for (const [column, field] of KEY_FIELDS) {
    const keys = columns[column];
    let last: string | null = null; // neighbours often have the same source, class or site
    let lastKey = NONE;
    for (let row = 0; row < size; row++) {
      const text = events[row][field];
      if (text !== last) {
        last = text;
        lastKey = text === null ? NONE : hashText(text);
      }
      keys[row] = lastKey;
    }
  }
  encodeRest(events, columns);
  const { source, id, identity, content } = columns;
  for (let row = 0; row < size; row++) {
    const given = identities?.[row] ?? NONE;
    identity[row] = given === NONE ? pairKey(source[row], id[row]) : given;
    content[row] = contents?.[row] ?? hashText(JSON.stringify(events[row]));
  }
  return {
    size,
    columns,
    event: (row) => events[row],
    eventId: (row) => eventIdOf(events[row]),
    putEventId: (row, into, at) => putText(eventIdOf(events[row]), into, at),
    putRow: (row, into, at) => putEvent(events[row], into, at),
    subject: (row, index) => events[row].subjects[index],
    origin: (row) => origins?.[row] ?? NOWHERE,
    ...(raws && { raw: (row) => raws[row] }),
  };
}

/** `source/id`, as findings cite an event. */
export function eventIdOf({ source, id }: NormalEvent): string {
  return `${source}/${id}`;
}

const utf8 = new TextEncoder();

/** Puts a text into `into` at `at` as UTF-8; gives back where it ends, -1 where there is no room for it. */
export function putText(text: string, into: Uint8Array, at: number): number {
  const { read, written } = utf8.encodeInto(text, into.subarray(at));
  return read === text.length ? at + written : -1;
}

/** Puts an event in {@link ROW_FORM.event}. */
export function putEvent(event: NormalEvent, into: Uint8Array, at: number): number {
  if (at >= into.length) return -1;
  into[at] = ROW_FORM.event;
  return putText(JSON.stringify(event), into, at + 1);
}

function encodeRest(events: readonly NormalEvent[], columns: EventColumns): void {
  let at = 0;
  for (let row = 0; row < events.length; row++) {
    const event = events[row];
    columns.time[row] = event.time;
    columns.system[row] = SYSTEM_CODES.get(event.system) ?? 0;
    columns.action[row] = ACTION_CODES.get(event.action) ?? 0;
    columns.outcome[row] = OUTCOME_CODES.get(event.outcome) ?? 0;
    columns.records[row] = event.records;
    columns.bytes[row] = event.bytes ?? 0;
    columns.recordDate[row] = event.record_date === null ? NO_DAY : parseDate(event.record_date);
    for (const subject of event.subjects) columns.subjects[at++] = hashText(subject);
    columns.subjectStart[row + 1] = at;
  }
}
