/** Look-ups whose verdict is settled, as rows again: what a detector sees when an explanation was awaited in vain. */

import type { NormalEvent } from '../../schemas/access-event.ts';
import { type EventBatch, MARK } from '../../schemas/event-columns.ts';
import { VERDICTS, type Verdict } from '../../schemas/verdict.ts';
import { encodeEvents } from '../batch/encode.ts';
import { type Key, pairKey } from '../core/hash.ts';
import type { DetectorColumns } from '../detector/define.ts';
import type { Registers } from '../registers/registers.ts';
import type { Judge } from '../verdicts/judge.ts';
import type { SettledLookup } from '../verdicts/settle.ts';
import { derivePersons, detectorColumns } from './derive.ts';
import type { JudgedRows } from './judged-rows.ts';

/** A settled look-up and when that was. */
export interface DatedLookup extends SettledLookup {
  /** False where the clock of the event cannot be right; all look-ups given together agree. */
  readonly isTimely: boolean;
}

/** One row a settled look-up, in the order of settling; a row's order time is when it was settled. */
export interface SettledRows extends JudgedRows {
  readonly batch: EventBatch;
  readonly columns: DetectorColumns;
  /** All rows. */
  readonly order: Int32Array;
}

/**
 * Rows for look-ups that keep their event, which names only the subject that was settled. `latest` bounds the
 * time of settling: a look-up whose clock cannot be right was settled when it came.
 */
export function settledRows(
  lookups: readonly DatedLookup[],
  registers: Registers,
  judge: Judge,
): SettledRows {
  const batch = encodeEvents(lookups.map(({ event }) => event as NormalEvent));
  const columns = detectorColumns(batch.columns, batch.size);
  const order = Int32Array.from({ length: batch.size }, (_, row) => row);
  derivePersons(order, columns, registers);
  judge.judge(order, columns);
  columns.verdict.fill(0);
  columns.cause.fill(0);
  const lookupKeys = new Float64Array(batch.size);
  lookups.forEach(({ ref, subjectIndex, verdict, cause, isTimely, isRevisable }, row) => {
    const entry = columns.subjectStart[row];
    if (isTimely && isRevisable) lookupKeys[row] = lookupKey(ref, subjectIndex);
    columns.ref[row] = ref;
    if (!isTimely) columns.marks[row] |= MARK.clock;
    columns.verdict[entry] = verdict;
    columns.cause[entry] = cause;
  });
  return {
    batch,
    columns,
    order,
    orderTime: Float64Array.from(lookups, ({ settledAt }) => settledAt),
    registers,
    isSettled: lookups[0].isTimely,
    lookupKeys,
  };
}

/** The key of one look-up of one subject. */
export function lookupKey(ref: number, subjectIndex: number): Key {
  return pairKey(ref, subjectIndex);
}

/** A settled look-up as the verdict that is written out. */
export function verdictOf({ words, verdict, revision }: SettledLookup): Verdict {
  const { event, subject, by } = words ?? { event: '', subject: '', by: null };
  return { event, subject, verdict: VERDICTS[verdict - 1], by, revision };
}
