/** One account and its places: two at once, many new ones, and what is done from a place that is new to it. */

import { ACTION } from '../../schemas/event-columns.ts';
import { type Key, NONE } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import type { Emit, Part } from '../../src/detector/define.ts';
import { type FirstSeen, firstSeen } from '../../src/state/first-seen.ts';
import type { Recent } from '../../src/state/recent.ts';
import { wasTry } from '../guessed-credentials/sign-ins.ts';
import { named } from '../guessed-credentials/standing.ts';
import { actFromNewPlace, KIND, newPlaces, noteSignIn, signInLog, twoPlaces } from './account-log.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { isHold } from './resets.ts';
import { isEntry, isForMany, placeOf, type READS, type SignIns } from './sign-ins.ts';

type Reads = (typeof READS)[number];
/** Where an account has been used, and its latest sign-ins. */
type State = { readonly places: FirstSeen; readonly log: Recent };

/** How long a place stays known to an account that is not used from there. */
const PLACES_KEPT: Micros = 180 * DAY;

/** Places by account. The account itself stands among them, and counts its sign-ins. */
export const placesStore = (): FirstSeen => firstSeen({ horizon: PLACES_KEPT });

/** What was known of a place before this sign-in from it, which is noted. */
export function visitPlace(
  places: FirstSeen,
  account: Key,
  place: Key,
  time: Micros,
  limit: Thresholds,
): { readonly isNew: boolean; readonly hasPast: boolean } {
  const hasPast =
    places.since(account) <= time - limit.establishedDays * DAY &&
    places.touches(account, account) >= limit.establishedSignIns;
  const isNew = places.touch(account, place, time) === -Infinity;
  places.touch(account, account, time);
  return { isNew, hasPast };
}

/** The part keyed by the account. */
export const accountPart: Part<Reads, Thresholds, Evidence, State> = {
  key: 'actor',
  only: {
    actions: ['login', 'grant', 'reset', 'create', 'update', 'delete', 'disable', 'config', 'other'],
  },
  state: (limit) => ({ places: placesStore(), log: signInLog(limit) }),
  observe(view, { places, log }, limit, emit) {
    for (let i = 0; i < view.size; i++) {
      const row = view.rows[i];
      if (isEntry(view, row)) enter(view, row, places, log, limit, emit);
      else if (view.action[row] === ACTION.login) {
        const place = placeOf(view, row);
        if (place.isOutside && place.key !== NONE && wasTry(view, row))
          noteSignIn(log, view, row, place.key, KIND.refused);
      } else if (isHold(view, row)) {
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
  const account = named(view, row, 'actor');
  const place = placeOf(view, row);
  if (account === NONE || place.key === NONE || isForMany(view, row)) return;
  const { isNew, hasPast } = visitPlace(places, account, place.key, view.time[row], limit);
  if (!isNew || !place.isOutside) {
    noteSignIn(log, view, row, place.key, KIND.known);
    return;
  }
  const atOnce = twoPlaces(log, view, row, place, hasPast, limit);
  noteSignIn(log, view, row, place.key, hasPast ? KIND.fresh : KIND.first);
  const handedRound = hasPast ? newPlaces(log, view, row, limit) : null;
  const said = handedRound ?? atOnce;
  if (said !== null) emit(row, said);
}
