/** The verdict as columns: one entry for each (look-up, subject), beside the batch's `subjects`. */
import type { EventColumns } from '../../schemas/event-columns.ts';
import {
  CONTRADICTIONS,
  type Contradiction,
  EXPLANATIONS,
  type Explanation,
  VERDICTS,
  type VerdictName,
} from '../../schemas/verdict.ts';

/** What the judge writes beside a batch. Entries `subjectStart[row] .. subjectStart[row + 1]` belong to a row. */
export interface VerdictColumns {
  /** Per subject entry: position in VERDICTS plus one, 0 where the row is no look-up; as far as registers decide on arrival (a later sale may still explain). */
  verdict: Uint8Array;
  /** Per subject entry: position in CONTRADICTIONS (contradicted) or EXPLANATIONS (explained) plus one, else 0. */
  cause: Uint8Array;
  /** Per row: or-ed {@link ROW_CAUSE} that need no subject (class, duty, site), for look-ups with or without one. */
  rowCause: Uint8Array;
  /** Per row: why the actor was off duty then ({@link OFF_DUTY}), 0 on duty, for service accounts, or where neither person nor kind of account is known. */
  offDuty: Uint8Array;
  /** Per row: the person's unit then; NONE where none is known or he has several. */
  unit: Float64Array;
  /** Per row: 1 where a permit in force covers it (a look-up must carry what the permit restricts), else 0. */
  permitted: Uint8Array;
  /**
   * Per row: 1 where a look-up cites an open case without a subject (batch, audit, mailing) that explains it: where it names nobody
   * one assigned to the person or his unit, where it names people one assigned to the person himself.
   */
  ownWork: Uint8Array;
  /** Per row: what the registers call the account ({@link ACCOUNT_KIND}) and the device ({@link DEVICE_KIND}). */
  accountKind: Uint8Array;
  deviceKind: Uint8Array;
  /** Per row: 1 where the device is the person's own or meant for many, by register, or the log names none; else 0. */
  atHome: Uint8Array;
  /** Per row: 1 where the registers know, or may come to know, of an end: a notice, a last day, a contract, an account's end; else 0. */
  mayLeave: Uint8Array;
  /** Per row: 1 where the register knows of one account of the person, and no other, else 0. */
  hasOneAccount: Uint8Array;
}

/** Columns the judge reads and writes. */
export type JudgedColumns = EventColumns & VerdictColumns & { person: Float64Array };

/** Kinds of accounts and devices, by register; unknown to it, or of no named kind: 0. */
export const ACCOUNT_KIND = { unknown: 0, personal: 1, shared: 2, service: 3, admin: 4 } as const;
export const DEVICE_KIND = { unknown: 0, pc: 1, terminal: 2, shared: 3, server: 4 } as const;

/** Contradictions that hold for the whole row. `ended` is set on every event, `contract` on all that succeeded but a `logout`, the others on look-ups only. */
export const ROW_CAUSE = { site: 1, duty: 2, dataClass: 4, contract: 8, ended: 16, leave: 32 } as const;

/** Why a time is outside working time. */
export { OFF_DUTY } from '../../schemas/registers/off-duty.ts';

/** Verdicts, contradictions and explanations by name, as their columns hold them. */
export const VERDICT = codesOf<VerdictName>(VERDICTS);
export const CAUSE = codesOf<Contradiction>(CONTRADICTIONS);
export const REASON = codesOf<Explanation>(EXPLANATIONS);

/**
 * Contradictions that hold only while nothing explains the look-up, by code. A sale or an issue may still explain it, so
 * they are settled after the grace time; all others hold at once.
 */
export const IS_SOFT: readonly boolean[] = [
  false,
  ...CONTRADICTIONS.map((name) => name === 'after-case-closed' || name === 'leave' || name === 'protected'),
];

/** Fresh verdict columns for `size` rows with `subjects` subject entries. */
export function allocateVerdicts(size: number, subjects: number): VerdictColumns {
  return {
    verdict: new Uint8Array(subjects),
    cause: new Uint8Array(subjects),
    rowCause: new Uint8Array(size),
    offDuty: new Uint8Array(size),
    unit: new Float64Array(size),
    permitted: new Uint8Array(size),
    ownWork: new Uint8Array(size),
    accountKind: new Uint8Array(size),
    deviceKind: new Uint8Array(size),
    atHome: new Uint8Array(size),
    mayLeave: new Uint8Array(size),
    hasOneAccount: new Uint8Array(size),
  };
}

/** The names of the columns that only the judge fills. */
export const VERDICT_COLUMNS: ReadonlySet<string> = new Set(Object.keys(allocateVerdicts(0, 0)));

function codesOf<T extends string>(names: readonly T[]): Readonly<Record<T, number>> {
  return Object.fromEntries(names.map((name, index) => [name, index + 1])) as Record<T, number>;
}
