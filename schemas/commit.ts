/** The commit file of a lake, as docs/store.md describes it: the only place where its members are declared. */
import { z } from 'zod';
import { SYSTEMS } from './access-event.ts';
import { DETECTOR_IDS } from './finding.ts';
import { NDJSON_TABLES, PARQUET_TABLES } from './lake-tables.ts';
import { REGISTER_NAMES } from './registers/registers.ts';
import { VERDICTS } from './verdict.ts';

export {
  DATA_FOLDERS,
  type NdjsonTable,
  PARQUET_TABLES,
  type ParquetTable,
} from './lake-tables.ts';

/** The format that this version writes and reads. */
export const LAKE_FORMAT = 1;

const count = z.int().min(0);
/** Microseconds since 1970: whole ones, which before 1684 and after 2255 (a clock that was never set, "for ever") are no safe integers. */
const time = z.number().refine(Number.isInteger);
const HASH = /^[0-9a-f]{64}$/;
const hash = z.string().regex(HASH);

/** Where in a file the next row begins. */
export const lakePosition = z.object({
  byte: count,
  line: z.int().positive(),
  encoding: z.string().nullable(),
  columns: z.array(z.string()).nullable(),
  before: hash,
  seen: count,
});
export type LakePosition = z.infer<typeof lakePosition>;

/** Where in a partition of a topic the next record stands. */
const topicPosition = z.object({
  offset: count,
  /** Lines of that record that were read already, where it holds more rows than one batch. */
  lines: count,
  /** Hash of the last record read before it, which must still be what it was; `null`: none was read. */
  before: hash.nullable(),
});
export type TopicPosition = z.infer<typeof topicPosition>;

/** What inputs of every kind have. */
const common = { input: z.int().positive(), name: z.string(), key: count };

/** What was read of a file between two commits. */
const fileInput = z.object({
  ...common,
  kind: z.enum(['ndjson', 'csv', 'parquet']),
  head: z.object({ bytes: z.int().positive(), sha256: hash }),
  from: lakePosition,
  to: lakePosition,
});
export type FileInput = z.infer<typeof fileInput>;

/** What was read of a partition of a topic. */
const topicInput = z.object({
  ...common,
  kind: z.literal('kafka'),
  topic: z.string(),
  partition: count,
  /** Records that were to come next and were not there any more, where the settings say to go on without them. */
  gap: z.object({ expected: count, earliest: count, latest: count }).nullable(),
  from: topicPosition,
  to: topicPosition,
});
export type TopicInput = z.infer<typeof topicInput>;

/** What was read of one input between two commits. */
export const lakeInput = z.discriminatedUnion('kind', [fileInput, topicInput]);
export type LakeInput = z.infer<typeof lakeInput>;

/** A position as one number that only grows: bytes of a file, offsets of a partition. */
export function placeOf(position: LakePosition | TopicPosition): number {
  return 'offset' in position ? position.offset : position.byte;
}

/** A piece of a data file with a hash of its own: a row group, or what stands behind the last one. */
export interface LakeGroup {
  readonly rows: number;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly sha256: string;
}

/** Of a hundred million events there are ten thousand, which every question reads: checked by hand, at a tenth of what a schema costs. */
const lakeGroups = z.custom<LakeGroup[]>((value) => Array.isArray(value) && value.every(isGroup));

function isGroup(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { rows, from, to, sha256 } = value as Record<keyof LakeGroup, unknown>;
  return isCount(rows) && isCount(from) && isCount(to) && typeof sha256 === 'string' && HASH.test(sha256);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** One data file. */
export const lakeFile = z.object({
  table: z.enum([...PARQUET_TABLES, ...NDJSON_TABLES]),
  name: z.string(),
  sha256: hash,
  bytes: count,
  rows: count,
  first: time.nullable(),
  last: time.nullable(),
  tail: z.boolean(),
  groups: lakeGroups,
  days: z.array(
    z.object({
      day: z.string(),
      system: z.enum(SYSTEMS),
      source: z.string(),
      events: count,
      unnamed: count,
      unnamed_records: count,
    }),
  ),
});
export type LakeFile = z.infer<typeof lakeFile>;

/** Sums since the beginning of the lake. */
export const lakeCounts = z.object({
  read: count,
  accepted: count,
  quarantined: count,
  duplicates: count,
  old_duplicates: count,
  late: count,
  clock_marked: count,
  reused_ids: count,
  waiting: count,
  verdicts: z.record(z.enum(VERDICTS), count),
});
export type LakeCounts = z.infer<typeof lakeCounts>;

/** A register file as delivered. */
export const deliveredFile = z.object({
  register: z.enum(REGISTER_NAMES),
  file: z.string(),
  sha256: hash,
  bytes: count,
});
export type DeliveredFile = z.infer<typeof deliveredFile>;

/**
 * A decision of time, which nothing downstream makes anew: what counts as now from here on; an input that holds event time back
 * from now on and brings nothing before `time` in time (`null`: it may bring anything); one that does not hold it back any
 * more; or, all of them being silent, up to where nothing will come in time.
 */
const tick = z.discriminatedUnion('name', [
  z.object({ name: z.literal('now'), time }),
  z.object({
    name: z.literal('open'),
    input: z.int().positive(),
    /** What its source calls it: who goes on before a row of it is in a commit knows it by that. */
    called: z.string(),
    /** Of this input, in microseconds. */
    lateness: count,
    time: time.nullable(),
  }),
  z.object({ name: z.literal('close'), input: z.int().positive() }),
  z.object({ name: z.literal('silence'), time }),
]);
export type Tick = z.infer<typeof tick>;

/** A file of the engine's state. */
const stateFile = z.object({ name: z.string(), sha256: hash, bytes: count });

/** What was done to the engine in one epoch, to be done again on top of the last whole state. */
export const journalFile = stateFile.extend({
  /** Rows in it. */
  events: count,
  /** The commit that brought the registers by which they were judged. */
  registers: z.int().positive().nullable(),
  /** The last tick in it that stands for now. */
  now: time,
});
export type JournalFile = z.infer<typeof journalFile>;

/** How far the past has been judged by what is known of it, and what has come since. */
export const examined = z.object({
  /** Events that were judged again by what was known by `by`, according to the registers that a commit brought. */
  events: count,
  by: time,
  registers: z.int().positive().nullable(),
  /** Late events of the lake then. */
  late: count,
  /** The earliest event that has come since; `null`: none has. */
  since: time.nullable(),
  /** The commits that brought the registers by which events were judged since then, and from which event on each. */
  judged: z.array(z.object({ from: count, registers: z.int().positive().nullable() })),
  /** An examination said something of events up to this one that could still come to something else; absent: none did. */
  open: count.optional(),
});
export type Examined = z.infer<typeof examined>;

/** A finding that a re-examination gave the id of one that it is made of. */
const renamed = z.object({ id: z.string(), as: z.string() });

/** What was judged again, why, and what came of it. */
export const reexamination = z.object({
  causes_total: count,
  /** The first hundred: `cases C-1`, `late-event pos/4711`; times as in `files`, `null` where open. */
  causes: z.array(z.object({ what: z.string(), from: time.nullable(), to: time.nullable(), known_on: time })),
  /** Events judged, and people behind those touched; `null`: everybody. */
  events: count,
  people: count.nullable(),
  raised: count,
  corrected: count,
  cleared: count,
  undecided: z.array(z.string()),
  verdicts: count,
  renamed: z.array(renamed),
});
export type Reexamination = z.infer<typeof reexamination>;

/** From which day on events of a kind are kept. */
const keptFrom = z.object({ system: z.enum(SYSTEMS), before: z.string() });

/** What was removed because its time was over. */
export const retention = z.object({
  /** Events of these systems before these days (JST) are gone. */
  limits: z.array(keptFrom),
  /** Events removed, by system, with the first and the last of their days. */
  events: z.array(z.object({ system: z.enum(SYSTEMS), events: count, first: z.string(), last: z.string() })),
  /** The files they stood in, as they were, and how many of their rows were kept in another file. */
  removed: z.array(z.object({ name: z.string(), sha256: hash, rows: count, kept: count })),
});
export type Retention = z.infer<typeof retention>;

/** By what events are judged. */
const versions = z.object({
  metsuke: z.string(),
  detectors: z.partialRecord(z.enum(DETECTOR_IDS), z.string()),
  /** Of what decides: the name of a file in `settings/`. */
  settings: hash,
  /** The form of the engine's state; absent: 1. */
  state: z.int().positive().optional(),
});

/** Everything that a lake holds as of a commit: who reads the lake need not go back further than to here. */
export const lakeBase = z.object({
  files: z.array(lakeFile),
  inputs: z.array(lakeInput),
  /** The delivery in force, and the commit that brought it. */
  registers: z.object({ number: z.int().positive(), files: z.array(deliveredFile) }).nullable(),
  /** All register files ever delivered. */
  delivered: z.array(z.object({ sha256: hash, bytes: count })),
  journals: z.array(journalFile),
  /** Decisions that a restored engine is still to be told. */
  ticks: z.array(tick),
  renamed: z.array(renamed),
  /** Since which day events are kept, by system, and the commit that removed what was older. */
  retained: z.array(keptFrom.extend({ number: z.int().positive() })),
  /** The versions by which the engine's state was kept, where they are others than those of the commit. */
  kept: versions.optional(),
});
export type LakeBase = z.infer<typeof lakeBase>;

/** A commit. */
export const commit = z.object({
  format: z.literal(LAKE_FORMAT),
  number: z.int().positive(),
  previous: hash.nullable(),
  kind: z.enum(['takeover', 'epoch', 'reexamination', 'compaction', 'decision', 'retention']),
  writer: z.string(),
  written_at: z.string(),
  versions,
  registers: z.int().positive().nullable(),
  delivery: z.array(deliveredFile).nullable(),
  ticks: z.array(tick),
  inputs: z.array(lakeInput),
  files: z.array(lakeFile),
  removed: z.array(z.string()),
  ended: z.boolean(),
  counts: lakeCounts,
  state: stateFile.nullable(),
  journal: journalFile.nullable(),
  retention: retention.nullable(),
  base: lakeBase.nullable(),
  examined,
  reexamination: reexamination.nullable(),
});
export type Commit = z.infer<typeof commit>;
