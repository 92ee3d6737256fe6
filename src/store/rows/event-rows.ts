/**
 * Judged events on their way into the lake, as columns: a text that was seen before costs a look into a table, and nothing is made of a row that its
 * bytes say. Measured: a fifth of the cost of reading the row again and writing it as JSON.
 */
import { accessEventFields, type NormalEvent } from '../../../schemas/access-event.ts';
import { type EventBatch, type EventColumns, rowTexts } from '../../../schemas/event-columns.ts';
import { camel } from '../../../schemas/field.ts';
import { OFF_DUTY } from '../../../schemas/registers/off-duty.ts';
import { CONTRADICTIONS } from '../../../schemas/verdict.ts';
import { hashBytes, hashText, type Key, NONE } from '../../core/hash.ts';
import { keyNumbers } from '../../core/key-numbers.ts';
import type { DetectorColumns } from '../../detector/define.ts';
import type { Registers } from '../../registers/registers.ts';
import { VERDICT } from '../../verdicts/columns.ts';
import type { TableRows } from '../tables.ts';
import { eventColumnsHeld, eventsTable, KEYED, subjectsTable } from './event-tables.ts';
import { NO_TEXT } from './text-column.ts';

/** The columns that a row is made from. */
export type RowColumns = EventColumns &
  Pick<DetectorColumns, 'ref' | 'person' | 'offDuty' | 'verdict' | 'cause'>;

/** What is asked of a batch: where its texts stand, or its events. */
export type JudgedBatch = Pick<EventBatch, 'event' | 'eventId' | 'origin' | 'findTexts'>;

/** Events of one month. */
export interface EventRows {
  size(): number;
  /** What the texts and the entries of lists take. */
  bytes(): number;
  add(batch: JudgedBatch, row: number, columns: RowColumns, registers: Registers): void;
  events(): TableRows;
  /** A row for each subject of an event; null where there are none. */
  subjects(): TableRows | null;
  /** Forgets all of them; the memory is used again. */
  clear(): void;
}

const FIELD_NAMES = Object.keys(accessEventFields);
const numberOf = (name: keyof typeof accessEventFields) => FIELD_NAMES.indexOf(name);
const KEYED_FIELDS = KEYED.map(numberOf);
const KEYED_COLUMNS = KEYED.map((name) => camel(name) as keyof EventColumns);
const SOURCE = KEYED.indexOf('source');
const PRINCIPAL = KEYED.indexOf('principal');
const [ID, SUBJECTS] = [numberOf('id'), numberOf('subjects')];
const [BYTES, PURPOSE, EXTRA] = [numberOf('bytes'), numberOf('purpose'), numberOf('extra')];

const OFF_DUTY_CODES = new Map<number, number>(Object.values(OFF_DUTY).map((code, at) => [code, at]));

/** A subject, its verdict and its cause. */
const ENTRY_BYTES = 12;

const places = rowTexts();

/** No events yet. */
export function eventRows(): EventRows {
  let size = 0;
  let entries = 0;
  const held = eventColumnsHeld();
  const { keyed, id, person, purpose, extra, subject, verdict, cause, bytes } = held;
  /** Persons whom only the registers know, by key; the judge itself knows people by it. */
  const persons = keyNumbers();
  /** The columns of keys of the batch at hand. */
  let keysOf: EventColumns | null = null;
  let keys: readonly Float64Array[] = [];

  /** Texts as they stand in the bytes of the row. Nothing is allocated for those that were seen before. */
  function addFound(batch: JudgedBatch, row: number, columns: RowColumns): void {
    const { bytes: from, starts, ends, escaped, subjects, subjectStarts, subjectEnds } = places;
    for (let i = 0; i < keyed.length; i++) {
      const key = keys[i][row];
      if (key === NONE) continue;
      const field = KEYED_FIELDS[i];
      const start = starts[field];
      let code =
        start < 0 || (escaped & (1 << field)) !== 0 ? -1 : keyed[i].texts.find(key, from, start, ends[field]);
      if (code < 0) code = newCode(i, key, batch, row);
      keyed[i].set(size, code);
      if (i === PRINCIPAL) {
        const isForm = (escaped & (1 << field)) !== 0;
        const read = () => keyed[i].texts.text(code);
        person.set(size, person.codeAt(key, from, start, ends[field], isForm, read));
      }
    }
    if (starts[ID] >= 0 && (escaped & (1 << ID)) === 0) id.put(size, from, starts[ID], ends[ID]);
    else {
      const source = keyed[SOURCE].texts.text(keyed[SOURCE].codes(size + 1)[size]);
      id.putText(size, batch.eventId(row).slice(source.length + 1));
    }
    if (starts[PURPOSE] >= 0) purpose.set(size, foundPurpose(batch, row));
    if (starts[EXTRA] >= 0 || places.hasUnknown) extra.set(size, foundExtra(batch, row));
    bytes.set(size, starts[BYTES] >= 0 ? columns.bytes[row] : Number.NaN);
    for (let i = 0, at = columns.subjectStart[row]; i < subjects; i++, at++) {
      const key = columns.subjects[at];
      let code =
        (escaped & (1 << SUBJECTS)) !== 0
          ? -1
          : subject.texts.find(key, from, subjectStarts[i], subjectEnds[i]);
      if (code < 0) code = newSubject(i, key, batch, row);
      subject.set(entries + i, code);
    }
  }

  /** The number of a text that was not found as it stands there. */
  function newCode(i: number, key: Key, batch: JudgedBatch, row: number): number {
    const field = KEYED_FIELDS[i];
    const { bytes: from, source, starts, ends, escaped } = places;
    const read = () => batch.event(row)[KEYED[i]];
    return starts[field] < 0
      ? keyed[i].codeAt(key, source, 0, source.length, i !== SOURCE, read)
      : keyed[i].codeAt(key, from, starts[field], ends[field], (escaped & (1 << field)) !== 0, read);
  }

  function newSubject(i: number, key: Key, batch: JudgedBatch, row: number): number {
    const { bytes: from, subjectStarts, subjectEnds, escaped } = places;
    const isForm = (escaped & (1 << SUBJECTS)) !== 0;
    return subject.codeAt(
      key,
      from,
      subjectStarts[i],
      subjectEnds[i],
      isForm,
      () => batch.event(row).subjects[i],
    );
  }

  function foundPurpose(batch: JudgedBatch, row: number): number {
    const { bytes: from, starts, ends, escaped } = places;
    const key = hashBytes(from, starts[PURPOSE], ends[PURPOSE]);
    const isForm = (escaped & (1 << PURPOSE)) !== 0;
    return purpose.codeAt(key, from, starts[PURPOSE], ends[PURPOSE], isForm, () => batch.event(row).purpose);
  }

  /** What stands there is mostly as it would be written again, and was written so before. */
  function foundExtra(batch: JudgedBatch, row: number): number {
    const { bytes: from, starts, ends } = places;
    if (places.hasUnknown) return extraCode(batch.event(row).extra);
    const key = hashBytes(from, starts[EXTRA], ends[EXTRA]);
    const code = extra.texts.find(key, from, starts[EXTRA], ends[EXTRA]);
    return code >= 0 ? code : extraCode(batch.event(row).extra);
  }

  function extraCode(said: NormalEvent['extra']): number {
    for (const _ in said) {
      const text = JSON.stringify(said);
      return extra.codeOf(hashText(text), text);
    }
    return NO_TEXT;
  }

  /** Texts of a row of which only the event is at hand. */
  function addEvent(event: NormalEvent, row: number, columns: RowColumns): void {
    for (let i = 0; i < keyed.length; i++) keyed[i].set(size, keyed[i].codeOf(keys[i][row], event[KEYED[i]]));
    id.putText(size, event.id);
    purpose.set(
      size,
      event.purpose === null ? NO_TEXT : purpose.codeOf(hashText(event.purpose), event.purpose),
    );
    extra.set(size, extraCode(event.extra));
    bytes.set(size, event.bytes ?? Number.NaN);
    if (event.principal !== null) person.set(size, person.codeOf(columns.principal[row], event.principal));
    for (const [i, text] of event.subjects.entries())
      subject.set(entries + i, subject.codeOf(columns.subjects[columns.subjectStart[row] + i], text));
  }

  /** The holder of the account then, by the accounts register. */
  function personCode(row: number, columns: RowColumns, registers: Registers): number {
    const key: Key = columns.person[row];
    if (key === NONE) return NO_TEXT;
    let code = persons.get(key);
    if (Number.isNaN(code)) {
      const { actor, system, source, time } = columns;
      const holding = registers.account(actor[row], system[row], source[row], time[row]);
      code = person.codeOf(key, holding?.principalText ?? null);
      persons.set(key, code);
    }
    return code;
  }

  /** Verdicts and causes beside the subjects; none where the row is no look-up of anybody. */
  function addVerdicts(row: number, columns: RowColumns): void {
    const start = columns.subjectStart[row];
    const end = columns.subjectStart[row + 1];
    const isLookup = start < end && columns.verdict[start] !== 0;
    held.isUnjudged.set(size, isLookup ? 0 : 1);
    for (let i = start, entry = entries; i < end; i++, entry++) {
      const code = columns.cause[i] - 1;
      const first = columns.verdict[i] === VERDICT.contradicted ? 0 : CONTRADICTIONS.length;
      verdict.set(entry, isLookup ? columns.verdict[i] - 1 : NO_TEXT);
      cause.set(entry, isLookup && code >= 0 ? first + code : NO_TEXT);
    }
  }

  return {
    size: () => size,
    bytes: () =>
      [...keyed, id, person, purpose, extra, subject].reduce(
        (sum, column) => sum + column.bytes(),
        entries * ENTRY_BYTES,
      ),
    add(batch, row, columns, registers) {
      if (keysOf !== columns) {
        keysOf = columns;
        keys = KEYED_COLUMNS.map((name) => columns[name] as Float64Array);
      }
      const subjects = columns.subjectStart[row + 1] - columns.subjectStart[row];
      if (batch.findTexts?.(row, places) === true && places.subjects === subjects)
        addFound(batch, row, columns);
      else addEvent(batch.event(row), row, columns);
      if (columns.principal[row] === NONE) person.set(size, personCode(row, columns, registers));
      const { input: from, byte: at } = batch.origin(row);
      held.system.set(size, columns.system[row]);
      held.action.set(size, columns.action[row]);
      held.outcome.set(size, columns.outcome[row]);
      held.ref.set(size, columns.ref[row]);
      held.time.set(size, columns.time[row]);
      held.records.set(size, columns.records[row]);
      held.recordDate.set(size, columns.recordDate[row]);
      held.content.set(size, columns.content[row]);
      held.marks.set(size, columns.marks[row]);
      const offDuty = columns.offDuty[row];
      held.offDuty.set(size, offDuty === OFF_DUTY.none ? NO_TEXT : (OFF_DUTY_CODES.get(offDuty) ?? NO_TEXT));
      held.input.set(size, from);
      held.byte.set(size, at);
      addVerdicts(row, columns);
      entries += subjects;
      held.subjectStart.set(++size, entries);
    },
    events: () => eventsTable(held, size),
    subjects: () => (entries === 0 ? null : subjectsTable(held, size)),
    clear() {
      for (const column of [...keyed, id, person, purpose, extra]) column.clear(size);
      subject.clear(entries);
      persons.clear();
      size = 0;
      entries = 0;
    },
  };
}
