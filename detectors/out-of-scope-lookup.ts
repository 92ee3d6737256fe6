/** A look-up that a register speaks against: one event is enough. */
import { LOOKUP_ACTIONS } from '../schemas/event-columns.ts';
import { NONE } from '../src/core/hash.ts';
import { DAY } from '../src/core/time.ts';
import { defineDetector, type Only, type Part } from '../src/detector/define.ts';
import { speaksAtOnce } from './out-of-scope-lookup/at-once.ts';
import { clearing } from './out-of-scope-lookup/clearing.ts';
import { docs } from './out-of-scope-lookup/docs.ts';
import { type Evidence, evidence } from './out-of-scope-lookup/evidence.ts';
import { READS } from './out-of-scope-lookup/facts.ts';
import {
  type Classes,
  classesSeen,
  isUsualWork,
  type NewlyRead,
  newClassSignal,
  newlyRead,
  sayNewClasses,
  type Thresholds,
  thresholds,
} from './out-of-scope-lookup/new-class.ts';
import { presets } from './out-of-scope-lookup/presets.ts';
import { type Sittings, saidOfLookup, sittings } from './out-of-scope-lookup/signals.ts';
import { sentence } from './out-of-scope-lookup/words.ts';

type ScopePart = Part<(typeof READS)[number], Thresholds, Evidence, Sittings>;
/** A look-up counts when it showed something. */
const LOOKUPS: Only = { actions: LOOKUP_ACTIONS, outcome: 'success' };

/**
 * What speaks against look-ups, on arrival or when settled. Those of a known person or account are seen together; where nobody is
 * known each row stands for itself, keyed by what every row has.
 */
function scopePart(isSettled: boolean, isNamed: boolean): ScopePart {
  return {
    key: isNamed ? 'who' : 'identity',
    anyClock: true,
    only: LOOKUPS,
    ...(isSettled ? { onSettled: true } : { onArrival: speaksAtOnce }),
    state: sittings,
    observe(view, { sitting }, _, emit) {
      for (let i = 0; i < view.size; i++) {
        const row = view.rows[i];
        if (isNamed) saidOfLookup(view, row, isSettled, sitting, emit);
        else if (view.who[row] === NONE) saidOfLookup(view, row, isSettled, null, emit);
      }
    },
  };
}

/** Looks at people it has no business with, says a register. */
export const outOfScopeLookup = defineDetector({
  id: 'out-of-scope-lookup',
  version: '2',
  title: { ja: '業務外の照会', en: 'Out-of-scope look-up' },
  about: {
    ja: '案件・担当・接触禁止などの台帳が認めていない照会を、1件でも検知します。',
    en: 'One look-up that a register speaks against: the case, the duty, the relation to the subject, the site.',
  },
  reads: READS,
  thresholds,
  presets,
  evidence,
  docs,
  attack: ['T1213'],
  answers: ['sendai-2023', 'satsumasendai-2023', 'visionary-2023', 'tsuchiura-2023', 'yamamura-2023'],
  /** What somebody does again within a month is one story. */
  quiet: 30 * DAY,
  parts: {
    /** What registers say on arrival. */
    lookup: scopePart(false, true),
    unnamedLookup: scopePart(false, false),
    /** What holds because nothing explained it within the grace time. */
    settled: scopePart(true, true),
    unnamedSettled: scopePart(true, false),
    ownClass: {
      key: 'who',
      only: LOOKUPS,
      state: (limit) => ({ ...classesSeen(limit), ...newlyRead(limit) }),
      observe(view, state: Classes & { read: NewlyRead }, limit, emit) {
        const say = (row: number) => emit(row, newClassSignal(view, row, limit, state.read));
        sayNewClasses(view, 'who', state, limit, () => false, say);
      },
    },
    unitClass: {
      key: 'unit',
      only: LOOKUPS,
      state: classesSeen,
      observe(view, state: Classes, limit, emit) {
        const isUsual = (row: number) => isUsualWork(view, row, limit.learning_days * DAY);
        const say = (row: number) => emit(row, newClassSignal(view, row, limit, null));
        sayNewClasses(view, 'unit', state, limit, isUsual, say);
      },
    },
  },
  combine({ lookup, unnamedLookup, settled, unnamedSettled, ownClass, unitClass }) {
    if (ownClass !== undefined || unitClass !== undefined)
      return unitClass === undefined ? null : (ownClass ?? null);
    return lookup ?? unnamedLookup ?? settled ?? unnamedSettled ?? null;
  },
  explain: sentence,
  clearsIf: clearing,
  resembles: ({ cause }) => RESEMBLES[cause ?? ''] ?? [],
});

const RESEMBLES: Readonly<Record<string, readonly string[]>> = {
  'no-contact': ['sendai-2023'],
  'case-closed': ['satsumasendai-2023'],
  'after-case-closed': ['satsumasendai-2023'],
  'case-required': ['satsumasendai-2023'],
  'site-not-authorised': ['visionary-2023'],
  duty: ['tsuchiura-2023'],
  'data-class': ['tsuchiura-2023'],
  'class-new': ['yamamura-2023'],
};
