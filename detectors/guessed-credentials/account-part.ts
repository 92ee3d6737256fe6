/** Guessing at one account: from several origins, from none the log names, or a few tries over days before a success from a new place. */

import { hashText, NONE, pairKey } from '../../src/core/hash.ts';
import { DAY, HOUR, type Micros, SECOND } from '../../src/core/time.ts';
import type { Emit, Part } from '../../src/detector/define.ts';
import { type FirstSeen, firstSeen } from '../../src/state/first-seen.ts';
import type { Recent } from '../../src/state/recent.ts';
import { answerTries } from './entry.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { enteredSeverity, refusedSeverity, scoreOf } from './gravity.ts';
import { HORIZONS, placeLimits, SLOW, type Thresholds } from './limits.ts';
import { FEW_WITHIN, isRoaming, placeOf, triesBefore } from './places.ts';
import { isSuccess, type READS, SIGN_INS, type SignIns, wasTry } from './sign-ins.ts';
import { kindOf, named, STANDING, STANDING_NAMES, standingAt } from './standing.ts';
import { noteTry, REACH, tellTries, triesStore } from './tries.ts';
import { BURST_QUIET, SLOW_QUIET } from './weigh.ts';
import { weighAccount } from './weigh-account.ts';

type Reads = (typeof READS)[number];
/** The latest tries at an account, and the places where its owner has worked. */
type State = { readonly log: Recent; readonly places: FirstSeen };

/** How far apart a few tries lie that are no single sitting. */
const SITTING: Micros = 12 * HOUR;
/** Episodes of this part have a name of their own: an address that attacks many accounts must not join them all. */
const ACCOUNT = hashText('account');

/** The part keyed by the account. */
export const accountPart: Part<Reads, Thresholds, Evidence, State> = {
  key: 'actor',
  only: SIGN_INS,
  state: () => ({ log: triesStore(), places: firstSeen({ horizon: REACH }) }),
  observe(view, state, limit, emit) {
    const judge = judgeOf(state, limit, view, emit);
    for (let i = 0; i < view.size; i++) {
      const row = view.rows[i];
      if (named(view, row, 'actor') === NONE) continue;
      if (isSuccess(view, row)) judge.success(row);
      else if (wasTry(view, row)) judge.refusal(row);
    }
  },
};

function judgeOf({ log, places }: State, limit: Thresholds, view: SignIns, emit: Emit<Evidence>) {
  const { tries: limits } = placeLimits(limit);
  const sameTry = limit.sameTrySeconds * SECOND;
  const anyTry = () => true;

  function refusal(row: number): void {
    const account = view.actor[row];
    const standing = standingAt(view, row);
    if (standing === STANDING.own) return;
    if (noteTry(log, account, placeOf(view, row), standing, view, row, sameTry) < 0) return;
    const weighed = weighAccount(log, account, view.time[row], limits, limit.originsMin);
    if (weighed === null) return;
    const base = refusedSeverity({ weighed, standing, kind: kindOf(view, row) });
    const severity = base === 'low' && weighed.origins > 0 ? 'medium' : base;
    emit(row, {
      key: pairKey(ACCOUNT, account),
      severity,
      score: scoreOf(severity, weighed.tries, weighed.origins),
      evidence: {
        ...evidenceOf(weighed, standing),
        ...(weighed.origins > 0 ? { how: 'origins', origins: weighed.origins } : {}),
      },
      about: ['actor'],
      quiet: weighed.horizon >= SLOW ? SLOW_QUIET : BURST_QUIET,
      contributors: tellTries(log, account, view.time[row] - HORIZONS[weighed.horizon], false, anyTry),
    });
  }

  function success(row: number): void {
    const account = view.actor[row];
    const now = view.time[row];
    const place = placeOf(view, row);
    const standing = standingAt(view, row);
    const isKnown = place !== NONE && places.peek(account, place) > -Infinity;
    const since = places.since(account);
    const tellsNew = standing !== STANDING.shared && !isRoaming(places, account); // at a counter anybody may sign in
    if (place !== NONE) places.touch(account, place, now);
    if (standing === STANDING.own) return;
    const before = triesBefore(log, places, account, place, now);
    const guessed =
      place === NONE
        ? before.isTold || before.nowhere >= limit.triesQuarterHour
        : !isKnown && before.elsewhere >= limit.triesQuarterHour;
    const isNewPlace =
      !isKnown &&
      tellsNew &&
      since <= now - DAY &&
      before.few >= limit.fewTries &&
      now - before.fewSince >= SITTING;
    const entered = before.here < limit.triesQuarterHour && (guessed || isNewPlace);
    answerTries(log, account, place, now - DAY);
    if (!entered) return;
    const severity =
      guessed || before.few >= limit.triesQuarterHour ? enteredSeverity(kindOf(view, row), 1) : 'medium';
    emit(row, {
      key: pairKey(ACCOUNT, account),
      severity,
      score: scoreOf(severity, before.few, 1),
      evidence: {
        entered: 1,
        device: STANDING_NAMES[standing],
        ...(guessed ? { origins_that_day: before.origins } : { how: 'new-place', tries: before.few }),
      },
      about: ['actor'],
      quiet: BURST_QUIET,
      contributors: tellTries(log, account, now - (isNewPlace ? FEW_WITHIN : DAY), false, anyTry),
    });
  }

  return { refusal, success };
}
