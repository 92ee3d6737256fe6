/** Sign-ins as takeover sees them: which rows they are, where they came from, and whose account a reset was about. */

import { ACTION, OUTCOME } from '../../schemas/event-columns.ts';
import { type Key, NONE } from '../../src/core/hash.ts';
import type { ColumnName, View } from '../../src/detector/define.ts';
import { READS as SIGN_IN_READS } from '../guessed-credentials/sign-ins.ts';
import { kindOf, named, STANDING, type Standing, standingAt } from '../guessed-credentials/standing.ts';
import { networkOf } from './networks.ts';

/** The columns takeover is judged by. */
export const READS = [
  ...SIGN_IN_READS,
  'site',
  'target',
  'resource',
  'subjects',
  'subjectStart',
  'who',
  'accountAbout',
  'offDuty',
  'atHome',
] as const satisfies readonly ColumnName[];
/** The rows of a shard, as takeover sees them. */
export type SignIns = View<(typeof READS)[number]>;

/** Where a sign-in came from, told as finely as the log allows. */
export interface Place {
  /** The device, else the network of the address; NONE where the log names none. */
  key: Key;
  standing: Standing;
  /** Whether it lies outside every private network, or on a device that a register of devices does not know. */
  isOutside: boolean;
}

/** Whether a row is a sign-in that got in. */
export const isEntry = (view: SignIns, row: number): boolean =>
  view.action[row] === ACTION.login && view.outcome[row] === OUTCOME.success;

/**
 * Whether a row comes from where it belongs by register: the holder's own device, or one that is meant for many. Asked first,
 * since most do and nothing more has to be known of them.
 */
export function homeOf({ device, time, person, registers }: SignIns, row: number): 'own' | 'shared' | null {
  const held = device[row] === NONE ? null : registers.device(device[row], time[row]);
  if (held === null || held.end <= time[row]) return null;
  if (held.kind === 'shared' || held.kind === 'terminal' || held.kind === 'server') return 'shared';
  return held.principal !== NONE && held.principal === person[row] ? 'own' : null;
}

const place: Place = { key: NONE, standing: STANDING.unregistered, isOutside: false };

/** Where a row came from. The object is used again. */
export function placeOf(view: SignIns, row: number): Readonly<Place> {
  const device = named(view, row, 'device');
  const network = networkOf(view.ip[row], () => view.event(row).ip);
  place.key = device === NONE ? network.key : device;
  place.standing = device === NONE ? STANDING.unregistered : standingAt(view, row);
  const isUnknown =
    device !== NONE &&
    view.registers.standing('devices', view.time[row]) === 'current' &&
    view.registers.device(device, view.time[row]) === null;
  place.isOutside = place.standing === STANDING.unregistered && (network.isOutside || isUnknown);
  return place;
}

/** Whether the account is meant for several people or for a machine, by register. */
export function isForMany(view: SignIns, row: number): boolean {
  const kind = kindOf(view, row);
  return kind === 'shared' || kind === 'service';
}
