/** A password or second factor is reset by somebody else, or in the account's name from a strange place, and it then enters from a place new to it. */

import { NONE } from '../../src/core/hash.ts';
import { DAY, HOUR, type Micros } from '../../src/core/time.ts';
import type { Emit, Part } from '../../src/detector/define.ts';
import type { FirstSeen } from '../../src/state/first-seen.ts';
import { type Recent, recent } from '../../src/state/recent.ts';
import { STANDING, STANDING_NAMES } from '../guessed-credentials/standing.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { resetterKey } from './reset-here.ts';
import { isOfAnother, isReset } from './resets.ts';
import { homeOf, isEntry, isForMany, placeOf, type READS, type SignIns } from './sign-ins.ts';
import { noteDay, usesStore, visitPlace } from './uses.ts';

type Reads = (typeof READS)[number];
/** Where an account has been used, and its latest resets. */
type State = { readonly places: FirstSeen; readonly resets: Recent };
/** On a colleague’s PC only so soon after the reset: later the two have nothing to do with each other. */
const AT_ONCE: Micros = HOUR;
/** Fields of a reset. */
const FIELD = { by: 0, ref: 1, told: 2, place: 3 } as const;

/** The part keyed by the account that is entered or reset. */
export const resetPart: Part<Reads, Thresholds, Evidence, State> = {
  key: 'accountAbout',
  only: { actions: ['login', 'reset', 'create', 'update', 'delete', 'other'], outcome: 'success' },
  state: (limit) => ({
    places: usesStore(),
    resets: recent({ fields: 4, keep: 4, within: limit.resetDays * DAY }),
  }),
  observe(view, { places, resets }, limit, emit) {
    for (let i = 0; i < view.size; i++) {
      const row = view.rows[i];
      if (isEntry(view, row)) enter(view, row, places, resets, limit, emit);
      else if (isReset(view, row) && view.accountAbout[row] !== NONE) {
        const entry = resets.add(view.accountAbout[row], view.time[row]);
        if (entry < 0) continue;
        resets.set(entry, FIELD.by, isOfAnother(view, row) ? view.actor[row] : NONE);
        resets.set(entry, FIELD.place, placeOf(view, row).key);
        resets.set(entry, FIELD.ref, view.ref[row]);
      }
    }
  },
};

function enter(
  view: SignIns,
  row: number,
  places: FirstSeen,
  resets: Recent,
  limit: Thresholds,
  emit: Emit<Evidence>,
): void {
  const { actor, time } = view;
  const account = actor[row];
  if (account === NONE) return;
  const place = homeOf(view, row) === null && !isForMany(view, row) ? placeOf(view, row) : null;
  const isOthers = place?.standing === STANDING.other;
  if (place === null || place.key === NONE || !(place.isOutside || isOthers)) {
    noteDay(places, account, time[row]);
    return;
  }
  const { isNew, hasPast } = visitPlace(places, account, place.key, time[row], limit);
  const reset = resets.newest(account);
  if (reset < 0 || !isNew || !hasPast || resets.get(reset, FIELD.told) === 1) return;
  if (time[row] - resets.time(reset) > limit.resetDays * DAY) return;
  const by = resets.get(reset, FIELD.by);
  const isSamePlace = resets.get(reset, FIELD.place) === place.key;
  if (by === NONE && !isSamePlace) return; // the holder's own, at home, before a journey
  if (isOthers && time[row] - resets.time(reset) > AT_ONCE) return;
  resets.set(reset, FIELD.told, 1);
  const resetter =
    by === NONE ? null : view.registers.account(by, view.system[row], view.source[row], time[row]);
  const isOwnDoing = by !== NONE && isSamePlace; // the place says so too: one finding
  emit(row, {
    ...(isOwnDoing ? { key: resetterKey(by) } : {}),
    severity: 'medium',
    score: 52,
    evidence: {
      how: isOwnDoing ? 'reset-same-place' : 'reset-new-place',
      device: STANDING_NAMES[place.standing],
      ...(by === NONE ? { reset_by_itself: true } : {}),
      ...(resetter?.principalText ? { reset_by: resetter.principalText } : {}),
    },
    about: ['actor', 'ip', 'device'],
    contributors: { refs: [resets.get(reset, FIELD.ref)], times: [resets.time(reset)] },
  });
}
