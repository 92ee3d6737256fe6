/** One device or address and the accounts of several people; and the sign-in that follows a reset from the same place. */

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

type Reads = (typeof READS)[number];
/** The latest sign-ins of an origin that are not its owner's, who has used it since when, and resets made from there. */
type State = { readonly visits: Recent; readonly users: FirstSeen; readonly resets: Recent };

/** A part keyed by the device, or by the address where the log names no device. */
export function originPart(field: 'device' | 'ip'): Part<Reads, Thresholds, Evidence, State> {
  return {
    key: field,
    only: { actions: ['login', 'reset', 'create', 'update', 'delete', 'other'], outcome: 'success' },
    state: (limit) => ({
      visits: visitsStore(),
      users: firstSeen({ horizon: REACH }),
      resets: resetsStore(limit),
    }),
    observe(view, state, limit, emit) {
      for (let i = 0; i < view.size; i++) {
        const row = view.rows[i];
        if (isEntry(view, row)) {
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
