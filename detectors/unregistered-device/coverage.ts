/**
 * Whether a register can be trusted to describe a system. A devices register that knows the PCs of the town hall says nothing about
 * the telephones of the sales floor: what is unknown to it there is its gap, not a stranger.
 *
 * The rule, for every kind alike: a register does not cover a system while what it does not know there is common, that is, while
 * several people, with several things, use what it does not know, and these are more than a share of the people seen there in
 * 90 days (who was seen with both counts on both sides). One account on many devices, or one device with many accounts, is
 * not common.
 * Service accounts are a group of their own: servers stand in another list than PCs. Of their devices nothing is said until one
 * of them works on a device the register knows.
 */
import { hashText, type Key, pairKey } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import { firstSeen } from '../../src/state/first-seen.ts';
import type { Kind } from './evidence.ts';

const HORIZON = 90 * DAY;

/** Who was seen at a system with nothing but what the registers know, who with what they do not, and with what. */
export const acquaintances = () => ({
  familiar: firstSeen({ horizon: HORIZON }),
  strangers: firstSeen({ horizon: HORIZON }),
  things: firstSeen({ horizon: HORIZON }),
});
/** The state of {@link acquaintances}. */
export type Acquaintances = ReturnType<typeof acquaintances>;

/** What a site may set of it. */
export interface CoverageLimits {
  readonly uncoveredPeople: number;
  readonly uncoveredShare: number;
}

const SERVICES = hashText('service accounts');
const OF_KIND: Readonly<Record<Kind, Key>> = {
  device: hashText('by device'),
  network: hashText('by network'),
  site: hashText('by site'),
  account: hashText('by account'),
};

/** A group of people at a system: those who work there, or its service accounts. */
export interface Group {
  readonly key: Key;
  readonly isService: boolean;
}

/** The key of the group a row belongs to. */
export function groupKey(source: Key, isService: boolean): Key {
  return isService ? pairKey(source, SERVICES) : source;
}

/** The group a row belongs to. */
export function groupOf(source: Key, isService: boolean): Group {
  return { key: groupKey(source, isService), isService };
}

/** What is known of a group and a kind. */
export interface Coverage {
  readonly isCovered: boolean;
  /** True where it plainly does not cover the group; where neither holds, nothing can be said yet. */
  readonly isGap: boolean;
  /** True where the thing was not seen there in 90 days. */
  readonly isNewThing: boolean;
  /** People who were seen there with what the register does not know, and with nothing but what it knows. */
  readonly strangers: number;
  readonly others: number;
}

/** Counts a stranger, unless the clock cannot be right, and says whether the register covers the group. */
export function coverageOf(
  { familiar, strangers, things }: Acquaintances,
  { key: group, isService }: Group,
  kind: Kind,
  {
    who,
    thing,
    time,
    isTimely,
  }: { readonly who: Key; readonly thing: Key; readonly time: Micros; readonly isTimely: boolean },
  { uncoveredPeople, uncoveredShare }: CoverageLimits,
): Coverage {
  const key = pairKey(group, OF_KIND[kind]);
  const isNewThing = isTimely && things.touch(key, thing, time) === -Infinity;
  if (isTimely) strangers.touch(key, who, time);
  const many = strangers.known(key);
  const others = familiar.known(group);
  const isCommon =
    many >= uncoveredPeople &&
    things.known(key) >= uncoveredPeople &&
    many > uncoveredShare * (many + others);
  const isOtherList = kind === 'device' && isService && others === 0;
  const isGap = isCommon && !isOtherList;
  return { isCovered: !isGap && !isOtherList, isGap, isNewThing, strangers: many, others };
}
