/** What a pull is made of before the look-up that crosses a limit. */
import type { Key } from '../../src/core/hash.ts';
import type { Contributors } from '../../src/detector/define.ts';
import type { RateWindow } from '../../src/state/rate.ts';
import { type LookUps, recordsOf } from './look-ups.ts';
import type { Windows } from './windows.ts';
import { GUARDED, TAKEN, type Worst } from './worst.ts';

/** What came before the row that crosses, when the key's latch opens; else nothing. Repeated look-ups of a person count once. */
export function before(
  state: Windows,
  key: Key,
  view: LookUps,
  row: number,
  { measure, window }: Worst,
): Contributors | undefined {
  if (!state.told.opens(key, view.time[row])) return undefined;
  const accounts = state.accounts.contributors(key, window).values;
  const sums = sumsOf(state, measure)[window];
  sums.sum(key, view.time[row]); // this row may add nothing to it: what is too old must leave
  const summed = sums.contributors(key);
  const records = Math.max(0, summed.total - recordsOf(view, row));
  if (measure === 1 || measure === TAKEN || measure === GUARDED)
    return { refs: summed.refs, times: summed.times, accounts, records };
  if (measure === 0) {
    const subjects = state.subjects.contributors(key, window);
    const own = view.subjectStart[row + 1] - view.subjectStart[row];
    return {
      ...inOrder(subjects, summed),
      subjects: subjects.values,
      accounts,
      records: records + Math.max(0, subjects.values.length - own),
    };
  }
  const seen = (measure === 2 ? state.tenants : state.classes).contributors(key, window);
  return { ...inOrder(seen, summed), ...(measure === 2 ? { tenants: seen.values } : {}), accounts, records };
}

/** What sums the records of a measure, over an hour, a day and 30 days. */
function sumsOf(state: Windows, measure: number): readonly RateWindow[] {
  if (measure === TAKEN) return [state.takenHour, state.takenDay, state.takenMonth];
  if (measure === GUARDED) return [state.guardedHour, state.guardedDay, state.guardedMonth];
  return [state.recordsHour, state.recordsDay, state.recordsMonth];
}

type Cited = Pick<Contributors, 'refs' | 'times'>;

/** The events of both, in event order: what was counted, and what returned the records. */
function inOrder(a: Cited, b: Cited): Cited {
  const times = new Map<number, number>();
  for (const cited of [a, b]) {
    for (let i = 0; i < cited.refs.length; i++) times.set(cited.refs[i], cited.times[i]);
  }
  const refs = [...times.keys()].sort((one, other) => one - other);
  return { refs, times: refs.map((ref) => times.get(ref) ?? 0) };
}
