/** How many events each day and source has, so that coverage is known without reading a file. */
import { SYSTEMS } from '../../../schemas/access-event.ts';
import type { LakeFile } from '../../../schemas/commit.ts';
import { type EventBatch, type EventColumns, IS_LOOKUP, OUTCOME } from '../../../schemas/event-columns.ts';
import type { Key } from '../../core/hash.ts';
import { type Day, dayAt, formatDate } from '../../core/time.ts';

/** Counts by day (JST), kind of log and source. */
export interface DayCounts {
  add(batch: Pick<EventBatch, 'event'>, row: number, columns: EventColumns): void;
  days(): LakeFile['days'];
}

interface Counts {
  readonly day: Day;
  readonly system: number;
  readonly source: string;
  events: number;
  unnamed: number;
  unnamedRecords: number;
}

/** Nothing counted yet. */
export function dayCounts(): DayCounts {
  /** By source, then by day and kind. */
  const bySource = new Map<Key, Map<number, Counts>>();
  const all: Counts[] = [];
  return {
    add(batch, row, { time, system, source, action, outcome, records, subjectStart }) {
      const day = dayAt(time[row]);
      let counts = bySource.get(source[row]);
      if (counts === undefined) {
        counts = new Map();
        bySource.set(source[row], counts);
      }
      const place = day * SYSTEMS.length + system[row];
      let own = counts.get(place);
      if (own === undefined) {
        own = {
          day,
          system: system[row],
          source: batch.event(row).source,
          events: 0,
          unnamed: 0,
          unnamedRecords: 0,
        };
        counts.set(place, own);
        all.push(own);
      }
      own.events++;
      if (!IS_LOOKUP[action[row]] || outcome[row] !== OUTCOME.success) return;
      // a look-up's records beyond the subjects it names: whose they are is not known
      const unnamed = records[row] - (subjectStart[row + 1] - subjectStart[row]);
      if (unnamed <= 0) return;
      own.unnamed++;
      own.unnamedRecords += unnamed;
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
