/** A try: what is kept of a refused sign-in, whose device it came from, and how one try in two logs is counted once. */

import { type Key, NONE, pairKey } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import type { Contributors } from '../../src/detector/define.ts';
import { type Recent, recent } from '../../src/state/recent.ts';
import { foldedName } from './names.ts';
import type { SignIns } from './sign-ins.ts';
import type { Standing } from './standing.ts';

/** Tries remembered per key. More than this within the longest horizon is far beyond every limit. */
export const KEEP = 64;
/** The longest horizon: a third of a year. */
export const REACH: Micros = 120 * DAY;

/** Fields of a try. `side` is what is counted under the key: the account of an origin, the origin of an account. */
export const FIELD = { ref: 0, side: 1, name: 2, line: 3, marks: 4 } as const;

/** Marks on a try, beside its standing. */
export const TRY = {
  /** Part of a finding. */
  told: 4,
  /** Followed by a success of the same account at the same origin: a slip of the finger. */
  answered: 8,
  /** Found again in the log of another system. */
  paired: 16,
} as const;

/** Tries by key. */
export function triesStore(): Recent {
  return recent({ fields: 5, keep: KEEP, within: REACH });
}

/**
 * Notes a try and gives its entry; -1 where it is the same try again in the log of another system (Windows: 4625 on
 * the PC, 4776 on the controller), which it then marks, or too old. Lines of one kind are a try each.
 */
export function noteTry(
  log: Recent,
  key: Key,
  side: Key,
  standing: Standing,
  view: SignIns,
  row: number,
  sameTry: Micros,
): number {
  const time = view.time[row];
  const line = kindOfLine(view, row);
  const name = foldedName(view.actor[row], () => view.event(row).actor, NONE);
  for (let entry = name === NONE ? -1 : log.newest(key); entry >= 0; entry = log.older(entry)) {
    const apart = time - log.time(entry);
    if (apart > sameTry) break;
    if (apart < -sameTry || log.get(entry, FIELD.name) !== name || log.get(entry, FIELD.line) === line)
      continue;
    if (log.get(entry, FIELD.marks) & TRY.paired) continue;
    mark(log, entry, TRY.paired);
    return -1;
  }
  const entry = log.add(key, time);
  if (entry < 0) return -1;
  log.set(entry, FIELD.ref, view.ref[row]);
  log.set(entry, FIELD.side, side);
  log.set(entry, FIELD.name, name);
  log.set(entry, FIELD.line, line);
  log.set(entry, FIELD.marks, standing);
  return entry;
}

/** The log a line stands in, and which places it names: collectors write several logs into one. */
function kindOfLine({ source, device, ip, session }: SignIns, row: number): Key {
  const names =
    Number(device[row] !== NONE) + 2 * Number(ip[row] !== NONE) + 4 * Number(session[row] !== NONE);
  return pairKey(source[row], names + 1);
}

/** Adds marks to a try. */
export function mark(log: Recent, entry: number, marks: number): void {
  log.set(entry, FIELD.marks, log.get(entry, FIELD.marks) | marks);
}

/**
 * Tells the tries of a key back to `since` that were not told yet, oldest first, and marks them so. `accounts`: whether a
 * try's side is an account.
 */
export function tellTries(
  log: Recent,
  key: Key,
  since: Micros,
  accounts: boolean,
  counts: (marks: number) => boolean,
): Contributors {
  const refs: number[] = [];
  const times: Micros[] = [];
  const sides: Key[] = [];
  for (let entry = log.newest(key); entry >= 0 && log.time(entry) > since; entry = log.older(entry)) {
    const marks = log.get(entry, FIELD.marks);
    if (marks & TRY.told || !counts(marks)) continue;
    mark(log, entry, TRY.told);
    refs.push(log.get(entry, FIELD.ref));
    times.push(log.time(entry));
    if (log.get(entry, FIELD.side) !== NONE) sides.push(log.get(entry, FIELD.side));
  }
  refs.reverse();
  times.reverse();
  return accounts ? { refs, times, accounts: sides } : { refs, times };
}
