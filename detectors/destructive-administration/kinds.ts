/** What a deed destroys, and what of it is an administrator's ordinary work. */
import { ACTION, SYSTEM } from '../../schemas/event-columns.ts';
import { NONE } from '../../src/core/hash.ts';
import { DAY } from '../../src/core/time.ts';
import type { ColumnName, View } from '../../src/detector/define.ts';
import { KINDS } from './limits.ts';
import type { Tuned } from './tuned.ts';

/** The columns a deed is judged by. */
export const READS = [
  'time',
  'who',
  'person',
  'actor',
  'system',
  'source',
  'action',
  'outcome',
  'device',
  'tenant',
  'dataClass',
  'target',
  'resource',
  'records',
  'ref',
  'rowCause',
  'permitted',
  'offDuty',
  'deviceKind',
] as const satisfies readonly ColumnName[];
/** A view of them. */
export type Deeds = View<(typeof READS)[number]>;

const [SAFETY, ACCOUNT, ACCESS, RECORD, DOCUMENT] = KINDS.map((_, kind) => kind);
/** Nothing that is counted. */
export const NO_KIND = -1;
/** An account may be removed so long before its holder's last day. */
const AHEAD = 7 * DAY;

/** The kind of what a row destroys; {@link NO_KIND} where it is nothing, or of no matter. */
export function kindOf({ action, dataClass, system, target }: Deeds, row: number, { kinds }: Tuned): number {
  const deed = action[row];
  const isAdministration = system[row] === SYSTEM.admin;
  let kind = kinds.get(dataClass[row]);
  if (kind === undefined) {
    if (dataClass[row] !== NONE) kind = DOCUMENT;
    else if (!isAdministration) kind = RECORD;
    else kind = target[row] === NONE ? DOCUMENT : ACCOUNT;
  }
  if (kind === SAFETY || kind === NO_KIND) return kind;
  if (kind === ACCOUNT) {
    if (deed === ACTION.delete || deed === ACTION.disable) return ACCOUNT;
    return deed === ACTION.config ? NO_KIND : ACCESS;
  }
  return deed === ACTION.delete ? kind : NO_KIND;
}

/** Whether a kind is done to accounts. */
export function isOfAccounts(kind: number): boolean {
  return kind === ACCOUNT || kind === ACCESS;
}

/**
 * Whether a deed against an account is ordinary: done to one's own, to nothing that the log names, or to the account of somebody
 * who has left or is about to, by register.
 */
export function isOffboarding(view: Deeds, row: number, kind: number): boolean {
  if (!isOfAccounts(kind)) return false;
  const { registers, target, actor, person, system, source, time } = view;
  if (target[row] === actor[row]) return true;
  if (target[row] === NONE) return kind === ACCESS;
  const held = registers.account(target[row], system[row], source[row], time[row]);
  if (held === null) return false;
  if (held.end <= time[row] + AHEAD) return true;
  if (held.principal === NONE) return false;
  if (kind === ACCESS && held.principal === person[row]) return true;
  const holder = registers.person(held.principal, time[row]);
  return holder !== null && holder.end <= time[row] + AHEAD;
}

/** Deletions on a test system that holds no personal data harm nobody. */
export function isTestSystem({ registers, source, time }: Deeds, row: number): boolean {
  const system = registers.system(source[row], time[row]);
  return system !== null && system.environment === 'test' && system.personalData === false;
}
