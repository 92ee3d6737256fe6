/** Settled verdicts on their way into the lake, as columns. */
import { VERDICTS, type Verdict } from '../../../schemas/verdict.ts';
import { hashText, type Key } from '../../core/hash.ts';
import type { Micros } from '../../core/time.ts';
import type { ColumnValues } from '../parquet/column-chunk.ts';
import { type TableRows, tableRows } from '../tables.ts';
import { numberColumn } from './number-column.ts';
import { numberRanks, rowOrder, textRanks } from './row-order.ts';
import { textColumn, uniqueColumn, wordTexts } from './text-column.ts';

/** The look-up of a verdict: its event's place and time, and {@link hashText} of the person, or of the account where nobody knows who had it. */
export interface LookupPlace {
  readonly ref: number;
  readonly time: Micros;
  readonly who: Key;
  /** Whether the verdict is another than on arrival. */
  readonly isChanged: boolean;
}

/** Verdicts of one month. */
export interface VerdictRows {
  size(): number;
  /** What the texts take. */
  bytes(): number;
  add(verdict: Verdict, lookup: LookupPlace): void;
  verdicts(): TableRows;
  /** Those that say something else than on arrival; null where there are none. */
  changes(): TableRows | null;
  /** Forgets all of them; the memory is used again. */
  clear(): void;
}

const VERDICT_TEXTS = wordTexts(VERDICTS);
const VERDICT_CODES = new Map(VERDICTS.map((name, code) => [name, code]));

/** No verdicts yet. */
export function verdictRows(): VerdictRows {
  let size = 0;
  const changed: number[] = [];
  const [subject, by, event] = [textColumn(), textColumn(), uniqueColumn()];
  const [ref, time, who] = [
    numberColumn(Float64Array),
    numberColumn(Float64Array),
    numberColumn(Float64Array),
  ];
  const [revision, verdict] = [numberColumn(Int32Array), numberColumn(Int32Array)];

  /** By time, ref, subject and revision; `ranks` are those of the subjects. */
  function comparedBy(ranks: Int32Array): (one: number, other: number) => number {
    const [times, refs, revisions] = [time.values(), ref.values(), revision.values()];
    const subjects = subject.codes(size);
    return (one, other) =>
      times[one] - times[other] ||
      refs[one] - refs[other] ||
      ranks[subjects[one]] - ranks[subjects[other]] ||
      revisions[one] - revisions[other];
  }

  function values(): Record<string, ColumnValues> {
    const numbers = (column: typeof ref): ColumnValues => ({ type: 'int64', values: column.values() });
    const text = (column: typeof by): ColumnValues => ({
      type: 'text',
      texts: column.texts,
      codes: column.codes(size),
    });
    return {
      who: { type: 'int64', values: who.values(), repeats: true },
      subject: text(subject),
      ref: numbers(ref),
      time: numbers(time),
      event: { type: 'text', texts: event.texts, codes: event.codes(size), isUnique: true },
      verdict: { type: 'text', texts: VERDICT_TEXTS, codes: verdict.values() },
      by: text(by),
      revision: { type: 'int32', values: revision.values(), none: null },
    };
  }

  return {
    size: () => size,
    bytes: () => subject.bytes() + by.bytes() + event.bytes(),
    add(said, lookup) {
      subject.set(size, subject.codeOf(hashText(said.subject), said.subject));
      by.set(size, said.by === null ? -1 : by.codeOf(hashText(said.by), said.by));
      event.putText(size, said.event);
      verdict.set(size, VERDICT_CODES.get(said.verdict) ?? 0);
      revision.set(size, said.revision);
      ref.set(size, lookup.ref);
      time.set(size, lookup.time);
      who.set(size, lookup.who);
      if (lookup.isChanged) changed.push(size);
      size++;
    },
    verdicts() {
      const ranks = textRanks(subject.texts);
      const subjects = subject.codes(size);
      const rows = rowOrder(size, ranks.length, (row) => ranks[subjects[row]], comparedBy(ranks));
      return tableRows('verdicts', values(), () => rows, size);
    },
    changes() {
      if (changed.length === 0) return null;
      const compare = comparedBy(textRanks(subject.texts));
      const whose = who.values();
      const whoRanks = numberRanks(Float64Array.from(changed, (row) => whose[row]));
      const order = rowOrder(
        changed.length,
        whoRanks.count,
        (at) => whoRanks.ranks[at],
        (one, other) => compare(changed[one], changed[other]),
      );
      const rows = order.map((at) => changed[at]);
      return tableRows('changes', values(), () => rows, rows.length);
    },
    clear() {
      for (const column of [subject, by, event]) column.clear(size);
      changed.length = 0;
      size = 0;
    },
  };
}
