/** In whose name an administrator's deed was done, by the registers: for detectors that allow some what they do not allow others. */
import { NONE } from '../core/hash.ts';
import type { PersonRow } from '../registers/registers.ts';
import type { FirstSeen } from '../state/first-seen.ts';
import { ROW_CAUSE } from './columns.ts';
import { isLateRenewal, type RenewalView } from './late-renewal.ts';

/**
 * `left`: person or account has ended, and not only for want of a renewal on its way · `outsider`: of a partner, an agency or a contractor, or known to no register ·
 * `ordinary`: a personal or shared account · `administrator`: an administrator's account, or a duty names the class of data (and, for
 * somebody from outside, the action) ·
 * `service`: a service account · `unknown`: the registers do not say.
 */
export const STANDINGS = ['left', 'outsider', 'ordinary', 'unknown', 'administrator', 'service'] as const;
export type Standing = (typeof STANDINGS)[number];

/** What it is told by: columns of a detector's view. */
export interface Told extends RenewalView {
  readonly actor: Float64Array;
  readonly system: Uint8Array;
  readonly action: Uint8Array;
  readonly source: Float64Array;
  readonly dataClass: Float64Array;
  readonly rowCause: Uint8Array;
}

const OUTSIDE: ReadonlySet<PersonRow['employment']> = new Set(['partner', 'agency', 'contractor']);

/** The standing of whoever did what the row says. */
export function standingOf(view: Told, row: number): Standing {
  const { registers, actor, system, source, time, person } = view;
  if ((view.rowCause[row] & ROW_CAUSE.ended) !== 0 && !isLateRenewal(view, row)) return 'left';
  const now = time[row];
  const account = actor[row] === NONE ? null : registers.account(actor[row], system[row], source[row], now);
  if (account?.kind === 'service') return 'service';
  const holder = person[row] === NONE ? null : registers.person(person[row], now);
  const isOutside = holder !== null && OUTSIDE.has(holder.employment);
  if (account?.kind === 'admin' || isDuty(view, row, holder, isOutside)) return 'administrator';
  if (isOutside) return 'outsider';
  if (account !== null) return account.kind === null ? 'unknown' : 'ordinary';
  if (actor[row] === NONE || person[row] !== NONE) return 'unknown';
  return registers.standing('accounts', now) === 'missing' ? 'unknown' : 'outsider';
}

/** Whether the person has given notice and is still there. */
export function isLeaving({ registers, person, time }: Told, row: number): boolean {
  const holder = person[row] === NONE ? null : registers.person(person[row], time[row]);
  return holder !== null && holder.notice !== null && holder.notice <= time[row] && holder.end > time[row];
}

/** Whether one of the person's duties names the class of data; for somebody from outside it must name the action too. */
function isDuty(
  { registers, dataClass, action, time }: Told,
  row: number,
  holder: PersonRow | null,
  isOutside: boolean,
): boolean {
  const wanted = dataClass[row];
  if (holder === null || wanted === NONE) return false;
  return holder.duties.some((duty) =>
    registers
      .duty(duty, time[row])
      .some(
        ({ dataClasses, actions }) =>
          dataClasses.includes(wanted) && (!isOutside || actions.includes(action[row])),
      ),
  );
}

/**
 * Whether a service account works from where it always did: a registered server, the machine it has always used, or one that the
 * log does not name. On a person's PC, or on another machine than before, it is somebody who knows its password.
 */
export function isOwnMachine(
  { registers, actor, device, time }: Pick<Told, 'registers' | 'actor' | 'device' | 'time'>,
  row: number,
  machines: FirstSeen,
  isTimely = true,
): boolean {
  const machine = device[row];
  if (machine === NONE) return true;
  const known = registers.device(machine, time[row])?.kind ?? null;
  if (known === 'pc' || known === 'terminal' || known === 'shared') return false;
  const isUsual =
    known === 'server' || machines.known(actor[row]) === 0 || machines.touches(actor[row], machine) > 0;
  if (isUsual && isTimely) machines.touch(actor[row], machine, time[row]);
  return isUsual;
}
