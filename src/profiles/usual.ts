/** What is usual for somebody: from the days of his own, the long memory of them, and the days of the peers. */
import type { Day } from '../core/time.ts';
import { type GroupUsual, mostOfPeers, type Rare } from './peers.ts';
import { isDense, mostOfMonth, NO_SAMPLE, sampleOf } from './sample.ts';

/** How much is usual over a day or over 30 days. */
export interface UsualOf {
  /** The person's own usual amount (median of active days; mean × active days for 30 days), as far as it is believed. */
  readonly own: number;
  /** That of the peers. */
  readonly peers: number;
  /** What is exceeded with the probability asked for only, from both together. */
  readonly most: number;
  /** The same from the peers alone: what he cannot have taught. 0 where too few are known. */
  readonly peersMost: number;
}

/** What is usual under one measure. */
export interface Usual {
  /** Active days of the person, and person-days of the peers, it rests on. */
  readonly ownDays: number;
  readonly peerDays: number;
  /** Known long enough (40 active days of his own, or 100 of peers of his section or duty over four weeks) to hold somebody to less than the general limit. */
  readonly isFirm: boolean;
  readonly day: UsualOf;
  readonly month: UsualOf;
}

/** What is known of somebody. */
export interface Known {
  /** Counts of his active days in the present post, each as far as the long memory believes it. */
  readonly counts: readonly number[];
  /** How many days of the last month he did something. */
  readonly active: number;
  /** His record, or -1. */
  readonly record: number;
}

/** Somebody's own days count as much as the peers' when there are so many. */
const OWN_DAYS_HALF = 20;
/** With fewer own days, and no peers, nothing is usual yet. */
const OWN_DAYS_MIN = 10;
/** From when on somebody may be held to less than the general limit. */
const FIRM_DAYS = 28;
const FIRM_PEER_DAYS = 100;
const FIRM_OWN_DAYS = 40;
/** Active days of a month at least: who was on leave is not expected to stay away. */
const ACTIVE_MIN = 15;

const NOTHING_RARE: Rare = { day: 0, month: 0 };

/** What is usual for somebody on the day `today`; null where neither he nor peers are known. */
export function usualOf(
  known: Known,
  near: GroupUsual | null,
  rare: Rare,
  today: Day,
  tail: number,
): Usual | null {
  const { counts, record } = known;
  if (near === null && counts.length < OWN_DAYS_MIN) return null;
  const own = counts.length === 0 ? NO_SAMPLE : sampleOf(counts, tail);
  const active = Math.max(ACTIVE_MIN, known.active);
  const highest = counts.reduce((most, count) => Math.max(most, count), 0);
  const ownMonth = own.days === 0 ? 0 : mostOfMonth(own, active, tail);
  const peers = mostOfPeers(near, record, active, tail);
  const isRare = !isDense(own.days > 0 ? own : (near?.all ?? own));
  const least = isRare ? rare : NOTHING_RARE;
  const day = blend(own.most, own.days, near, peers.day);
  const month = blend(ownMonth, own.days, near, peers.month);
  return {
    ownDays: own.days,
    peerDays: near?.all.days ?? 0,
    isFirm: own.days >= FIRM_OWN_DAYS || arePeersFirm(near, today),
    day: {
      own: own.usual,
      peers: near?.sample.usual ?? 0,
      most: Math.max(Math.ceil(day), highest, peers.reachedInDay, least.day),
      peersMost: Math.max(peers.day, peers.reachedInDay),
    },
    month: {
      own: own.mean * active,
      peers: (near?.all.mean ?? 0) * active,
      most: Math.max(Math.ceil(month), peers.reachedInMonth, least.month),
      peersMost: Math.max(peers.month, peers.reachedInMonth),
    },
  };
}

function arePeersFirm(near: GroupUsual | null, today: Day): boolean {
  return near?.isNear === true && near.all.days >= FIRM_PEER_DAYS && near.firstDay <= today - FIRM_DAYS;
}

/**
 * From both: the more days of his own, the more they count. Everybody is no measure of one post, so that where nobody is
 * nearer his own days are not lowered by others'.
 */
function blend(own: number, days: number, near: GroupUsual | null, ofPeers: number): number {
  if (near === null) return own;
  const weight = days / (days + OWN_DAYS_HALF);
  const both = weight * own + (1 - weight) * ofPeers;
  return near.isNear || days < OWN_DAYS_HALF ? both : Math.max(both, own);
}
