/** What a pull is made of before the look-up that crosses a limit. */
import type { Key } from '../../src/core/hash.ts';
import type { Contributors } from '../../src/detector/define.ts';
import { type LookUps, recordsOf, TAKEN, type Windows } from './windows.ts';
import type { Worst } from './worst.ts';

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
  const sums =
    measure === TAKEN
      ? [state.takenHour, state.takenDay, state.takenMonth][window]
      : [state.recordsHour, state.recordsDay, state.recordsMonth][window];
  sums.sum(key, view.time[row]); // this row may add nothing to it: what is too old must leave
  const summed = sums.contributors(key);
  const records = Math.max(0, summed.total - recordsOf(view, row));
  if (measure === 1 || measure === TAKEN)
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
