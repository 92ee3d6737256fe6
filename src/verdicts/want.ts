/** What would have decided an undecidable look-up: registers that are missing or too old, fields the event lacks. */
import type { RegisterName } from '../registers/registers.ts';

/** One bit each; or-ed in {@link Judgement.wants}. */
export const WANT = {
  cases: 1,
  households: 2,
  permits: 4,
  people: 8,
  accounts: 16,
  dataClass: 32,
  tenant: 64,
  recordDate: 128,
} as const;

/** The wants that are registers. */
export const WANTED_REGISTERS = [
  'cases',
  'households',
  'permits',
  'people',
  'accounts',
] as const satisfies readonly RegisterName[];

/** The wants that are fields of the event. */
export const WANTED_FIELDS = [
  [WANT.dataClass, 'data_class'],
  [WANT.tenant, 'tenant'],
  [WANT.recordDate, 'record_date'],
] as const satisfies readonly (readonly [bit: number, field: string])[];
