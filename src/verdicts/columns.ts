/** The verdict as columns: one entry for each (look-up, subject), beside the batch's `subjects`. */

/** Position in VERDICTS plus one; 0 where the row is no look-up of a subject. */
export type VerdictCode = number;

/** What the judge writes beside a batch. Entries `subjectStart[row] .. subjectStart[row + 1]` belong to a row. */
export interface VerdictColumns {
  /** Per subject entry: {@link VerdictCode} as far as registers decide on arrival (a later sale may still explain). */
  verdict: Uint8Array;
  /** Per subject entry: position in CONTRADICTIONS (contradicted) or EXPLANATIONS (explained) plus one, else 0. */
  cause: Uint8Array;
  /** Per row: or-ed {@link ROW_CAUSE} that need no subject (class, duty, site), for look-ups with or without one. */
  rowCause: Uint8Array;
  /** Per row: why the actor was off duty then ({@link OFF_DUTY}), 0 on duty or not known. */
  offDuty: Uint8Array;
}

/** Contradictions that hold for the whole row. */
export const ROW_CAUSE = { site: 1, duty: 2, dataClass: 4, contract: 8, ended: 16, leave: 32 } as const;

/** Why a time is outside working time. */
export const OFF_DUTY = { none: 0, night: 1, weekend: 2, holiday: 3, closed: 4, leave: 5, outsideShift: 6 } as const;
