/** Spans of time over which registers say the same: what was worked out for one event holds for all others of its period. */
import type { RegisterName } from '../../schemas/registers/registers.ts';
import { DAY, dayAt, type Micros, startOfDay } from '../core/time.ts';
import type { Entries } from './history.ts';
import type { Validity } from './registers.ts';

/** The period of an instant, as a number: two instants of one period get the same answers. */
export type PeriodOf = (time: Micros) => number;

/** What periods are made of. */
export interface PeriodSources {
  entries(register: RegisterName): Entries<Validity>;
  /** After how many days a register counts as stale; undefined: never. */
  freshnessDays(register: RegisterName): number | undefined;
  /** At which instant of knowledge an event is judged. */
  knownAt(time: Micros): Micros;
}

/** The periods of some registers: between any two instants at which a row of them begins, ends, becomes known or grows stale. */
export function periodsOf(
  registers: readonly RegisterName[],
  echo: Micros,
  sources: PeriodSources,
): PeriodOf {
  const bounds = new Set<Micros>();
  const entered = new Set<Micros>();
  for (const register of registers) {
    const { rows, recorded } = sources.entries(register);
    const days = sources.freshnessDays(register);
    for (const { start, end } of rows) {
      bounds
        .add(start)
        .add(end)
        .add(end + echo);
      if (Number.isFinite(start)) bounds.add(startOfDay(dayAt(start))); // a register covers whole days
    }
    for (const at of recorded) {
      entered.add(at);
      // stale is what is older than so many days: it is not yet on the last instant
      if (days !== undefined) bounds.add(at + days * DAY + 1);
    }
  }
  const ofTime = ordinal(bounds);
  const ofKnowledge = ordinal(entered);
  return (time) => ofTime(time) * (entered.size + 1) + ofKnowledge(sources.knownAt(time));
}

/** How many of the instants are not after a given one. Asked in time order it costs two comparisons. */
function ordinal(instants: ReadonlySet<Micros>): (at: Micros) => number {
  const rising = Float64Array.from(instants).sort();
  // number, first instant, end of the span asked for last
  const span = Float64Array.of(0, Number.NaN, Number.NaN);
  return (at) => {
    if (at >= span[1] && at < span[2]) return span[0];
    let low = 0;
    let high = rising.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rising[middle] <= at) low = middle + 1;
      else high = middle;
    }
    span[0] = low;
    span[1] = low === 0 ? Number.NEGATIVE_INFINITY : rising[low - 1];
    span[2] = low === rising.length ? Number.POSITIVE_INFINITY : rising[low];
    return low;
  };
}
