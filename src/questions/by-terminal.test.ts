/** visionary-2023: found by asking who had searched one employee, then everything those terminals had searched. */
import { afterAll, describe, expect, test } from 'vitest';
import { incidentLake } from '../../test/ask/lakes.ts';

const lake = await incidentLake('visionary-2023');
afterAll(() => lake.remove());
const TERMINALS = 'POS-shop-07|POS-shop-11|POS-shop-15';

describe('the terminals of shops handed over', () => {
  test('one search of an employee shows where to ask', async () => {
    const { head, rows } = await lake.ask('who-looked-at', { subject: 'K-STAFF-0377' });
    expect(head.count).toBe(1);
    expect(rows[0]).toMatchObject({
      time: '2023-02-04T15:26:11+09:00',
      device: 'POS-shop-11',
      verdict: 'contradicted',
      by: 'site-not-authorised',
    });
  });

  test('searched 4,061 customers after the hand-over, none of them with a sale', async () => {
    const { head, rows } = await lake.ask('by-terminal', { device: TERMINALS });
    expect(head).toMatchObject({
      complete: true,
      figures: { unauthorised: 4_061, unauthorised_subjects: 4_061 },
    });
    const late = rows.filter(({ site_state: state }) => state === 'ended');
    expect(late).toHaveLength(4_061);
    expect(late.every(({ sale }) => sale === null)).toBe(true);
    expect(
      rows.filter(({ site_state: state, sale }) => state === 'authorised' && sale !== null).length,
    ).toBeGreaterThan(300);
    expect(head.count).toBe(rows.length);
  });

  test('a staff ID opened the terminal, another went on', async () => {
    const { rows } = await lake.ask('by-terminal', {
      device: 'POS-shop-11',
      from: '2023-02-04',
      to: '2023-02-04',
    });
    const [first] = rows;
    expect(rows.find(({ subjects }) => (subjects as string[])[0] === 'K-STAFF-0377')).toBeDefined();
    expect(first).toHaveProperty('hand_over');
  });

  test('everything done at one device', async () => {
    const { head } = await lake.ask('by-device', { device: 'POS-shop-07', to: '2022-10-15' });
    expect(head.figures.accounts).toEqual(['u0070', 'u0071']);
    expect(head.count).toBeGreaterThan(100);
  });
});
