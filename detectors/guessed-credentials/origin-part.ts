/** Guessing from one origin: a device, an address or a session; many tries, many accounts, and the success after them. */

import { type Key, NONE } from '../../src/core/hash.ts';
import { SECOND } from '../../src/core/time.ts';
import type { AboutField, Emit, Part } from '../../src/detector/define.ts';
import { type FirstSeen, firstSeen } from '../../src/state/first-seen.ts';
import type { Recent } from '../../src/state/recent.ts';
import { answerTries, isEntry, triedBefore } from './entry.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { enteredSeverity, refusedSeverity, scoreOf } from './gravity.ts';
import { HORIZONS, type Limits, SLOW, type Thresholds } from './limits.ts';
import { isSignIn, isSuccess, type READS, type SignIns, wasTry } from './sign-ins.ts';
import {
  kindOf,
  named,
  ownerOf,
  STANDING,
  STANDING_NAMES,
  type Standing,
  standingAt,
  standingOf,
} from './standing.ts';
import { noteTry, REACH, TRY, tellTries, triesStore } from './tries.ts';
import { BURST_QUIET, SLOW_QUIET, weighOrigin } from './weigh.ts';

type Reads = (typeof READS)[number];
/** The latest tries of an origin, and the accounts that have worked from there. */
type State = { readonly log: Recent; readonly known: FirstSeen };

/** A part keyed by an origin column. `limitsOf` says what weighs how much there. */
export function originPart(
  key: 'device' | 'ip' | 'session',
  limitsOf: (limit: Thresholds) => Limits,
): Part<Reads, Thresholds, Evidence, State> {
  return {
    key,
    state: () => ({ log: triesStore(), known: firstSeen({ horizon: REACH }) }),
    observe(view, state, limit, emit) {
      const judge = judgeOf(
        key === 'session' ? ['actor'] : [key, 'actor'],
        state,
        limit,
        limitsOf(limit),
        view,
        emit,
      );
      for (let i = 0; i < view.size; i++) {
        const row = view.rows[i];
        if (!isSignIn(view, row) || named(view, row, key) === NONE) continue;
        if (isSuccess(view, row)) judge.success(view[key][row], row);
        else if (wasTry(view, row)) judge.refusal(view[key][row], row);
      }
    },
  };
}

function judgeOf(
  about: readonly AboutField[],
  { log, known }: State,
  limit: Thresholds,
  limits: Limits,
  view: SignIns,
  emit: Emit<Evidence>,
) {
  const sameTry = limit.sameTrySeconds * SECOND;
  const counts = (marks: number) => limits.weights[standingOf(marks)].perTry > 0;
  const quietOf = (standing: Standing) => (standing === STANDING.other ? SLOW_QUIET : BURST_QUIET);

  function refusal(key: Key, row: number): void {
    const standing = standingAt(view, row);
    if (limits.weights[standing].perTry === 0) return;
    if (noteTry(log, key, named(view, row, 'actor'), standing, view, row, sameTry) < 0) return;
    const weighed = weighOrigin(
      log,
      key,
      view.time[row],
      limits,
      standing === STANDING.unregistered ? known : null,
    );
    if (weighed === null) return;
    const severity = refusedSeverity({ weighed, standing, kind: kindOf(view, row) });
    emit(row, {
      severity,
      score: scoreOf(severity, weighed.tries, weighed.accounts),
      evidence: { ...evidenceOf(weighed, standing), device_owner: ownerOf(view, row, standing) },
      about,
      quiet: weighed.horizon >= SLOW ? SLOW_QUIET : quietOf(standing),
      contributors: tellTries(log, key, view.time[row] - HORIZONS[weighed.horizon], true, counts),
    });
  }

  function success(key: Key, row: number): void {
    const account = named(view, row, 'actor');
    if (account === NONE) return;
    const standing = standingAt(view, row);
    const since = view.time[row] - quietOf(standing);
    const isKnown = known.peek(key, account) > -Infinity;
    const before = triedBefore(log, key, account, since);
    const entered = isEntry(before, standing, isKnown, known.known(key), limit.enteredMin);
    known.touch(key, account, view.time[row]);
    const isOthers = standing === STANDING.other && before.own > 0;
    answerTries(log, key, account, since, entered || isOthers ? TRY.answered | TRY.entered : TRY.answered);
    if (!entered) return;
    const count = before.entered + 1;
    const severity = enteredSeverity(kindOf(view, row), count);
    emit(row, {
      severity,
      score: scoreOf(severity, before.own + before.others, count),
      evidence: {
        entered: count,
        device: STANDING_NAMES[standing],
        device_owner: ownerOf(view, row, standing),
      },
      about,
      quiet: quietOf(standing),
      contributors: tellTries(log, key, since, true, counts),
    });
  }

  return { refusal, success };
}
