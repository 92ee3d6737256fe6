/** The owner's alibi: his account is used on another person's PC while he is at work at a place of his own. */

import { type Key, NONE, pairKey } from '../../src/core/hash.ts';
import { DAY, MINUTE, type Micros } from '../../src/core/time.ts';
import type { Part } from '../../src/detector/define.ts';
import { type Turns, turns } from '../../src/state/turns.ts';
import { kindOf, ownerOf, STANDING, standingAt } from '../guessed-credentials/standing.ts';
import { ORIGIN } from './crowd.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { isForMany, type READS, type SignIns } from './sign-ins.ts';

type Reads = (typeof READS)[number];
/** Between devices, and between the sites of these. */
type State = { readonly devices: Turns; readonly sites: Turns };

/** Nobody is at two PCs within this; who walks over and back once may be. */
const WITHIN: Micros = 15 * MINUTE;

/** The part keyed by the person: every access that names a device shows where somebody is. */
export const presencePart: Part<Reads, Thresholds, Evidence, State> = {
  key: 'who',
  only: { outcome: 'success' },
  state: () => ({ devices: turns({ within: WITHIN }), sites: turns({ within: DAY }) }),
  observe(view, { devices, sites }, limit, emit) {
    const { rows, size, who, device, time } = view;
    for (let i = 0; i < size; i++) {
      const row = rows[i];
      if (device[row] === NONE) continue;
      const back = devices.note(who[row], device[row], time[row]);
      if (back < 0) continue;
      const site = siteOf(view, row);
      const isFar = site !== NONE && sites.note(who[row], site, time[row]) > 0;
      if (back === 0 || (back < limit.turns && !isFar)) continue;
      if (standingAt(view, row) !== STANDING.other) continue;
      if (isForMany(view, row) || kindOf(view, row) === 'admin') continue;
      emit(row, {
        key: pairKey(ORIGIN, device[row]),
        severity: 'medium',
        score: isFar ? 62 : 50,
        evidence: {
          how: 'in-use-elsewhere',
          turns: back,
          device: 'other',
          ...ownerOf(view, row, STANDING.other),
        },
        about: ['device', 'actor'],
      });
    }
  },
};

/** Where a row comes from: as the log says, else where its device stands by register. */
function siteOf({ site, device, registers, time }: SignIns, row: number): Key {
  return site[row] === NONE ? (registers.device(device[row], time[row])?.site ?? NONE) : site[row];
}
