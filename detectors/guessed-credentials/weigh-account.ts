/** Weighs the tries remembered at one account: thinly from several places, or from places no log names. */
import { type Key, NONE } from '../../src/core/hash.ts';
import type { Micros } from '../../src/core/time.ts';
import type { Recent } from '../../src/state/recent.ts';
import { HORIZONS } from './limits.ts';
import { FIELD, KEEP, TRY } from './tries.ts';
import { BURST_QUIET, type Weighed } from './weigh.ts';

const seen = new Float64Array(KEEP);
const counted = new Int32Array(KEEP);
/** Times the limit, for tries of no origin: without one the likeliest is the account's owner who forgot the password. */
const NOWHERE = 1.5;
/** Of an origin that is over a limit by itself. */
const THICK = -1;

/**
 * The shortest horizon in which one account was guessed at from several origins, each below the limit by itself (what one
 * origin does is told by the origin), or by tries whose origin no log names.
 */
export function weighAccount(
  log: Recent,
  account: Key,
  now: Micros,
  limits: readonly number[],
  originsMin: number,
): (Weighed & { origins: number }) | null {
  let origins = 0;
  let nowhere = 0;
  let entry = log.newest(account);
  for (let horizon = 0; horizon < HORIZONS.length; horizon++) {
    for (; entry >= 0 && now - log.time(entry) < HORIZONS[horizon]; entry = log.older(entry)) {
      const marks = log.get(entry, FIELD.marks);
      if (marks & TRY.answered || ((marks & TRY.told) !== 0 && now - log.time(entry) > BURST_QUIET)) continue;
      const origin = log.get(entry, FIELD.side);
      if (origin === NONE) {
        nowhere++;
        continue;
      }
      let at = 0;
      while (at < origins && seen[at] !== origin) at++;
      if (at === origins) {
        seen[origins] = origin;
        counted[origins++] = 0;
      }
      if (counted[at] !== THICK) counted[at]++;
    }
    const limit = limits[horizon];
    let thin = 0;
    let tries = 0;
    for (let at = 0; at < origins; at++) {
      if (counted[at] >= limit) counted[at] = THICK;
      if (counted[at] === THICK) continue;
      thin++;
      tries += counted[at];
    }
    if (nowhere >= NOWHERE * limit)
      return {
        horizon,
        tries: nowhere,
        accounts: 1,
        origins: 0,
        limit: Math.ceil(NOWHERE * limit),
        byAccounts: false,
      };
    if (thin >= originsMin && tries >= limit)
      return { horizon, tries, accounts: 1, origins: thin, limit, byAccounts: false };
  }
  return null;
}
