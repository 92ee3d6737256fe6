/** Whether a permit, contract or duty covers an event (the ◦ columns of the contract): yes, no, or not to be told. */
import { SYSTEMS } from '../../schemas/access-event.ts';
import { ACTION, type EventColumns, NO_DAY } from '../../schemas/event-columns.ts';
import { hashText, type Key, NONE } from '../core/hash.ts';
import type { ContractRow, Scope } from '../registers/registers.ts';
import { WANT } from './want.ts';

/** The event is covered. */
export const COVERED = 0;
/** What of an event lies outside a scope; or-ed. */
export const OUTSIDE = { system: 1, action: 2, tenant: 4, dataClass: 8, recordDate: 16 } as const;
/** The event lies outside, but for the class of its data it would be covered. */
export const OUTSIDE_BY_CLASS = -OUTSIDE.dataClass;

/** What a scope may restrict. */
export type ScopeColumns = Pick<EventColumns, 'system' | 'source' | 'action' | 'tenant' | 'dataClass'>;
/** What a contract may restrict. */
export type ContractColumns = ScopeColumns & Pick<EventColumns, 'recordDate'>;

const KIND_KEYS: readonly Key[] = SYSTEMS.map((name) => hashText(name));

/**
 * {@link COVERED}; below 0 minus the or-ed {@link OUTSIDE}; above 0 the {@link WANT}s a look-up leaves open: fields that are
 * restricted and that it does not carry. Other events are not restricted by what they do not carry.
 */
export function coverage(scope: Scope, columns: ScopeColumns, row: number, isLookup: boolean): number {
  const { systems, tenants, dataClasses, actions } = scope;
  let outside = 0;
  let open = 0;
  const kind = KIND_KEYS[columns.system[row]];
  if (systems.length > 0 && !systems.includes(kind) && !systems.includes(columns.source[row]))
    outside |= OUTSIDE.system;
  if (actions.length > 0 && !actions.includes(columns.action[row])) outside |= OUTSIDE.action;
  const tenant = columns.tenant[row];
  if (tenants.length > 0 && !tenants.includes(tenant)) {
    if (tenant !== NONE) outside |= OUTSIDE.tenant;
    else if (isLookup) open |= WANT.tenant;
  }
  const dataClass = columns.dataClass[row];
  if (dataClasses.length > 0 && !dataClasses.includes(dataClass)) {
    if (dataClass !== NONE) outside |= OUTSIDE.dataClass;
    else if (isLookup) open |= WANT.dataClass;
  }
  return outside === 0 ? open : -outside;
}

/**
 * {@link coverage} by a contract, which also says of which days the records may be. Whoever may do something on a system may
 * sign in and out there, whatever actions are named.
 */
export function contractCoverage(
  contract: ContractRow,
  columns: ContractColumns,
  row: number,
  isLookup: boolean,
): number {
  const covered = coverage(contract, columns, row, isLookup);
  const isSession = columns.action[row] === ACTION.login || columns.action[row] === ACTION.logout;
  let outside = Math.max(0, -covered);
  let open = Math.max(0, covered);
  if (isSession) outside &= ~OUTSIDE.action;
  if (contract.recordsFrom !== -Infinity || contract.recordsTo !== Infinity) {
    const day = columns.recordDate[row];
    if (day !== NO_DAY && (day < contract.recordsFrom || day > contract.recordsTo))
      outside |= OUTSIDE.recordDate;
    else if (day === NO_DAY && isLookup) open |= WANT.recordDate;
  }
  return outside === 0 ? open : -outside;
}
