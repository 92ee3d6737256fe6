import { describe, expect, test } from 'vitest';
import { encodeEvents } from '../../batch/encode.ts';
import { type EventPart, event } from '../../batch/event.ts';
import { detectorColumns } from '../../engine/derive.ts';
import { dayCounts } from './day-counts.ts';

function counted(...parts: readonly EventPart[]) {
  const batch = encodeEvents(parts.map(event));
  const counts = dayCounts();
  for (let row = 0; row < batch.size; row++)
    counts.add(batch, row, detectorColumns(batch.columns, batch.size));
  return counts.days();
}

describe('records of nobody in particular:', () => {
  test.each([
    ['a list of more records than it names', { action: 'list', subjects: ['R1'], records: 40 }, 39],
    ['an export that names nobody', { action: 'export', records: 500 }, 500],
    ['a look-up of whom it names', { action: 'view', subjects: ['R1', 'R2'] }, 0],
    ['an update, which shows nothing', { action: 'update', records: 5 }, 0],
    ['a failed export', { action: 'export', records: 500, outcome: 'failure' }, 0],
  ] as const)('%s', (_, part, records) => {
    expect(counted(part)).toMatchObject([{ unnamed: records > 0 ? 1 : 0, unnamed_records: records }]);
  });
});

test('records beyond every count stay a count, which a commit can say', () => {
  const most = { action: 'export', records: Number.MAX_SAFE_INTEGER } as const;
  expect(counted(most, most, most)).toMatchObject([{ unnamed: 3, unnamed_records: Number.MAX_SAFE_INTEGER }]);
});

test('each day of JST and each source counts for itself', () => {
  const sums = counted(
    { time: '2024-05-01T14:59:59Z', source: 'the old till' },
    { time: '2024-05-01T15:00:00Z', source: 'the old till' },
    { time: '2024-05-01T15:00:01Z', source: 'the old till', system: 'pos' },
    { time: '2024-05-01T15:00:02Z', source: 'the old till', action: 'list', records: 3 },
  );
  expect(sums.map(({ day, system, source, events }) => [day, system, source, events])).toEqual([
    ['2024-05-01', 'resident', 'the old till', 1],
    ['2024-05-02', 'resident', 'the old till', 2],
    ['2024-05-02', 'pos', 'the old till', 1],
  ]);
});
