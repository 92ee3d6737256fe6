/** One account and its places: two at once, many new ones, and what is done from a place that is new to it. */

import { ACTION } from '../../schemas/event-columns.ts';
import { NONE } from '../../src/core/hash.ts';
import type { Emit, Part } from '../../src/detector/define.ts';
import type { FirstSeen } from '../../src/state/first-seen.ts';
import type { Recent } from '../../src/state/recent.ts';
import { wasTry } from '../guessed-credentials/sign-ins.ts';
import { kindOf, named } from '../guessed-credentials/standing.ts';
import { actFromNewPlace, KIND, newPlaces, noteSignIn, signInLog, twoPlaces } from './account-log.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { isHold } from './resets.ts';
import { homeOf, isEntry, placeOf, type READS, type SignIns } from './sign-ins.ts';
import { noteDay, usesStore, visitPlace } from './uses.ts';

type Reads = (typeof READS)[number];
/** Where an account has been used, and its latest sign-ins. */
type State = { readonly places: FirstSeen; readonly log: Recent };

/** The part keyed by the account. */
export const accountPart: Part<Reads, Thresholds, Evidence, State> = {
  key: 'actor',
  only: {
    actions: ['login', 'grant', 'reset', 'create', 'update', 'delete', 'disable', 'config', 'other'],
  },
  state: (limit) => ({ places: usesStore(), log: signInLog(limit) }),
  observe(view, { places, log }, limit, emit) {
    for (let i = 0; i < view.size; i++) {
      const row = view.rows[i];
      if (isEntry(view, row)) enter(view, row, places, log, limit, emit);
      else if (view.action[row] === ACTION.login) {
        if (homeOf(view, row) !== null) continue;
        const place = placeOf(view, row);
        if (place.isOutside && place.key !== NONE && wasTry(view, row))
          noteSignIn(log, view, row, place.key, KIND.refused);
      } else if (homeOf(view, row) === null && isHold(view, row)) {
        const place = placeOf(view, row);
        const said = place.isOutside ? actFromNewPlace(log, view, row, place.key, limit) : null;
        if (said !== null) emit(row, said);
      }
    }
  },
};

function enter(
  view: SignIns,
  row: number,
  places: FirstSeen,
  log: Recent,
  limit: Thresholds,
  emit: Emit<Evidence>,
): void {
  const { time, actor } = view;
  if (homeOf(view, row) !== null) {
    noteDay(places, actor[row], time[row]);
    return;
  }
  const account = named(view, row, 'actor');
  const kind = kindOf(view, row);
  if (account === NONE || kind === 'service') return; // jobs move from machine to machine
  const place = placeOf(view, row);
  if (!place.isOutside || place.key === NONE) {
    noteDay(places, account, time[row]);
    return;
  }
  const { isNew, hasPast } = visitPlace(places, account, place.key, time[row], limit);
  if (!isNew) {
    noteSignIn(log, view, row, place.key, KIND.known);
    return;
  }
  const isShared = kind === 'shared'; // used at two places at once by those it is meant for
  const atOnce = isShared ? null : twoPlaces(log, view, row, place, hasPast, limit);
  noteSignIn(log, view, row, place.key, hasPast ? KIND.fresh : KIND.first);
  const handedRound = hasPast ? newPlaces(log, places, view, row, isShared, limit) : null;
  const said = handedRound ?? atOnce;
  if (said !== null) emit(row, said);
}
