/**
 * One device or address and the accounts of several people; and the sign-in that follows a reset from the same place. On a device
 * every look-up shows an account in use: many logs tell of no sign-in.
 */

import type { Action } from '../../schemas/access-event.ts';
import { IS_LOOKUP, LOOKUP_ACTIONS } from '../../schemas/event-columns.ts';
import { NONE } from '../../src/core/hash.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import type { Emit, Part } from '../../src/detector/define.ts';
import { type FirstSeen, firstSeen } from '../../src/state/first-seen.ts';
import type { Recent } from '../../src/state/recent.ts';
import { kindOf, named, STANDING, standingAt } from '../guessed-credentials/standing.ts';
import { LOG, onOthersPc, onUnknownDevice } from './crowd.ts';
import type { Evidence } from './evidence.ts';
import { REACH, type Thresholds } from './limits.ts';
import { afterReset, noteReset, resetsStore } from './reset-here.ts';
import { isOfAnother, isReset } from './resets.ts';
import { homeOf, isEntry, isForMany, type READS, type SignIns } from './sign-ins.ts';
import { noteUse } from './uses.ts';
import { noteVisit, visitsStore } from './visits.ts';

/** Sign-ins, and acts that may be a reset. */
const ACTS = ['login', 'reset', 'create', 'update', 'delete', 'other'] as const satisfies readonly Action[];
/** A session lasts no longer: an account in use after a longer pause has been entered again. */
const SESSION = 8 * HOUR;

type Reads = (typeof READS)[number];
/** The latest sign-ins of an origin that are not its owner's, who has used it since when, and resets made from there. */
type State = { readonly visits: Recent; readonly users: FirstSeen; readonly resets: Recent };

/** A part keyed by the device, or by the address where the log names no device. */
export function originPart(field: 'device' | 'ip'): Part<Reads, Thresholds, Evidence, State> {
  return {
    key: field,
    only: { actions: field === 'device' ? [...ACTS, ...LOOKUP_ACTIONS] : ACTS, outcome: 'success' },
    state: (limit) => ({
      visits: visitsStore(),
      users: firstSeen({ horizon: REACH }),
      resets: resetsStore(limit),
    }),
    observe(view, state, limit, emit) {
      for (let i = 0; i < view.size; i++) {
        const row = view.rows[i];
        if (IS_LOOKUP[view.action[row]]) {
          if (view.atHome[row] === 0) use(view, row, state, limit, emit);
        } else if (isEntry(view, row)) {
          const home = homeOf(view, row);
          if (home === 'own' && field === 'device')
            noteUse(state.users, view.device[row], view.who[row], view.time[row], HOUR);
          if (home !== null || (field === 'ip' && named(view, row, 'device') !== NONE)) continue; // the device says more
          if (named(view, row, field) !== NONE) enter(view, row, field, state, limit, emit);
        } else if (isReset(view, row) && isOfAnother(view, row))
          noteReset(state.resets, view, row, view[field][row]);
      }
    },
  };
}

/** An account in use where it is not at home, noted once a session. What its sign-in has told is not told again. */
function use(
  view: SignIns,
  row: number,
  { visits, users }: State,
  limit: Thresholds,
  emit: Emit<Evidence>,
): void {
  const { time, who, actor, ref, device } = view;
  const origin = device[row];
  if (actor[row] === NONE || users.peek(origin, who[row]) > time[row] - SESSION) return;
  const standing = standingAt(view, row);
  if (standing === STANDING.shared || named(view, row, 'device') === NONE) return;
  noteUse(users, LOG, LOG, time[row], DAY);
  users.touch(origin, who[row], time[row]);
  if (isForMany(view, row) || kindOf(view, row) === 'admin') return;
  noteVisit(visits, origin, who[row], actor[row], time[row], ref[row]);
  const visited = { view, row, origin, field: 'device' as const, visits, users, limit };
  const crowd = standing === STANDING.other ? onOthersPc(visited) : onUnknownDevice(visited);
  if (crowd !== null) emit(row, crowd);
}

function enter(
  view: SignIns,
  row: number,
  field: 'device' | 'ip',
  { visits, users, resets }: State,
  limit: Thresholds,
  emit: Emit<Evidence>,
): void {
  const { time, who, actor, ref } = view;
  const origin = view[field][row];
  if (actor[row] === NONE) return;
  const standing = standingAt(view, row);
  if (standing === STANDING.shared) return; // an account that is
  const reset = afterReset(resets, users, view, row, field, limit);
  if (reset !== null) emit(row, reset);
  noteUse(users, LOG, LOG, time[row], DAY);
  noteUse(users, origin, who[row], time[row], HOUR);
  if (isForMany(view, row) || kindOf(view, row) === 'admin') return;
  noteVisit(visits, origin, who[row], actor[row], time[row], ref[row]);
  const visited = { view, row, origin, field, visits, users, limit };
  const crowd = standing === STANDING.other ? onOthersPc(visited) : onUnknownDevice(visited);
  if (crowd !== null) emit(row, crowd);
}
