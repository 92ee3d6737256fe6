/** Rows that have been judged, with everything an episode may want to know of them. */
import type { EventTexts } from '../../schemas/event-columns.ts';
import type { DetectorColumns } from '../detector/define.ts';
import type { Registers } from '../registers/registers.ts';

/** What episodes need to know of the batch whose signals they join. */
export interface JudgedRows {
  readonly batch: EventTexts;
  readonly columns: DetectorColumns;
  /** Time by which a row was ordered. */
  readonly orderTime: Float64Array;
  readonly registers: Registers;
  /** Look-ups that were settled at a time come after the rows of that time. */
  readonly isSettled: boolean;
  /** Per row: the key of a look-up that a transaction may still explain, else NONE. Absent where no row is one. */
  readonly lookupKeys?: Float64Array;
}
