/** kinkos-2022: the first report named orders of 2017 to 2022; the enquiry showed which were touched. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { kinkos2022 } from '../../seeds/kinkos-2022.ts';
import { type AskedLake, incidentLake, lakeOf } from '../../test/ask/lakes.ts';

const lake = await incidentLake('kinkos-2022');
const lakes: AskedLake[] = [lake];
afterAll(() => {
  for (const each of lakes) each.remove();
});

/** The orders of the first report. */
const { events } = kinkos2022.tell();
const reported = events.flatMap(({ resource, transaction_id: transaction }) =>
  resource?.includes('-P') || transaction?.startsWith('reorder-') ? [resource ?? ''] : [],
);
const list = join(lake.folder, 'orders.txt');
writeFileSync(list, `\ufeff${reported.join('\r\n')}\r\n`);

describe('the affected orders', () => {
  test('2,438 of 2020 to 2022 were touched, 1,741 with a person; the 15 of 2017 to 2019 were not', async () => {
    const { head, rows } = await lake.ask('affected-set', { subjects: list, device: 'PC-0202' });
    expect(head).toMatchObject({
      count: 2_453,
      complete: true,
      figures: {
        touched: 2_438,
        not_touched: 15,
        cannot_say: 0,
        personal: 1_741,
        deleted: 640,
        record_dates: ['2020-01-06', '2022-04-28'],
      },
    });
    const cleared = rows.filter(({ result }) => result === 'not_touched');
    expect(new Set(cleared.map(({ record_date: date }) => String(date).slice(0, 4)))).toEqual(
      new Set(['2017', '2018', '2019']),
    );
  });

  test('without a device, whoever touched them counts', async () => {
    const { head } = await lake.ask('affected-set', { subjects: list });
    expect(head.figures.touched).toBe(2_453);
  });

  test('a period the log does not reach: what left no trace cannot be cleared', async () => {
    const { head } = await lake.ask('affected-set', {
      subjects: list,
      device: 'PC-0202',
      from: '2022-01-01',
    });
    expect(head).toMatchObject({
      complete: false,
      figures: { touched: 2_438, not_touched: 0, cannot_say: 15 },
    });
  });
});

test('a list that names nothing may have shown anything', async () => {
  const line = (more: object) =>
    `${JSON.stringify({ time: '2024-06-03T10:00:00+09:00', system: 'crm', actor: 'a', device: 'D1', ...more })}\n`;
  const small = await lakeOf(
    line({ action: 'view', resource: 'order/1' }) +
      line({ action: 'view', resource: 'order/2', device: 'D2', time: '2024-06-03T10:01:00+09:00' }) +
      line({ action: 'export', records: 40, time: '2024-06-03T10:02:00+09:00' }),
    new Map(),
  );
  lakes.push(small);
  const { head, rows } = await small.ask('affected-set', { item: 'order/*', device: 'D1' });
  expect(rows.map(({ result }) => result)).toEqual(['touched', 'cannot_say']);
  expect([head.complete, head.gaps[0].en]).toEqual([
    false,
    expect.stringContaining('1 look-ups returned 40 records'),
  ]);
  const other = await small.ask('affected-set', { item: 'order/*', device: 'D2' });
  expect(other.rows.map(({ result }) => result)).toEqual(['not_touched', 'touched']);
});

test('a short list, looked for where its records stand, and a long one, looked for everywhere, say the same', async () => {
  const line = (more: object) =>
    `${JSON.stringify({ time: '2024-06-03T10:00:00+09:00', system: 'crm', actor: 'a', device: 'D1', ...more })}\n`;
  const small = await lakeOf(
    [
      line({ action: 'view', resource: 'order/1', subject: 'S1' }),
      line({ action: 'view', resource: 'S1', subjects: ['S1', 'S2'], time: '2024-06-03T10:01:00+09:00' }),
      line({ action: 'delete', subject: 'S2', device: 'D2', time: '2024-06-03T10:02:00+09:00' }),
      line({ action: 'view', resource: 'order/2', outcome: 'failure', time: '2024-06-03T10:03:00+09:00' }),
    ].join(''),
    new Map(),
  );
  lakes.push(small);
  const asked = ['order/1', 'order/2', 'order/3', 'S1', 'S2'];
  const padded = [...asked, ...Array.from({ length: 500 }, (_, i) => `none-${i}`)];
  for (const whose of [{}, { device: 'D1' }, { device: 'D2' }]) {
    const short = await small.ask('affected-set', { subject: asked.join('|'), ...whose });
    const long = await small.ask('affected-set', { subject: padded.join('|'), ...whose });
    expect(long.rows.filter(({ record }) => asked.includes(String(record)))).toEqual(short.rows);
    expect(short.rows).toHaveLength(5);
  }
});
