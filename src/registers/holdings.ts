/**
 * Whose account it is: the holding on the concrete source, else on the kind of log, else on all systems.
 *
 * Every event asks this several times, and accounts come back again and again: answers are kept in a small direct-mapped
 * cache, each over the span of knowledge and time in which it stays the same: one cache line instead of three look-ups. The holder
 * stands in that line too, since every event asks for him and the row itself lies elsewhere.
 */
import { SYSTEMS } from '../../schemas/access-event.ts';
import { hashText, type Key, NONE, pairKey } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { groupByKey } from './groups.ts';
import { type History, latestStarted } from './history.ts';
import { anySpan, narrow, narrowKnown, type Span } from './lens.ts';
import type { AccountRow } from './registers.ts';

type Ask<Answer> = (account: Key, system: number, source: Key, known: Micros, time: Micros) => Answer;

/** Asks for the latest started holding of an account on a system. */
export interface Holdings {
  readonly row: Ask<AccountRow | null>;
  /** Whose it is; NONE where nobody is known. */
  readonly principal: Ask<Key>;
}

const KIND_KEYS = SYSTEMS.map(hashText);
/** Every kind of log alike. */
const ANY = -1;
/** Answers kept at a time, as many as four times the accounts within these bounds; 64 bytes each. */
const [CACHE_MIN, CACHE_MAX] = [1_024, 131_072];
/** Where the parts of a kept answer lie among its eight numbers. */
const [ACCOUNT, SOURCE, SYSTEM, KNOWN_FROM, KNOWN_UNTIL, FROM, UNTIL, PRINCIPAL] = [0, 1, 2, 3, 4, 5, 6, 7];

/** The holdings of an accounts register. */
export function holdingsOf(accounts: History<AccountRow, readonly AccountRow[]>): Holdings {
  if (accounts.groups.count === 0) return { row: () => null, principal: () => NONE };
  let size = CACHE_MIN;
  while (size < CACHE_MAX && size < accounts.groups.count * 4) size *= 2;
  const kept = new Float64Array(size * 8);
  const holdings: (AccountRow | null)[] = Array.from({ length: size }, () => null);
  // what no row names cannot matter: an answer is then the same on all sources or kinds of log, and kept once
  const named = groupByKey(accounts.entries.rows.map(({ system }) => system));
  const isKindNamed = KIND_KEYS.map((kind) => named.find(kind) !== -1);

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
    const own = source === NONE ? null : latest(pairKey(account, source), known, time, span);
    if (own !== null && time < own.end) return own;
    const ofKind =
      system === ANY ? own : wider(own, latest(pairKey(account, KIND_KEYS[system]), known, time, span));
    if (ofKind !== null && time < ofKind.end) return ofKind;
    return wider(ofKind, latest(pairKey(account, NONE), known, time, span));
  }

  /** The place of the kept answer. */
  const placeOf: Ask<number> = (account, onSystem, onSource, known, time) => {
    const system = isKindNamed[onSystem] ? onSystem : ANY;
    const source = named.find(onSource) === -1 ? NONE : onSource;
    const slot = (account ^ (account >>> 15) ^ source) & (size - 1);
    const at = slot * 8;
    const isKept =
      kept[at + ACCOUNT] === account &&
      kept[at + SOURCE] === source &&
      kept[at + SYSTEM] === system &&
      kept[at + FROM] <= time &&
      time < kept[at + UNTIL] &&
      kept[at + KNOWN_FROM] <= known &&
      known < kept[at + KNOWN_UNTIL];
    if (isKept) return slot;
    const span = anySpan();
    const holding = find(account, system, source, known, time, span);
    kept[at + ACCOUNT] = account;
    kept[at + SOURCE] = source;
    kept[at + SYSTEM] = system;
    kept[at + KNOWN_FROM] = span.knownFrom;
    kept[at + KNOWN_UNTIL] = span.knownUntil;
    kept[at + FROM] = span.from;
    kept[at + UNTIL] = span.until;
    kept[at + PRINCIPAL] = holding === null ? NONE : holding.principal;
    holdings[slot] = holding;
    return slot;
  };
  return {
    row: (account, system, source, known, time) => holdings[placeOf(account, system, source, known, time)],
    principal: (account, system, source, known, time) =>
      kept[placeOf(account, system, source, known, time) * 8 + PRINCIPAL],
  };
}

function wider(ended: AccountRow | null, row: AccountRow | null): AccountRow | null {
  return ended === null || (row !== null && row.start >= ended.end) ? row : ended;
}
