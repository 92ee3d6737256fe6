/** Several people’s accounts on one device or at one address: what is said of a sign-in there. */

import { hashText, type Key, NONE, pairKey } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import type { AboutField, Signal } from '../../src/detector/define.ts';
import type { FirstSeen } from '../../src/state/first-seen.ts';
import type { Recent } from '../../src/state/recent.ts';
import { OFF_DUTY } from '../../src/verdicts/columns.ts';
import { ownerOf, STANDING, STANDING_NAMES } from '../guessed-credentials/standing.ts';
import type { Evidence } from './evidence.ts';
import { HORIZONS, limitsOf, type Thresholds } from './limits.ts';
import { isEntry, type SignIns } from './sign-ins.ts';
import { type Crowd, crowdAt, mainVisitor, ownerByUse, tellVisits } from './visits.ts';

/** Findings about a device or an address are found by this and its key. */
export const ORIGIN = hashText('origin');
/** Stands for all origins: since when this log is known. */
export const LOG = hashText('log');
/** A registered owner who has not signed in for so long is away: his PC may be lent. */
const AWAY: Micros = 14 * DAY;
/** A log must have run for so long before many accounts at a new place say something. */
const LEARNING: Micros = 14 * DAY;
/** Times the limits where it is only by its use that a device seems to be one person's. */
const BY_USE = 1.5;

/** A sign-in at an origin whose state has it already. */
export interface Visited {
  readonly view: SignIns;
  readonly row: number;
  readonly origin: Key;
  readonly field: AboutField;
  readonly visits: Recent;
  readonly users: FirstSeen;
  readonly limit: Thresholds;
}

/** On another person's registered PC. Who uses it day by day while its owner is away has it on loan. */
export function onOthersPc(visited: Visited): Signal<Evidence> | null {
  const { view, row, origin, visits, users, limit } = visited;
  const { time, who } = view;
  const owner = view.registers.device(origin, time[row])?.principal ?? NONE;
  const ownersLast = users.peek(origin, owner);
  // of an owner who was never seen to sign in, a log without sign-ins cannot tell
  const isOwnerAway = ownersLast <= time[row] - AWAY && (isEntry(view, row) || ownersLast > -Infinity);
  const borrower = isOwnerAway ? mainVisitor(visits, origin) : NONE;
  if (borrower === who[row]) return null;
  const crowd = crowdAt(visits, origin, time[row], limitsOf(limit), borrower);
  if (crowd !== null) return crowdSignal(visited, crowd, borrower, STANDING.other);
  if (view.offDuty[row] !== OFF_DUTY.leave) return null;
  return {
    key: pairKey(ORIGIN, origin),
    severity: 'medium',
    score: 58,
    evidence: { how: 'on-leave', device: 'other', ...ownerOf(view, row, STANDING.other) },
    about: [visited.field, 'actor'],
  };
}

/** Where no register says whose it is: by its use. A place that many have used from the start is shared. */
export function onUnknownDevice(visited: Visited): Signal<Evidence> | null {
  const { view, row, origin, field, visits, users, limit } = visited;
  const { time, who } = view;
  const owner = ownerByUse(visits, origin, time[row]);
  if (owner !== NONE) {
    if (owner === who[row]) return null;
    const limits = limitsOf(limit).map((each) => Math.ceil(each * BY_USE));
    const crowd = crowdAt(visits, origin, time[row], limits, owner);
    return crowd === null ? null : crowdSignal(visited, crowd, owner, STANDING.unregistered);
  }
  const isNew = users.since(origin) > time[row] - HORIZONS[1] && users.since(LOG) < time[row] - LEARNING;
  const accounts = isNew ? users.known(origin) : 0;
  if (accounts < limit.newcomersWeek) return null;
  return {
    key: pairKey(ORIGIN, origin),
    severity: 'low',
    score: 30,
    evidence: {
      how: 'many-accounts',
      window_days: 7,
      accounts,
      limit: limit.newcomersWeek,
      device: 'unregistered',
    },
    about: [field, 'actor'],
    contributors: tellVisits(visits, origin, time[row] - HORIZONS[1], NONE),
  };
}

function crowdSignal(
  { view, row, origin, field, visits }: Visited,
  { accounts, limit, horizon }: Crowd,
  excused: Key,
  standing: typeof STANDING.other | typeof STANDING.unregistered,
): Signal<Evidence> {
  const isMany = accounts >= 2 * limit;
  return {
    key: pairKey(ORIGIN, origin),
    severity: isMany ? 'high' : 'medium',
    score: (isMany ? 70 : 48) + Math.min(9, accounts),
    evidence: {
      how: 'others-accounts',
      window_days: HORIZONS[horizon] / DAY,
      accounts,
      limit,
      device: STANDING_NAMES[standing],
      ...ownerOf(view, row, standing),
    },
    about: [field, 'actor'],
    contributors: tellVisits(visits, origin, view.time[row] - HORIZONS[horizon], excused),
  };
}
