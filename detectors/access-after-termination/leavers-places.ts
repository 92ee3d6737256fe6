/** Shared and service accounts used from the places outside of somebody who has left: passwords that the leaver still knows. */

import { type Key, NONE, pairKey } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import type { Emit, Part, View } from '../../src/detector/define.ts';
import type { PersonRow } from '../../src/registers/registers.ts';
import { type Recent, recent } from '../../src/state/recent.ts';
import { networkOf } from '../credential-takeover/networks.ts';
import type { Evidence } from './evidence.ts';
import { type READS, sinceEnd } from './signals.ts';

/** Whose address or device it is. Latest last seen first. */
type State = { readonly users: Recent };
type Reads = (typeof READS)[number];
type Thresholds = Readonly<Record<string, unknown>>;

/** How long a place is remembered as somebody's. */
const KEPT: Micros = 180 * DAY;
/** Who comes back to a place within this is not noted again. */
const PAUSE: Micros = DAY;

/** A part keyed by the address, or by a device that no register knows. */
export function leaversPlace(key: 'ip' | 'device'): Part<Reads, Thresholds, Evidence, State> {
  return {
    key,
    only: { actions: ['login'], outcome: 'success' },
    state: () => ({ users: recent({ fields: 1, keep: 8, within: KEPT }) }),
    observe(view, { users }, _, emit) {
      for (let i = 0; i < view.size; i++) judge(view, view.rows[i], key, users, emit);
    },
  };
}

function judge(
  view: View<Reads>,
  row: number,
  key: 'ip' | 'device',
  users: Recent,
  emit: Emit<Evidence>,
): void {
  const { registers, time, device, actor, person, system, source } = view;
  if (device[row] !== NONE && registers.device(device[row], time[row]) !== null) return; // the devices register says more
  if (key === 'ip' && !networkOf(view.ip[row], () => view.event(row).ip).isOutside) return;
  const place = view[key][row];
  const kind =
    actor[row] === NONE ? null : registers.account(actor[row], system[row], source[row], time[row])?.kind;
  if (kind !== 'shared' && kind !== 'service') {
    if (person[row] !== NONE) noteUser(users, place, person[row], time[row]);
    return;
  }
  const leaver = onlyLeaverAt(users, place, view, row);
  if (leaver === null) return;
  emit(row, {
    key: pairKey(place, actor[row]),
    severity: 'high',
    score: 72,
    evidence: {
      ...sinceEnd('leavers-place', leaver.end, time[row]),
      entered: true,
      account_kind: kind,
      holder: leaver.principalText,
    },
    about: ['actor', 'ip', 'device'],
  });
}

function noteUser(users: Recent, place: Key, person: Key, time: Micros): void {
  const latest = users.newest(place);
  if (latest >= 0 && users.get(latest, 0) === person && time - users.time(latest) < PAUSE) return;
  const entry = users.add(place, time);
  if (entry >= 0) users.set(entry, 0, person);
}

/** The leaver whose place it was, where nobody who is still there has used it. */
function onlyLeaverAt(
  users: Recent,
  place: Key,
  { registers, time }: View<Reads>,
  row: number,
): PersonRow | null {
  let leaver: PersonRow | null = null;
  for (let entry = users.newest(place); entry >= 0; entry = users.older(entry)) {
    if (time[row] - users.time(entry) > KEPT) break;
    const user = registers.person(users.get(entry, 0), time[row]);
    if (user === null || user.end > time[row]) return null;
    leaver ??= user;
  }
  return leaver;
}
