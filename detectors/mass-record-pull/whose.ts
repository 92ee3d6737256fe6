/** Whose look-ups count, and which do not: what the registers say of a row. */
import { ACCOUNT_KIND, DEVICE_KIND } from '../../src/verdicts/columns.ts';
import type { LookUps } from './windows.ts';

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
