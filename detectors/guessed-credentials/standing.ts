/** Whose device a sign-in came from, and what kind of account it used: what the registers say of a try. */

import { type Key, NONE } from '../../src/core/hash.ts';
import { namesSomething } from './names.ts';
import type { SignIns } from './sign-ins.ts';

/** Whose device a sign-in came from, as the registers know it. */
export const STANDING = { unregistered: 0, own: 1, shared: 2, other: 3 } as const;
export type Standing = (typeof STANDING)[keyof typeof STANDING];
/** {@link STANDING} by code, as evidence names it. */
export const STANDING_NAMES = ['unregistered', 'own', 'shared', 'other'] as const;
/** The standing kept in the marks of a try. */
export const standingOf = (marks: number): Standing => (marks & STANDING_BITS) as Standing;
const STANDING_BITS = 3;

/** The account or place a row names; NONE where it names none, or only says so ("-", a kind of browser). */
export function named(view: SignIns, row: number, field: 'actor' | 'device' | 'ip' | 'session'): Key {
  const key = view[field][row];
  return namesSomething(key, () => view.event(row)[field], false) ? key : NONE;
}

/** Whose device this sign-in came from. A person's PC under a name that no register knows counts as unregistered. */
export function standingAt(view: SignIns, row: number): Standing {
  const device = named(view, row, 'device');
  const time = view.time[row];
  const known = device === NONE ? null : view.registers.device(device, time);
  if (known === null || known.end <= time) return STANDING.unregistered;
  if (known.kind === 'shared' || known.kind === 'terminal' || known.kind === 'server') return STANDING.shared;
  if (known.principal === NONE) return STANDING.unregistered;
  const person = view.person[row];
  if (person === known.principal) return STANDING.own;
  if (kindOf(view, row) === 'shared') return STANDING.shared;
  return person === NONE ? STANDING.unregistered : STANDING.other;
}

/** The kind of the account by register, null where it is not known. */
export function kindOf(view: SignIns, row: number): 'personal' | 'shared' | 'service' | 'admin' | null {
  const { actor, system, source, time } = view;
  if (actor[row] === NONE) return null;
  return view.registers.account(actor[row], system[row], source[row], time[row])?.kind ?? null;
}

/** Whether a try was an owner's at his own PC, by its marks. */
export const isOwners = (marks: number): boolean => standingOf(marks) === STANDING.own;

/** Who has the device by register, where it is a person's PC and the account is not known to be his; else nothing. */
export function ownerOf(view: SignIns, row: number, standing: Standing): { device_owner?: string } {
  if (standing !== STANDING.other && standing !== STANDING.unregistered) return {};
  const { registers, time, device } = view;
  const held = device[row] === NONE ? null : registers.device(device[row], time[row]);
  if (held === null || held.end <= time[row] || held.principal === NONE) return {};
  const owner = registers.person(held.principal, time[row])?.principalText;
  return owner === undefined ? {} : { device_owner: owner };
}
