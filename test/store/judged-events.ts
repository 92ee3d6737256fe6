/** Events as judging would hand them to the lake, from the few fields that matter in a test. */
import { MARK } from '../../schemas/event-columns.ts';
import { OFF_DUTY } from '../../schemas/registers/off-duty.ts';
import type { Contradiction, Explanation, VerdictName } from '../../schemas/verdict.ts';
import { encodeEvents } from '../../src/batch/encode.ts';
import { type EventPart, event } from '../../src/batch/event.ts';
import { hashText } from '../../src/core/hash.ts';
import { derivePersons, detectorColumns } from '../../src/engine/derive.ts';
import { registersOf } from '../../src/registers/from-text.ts';
import { type EventRows, eventRows } from '../../src/store/rows/event-rows.ts';
import { CAUSE, REASON, VERDICT } from '../../src/verdicts/columns.ts';

/** An event, and what was judged of it. */
export interface JudgedEvent extends EventPart {
  readonly ref: number;
  readonly marks?: readonly (keyof typeof MARK)[];
  readonly offDuty?: keyof typeof OFF_DUTY;
  /** Beside its subjects. */
  readonly verdicts?: readonly (readonly [VerdictName, Contradiction | Explanation | null])[];
  readonly input?: number;
  readonly byte?: number;
  readonly content?: number;
}

const REGISTERS = registersOf({ accounts: 'account,system,principal\nsato,,P1\n' });

/** The events as rows of the lake; `sato` is known to the registers as P1. */
export function judgedEvents(all: readonly JudgedEvent[]): EventRows {
  const given = all.map(({ input = 1, byte = 0, ...one }) => ({ ...one, origin: { input, byte } }));
  const events = given.map(
    ({ ref: _r, marks: _m, offDuty: _o, verdicts: _v, content: _c, origin: _p, ...part }) => event(part),
  );
  const contents = given.map(({ content }, i) => content ?? hashText(String(i)));
  const batch = encodeEvents(
    events,
    contents,
    undefined,
    given.map(({ origin }) => origin),
  );
  const columns = detectorColumns(batch.columns, batch.size);
  derivePersons(Int32Array.from(given.keys()), columns, REGISTERS);
  const rows = eventRows();
  for (const [row, { ref, marks = [], offDuty = 'none', verdicts = [] }] of given.entries()) {
    columns.ref[row] = ref;
    columns.marks[row] = marks.reduce((bits, mark) => bits | MARK[mark], 0);
    columns.offDuty[row] = OFF_DUTY[offDuty];
    for (const [i, [verdict, cause]] of verdicts.entries()) {
      const entry = columns.subjectStart[row] + i;
      columns.verdict[entry] = VERDICT[verdict];
      columns.cause[entry] = cause === null ? 0 : ({ ...CAUSE, ...REASON }[cause] ?? 0);
    }
    rows.add(batch, row, columns, REGISTERS);
  }
  return rows;
}
