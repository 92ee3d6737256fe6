/** The columns in which events are collected, and the tables that are made of them. */
import { ACTIONS, type NormalEvent, OUTCOMES, SYSTEMS } from '../../../schemas/access-event.ts';
import { MARK, NO_DAY } from '../../../schemas/event-columns.ts';
import { OFF_DUTY } from '../../../schemas/registers/off-duty.ts';
import { CONTRADICTIONS, EXPLANATIONS, VERDICTS } from '../../../schemas/verdict.ts';
import type { ColumnValues } from '../parquet/column-chunk.ts';
import { type TableRows, tableRows } from '../tables.ts';
import { type NumberColumn, numberColumn } from './number-column.ts';
import { rowOrder, textRanks } from './row-order.ts';
import { type TextColumn, textColumn, uniqueColumn, wordTexts } from './text-column.ts';
import type { Texts } from './texts.ts';

/** The fields of an event that are one text and have a key; `id` has one too, which nobody needs here. */
export const KEYED = [
  'source',
  'actor',
  'principal',
  'reason',
  'device',
  'ip',
  'site',
  'session',
  'tenant',
  'resource',
  'data_class',
  'case_id',
  'transaction_id',
  'destination',
  'target',
] as const satisfies readonly (keyof NormalEvent)[];

const SYSTEM_TEXTS = wordTexts(SYSTEMS);
const ACTION_TEXTS = wordTexts(ACTIONS);
const OUTCOME_TEXTS = wordTexts(OUTCOMES);
const VERDICT_TEXTS = wordTexts(VERDICTS);
const CAUSE_TEXTS = wordTexts([...CONTRADICTIONS, ...EXPLANATIONS]);
const OFF_DUTY_TEXTS = wordTexts(Object.keys(OFF_DUTY));

/** Columns of events. Numbers of words of closed lists are those of their lists; -1 where there is none. */
export type EventColumnsHeld = ReturnType<typeof eventColumnsHeld>;

/** Empty columns. */
export function eventColumnsHeld() {
  const codes = () => numberColumn(Int32Array);
  const wide = () => numberColumn(Float64Array);
  return {
    keyed: KEYED.map(() => textColumn()),
    id: uniqueColumn(),
    person: textColumn(),
    purpose: textColumn(),
    extra: textColumn(),
    system: codes(),
    action: codes(),
    outcome: codes(),
    offDuty: codes(),
    recordDate: codes(),
    input: codes(),
    marks: numberColumn(Uint8Array),
    ref: wide(),
    time: wide(),
    records: wide(),
    /** NaN where there is none. */
    bytes: wide(),
    byte: wide(),
    content: wide(),
    /** Row i has the entries `subjectStart[i] .. subjectStart[i + 1]` of the columns below. */
    subjectStart: numberColumn(Uint32Array),
    subject: textColumn(),
    verdict: codes(),
    /** Explanations come after contradictions. */
    cause: codes(),
    /** By row: 1 where it is no look-up of anybody. */
    isUnjudged: numberColumn(Uint8Array),
  };
}

/** All events, by actor and time. */
export function eventsTable(held: EventColumnsHeld, size: number): TableRows {
  const { subject, verdict, cause, isUnjudged, keyed } = held;
  const actor = keyed[KEYED.indexOf('actor')];
  const [ranks, actors] = [textRanks(actor.texts), actor.codes(size)];
  const nobody = ranks.length; // comes last
  const rankOf = (row: number) => (actors[row] < 0 ? nobody : ranks[actors[row]]);
  const rows = rowOrder(size, nobody + 1, rankOf, byTime(held));
  const list = (texts: Texts, codes: Int32Array, isNull: Uint8Array | null): ColumnValues => ({
    type: 'list',
    texts,
    codes,
    starts: held.subjectStart.values(),
    isNull,
  });
  const values = {
    ...ownValues(held, size),
    subjects: list(subject.texts, subject.codes(held.subjectStart.values()[size]), null),
    verdicts: list(VERDICT_TEXTS, verdict.values(), isUnjudged.values()),
    causes: list(CAUSE_TEXTS, cause.values(), isUnjudged.values()),
  };
  return tableRows('events', values, () => rows, size);
}

/** A row for each subject of each event, by subject and time. */
export function subjectsTable(held: EventColumnsHeld, size: number): TableRows {
  const { subject, verdict, cause } = held;
  const starts = held.subjectStart.values();
  const entries = starts[size];
  const eventOf = new Uint32Array(entries);
  for (let row = 0; row < size; row++) eventOf.fill(row, starts[row], starts[row + 1]);
  const [ranks, subjects] = [textRanks(subject.texts), subject.codes(entries)];
  const compare = byTime(held);
  const order = rowOrder(
    entries,
    ranks.length,
    (entry) => ranks[subjects[entry]],
    (one, other) => compare(eventOf[one], eventOf[other]),
  );
  const rows = order.map((entry) => eventOf[entry]);
  const ofEntries = {
    subject: textValues(subject, entries),
    verdict: wordValues(VERDICT_TEXTS, verdict),
    cause: wordValues(CAUSE_TEXTS, cause),
  };
  const rowsOf = (name: string) => (name in ofEntries ? order : rows);
  return tableRows('subjects', { ...ownValues(held, size), ...ofEntries }, rowsOf, entries);
}

function byTime({ time, ref }: EventColumnsHeld): (one: number, other: number) => number {
  const [times, refs] = [time.values(), ref.values()];
  return (one, other) => times[one] - times[other] || refs[one] - refs[other];
}

/** What both tables have of an event. */
function ownValues(held: EventColumnsHeld, size: number): Record<string, ColumnValues> {
  const flag = (bit: number): ColumnValues => ({ type: 'flag', values: held.marks.values(), bit });
  const numbers = (column: NumberColumn<Float64Array>): ColumnValues => ({
    type: 'int64',
    values: column.values(),
  });
  return {
    ...Object.fromEntries(KEYED.map((name, i) => [name, textValues(held.keyed[i], size)])),
    ref: numbers(held.ref),
    time: numbers(held.time),
    system: wordValues(SYSTEM_TEXTS, held.system),
    id: { type: 'text', texts: held.id.texts, codes: held.id.codes(size), isUnique: true },
    person: textValues(held.person, size),
    action: wordValues(ACTION_TEXTS, held.action),
    outcome: wordValues(OUTCOME_TEXTS, held.outcome),
    record_date: { type: 'int32', values: held.recordDate.values(), none: NO_DAY },
    records: { type: 'int64', values: held.records.values(), repeats: true },
    bytes: numbers(held.bytes),
    purpose: textValues(held.purpose, size),
    extra: textValues(held.extra, size),
    off_duty: wordValues(OFF_DUTY_TEXTS, held.offDuty),
    late: flag(MARK.late),
    clock: flag(MARK.clock),
    reused_id: flag(MARK.reusedId),
    input: { type: 'int32', values: held.input.values(), none: null },
    byte: numbers(held.byte),
    content: { type: 'int64', values: held.content.values(), isRandom: true },
  };
}

function textValues({ texts, codes }: Pick<TextColumn, 'texts' | 'codes'>, rows: number): ColumnValues {
  return { type: 'text', texts, codes: codes(rows) };
}

function wordValues(texts: Texts, column: NumberColumn<Int32Array>): ColumnValues {
  return { type: 'text', texts, codes: column.values() };
}
