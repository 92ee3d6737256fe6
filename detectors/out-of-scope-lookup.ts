/** A look-up that a register speaks against: one event is enough. */
import { z } from 'zod';
import { IS_LOOKUP, OUTCOME } from '../schemas/event-columns.ts';
import { hashText, NONE, pairKey } from '../src/core/hash.ts';
import { DAY } from '../src/core/time.ts';
import { defineDetector } from '../src/detector/define.ts';
import { firstSeen } from '../src/state/first-seen.ts';
import { ROW_CAUSE } from '../src/verdicts/columns.ts';
import { EPISODE_KEYS } from './out-of-scope-lookup/causes.ts';
import { evidence } from './out-of-scope-lookup/evidence.ts';
import { isUsualWork, newClassSignal } from './out-of-scope-lookup/new-class.ts';
import { READS, type ScopeView, saidOfLookup, siteSignal } from './out-of-scope-lookup/signals.ts';
import { clearing, sentence } from './out-of-scope-lookup/words.ts';

const thresholds = z.strictObject({
  learning_days: z
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe(
      'How long a person and a unit must have been seen before a class of data can be new to them. Unit: days.',
    ),
  learning_lookups: z
    .int()
    .min(1)
    .default(20)
    .describe('Look-ups with a class of data that must have been seen of them before. Unit: look-ups.'),
  new_class: z
    .boolean()
    .default(true)
    .describe('Whether to report a class of data that is new to a person and his unit.'),
  sensitive_classes: z
    .array(z.string())
    .default(['my-number', 'tax', 'welfare', 'personnel', 'payroll'])
    .describe('Classes of data whose first look-up is medium instead of low.'),
});
type Thresholds = z.infer<typeof thresholds>;

/** Classes seen so long ago are new again. */
const HORIZON = 400 * DAY;
const ANY_CLASS = hashText('any class of data');
const classesSeen = () => ({ classes: firstSeen({ horizon: HORIZON }) });
type Classes = ReturnType<typeof classesSeen>;

/** Rows with a class of data new to `by` that has been known long and well enough. */
function* newClasses(
  view: ScopeView,
  by: 'who' | 'unit',
  { classes }: Classes,
  limit: Thresholds,
): Generator<number> {
  const { rows, size, time, action, outcome, dataClass } = view;
  for (let i = 0; i < size; i++) {
    const row = rows[i];
    if (dataClass[row] === NONE || !IS_LOOKUP[action[row]] || outcome[row] !== OUTCOME.success) continue;
    const key = view[by][row];
    const isNew = classes.touch(key, dataClass[row], time[row]) === -Infinity;
    classes.touch(key, ANY_CLASS, time[row]);
    if (!isNew || !limit.new_class || classes.touches(key, ANY_CLASS) <= limit.learning_lookups) continue;
    if (time[row] - classes.since(key) >= limit.learning_days * DAY) yield row;
  }
}

/** Looks at people it has no business with, says a register. */
export const outOfScopeLookup = defineDetector({
  id: 'out-of-scope-lookup',
  version: '1',
  title: { ja: '業務外の照会', en: 'Out-of-scope look-up' },
  about: {
    ja: '案件・担当・接触禁止などの台帳が認めていない照会を、1件でも検知します。',
    en: 'One look-up that a register speaks against: the case, the duty, the relation to the subject, the site.',
  },
  reads: READS,
  thresholds,
  evidence,
  attack: ['T1213'],
  answers: ['sendai-2023', 'satsumasendai-2023', 'visionary-2023', 'tsuchiura-2023', 'yamamura-2023'],
  quiet: DAY,
  parts: {
    /** What registers say on arrival. */
    lookup: {
      key: 'who',
      anyClock: true,
      state: () => ({}),
      observe(view, _, __, emit) {
        for (let i = 0; i < view.size; i++) saidOfLookup(view, view.rows[i], false, emit);
      },
    },
    /** What holds because nothing explained it within the grace time. */
    settled: {
      key: 'who',
      anyClock: true,
      onSettled: true,
      state: () => ({}),
      observe(view, _, __, emit) {
        for (let i = 0; i < view.size; i++) saidOfLookup(view, view.rows[i], true, emit);
      },
    },
    /** A site that is no longer authorised, where the log names nobody. */
    place: {
      key: 'site',
      anyClock: true,
      state: () => ({}),
      observe(view, _, __, emit) {
        for (let i = 0; i < view.size; i++) {
          const row = view.rows[i];
          if (view.who[row] !== NONE || (view.rowCause[row] & ROW_CAUSE.site) === 0) continue;
          emit(row, {
            ...siteSignal(view, row),
            key: pairKey(view.site[row], EPISODE_KEYS['site-not-authorised']),
          });
        }
      },
    },
    ownClass: {
      key: 'who',
      state: classesSeen,
      observe(view, state: Classes, limit, emit) {
        for (const row of newClasses(view, 'who', state, limit))
          emit(row, newClassSignal(view, row, limit.sensitive_classes));
      },
    },
    unitClass: {
      key: 'unit',
      state: classesSeen,
      observe(view, state: Classes, limit, emit) {
        for (const row of newClasses(view, 'unit', state, limit)) {
          if (isUsualWork(view, row, limit.learning_days * DAY)) continue;
          emit(row, { ...newClassSignal(view, row, limit.sensitive_classes) });
        }
      },
    },
  },
  combine({ lookup, settled, place, ownClass, unitClass }) {
    if (ownClass !== undefined || unitClass !== undefined)
      return unitClass === undefined ? null : (ownClass ?? null);
    return lookup ?? settled ?? place ?? null;
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
