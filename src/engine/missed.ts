/** What did not happen, as rows: each stands at the time when waiting for it was over. */
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import { formatInstant } from '../core/time.ts';
import type { KeyName, Missed } from '../detector/define.ts';
import type { Registers } from '../registers/registers.ts';
import { detectorColumns } from './derive.ts';
import type { SaidOf } from './episodes.ts';

/** What any part may tell. */
export type AnyMissed = Missed<Record<string, unknown>>;
/** The same, with who told it. */
export interface MissedBy extends AnyMissed {
  readonly detector: number;
  readonly part: string;
  readonly keyName: KeyName;
}

/** One row for each: it carries the fields the part gave and cites the event it rests on. Its id is its time, so that findings keep theirs in any replay. */
export function saidOfMissed(missed: readonly MissedBy[], registers: Registers): SaidOf {
  const batch = encodeEvents(
    missed.map(({ at, event: about }) =>
      event({ action: 'other', actor: null, records: 0, ...about, time: at, id: formatInstant(at) }),
    ),
  );
  const columns = detectorColumns(batch.columns, batch.size);
  missed.forEach(({ ref }, row) => {
    columns.ref[row] = ref;
  });
  return {
    signals: missed.map(({ detector, part, keyName, signal }, row) => ({
      row,
      detector,
      part,
      keyName,
      signal,
    })),
    // as settled look-ups: after the rows of its time
    rows: {
      batch,
      columns,
      orderTime: Float64Array.from(missed, ({ at }) => at),
      registers,
      isSettled: true,
    },
  };
}
