/** What out-of-scope-lookup says about one look-up: a signal for each cause, with its facts. */
import { MARK } from '../../schemas/event-columns.ts';
import { type Key, pairKey } from '../../src/core/hash.ts';
import { DAY } from '../../src/core/time.ts';
import type { AboutField, Emit, Signal } from '../../src/detector/define.ts';
import { distinctWindow } from '../../src/state/distinct-window.ts';
import { IS_SOFT, ROW_CAUSE, VERDICT } from '../../src/verdicts/columns.ts';
import {
  CAUSES,
  EPISODE_KEYS,
  gravityOf,
  OFF_DUTY_NAMES,
  type ScopeCause,
  SUBJECT_CAUSES,
} from './causes.ts';
import type { Evidence } from './evidence.ts';
import { classOf, factsOf, type ScopeView, siteFacts } from './facts.ts';

type ScopeSignal = Signal<Evidence>;

const ABOUT: readonly AboutField[] = ['actor', 'principal', 'device', 'ip'];
const ABOUT_SUBJECT: readonly AboutField[] = [...ABOUT, 'subject'];

/** So many subjects of one look-up, as in a list of hits, are one finding by person and cause. */
const TOGETHER_FROM = 4;
/** How many subjects of a row a cause speaks against; filled anew for each row. */
const againstMany = new Uint32Array(SUBJECT_CAUSES.length);

/** Subjects of a day by person and kind of cause: from the fourth on it is one matter, not one for each subject. */
export const sittings = () => ({ sitting: distinctWindow({ horizons: [DAY] }) });
/** The state of {@link sittings}. */
export type Sittings = ReturnType<typeof sittings>;
/** Its window; null where nobody is known who could have sat there. */
type Sitting = Sittings['sitting'] | null;

/** Says what speaks against a row: on arrival what holds at once, when settled what nothing explained. */
export function saidOfLookup(
  view: ScopeView,
  row: number,
  isSettled: boolean,
  sitting: Sitting,
  emit: Emit<Evidence>,
): void {
  const { subjectStart, verdict, cause, rowCause } = view;
  const end = subjectStart[row + 1];
  const isTogether = !isSettled && end - subjectStart[row] >= TOGETHER_FROM;
  if (isTogether) againstMany.fill(0);
  for (let entry = subjectStart[row]; entry < end; entry++) {
    if (isSettled && verdict[entry] === VERDICT.unexplained) {
      emit(row, subjectSignal(view, row, entry, 'case-required', sitting));
      continue;
    }
    const said = SUBJECT_CAUSES[cause[entry]];
    if (verdict[entry] !== VERDICT.contradicted || said === null || IS_SOFT[cause[entry]] !== isSettled)
      continue;
    if (isTogether) againstMany[cause[entry]]++;
    else emit(row, subjectSignal(view, row, entry, said, sitting));
  }
  if (isTogether) sayTogether(view, row, sitting, emit);
  if (isSettled || rowCause[row] === 0) return;
  if (rowCause[row] & ROW_CAUSE.site)
    emit(row, rowSignal(view, row, 'site-not-authorised', siteFacts(view, row)));
  if (rowCause[row] & ROW_CAUSE.dataClass) emit(row, rowSignal(view, row, 'data-class', classOf(view, row)));
  if (rowCause[row] & ROW_CAUSE.duty && subjectStart[row] < end)
    emit(row, rowSignal(view, row, 'duty', classOf(view, row)));
}

/** A look-up of many: a cause that speaks against {@link TOGETHER_FROM} of them or more is said once, with all of them. */
function sayTogether(view: ScopeView, row: number, sitting: Sitting, emit: Emit<Evidence>): void {
  const { subjectStart, verdict, cause } = view;
  for (let entry = subjectStart[row]; entry < subjectStart[row + 1]; entry++) {
    const code = cause[entry];
    if (verdict[entry] !== VERDICT.contradicted || againstMany[code] === 0) continue;
    const said = SUBJECT_CAUSES[code] as ScopeCause;
    if (againstMany[code] < TOGETHER_FROM) emit(row, subjectSignal(view, row, entry, said, sitting));
    else {
      emit(row, rowSignal(view, row, said, factsOf(view, row, entry, said)));
      againstMany[code] = 0;
    }
  }
}

/** A cause that holds for the whole look-up: one episode by person and cause. */
export function rowSignal(
  view: ScopeView,
  row: number,
  cause: ScopeCause,
  facts: Partial<Evidence>,
  raised = 0,
): ScopeSignal {
  return {
    ...gravityOf(cause, view.offDuty[row], raised),
    key: pairKey(whoOrWhere(view, row), EPISODE_KEYS[cause]),
    evidence: { cause, off_duty: OFF_DUTY_NAMES[view.offDuty[row]], ...facts },
    ...(isOfOne(view, row) ? { about: ABOUT_SUBJECT, subjectIndex: 0 } : { about: ABOUT }),
  };
}

/** Whether a look-up showed one person and no more. */
function isOfOne({ subjectStart, records }: ScopeView, row: number): boolean {
  return subjectStart[row + 1] - subjectStart[row] === 1 && records[row] <= 1;
}

/** A cause between a person and a subject: one episode by person, subject and kind of cause. */
function subjectSignal(
  view: ScopeView,
  row: number,
  entry: number,
  cause: ScopeCause,
  sitting: Sitting,
): ScopeSignal {
  const subject = view.subjects[entry];
  const facts = factsOf(view, row, entry, cause);
  if (isOneOfMany(view, row, entry, cause, sitting)) return rowSignal(view, row, cause, facts);
  const raised = facts.protection === 'dv' ? 1 : 0;
  return {
    ...gravityOf(cause, view.offDuty[row], raised),
    key: pairKey(pairKey(whoOrWhere(view, row), subject), EPISODE_KEYS[cause]),
    evidence: { cause, off_duty: OFF_DUTY_NAMES[view.offDuty[row]], ...facts },
    about: ABOUT_SUBJECT,
    subjectIndex: entry - view.subjectStart[row],
  };
}

/** Whether the person has met the same kind of cause with so many subjects within a day that they are one matter. */
function isOneOfMany(
  { who, time, ref, marks, subjects }: ScopeView,
  row: number,
  entry: number,
  cause: ScopeCause,
  sitting: Sitting,
): boolean {
  const { group } = CAUSES[cause];
  if (sitting === null || (group !== 'case' && group !== 'leave') || (marks[row] & MARK.clock) !== 0)
    return false;
  const key = pairKey(who[row], EPISODE_KEYS[cause]);
  sitting.add(key, subjects[entry], time[row], ref[row]);
  return sitting.count(key, 0) >= TOGETHER_FROM;
}

/** Who did it, or, where the log names nobody, at which device or site. */
function whoOrWhere({ who, device, site }: ScopeView, row: number): Key {
  return who[row] || device[row] || site[row];
}
