/** How many events each day and source has, so that coverage is known without reading a file. */
import { SYSTEMS } from '../../../schemas/access-event.ts';
import type { LakeFile } from '../../../schemas/commit.ts';
import { type EventBatch, type EventColumns, IS_LOOKUP, OUTCOME } from '../../../schemas/event-columns.ts';
import type { Key } from '../../core/hash.ts';
import { keyNumbers } from '../../core/key-numbers.ts';
import { type Day, dayAt, formatDate } from '../../core/time.ts';

/** Counts by day (JST), kind of log and source. */
export interface DayCounts {
  add(batch: Pick<EventBatch, 'event'>, row: number, columns: EventColumns): void;
  days(): LakeFile['days'];
}

interface Counts {
  readonly place: number;
  readonly day: Day;
  readonly system: number;
  readonly source: string;
  events: number;
  unnamed: number;
  unnamedRecords: number;
}

/** Of one source: the counts of its last row, and all. */
interface OfSource {
  last: Counts | null;
  readonly all: Map<number, Counts>;
}

/** A sum that stays a count: a log may claim 2^53 records a row, and what a commit says must be read again. In any order it is the same. */
export function countSum(one: number, other: number): number {
  return Math.min(one + other, Number.MAX_SAFE_INTEGER);
}

/** Nothing counted yet. */
export function dayCounts(): DayCounts {
  const numbers = keyNumbers();
  const sources: OfSource[] = [];
  const all: Counts[] = [];

  function ofSource(key: Key): OfSource {
    const number = numbers.get(key);
    if (!Number.isNaN(number)) return sources[number];
    numbers.set(key, sources.length);
    sources.push({ last: null, all: new Map() });
    return sources[sources.length - 1];
  }

  return {
    add(batch, row, { time, system, source, action, outcome, records, subjectStart }) {
      const day = dayAt(time[row]);
      const place = day * SYSTEMS.length + system[row];
      const counts = ofSource(source[row]);
      let own = counts.last?.place === place ? counts.last : (counts.all.get(place) ?? null);
      if (own === null) {
        const said = { place, day, system: system[row], source: batch.event(row).source };
        own = { ...said, events: 0, unnamed: 0, unnamedRecords: 0 };
        counts.all.set(place, own);
        all.push(own);
      }
      counts.last = own;
      own.events++;
      if (!IS_LOOKUP[action[row]] || outcome[row] !== OUTCOME.success) return;
      // a look-up's records beyond the subjects it names: whose they are is not known
      const unnamed = records[row] - (subjectStart[row + 1] - subjectStart[row]);
      if (unnamed <= 0) return;
      own.unnamed++;
      own.unnamedRecords = countSum(own.unnamedRecords, unnamed);
    },
    days: () =>
      all.map(({ day, system, source, events, unnamed, unnamedRecords }) => ({
        day: formatDate(day),
        system: SYSTEMS[system],
        source,
        events,
        unnamed,
        unnamed_records: unnamedRecords,
      })),
  };
}
