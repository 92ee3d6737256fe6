/** nhk-2023 and cabinet-2023: found by narrowing down everybody who could reach one document. */
import { afterAll, describe, expect, test } from 'vitest';
import { REPORT } from '../../seeds/cabinet-2023.ts';
import { NOTE, POSTED } from '../../seeds/nhk-2023.ts';
import { incidentLake } from '../../test/ask/lakes.ts';

const nhk = await incidentLake('nhk-2023');
const cabinet = await incidentLake('cabinet-2023');
afterAll(() => {
  nhk.remove();
  cabinet.remove();
});

describe('who touched the document before it was out', () => {
  test('the interview note: five without a reason, the last of them first', async () => {
    const { head, rows } = await nhk.ask('by-item', { item: NOTE, to: POSTED });
    expect(head).toMatchObject({ count: 5, complete: true, figures: { touched: 7, touches: 23 } });
    expect(rows[0]).toMatchObject({
      rank: 1,
      person: 'P0112',
      employment: 'agency',
      last: '2023-05-23T16:42:00+09:00',
    });
    expect(head.figures.with_reason).toEqual(['P0102 (case PRG-0417)', 'P0101 (case PRG-0417)']);
  });

  test('the report: one official had no role in it', async () => {
    const { head, rows } = await cabinet.ask('by-item', { item: REPORT });
    expect([head.count, rows[0].person, rows[0].employment]).toEqual([1, 'P0107', 'seconded']);
  });

  test('a pattern: a star stands for anything, other signs for themselves', async () => {
    expect((await nhk.ask('by-item', { item: 'news/interview-*', to: POSTED })).head.count).toBe(5);
    expect((await nhk.ask('by-item', { item: 'news/interview_0417' })).head.count).toBe(0);
    expect((await nhk.ask('by-item', { item: 'news/interview%' })).head.count).toBe(0);
  });
});
