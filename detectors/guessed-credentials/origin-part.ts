/** Guessing from one origin: a device, an address or a session; many tries, many accounts, and the success after them. */

import { hashText, type Key, NONE, pairKey } from '../../src/core/hash.ts';
import { SECOND } from '../../src/core/time.ts';
import type { AboutField, Emit, Part } from '../../src/detector/define.ts';
import { type FirstSeen, firstSeen } from '../../src/state/first-seen.ts';
import type { Recent } from '../../src/state/recent.ts';
import { answerTries, isEntry, triedBefore } from './entry.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { enteredSeverity, refusedSeverity, scoreOf } from './gravity.ts';
import { HORIZONS, type Limits, SLOW, type Thresholds } from './limits.ts';
import { isSuccess, type READS, SIGN_INS, type SignIns, wasTry } from './sign-ins.ts';
import {
  isOwners,
  kindOf,
  named,
  ownerOf,
  STANDING,
  STANDING_NAMES,
  type Standing,
  standingAt,
  standingOf,
} from './standing.ts';
import { noteTry, REACH, tellTries, triesStore } from './tries.ts';
import { BURST_QUIET, SLOW_QUIET, weighOrigin, worksAt } from './weigh.ts';

type Reads = (typeof READS)[number];
/** The latest tries of an origin, the accounts that have worked from there, and those that were entered after guessing. */
type State = { readonly log: Recent; readonly known: FirstSeen; readonly inside: FirstSeen };
/** What an owner tries at his own PC is a finding of its own: it is no part of what he tries at others' accounts. */
const OWN = hashText('own');

/** A part keyed by an origin column. `limitsOf` says what weighs how much there. */
export function originPart(
  key: 'device' | 'ip' | 'session',
  limitsOf: (limit: Thresholds) => Limits,
): Part<Reads, Thresholds, Evidence, State> {
  return {
    key,
    only: SIGN_INS,
    state: () => ({
      log: triesStore(),
      known: firstSeen({ horizon: REACH }),
      inside: firstSeen({ horizon: REACH }),
    }),
    observe(view, state, limit, emit) {
      const about: AboutField[] = key === 'session' ? ['actor'] : [key, 'actor'];
      const judge = judgeOf(about, state, limit, limitsOf(limit), view, emit);
      for (let i = 0; i < view.size; i++) {
        const row = view.rows[i];
        if (named(view, row, key) === NONE) continue;
        if (isSuccess(view, row)) judge.success(view[key][row], row);
        else if (wasTry(view, row)) judge.refusal(view[key][row], row);
      }
    },
  };
}

function judgeOf(
  about: readonly AboutField[],
  { log, known, inside }: State,
  limit: Thresholds,
  limits: Limits,
  view: SignIns,
  emit: Emit<Evidence>,
) {
  const sameTry = limit.sameTrySeconds * SECOND;
  const isOthers = (marks: number) => !isOwners(marks) && limits.weights[standingOf(marks)].perTry > 0;
  const quietOf = (standing: Standing) => (standing === STANDING.other ? SLOW_QUIET : BURST_QUIET);

  function refusal(key: Key, row: number): void {
    const standing = standingAt(view, row);
    if (limits.weights[standing].perTry === 0) return;
    if (noteTry(log, key, named(view, row, 'actor'), standing, view, row, sameTry) < 0) return;
    const isOwn = standing === STANDING.own;
    const regulars = standing === STANDING.unregistered ? known : null;
    const weighed = weighOrigin(log, key, view.time[row], limits, regulars, isOwn);
    if (weighed === null) return;
    const since = view.time[row] - HORIZONS[weighed.horizon];
    const isAtWork = worksAt(known, key, named(view, row, 'actor'));
    const severity = refusedSeverity({ weighed, standing, kind: kindOf(view, row), isAtWork });
    emit(row, {
      ...(isOwn ? { key: pairKey(OWN, key) } : {}),
      severity,
      score: scoreOf(severity, weighed.tries, weighed.accounts),
      evidence: { ...evidenceOf(weighed, standing), ...ownerOf(view, row, standing) },
      about,
      quiet: weighed.horizon >= SLOW ? SLOW_QUIET : quietOf(standing),
      contributors: tellTries(log, key, since, true, isOwn ? isOwners : isOthers),
    });
  }

  function success(key: Key, row: number): void {
    const account = named(view, row, 'actor');
    if (account === NONE) return;
    const standing = standingAt(view, row);
    const since = view.time[row] - quietOf(standing);
    const isKnown = known.peek(key, account) > -Infinity;
    const before = triedBefore(log, key, account, since);
    const was = inside.peek(key, account) > -Infinity;
    const others = inside.known(key) - (was ? 1 : 0);
    const entered = isEntry(before, { was, others }, standing, isKnown, known.known(key), limit.enteredMin);
    known.touch(key, account, view.time[row]);
    if (entered || (standing === STANDING.other && before.own > 0))
      inside.touch(key, account, view.time[row]);
    answerTries(log, key, account, since);
    if (!entered) return;
    const count = others + 1;
    const severity = enteredSeverity(kindOf(view, row), count);
    emit(row, {
      severity,
      score: scoreOf(severity, before.own + before.others, count),
      evidence: { entered: count, device: STANDING_NAMES[standing], ...ownerOf(view, row, standing) },
      about,
      quiet: quietOf(standing),
      contributors: tellTries(log, key, since, true, isOthers),
    });
  }

  return { refusal, success };
}
