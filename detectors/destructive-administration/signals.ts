/** What destructive-administration says about one deed. */
import { ACTIONS } from '../../schemas/access-event.ts';
import { OFF_DUTY_NAMES } from '../../schemas/registers/off-duty.ts';
import { type Key, NONE } from '../../src/core/hash.ts';
import type { AboutField, Emit } from '../../src/detector/define.ts';
import type { Standing } from '../../src/verdicts/standing.ts';
import { type Evidence, scoreOf, severityOf } from './evidence.ts';
import type { Deeds } from './kinds.ts';
import { KINDS, WINDOWS } from './limits.ts';
import { before, type Counters, type Worst } from './weigh.ts';

const ABOUT: readonly AboutField[] = ['actor', 'principal', 'device', 'ip', 'tenant'];
/** What somebody who has left did is told whatever its number. */
export const ANY: Readonly<Worst> = { window: -1, seen: 1, limit: 0, usual: 0, ratio: 2 };

/** A deed to be told. */
interface Deed extends Worst {
  /** The count it is in; NONE where its number is of no matter. */
  readonly counted: Key;
  readonly kind: number;
  readonly standing: Standing;
  readonly leaving: boolean;
}

/** Tells of a deed. */
export function say(view: Deeds, row: number, deed: Deed, state: Counters, emit: Emit<Evidence>): void {
  const kind = KINDS[deed.kind];
  const gravity = {
    ratio: deed.ratio,
    kind,
    standing: deed.standing,
    isLeaving: deed.leaving,
    isOffDuty: view.offDuty[row] > 0,
  };
  const contributors = deed.counted === NONE ? undefined : before(state, deed.counted, view, row, deed);
  const { target, resource } = view.event(row);
  emit(row, {
    severity: severityOf(gravity),
    score: scoreOf(gravity),
    evidence: {
      kind,
      action: ACTIONS[view.action[row]],
      window: WINDOWS[deed.window] ?? 'event',
      seen: Math.round(deed.seen),
      limit: Math.floor(deed.limit),
      usual: Math.round(deed.usual),
      standing: deed.standing,
      leaving: deed.leaving,
      object: target || resource || null, // an empty text names nothing
      off_duty: OFF_DUTY_NAMES[view.offDuty[row]],
    },
    about: ABOUT,
    ...(contributors === undefined ? {} : { contributors }),
  });
}
