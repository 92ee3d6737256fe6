/** Whose look-ups count, and which do not: what the registers say of a row. */
import { NONE } from '../../src/core/hash.ts';
import type { LookUps } from './windows.ts';

/** Whether the account is an administrator's or a service's by register. */
export function isAdministrator({ registers, actor, system, source, time }: LookUps, row: number): boolean {
  const kind =
    actor[row] === NONE ? null : registers.account(actor[row], system[row], source[row], time[row])?.kind;
  return kind === 'admin' || kind === 'service';
}

/** A device that several people are meant to use says nothing of one who uses several accounts. */
export function isPersonalDevice({ registers, device, time }: LookUps, row: number): boolean {
  const known = registers.device(device[row], time[row]);
  return known === null || known.kind === 'pc' || known.kind === null;
}
