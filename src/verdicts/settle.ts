/**
 * Settles verdicts: what registers decide is settled on arrival; the rest waits for the sale or issue that may explain it.
 *
 * Pure: what it says depends on the rows in event order alone. A look-up waits for the grace time; where it carries a
 * transaction id, a sale with the same id explains it for some days more, as a second revision.
 */
import { ACTIONS, type Action, type NormalEvent } from '../../schemas/access-event.ts';
import { type EventBatch, IS_LOOKUP, MARK, OUTCOME } from '../../schemas/event-columns.ts';
import { VERDICTS, type VerdictName } from '../../schemas/verdict.ts';
import type { VerdictSettings } from '../../schemas/verdict-settings.ts';
import { NONE, pairKey } from '../core/hash.ts';
import { DAY, MINUTE, type Micros } from '../core/time.ts';
import type { Registers } from '../registers/registers.ts';
import type { Primitive } from '../state/primitive.ts';
import { byOf, plainByOf } from './by.ts';
import { IS_SOFT, type JudgedColumns, REASON, VERDICT } from './columns.ts';
import { ISSUE_ACTIONS, isIssue } from './issue.ts';
import type { Judge } from './judge.ts';
import { recentKeys } from './recent.ts';
import { revisableLookups } from './revisable.ts';
import { blankLookup, type LookupWords, type WaitingLookup, waitingLookups } from './waiting.ts';

/** A verdict that is settled, or settled anew. `event`, where it is kept, names only the subject in question. */
export interface SettledLookup extends Readonly<Omit<WaitingLookup, 'place' | 'transaction'>> {
  /** 1, or 2 where a transaction came after the verdict had been settled. */
  readonly revision: number;
  /** Whether it is not what was said on arrival. */
  readonly isChanged: boolean;
  /** Whether a transaction to come could still explain it. */
  readonly isRevisable: boolean;
  /** Revision 2: the row that explains it; else -1. */
  readonly explainedBy: number;
  /** When its time was over, for what waited: the end of the grace time, or earlier where too many waited. */
  readonly settledAt: Micros;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Told of each verdict. The object is used again: copy what is kept. */
export type Tell = (settled: SettledLookup) => void;

/** What a settler needs. */
export interface SettlerOptions {
  readonly registers: Registers;
  readonly judge: Judge;
  readonly settings: VerdictSettings;
  /** Keep the texts that `--verdicts` writes. */
  readonly wantWords: boolean;
  /** More than this wait only until the minute is over: those that have waited longest are then settled, and counted as evicted. */
  readonly waitingMax?: number;
}

const WAITING_MAX = 1 << 20;

/** Settles verdicts. */
export interface Settler extends Primitive {
  /**
   * Takes judged rows in event order, each ordered by its `orderTime`; tells what is settled by them or by the time they show. A late one shows no time of
   * its own, and waits for what comes beside it: so it matters not when somebody looked at the watermark.
   */
  observe(
    rows: Int32Array,
    columns: SettledColumns,
    batch: EventBatch,
    orderTime: Float64Array,
    tell: Tell,
  ): void;
  /** Settles what was due before `time`: a watermark. Infinity: no more events will come. */
  advance(time: Micros, tell: Tell): void;
  /** Look-ups by settled verdict, each counted once, under its last revision. */
  totals(): Readonly<Record<VerdictName, number>>;
  /** So many more or less are of each verdict; look-ups of the events `refs` are settled for good. */
  correct(more: Readonly<Record<VerdictName, number>>, refs: ReadonlySet<number>): void;
}

/** What look-ups are settled from. */
export type SettledColumns = JudgedColumns & { readonly ref: Float64Array; readonly who: Float64Array };

/** Actions that can explain a look-up at the same device, and those whose transaction id can. */
const IS_ISSUE = actionsOf(...ISSUE_ACTIONS);
const IS_TRANSACTION = actionsOf('sale', 'refund', 'create', 'update');
const CAN_EXPLAIN = ACTIONS.map((_, code) => IS_ISSUE[code] || IS_TRANSACTION[code]);

/** Makes a settler with nothing waiting. */
export function createSettler({
  registers,
  judge,
  settings,
  wantWords,
  waitingMax = WAITING_MAX,
}: SettlerOptions): Settler {
  const grace = settings.graceMinutes * MINUTE;
  const reach = settings.transactionDays * DAY;
  const waiting = waitingLookups();
  const issues = recentKeys(grace);
  const transactions = recentKeys(reach);
  const revisable = revisableLookups(reach);
  let totals = VERDICTS.map(() => 0);
  let newest = -Infinity;
  let shed = 0;

  const told: Writable<SettledLookup> = {
    ...blankLookup(),
    revision: 1,
    isChanged: false,
    isRevisable: false,
    explainedBy: -1,
    settledAt: 0,
  };

  const say = (
    lookup: Readonly<WaitingLookup>,
    verdict: number,
    cause: number,
    by: string | null,
    tell: Tell,
    explainedBy = -1,
    settledAt = lookup.time + grace,
  ) => {
    totals[verdict - 1]++;
    const { ref, subjectIndex, time, event, words, transaction, who, device, site } = lookup;
    const revision = explainedBy === -1 ? 1 : 2;
    const isRevisable = transaction !== NONE && revision === 1;
    const isSpoken = verdict !== VERDICT.explained; // what is explained concerns no detector
    const said = words === null ? null : { ...words, by };
    told.ref = ref;
    told.subjectIndex = subjectIndex;
    told.time = time;
    told.who = who;
    told.device = device;
    told.site = site;
    told.verdict = verdict;
    told.cause = cause;
    told.revision = revision;
    told.isChanged = revision > 1 || verdict !== lookup.verdict;
    told.isRevisable = isRevisable;
    told.explainedBy = explainedBy;
    told.settledAt = settledAt;
    told.words = said;
    told.event = isSpoken ? event : null;
    tell(told);
  };

  const settleWaiting = (lookup: Readonly<WaitingLookup>, tell: Tell, settledAt: Micros): void => {
    say(lookup, lookup.verdict, lookup.cause, lookup.words?.by ?? null, tell, -1, settledAt);
    if (lookup.transaction !== NONE) revisable.add(lookup);
  };

  /** At the end of a minute, so that it does not depend on which row or watermark came first after it. */
  const shedAt = (minute: Micros, tell: Tell): void => {
    if (waiting.live() <= waitingMax) return;
    waiting.due(minute, (lookup, deadline) => settleWaiting(lookup, tell, deadline));
    for (; waiting.live() > waitingMax; shed++) waiting.shed((lookup) => settleWaiting(lookup, tell, minute));
  };

  const settleDue = (time: Micros, tell: Tell): void => {
    const minuteEnd = Math.ceil(newest / MINUTE) * MINUTE;
    if (minuteEnd < time && time !== Infinity) shedAt(minuteEnd, tell);
    waiting.due(time, (lookup, deadline) => settleWaiting(lookup, tell, deadline));
    if (time <= newest || time === Infinity) return;
    // once a minute, on the minute: what is held then does not depend on which row or watermark came first in it
    const minute = Math.floor(time / MINUTE) * MINUTE;
    if (minute > newest) for (const memory of [issues, transactions, revisable]) memory.forget(minute);
    newest = time;
  };

  const explain = (
    lookup: Readonly<WaitingLookup>,
    reason: number,
    by: string | null,
    tell: Tell,
  ): boolean => {
    say(lookup, VERDICT.explained, reason, by, tell);
    return true;
  };

  /** What a sale or an issue explains of what waits. */
  const explainWaiting = (row: number, columns: JudgedColumns, batch: EventBatch, tell: Tell): void => {
    const time = columns.time[row];
    const isLast = time >= newest;
    const device = columns.device[row];
    const transaction = transactionOf(row, columns);
    const start = columns.subjectStart[row];
    const end = columns.subjectStart[row + 1];
    if (isIssue(row, columns) && device !== NONE) {
      const by = wantWords ? `sale ${batch.eventId(row)}` : null;
      for (let entry = start; entry < end; entry++) {
        waiting.take('place', pairKey(device, columns.subjects[entry]), isLast, (lookup) =>
          Math.abs(time - lookup.time) <= grace ? explain(lookup, REASON.sale, by, tell) : false,
        );
      }
      if (start === end) {
        waiting.take('device', device, isLast, (lookup) =>
          lookup.time <= time && time - lookup.time <= grace ? explain(lookup, REASON.sale, by, tell) : false,
        );
      }
    }
    if (transaction === NONE || !IS_TRANSACTION[columns.action[row]]) return;
    const by = wantWords ? `transaction ${eventOf(batch, row).transaction_id}` : null;
    waiting.take('transaction', transaction, isLast, (lookup) =>
      Math.abs(time - lookup.time) <= reach ? explain(lookup, REASON.transaction, by, tell) : false,
    );
    for (const lookup of revisable.take(transaction, time)) {
      totals[lookup.verdict - 1]--;
      say(lookup, VERDICT.explained, REASON.transaction, by, tell, row);
    }
  };

  /** Remembers a sale or an issue for look-ups to come. */
  const remember = (row: number, columns: JudgedColumns, batch: EventBatch): void => {
    const time = columns.time[row];
    const device = columns.device[row];
    const end = columns.subjectStart[row + 1];
    if (isIssue(row, columns) && device !== NONE) {
      const by = wantWords ? `sale ${batch.eventId(row)}` : null;
      const start = columns.subjectStart[row];
      for (let entry = start; entry < end; entry++)
        issues.note(pairKey(device, columns.subjects[entry]), time, by);
      if (start === end) issues.note(device, time, by);
    }
    const transaction = transactionOf(row, columns);
    if (transaction !== NONE && IS_TRANSACTION[columns.action[row]])
      transactions.note(transaction, time, null);
  };

  const lookup = blankLookup();

  /** Settles one look-up at once where it can be, else lets it wait. */
  const take = (
    row: number,
    entry: number,
    columns: SettledColumns,
    batch: EventBatch,
    arrived: Micros,
    tell: Tell,
  ) => {
    const time = columns.time[row];
    const device = columns.device[row];
    lookup.ref = columns.ref[row];
    lookup.subjectIndex = entry - columns.subjectStart[row];
    lookup.time = time;
    lookup.verdict = columns.verdict[entry];
    lookup.cause = columns.cause[entry];
    lookup.device = device;
    lookup.place = device === NONE ? NONE : pairKey(device, columns.subjects[entry]);
    lookup.transaction = transactionOf(row, columns);
    lookup.who = columns.who[row];
    lookup.site = columns.site[row];
    lookup.words = wantWords ? wordsOf(row, entry, columns, batch) : null;
    lookup.event = null;
    const isContradicted = lookup.verdict === VERDICT.contradicted;
    const isSoft = isContradicted && IS_SOFT[lookup.cause];
    if (lookup.verdict === VERDICT.explained || (isContradicted && !isSoft)) {
      say(lookup, lookup.verdict, lookup.cause, lookup.words?.by ?? null, tell);
      return;
    }
    const isNear = issues.has(lookup.place, time - grace, time + grace);
    const isBefore = !isNear && issues.has(device, time, time + grace);
    if (isNear || isBefore) {
      explain(lookup, REASON.sale, issues.wordsOf(isNear ? lookup.place : device), tell);
      return;
    }
    if (transactions.has(lookup.transaction, time - reach, time + reach)) {
      explain(
        lookup,
        REASON.transaction,
        wantWords ? `transaction ${eventOf(batch, row).transaction_id}` : null,
        tell,
      );
      return;
    }
    const isRequired =
      lookup.verdict === VERDICT.unexplained && registers.system(columns.source[row], time)?.caseRequired;
    if (isSoft || isRequired)
      lookup.event = { ...eventOf(batch, row), subjects: [subjectOf(row, entry, columns, batch)] };
    if (columns.marks[row] & MARK.clock)
      say(lookup, lookup.verdict, lookup.cause, lookup.words?.by ?? null, tell);
    else waiting.add(lookup, Math.max(time + grace, arrived));
  };

  /** The event of a row of many subjects and its id, read once for all of them. */
  let asked: { readonly row: number; readonly event: NormalEvent; readonly id: string } | null = null;
  const askedOf = (batch: EventBatch, row: number) => {
    if (asked?.row !== row) asked = { row, event: batch.event(row), id: batch.eventId(row) };
    return asked;
  };
  const eventOf = (batch: EventBatch, row: number): NormalEvent => askedOf(batch, row).event;
  const subjectOf = (row: number, entry: number, columns: JudgedColumns, batch: EventBatch): string =>
    isOne(row, columns)
      ? batch.subject(row, 0)
      : eventOf(batch, row).subjects[entry - columns.subjectStart[row]];

  const wordsOf = (row: number, entry: number, columns: JudgedColumns, batch: EventBatch): LookupWords => ({
    event: isOne(row, columns) ? batch.eventId(row) : askedOf(batch, row).id,
    subject: subjectOf(row, entry, columns, batch),
    by: reasonOf(row, entry, columns),
  });
  const reasonOf = (row: number, entry: number, columns: JudgedColumns): string | null => {
    const time = columns.time[row];
    const standing = {
      verdict: columns.verdict[entry],
      cause: columns.cause[entry],
      caseId: columns.caseId[row],
    };
    const by = plainByOf(standing, time, registers);
    return by === undefined ? byOf(judge.judgeOne(columns, row, entry), time, registers) : by;
  };

  return {
    observe(rows, columns, batch, orderTime, tell) {
      asked = null;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        const isTimely = (columns.marks[row] & MARK.clock) === 0;
        const isSuccess = columns.outcome[row] === OUTCOME.success;
        if (isTimely) settleDue(orderTime[row], tell);
        if (!isSuccess) continue;
        if (isTimely && CAN_EXPLAIN[columns.action[row]]) {
          explainWaiting(row, columns, batch, tell);
          remember(row, columns, batch); // before its own look-up: an issue is itself what the contract asks for
        }
        if (IS_LOOKUP[columns.action[row]]) {
          const end = columns.subjectStart[row + 1];
          for (let entry = columns.subjectStart[row]; entry < end; entry++)
            take(row, entry, columns, batch, orderTime[row], tell);
        }
      }
      asked = null;
    },
    advance: settleDue,
    correct(more, refs) {
      totals = totals.map((total, i) => total + more[VERDICTS[i]]);
      revisable.drop(refs);
    },
    totals: () =>
      Object.fromEntries(VERDICTS.map((name, i) => [name, totals[i]])) as Record<VerdictName, number>,
    usage() {
      const held = [waiting, issues, transactions, revisable];
      return {
        keys: held.reduce((sum, part) => sum + part.size(), 0),
        bytes: held.reduce((sum, part) => sum + part.bytes(), 0),
        evicted: shed + issues.evicted() + transactions.evicted() + revisable.evicted(),
      };
    },
    save(out) {
      out.json({ totals, shed, newest: newest === -Infinity ? null : newest });
      for (const part of [waiting, issues, transactions, revisable]) part.save(out);
    },
    restore(from) {
      const saved = from.json<{ totals: number[]; shed: number; newest: number | null }>();
      ({ totals, shed } = saved);
      newest = saved.newest ?? -Infinity;
      for (const part of [waiting, issues, transactions, revisable]) part.restore(from);
    },
  };
}

function isOne(row: number, { subjectStart }: JudgedColumns): boolean {
  return subjectStart[row + 1] - subjectStart[row] === 1;
}

function transactionOf(row: number, { transactionId, source }: JudgedColumns): number {
  return transactionId[row] === NONE ? NONE : pairKey(source[row], transactionId[row]);
}

function actionsOf(...names: readonly Action[]): readonly boolean[] {
  return ACTIONS.map((name) => names.includes(name));
}
