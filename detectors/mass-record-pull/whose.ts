/** Whose look-ups count, and which do not: what the registers say of a row. */
import { NONE } from '../../src/core/hash.ts';
import { COVERED, coverage } from '../../src/verdicts/scope.ts';
import type { LookUps } from './windows.ts';

/** Whether the account is an administrator's or a service's by register. */
export function isAdministrator({ registers, actor, system, source, time }: LookUps, row: number): boolean {
  const kind =
    actor[row] === NONE ? null : registers.account(actor[row], system[row], source[row], time[row])?.kind;
  return kind === 'admin' || kind === 'service';
}

/** Whether a permit in force covers the row: approved work is not counted. */
export function isPermitted(view: LookUps, row: number): boolean {
  const permits = view.registers.permits(view.person[row], view.actor[row], view.time[row]);
  for (const permit of permits) if (coverage(permit, view, row, true) === COVERED) return true;
  return false;
}

/** A device that several people are meant to use says nothing of one who uses several accounts. */
export function isPersonalDevice({ registers, device, time }: LookUps, row: number): boolean {
  const known = registers.device(device[row], time[row]);
  return known === null || known.kind === 'pc' || known.kind === null;
}
