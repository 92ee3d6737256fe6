/** Whether look-ups after which nothing was sold are more than usual there. */

import { SYSTEMS } from '../../schemas/access-event.ts';
import { hashText, type Key, NONE, pairKey } from '../../src/core/hash.ts';
import { MINUTE, type Micros } from '../../src/core/time.ts';
import type { Missed } from '../../src/detector/define.ts';
import type { Profiles } from '../../src/profiles/profiles.ts';
import { CONTEXTS, type Evidence } from './evidence.ts';
import { DAILY, HORIZONS, type Thresholds } from './limits.ts';
import { type Excess, excessIn, usualBefore } from './share.ts';
import { type Count, countLookup, noteLeft, type Tally, tellLeft } from './tally.ts';
import { FIELD, ODD, WAITS, type Waiting } from './waiting.ts';

/** Findings about a place are found by this and its key. */
const PLACE = hashText('place');
/** Look-ups without a sale in an odd context from which it is grave. */
const ODD_MANY = 20;
/** Who has less than this part in what is too much at a place has no part in it. */
const PART = 0.1;

/** What is more than usual, and of whom. */
type Found = Excess & { readonly of: 'device' | 'person' };

/** What is needed to settle. */
export interface Settling {
  readonly waiting: Waiting;
  readonly tally: Tally;
  readonly limit: Thresholds;
  readonly profiles: Profiles;
  /** Whether places are devices, and not persons. */
  readonly isByDevice: boolean;
  tell(missed: Missed<Evidence>): void;
}

/** Settles what has waited for long enough, and tells what is more than usual. */
export function settleDue(time: Micros, settling: Settling): void {
  const { waiting, tally, limit, isByDevice } = settling;
  const { queue, names } = waiting;
  queue.due(time, (entry, deadline) => {
    const get = (field: number) => queue.get(entry, field);
    const [place, who, at, marks] = [get(FIELD.place), get(FIELD.who), get(FIELD.time), get(FIELD.marks)];
    const isSold = (marks & WAITS.explained) !== 0;
    const counts = countLookup(tally, place, at, !isSold);
    const isShared = isByDevice && who !== NONE && (marks & WAITS.onPc) === 0;
    const own = isShared ? countLookup(tally, pairKey(place, who), at, !isSold) : null;
    if (isSold) return;
    noteLeft(tally, place, at, get(FIELD.ref), get(FIELD.subject), get(FIELD.actor), who);
    const excess = excessAt(counts, own, limit) ?? oddAt(counts, place, at, marks, settling);
    if (excess === null) return;
    settling.tell({
      at: deadline,
      ref: get(FIELD.ref),
      event: {
        system: SYSTEMS[get(FIELD.system)],
        source: names.of(get(FIELD.source)) ?? '',
        actor: names.of(get(FIELD.actor)),
        device: isByDevice ? names.of(place) : null,
      },
      signal: {
        key: pairKey(PLACE, place),
        ...gravityOf(excess, limit),
        evidence: evidenceOf(excess, marks),
        about: ['device', 'actor'],
        contributors: tellLeft(tally, place, at - HORIZONS[excess.horizon].horizon, who),
      },
    });
  });
}

/** What is too much of one person at a place; else of the place, where the person has a part in it. */
function excessAt(counts: readonly Count[], own: readonly Count[] | null, limit: Thresholds): Found | null {
  const ofPerson = excessIn(own ?? counts, counts, limit);
  if (ofPerson !== null) return { ...ofPerson, of: 'person' };
  const ofPlace = own === null ? null : excessIn(counts, counts, limit);
  if (own === null || ofPlace === null) return null;
  return own[ofPlace.horizon].without >= PART * ofPlace.without ? { ...ofPlace, of: 'device' } : null;
}

/**
 * A few are enough where the place has ended, the person is away or somebody else opened the session; if sales are known to follow at
 * the place, or at others of its kind.
 */
function oddAt(
  counts: readonly Count[],
  place: Key,
  time: Micros,
  marks: number,
  { tally, limit, profiles, isByDevice }: Settling,
): Found | null {
  if ((marks & ODD) === 0) return null;
  const without = tally.odd.add(place, time, 1, 0);
  if (without < limit.oddDay) return null;
  const before = usualBefore(counts, DAILY, limit);
  const others = isByDevice ? profiles.unexplained('device', place, 0, 0.5) : null;
  const usual = before === null ? (others?.peers ?? 1) : before.without / before.lookups;
  if (usual > limit.usualMax) return null;
  const of = isByDevice ? 'device' : 'person';
  const most = limit.oddDay;
  return { how: 'context', of, horizon: DAILY, lookups: without, without, usual, most, beyond: without };
}

function gravityOf(
  { how, without, most, beyond }: Excess,
  { highLookups }: Thresholds,
): { severity: 'medium' | 'high'; score: number } {
  const isGrave = beyond >= (how === 'context' ? ODD_MANY : highLookups);
  const times = Math.min(9, Math.floor((3 * without) / Math.max(1, most)));
  return { severity: isGrave ? 'high' : 'medium', score: (isGrave ? 66 : 44) + times };
}

function evidenceOf(
  { how, of, horizon, lookups, without, usual, most }: Found,
  marks: number,
): Partial<Evidence> {
  const odd = [WAITS.siteEnded, WAITS.absent, WAITS.otherHands].findIndex((bit) => (marks & bit) !== 0);
  return {
    how,
    of,
    window_minutes: HORIZONS[horizon].horizon / MINUTE,
    lookups,
    without,
    usual_percent: Math.round(usual * 100),
    most,
    ...(odd < 0 ? {} : { context: CONTEXTS[odd] }),
  };
}
