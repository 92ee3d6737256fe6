/**
 * The columns of a batch of access events, derived from the declaration in access-event.ts.
 * A column is a flat typed array; row i of every column belongs to the same event.
 */
import {
  ACTIONS,
  type Action,
  accessEventFields,
  type KeyColumn,
  type NormalEvent,
  OUTCOMES,
  SYSTEMS,
} from './access-event.ts';
import { camel } from './field.ts';

/** No date was given. */
export const NO_DAY = -(2 ** 31);

/** Marks on a row, or-ed together in {@link EventColumns.marks}. */
export const MARK = {
  /** Later than its input's high-water time by more than the lateness. */
  late: 1,
  /** Beyond now + 5 minutes or before the year 2000: kept, and moves nothing. */
  clock: 2,
  /** Its id was seen before with other content. */
  reusedId: 4,
} as const;

/** The columns every detector may read. */
export interface EventColumns extends Record<KeyColumn, Float64Array> {
  /** Microseconds since the epoch. */
  time: Float64Array;
  /** Positions in SYSTEMS, ACTIONS and OUTCOMES. */
  system: Uint8Array;
  action: Uint8Array;
  outcome: Uint8Array;
  /** Or-ed {@link MARK}s. */
  marks: Uint8Array;
  records: Float64Array;
  bytes: Float64Array;
  /** Days since the epoch, or {@link NO_DAY}. */
  recordDate: Int32Array;
  /** Row i's subjects are `subjects[subjectStart[i] .. subjectStart[i + 1])`. */
  subjectStart: Uint32Array;
  subjects: Float64Array;
  /** Hash of (source, id): what tells a duplicate. */
  identity: Float64Array;
  /** Hash of the raw row: what tells a duplicate from a reused id. */
  content: Float64Array;
}

/** The names of the columns of kind `key`, in declared order. */
export const KEY_COLUMNS: readonly KeyColumn[] = Object.entries(accessEventFields)
  .filter(([, declared]) => declared.column === 'key')
  .map(([name]) => camel(name) as KeyColumn);

/** Fresh columns for up to `rows` events with `subjects` subjects in all. */
export function allocateColumns(rows: number, subjects: number): EventColumns {
  const keys = Object.fromEntries(KEY_COLUMNS.map((name) => [name, new Float64Array(rows)]));
  return {
    ...(keys as Record<KeyColumn, Float64Array>),
    time: new Float64Array(rows),
    system: new Uint8Array(rows),
    action: new Uint8Array(rows),
    outcome: new Uint8Array(rows),
    marks: new Uint8Array(rows),
    records: new Float64Array(rows),
    bytes: new Float64Array(rows),
    recordDate: new Int32Array(rows).fill(NO_DAY),
    subjectStart: new Uint32Array(rows + 1),
    subjects: new Float64Array(subjects),
    identity: new Float64Array(rows),
    content: new Float64Array(rows),
  };
}

/** The codes of the closed lists, for comparing a row's code without looking a name up per row. */
export const SYSTEM = codesOf(SYSTEMS);
export const ACTION = codesOf(ACTIONS);
export const OUTCOME = codesOf(OUTCOMES);

/** The actions that look something up (contract §3). */
export const LOOKUP_ACTIONS = [
  'view',
  'search',
  'list',
  'print',
  'export',
  'download',
  'copy',
  'send',
  'upload',
] as const satisfies readonly Action[];

/** Those after which the records are somewhere else too. */
export const TAKING_ACTIONS = [
  'export',
  'print',
  'download',
  'copy',
  'send',
  'upload',
] as const satisfies readonly Action[];

const lookups: ReadonlySet<Action> = new Set(LOOKUP_ACTIONS);

/** The same, indexed by action code. */
export const IS_LOOKUP: readonly boolean[] = ACTIONS.map((name) => lookups.has(name));

function codesOf<const T extends readonly string[]>(names: T): { readonly [N in T[number]]: number } {
  return Object.fromEntries(names.map((name, code) => [name, code])) as { [N in T[number]]: number };
}

/** How a row was put: the line of the log as it stands, or the event with every default applied, as JSON. */
export const ROW_FORM = { line: 0, event: 1 } as const;

/**
 * Events in columns: in arrival order as a decoder makes them, or in event order as the engine releases them.
 * The texts behind the keys are read again from the row when a finding or a verdict needs words, which is rare.
 */
export interface EventBatch {
  readonly size: number;
  readonly columns: EventColumns;
  /** The row as an event with every default applied. */
  event(row: number): NormalEvent;
  /** `source/id`, as findings cite it. Cheap: no parsing. */
  eventId(row: number): string;
  /** The same as UTF-8, put into `into` at `at`; gives back where it ends, -1 where there is no room for it. */
  putEventId(row: number, into: Uint8Array, at: number): number;
  /**
   * Puts what {@link event} reads into `into` at `at`, so that another thread can read it too: a {@link ROW_FORM} and the text in
   * UTF-8. Gives back where it ends, -1 where there is no room for it.
   */
  putRow(row: number, into: Uint8Array, at: number): number;
  /**
   * Finds where the texts of a row stand in the bytes it was read from, without making any of them; false where that cannot be told, and
   * {@link event} must say them.
   */
  findTexts?(row: number, into: RowTexts): boolean;
  /** Nobody asks anything of the batch any more: its memory may be used again. */
  release?(): void;
  /** The row's subject `index`, from 0: what {@link event} says, without reading the whole row. */
  subject(row: number, index: number): string;
  /** Where the row stands. */
  origin(row: number): Origin;
  /** The bytes that the row was read from, without its line break; null where they are not kept. Absent where none of its rows are. */
  raw?(row: number): Uint8Array | null;
}

/**
 * Where the texts of one row stand: of the field with number f (its place among the declared fields) at `bytes[starts[f], ends[f])`, within its quotes; -1 where it is
 * absent or null. Of other values only whether `starts[f]` is -1 says anything. An object is told with its braces.
 */
export interface RowTexts {
  bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Fields whose text has escapes, as bits: it is not the bytes. */
  escaped: number;
  /** Subjects: the text of each, `subject` first. Escapes in any of them are told as of `subjects`. */
  subjects: number;
  subjectStarts: Int32Array;
  subjectEnds: Int32Array;
  /** The source, where the row does not name it. */
  source: Uint8Array;
  /** Whether it has members that are not declared. */
  hasUnknown: boolean;
}

/** No texts found yet. */
export function rowTexts(): RowTexts {
  const nothing = new Uint8Array(0);
  return {
    bytes: nothing,
    starts: new Int32Array(32),
    ends: new Int32Array(32),
    escaped: 0,
    subjects: 0,
    subjectStarts: new Int32Array(16),
    subjectEnds: new Int32Array(16),
    source: nothing,
    hasUnknown: false,
  };
}

/** Where a row was read: an input by its number, and the byte of the decompressed stream at which the row begins. */
export interface Origin {
  readonly input: number;
  readonly byte: number;
}

/** A row that was not read from an input. */
export const NOWHERE: Origin = { input: 0, byte: 0 };

/** What is asked of a batch once its rows are judged. */
export type EventTexts = Pick<EventBatch, 'event'>;
