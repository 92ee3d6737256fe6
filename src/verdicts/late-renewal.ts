/**
 * Whether somebody whose time has ended goes on at his own desk because the renewal has not been entered yet.
 *
 * On 1 April the terms of many end together and the new ones are recorded a week later. Such people have given no notice, sit
 * at their registered device, and many others ended with them; who comes back from elsewhere, or ended alone, is not meant.
 */
import { DAY, type Micros } from '../core/time.ts';
import type { Registers } from '../registers/registers.ts';
import { DEVICE_KIND } from './columns.ts';

/** How long after the end a renewal may still be on its way. */
const ON_ITS_WAY: Micros = 14 * DAY;
/** So many people end together where terms are renewed. */
const TOGETHER_MIN = 5;

/** What it is told by: columns of a detector's view. */
export interface RenewalView {
  readonly time: Float64Array;
  readonly person: Float64Array;
  readonly device: Float64Array;
  readonly deviceKind: Uint8Array;
  readonly registers: Registers;
}

/** True where a renewal is more likely than a leaver who comes back. */
export function isLateRenewal(
  { registers, time, person, device, deviceKind }: RenewalView,
  row: number,
): boolean {
  const now = time[row];
  const holder = registers.person(person[row], now);
  if (holder === null || holder.end > now || now - holder.end > ON_ITS_WAY || holder.notice !== null)
    return false;
  if (registers.endingAt(holder.end, now) < TOGETHER_MIN) return false;
  const desk = registers.device(device[row], now);
  if (desk === null || desk.end <= now) return false;
  const kind = deviceKind[row];
  return desk.principal === person[row] || kind === DEVICE_KIND.shared || kind === DEVICE_KIND.terminal;
}
