import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../core/time.ts';
import { csvTable } from '../../registers/table.ts';
import { type LogRow, logAfter, rowsIn } from './register-log.ts';

const at = (day: number) => parseInstant(`2024-05-${String(day).padStart(2, '0')}T00:00:00+09:00`);
const row = (principal: string, unit: string, more: LogRow = {}): LogRow => ({ principal, unit, ...more });
const entry = (day: number) => `2024-05-${String(day).padStart(2, '0')}T00:00:00+09:00`;

/** The log after deliveries on the 1st, 2nd, 3rd … */
function logOf(...deliveries: (readonly LogRow[])[]): readonly LogRow[] {
  return deliveries.reduce<readonly LogRow[]>(
    (log, rows, i) => (i === 0 ? rows : logAfter('people', log, rows, at(i + 1))),
    [],
  );
}

describe('the register log', () => {
  const first = [row('P1', 'water'), row('P2', 'tax')];

  test('is the same where a delivery brings nothing new, in whatever order', () => {
    expect(logAfter('people', first, [...first].reverse(), at(2))).toBe(first);
  });

  test('a row that says something else is another version, known from its entry', () => {
    expect(logOf(first, [row('P1', 'road'), row('P2', 'tax')])).toEqual([
      ...first,
      row('P1', 'road', { recorded_at: entry(2) }),
    ]);
  });

  test('a row that says again what it said before is known anew', () => {
    const back = logOf([row('P1', 'water')], [row('P1', 'road')], [row('P1', 'water')]);
    expect(back.map(({ unit }) => unit)).toEqual(['water', 'road', 'water']);
  });

  test('a key that is wholly absent is withdrawn, once, and may come back', () => {
    const gone = [row('P1', 'water')];
    const log = logOf(first, gone, gone, first);
    expect(log.slice(2)).toEqual([
      row('P2', 'tax', { recorded_at: entry(2), withdrawn: 'yes' }),
      row('P2', 'tax', { recorded_at: entry(4) }),
    ]);
  });

  test('a key whose time was over may leave the file: nothing is withdrawn', () => {
    const left = row('P2', 'tax', { ended: '2024-04-30' });
    const leaving = row('P3', 'tax', { ended: '2024-05-02' });
    expect(logOf([row('P1', 'water'), left], [row('P1', 'water')])).toHaveLength(2);
    const log = logOf([row('P1', 'water'), leaving], [row('P1', 'water')]);
    expect(log.at(-1)).toMatchObject({ principal: 'P3', withdrawn: 'yes' }); // his last day is today
    expect(
      logOf([row('P1', 'water'), leaving], [row('P1', 'water'), leaving], [row('P1', 'water')]),
    ).toHaveLength(2);
  });

  test('an older version that is no longer in the file is not withdrawn', () => {
    const [old, now] = [
      row('P1', 'water', { recorded_at: entry(1) }),
      row('P1', 'road', { recorded_at: entry(1) }),
    ];
    expect(logOf([old, now], [now])).toHaveLength(2);
  });

  test('another start is another key', () => {
    const moved = row('P1', 'road', { valid_from: '2024-06-01' });
    expect(logOf([row('P1', 'water')], [row('P1', 'water'), moved])).toHaveLength(2);
  });

  test('when it was recorded by the office is no news', () => {
    const again = [row('P1', 'water', { recorded_at: '2024-04-01' }), row('P2', 'tax')];
    expect(logAfter('people', first, again, at(2))).toBe(first);
  });

  test('knows of every day what was delivered last by then', () => {
    const delivery = fc.dictionary(
      fc.constantFrom('P1', 'P2', 'P3'),
      fc.constantFrom('water', 'tax', 'road'),
    );
    fc.assert(
      fc.property(fc.array(delivery, { size: 'max', maxLength: 12 }), (deliveries) => {
        const log = logOf(
          ...deliveries.map((people) => Object.entries(people).map(([name, unit]) => row(name, unit))),
        );
        for (const [i, people] of deliveries.entries()) {
          const known = new Map<string, string>();
          for (const { principal, unit, recorded_at, withdrawn } of log) {
            if (recorded_at !== undefined && String(recorded_at) > entry(i + 1)) continue;
            if (withdrawn === undefined) known.set(String(principal), String(unit));
            else known.delete(String(principal));
          }
          expect(Object.fromEntries(known)).toEqual({ ...people });
        }
      }),
    );
  });

  test('rows are read as they stand; those that cannot be read are left out', () => {
    const table = csvTable('people.csv', Buffer.from('principal,unit\nP1,water\nP2,"x"y\nP3,\n'));
    expect(rowsIn([table])).toEqual([row('P1', 'water'), { principal: 'P3' }]);
  });
});
