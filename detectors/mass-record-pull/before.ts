/** What a pull is made of before the look-up that crosses a limit. */
import type { Key } from '../../src/core/hash.ts';
import type { Contributors } from '../../src/detector/define.ts';
import { type LookUps, recordsOf, type Windows, type Worst } from './windows.ts';

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
  const summed = [state.recordsHour, state.recordsDay, state.recordsMonth][window].contributors(key);
  const records = Math.max(0, summed.total - recordsOf(view, row));
  if (measure === 1) return { refs: summed.refs, times: summed.times, accounts, records };
  if (measure === 0) {
    const { refs, times, values } = state.subjects.contributors(key, window);
    const own = view.subjectStart[row + 1] - view.subjectStart[row];
    return { refs, times, subjects: values, accounts, records: records + Math.max(0, values.length - own) };
  }
  const { refs, times, values } = (measure === 2 ? state.tenants : state.classes).contributors(key, window);
  return measure === 2
    ? { refs, times, tenants: values, accounts, records }
    : { refs, times, accounts, records };
}
