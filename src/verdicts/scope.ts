/** Whether a permit, contract or duty covers an event (the ◦ columns of the contract): yes, no, or not to be told. */
import { SYSTEMS } from '../../schemas/access-event.ts';
import { type EventColumns, NO_DAY } from '../../schemas/event-columns.ts';
import { hashText, type Key, NONE } from '../core/hash.ts';
import type { ContractRow, Scope } from '../registers/registers.ts';
import { WANT } from './want.ts';

/** The event is covered. */
export const COVERED = 0;
/** The event lies outside. */
const OUTSIDE = -1;
/** The event lies outside, but for the class of its data it would be covered. */
export const OUTSIDE_BY_CLASS = -2;

/** What a scope may restrict. */
export type ScopeColumns = Pick<EventColumns, 'system' | 'source' | 'action' | 'tenant' | 'dataClass'>;

const KIND_KEYS: readonly Key[] = SYSTEMS.map((name) => hashText(name));

/**
 * {@link COVERED}, {@link OUTSIDE}, {@link OUTSIDE_BY_CLASS}, or (positive) the {@link WANT}s a look-up leaves open: fields
 * that are restricted and that it does not carry. Other events are not restricted by what they do not carry.
 */
export function coverage(scope: Scope, columns: ScopeColumns, row: number, isLookup: boolean): number {
  const { systems, tenants, dataClasses, actions } = scope;
  const kind = KIND_KEYS[columns.system[row]];
  if (systems.length > 0 && !systems.includes(kind) && !systems.includes(columns.source[row])) return OUTSIDE;
  if (actions.length > 0 && !actions.includes(columns.action[row])) return OUTSIDE;
  let open = 0;
  const tenant = columns.tenant[row];
  if (tenants.length > 0 && !tenants.includes(tenant)) {
    if (tenant !== NONE) return OUTSIDE;
    if (isLookup) open |= WANT.tenant;
  }
  const dataClass = columns.dataClass[row];
  if (dataClasses.length > 0 && !dataClasses.includes(dataClass)) {
    if (dataClass !== NONE) return OUTSIDE_BY_CLASS;
    if (isLookup) open |= WANT.dataClass;
  }
  return open;
}

/** {@link coverage} by a contract, which also says of which days the records may be. */
export function contractCoverage(contract: ContractRow, columns: EventColumns, row: number): number {
  const covered = coverage(contract, columns, row, true);
  if (covered < 0) return OUTSIDE;
  const isDated = contract.recordsFrom !== -Infinity || contract.recordsTo !== Infinity;
  if (!isDated) return covered;
  const day = columns.recordDate[row];
  if (day === NO_DAY) return covered | WANT.recordDate;
  return day >= contract.recordsFrom && day <= contract.recordsTo ? covered : OUTSIDE;
}
