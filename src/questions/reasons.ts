/** What speaks for an access that names no subject: the case it cites, or a permit. */
import { ACTIONS } from '../../schemas/access-event.ts';
import { hashText, NONE } from '../core/hash.ts';
import type { Registers } from '../registers/registers.ts';
import type { Row } from './columns.ts';

/** Columns of the `events` table that {@link reasonOf} reads. */
export const REASON_ROW =
  'e.time, e.system, e.source, e.actor, e.person, e.action, e.case_id, e.data_class, e.tenant, e.verdicts, e.causes';

/**
 * Why an access was made, as far as the registers say: `case C-1`, `permit W-2`, or what explained its subjects; null where nothing
 * speaks for it.
 */
export function reasonOf(row: Row, registers: Registers): string | null {
  const verdicts = row.verdicts as readonly string[] | null;
  if (verdicts !== null && verdicts.length > 0)
    return verdicts.every((verdict) => verdict === 'explained')
      ? ((row.causes as readonly (string | null)[] | null)?.[0] ?? 'explained')
      : null;
  return caseReason(row, registers) ?? permitReason(row, registers);
}

const keyOf = (value: Row[string] | undefined) => (typeof value === 'string' ? hashText(value) : NONE);

/** The cited case, if it was open then and is his or his unit's. */
function caseReason({ case_id: cited, person, time }: Row, registers: Registers): string | null {
  if (typeof cited !== 'string' || typeof person !== 'string' || typeof time !== 'number') return null;
  const who = [hashText(person), ...(registers.person(hashText(person), time)?.units ?? [])];
  const isHis = registers
    .caseVersions(hashText(cited), time)
    .some(
      ({ start, end, assignees }) =>
        start <= time && end > time && assignees.some((assignee) => who.includes(assignee)),
    );
  return isHis ? `case ${cited}` : null;
}

/** A permit in force that covers what was done. */
function permitReason(row: Row, registers: Registers): string | null {
  const { person, actor, time, system, source, action, tenant, data_class: dataClass } = row;
  if (typeof time !== 'number') return null;
  const permit = registers
    .permits(keyOf(person), keyOf(actor), time)
    .find(
      ({ systems, actions, tenants, dataClasses }) =>
        (systems.length === 0 || systems.includes(keyOf(system)) || systems.includes(keyOf(source))) &&
        (actions.length === 0 || actions.includes(ACTIONS.indexOf(action as (typeof ACTIONS)[number]))) &&
        (tenants.length === 0 || typeof tenant !== 'string' || tenants.includes(keyOf(tenant))) &&
        (dataClasses.length === 0 || typeof dataClass !== 'string' || dataClasses.includes(keyOf(dataClass))),
    );
  return permit === undefined ? null : `permit ${permit.permitText}`;
}
