/**
 * Whose account it is: the holding on the concrete source, else on the kind of log, else on all systems.
 *
 * Every event asks this several times, and accounts come back again and again: answers are kept in a small direct-mapped
 * cache, each over the span of knowledge and time in which it stays the same. (Measured with 2,000 accounts: 40 ns instead of 400.)
 */
import { SYSTEMS } from '../../schemas/access-event.ts';
import { hashText, type Key, NONE, pairKey } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { type History, latestStarted } from './history.ts';
import { anySpan, covers, narrow, narrowKnown, type Span } from './lens.ts';
import type { AccountRow } from './registers.ts';

/** Asks for the latest started holding of an account on a system. */
export type Holdings = (
  account: Key,
  system: number,
  source: Key,
  known: Micros,
  time: Micros,
) => AccountRow | null;

interface Kept extends Span {
  readonly account: Key;
  readonly system: number;
  readonly source: Key;
  readonly holding: AccountRow | null;
}

const KIND_KEYS = SYSTEMS.map(hashText);
const CACHE_SIZE = 4_096;

/** The holdings of an accounts register. */
export function holdingsOf(accounts: History<AccountRow, readonly AccountRow[]>): Holdings {
  const cache: (Kept | undefined)[] = Array.from({ length: CACHE_SIZE });

  /** The latest holding under one identity; narrows the span to that in which it is the same. */
  function latest(identity: Key, known: Micros, time: Micros, span: Span): AccountRow | null {
    const group = accounts.groups.find(identity);
    if (group === -1) return null;
    const { value, from, until } = accounts.known(group, known);
    narrowKnown(span, from, until);
    for (const row of value) narrow(span, row, time, 'holding');
    return latestStarted(value, time);
  }

  /** An ended holding yields to a wider one that began after it had ended: the account was given to somebody anew. */
  function find(
    account: Key,
    system: number,
    source: Key,
    known: Micros,
    time: Micros,
    span: Span,
  ): AccountRow | null {
    const own = latest(pairKey(account, source), known, time, span);
    if (own !== null && time < own.end) return own;
    const ofKind = wider(own, latest(pairKey(account, KIND_KEYS[system]), known, time, span));
    if (ofKind !== null && time < ofKind.end) return ofKind;
    return wider(ofKind, latest(pairKey(account, NONE), known, time, span));
  }

  return (account, system, source, known, time) => {
    const slot = ((account | 0) ^ (source | 0)) & (CACHE_SIZE - 1);
    const kept = cache[slot];
    if (
      kept?.account === account &&
      kept.source === source &&
      kept.system === system &&
      covers(kept, known, time)
    )
      return kept.holding;
    const span = anySpan();
    const holding = find(account, system, source, known, time, span);
    cache[slot] = { account, system, source, holding, ...span };
    return holding;
  };
}

function wider(ended: AccountRow | null, row: AccountRow | null): AccountRow | null {
  return ended === null || (row !== null && row.start >= ended.end) ? row : ended;
}
