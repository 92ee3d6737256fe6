/** Whose look-ups count, and which do not: what the registers say of a row. */
import { ACCOUNT_KIND, DEVICE_KIND } from '../../src/verdicts/columns.ts';
import type { LookUps } from './look-ups.ts';
import type { Tuned } from './tuned.ts';

/** Whether the account is an administrator's or a service's by register. */
export function isAdministrator({ accountKind }: LookUps, row: number): boolean {
  const kind = accountKind[row];
  return kind === ACCOUNT_KIND.admin || kind === ACCOUNT_KIND.service;
}

/** A device that several people are meant to use says nothing of one who uses several accounts. */
export function isPersonalDevice({ deviceKind }: LookUps, row: number): boolean {
  const kind = deviceKind[row];
  return kind === DEVICE_KIND.pc || kind === DEVICE_KIND.unknown;
}

/** From so many records on a row without a name shows something of others. */
const MATERIAL_RECORDS = 10;

/** Whether a row shows anything of somebody: one's own mail or pay slip, opened without naming anybody, does not. */
export function isMaterial({ records, subjectStart }: LookUps, row: number): boolean {
  return subjectStart[row + 1] > subjectStart[row] || records[row] >= MATERIAL_RECORDS;
}

/** Whether a row shows nobody's records: it returned none, or names nobody and is about wares. */
export function showsNothing(view: LookUps, row: number, { goods }: Tuned): boolean {
  const { records, subjectStart, dataClass } = view;
  if (subjectStart[row] !== subjectStart[row + 1]) return false;
  return records[row] === 0 || goods.has(dataClass[row]);
}
