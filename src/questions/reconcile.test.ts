/** yjfx-2016: every record was never fetched, fetched by crawlers, or read by people; two letters misprinted the figures. */
import { afterAll, describe, expect, test } from 'vitest';
import { incidentLake } from '../../test/ask/lakes.ts';
import type { Wanted } from '../store/parquet/footer.ts';
import { type Part, readParts, readSelector, type Selector, wantedBy } from './selectors.ts';

const lake = await incidentLake('yjfx-2016');
afterAll(() => lake.remove());

const BASE = 'source:fx-core action:export actor:u0112';
const CRAWLER = 'crawler: source:rented-web user_agent:*bot*';
const PERSON = 'person: source:rented-web user_agent:Mozilla*';
const PARTS = `never: none; ${CRAWLER}; ${PERSON}`;

describe('185,637 records', () => {
  test('are 128,231 never fetched, 56,665 by crawlers, 741 by people', async () => {
    const { head, rows } = await lake.ask('reconcile', { base: `185,637 ${BASE}`, parts: PARTS });
    expect(head).toMatchObject({
      count: 185_637,
      complete: true,
      figures: { never: 128_231, crawler: 56_665, person: 741 },
    });
    expect(rows).toHaveLength(185_637);
    expect(rows.filter(({ part }) => part === 'person')).toHaveLength(741);
  });

  test.each([
    ['the misprinted total', `185626 ${BASE}`, PARTS],
    ['the misprinted part', BASE, `never: none 128220; ${CRAWLER}; ${PERSON}`],
    ['a part that is missing', BASE, `never: none; ${CRAWLER}`],
    ['parts that overlap', BASE, `${PARTS}; again: source:rented-web data_class:trade`],
    ['a base without records', 'source:nothing', PARTS],
  ])('are not told with %s', async (_, base, parts) => {
    await expect(lake.ask('reconcile', { base, parts })).rejects.toThrow('ask-split');
  });

  test('of the 741, two with the name', async () => {
    const named =
      'named: source:rented-web data_class:customer user_agent:Mozilla*; other: source:rented-web data_class:trade';
    const { head } = await lake.ask('reconcile', {
      base: 'source:rented-web user_agent:Mozilla*',
      parts: named,
    });
    expect(head.figures).toEqual({ named: 2, other: 739 });
  });
});

test.each([
  ['no colon', 'source'],
  ['nothing', ''],
  ['a field that is SQL', "a'b:c"],
])('conditions with %s are refused', (_, text) => {
  expect(readSelector(text, '--base')).toMatchObject({ code: 'ask-selector' });
});

test('two parts of one name are refused', () => {
  expect(readParts('a: source:x; a: source:y')).toMatchObject({ code: 'ask-selector' });
});

describe('row groups are chosen', () => {
  test.each<[string, string, string, Wanted]>([
    [
      'by what all conditions name',
      'action:print site:a',
      'x: action:print; y: action:copy',
      { action: ['print', 'copy'] },
    ],
    ['by nothing where one names nothing', 'action:print', 'x: action:print; y: site:a', {}],
    ['by nothing where one names what it is not', 'action:print', 'x: action:print; y: -action:print', {}],
    ['by nothing where a name has a star', 'action:print', 'x: action:pr*', {}],
    [
      'by sources alone where parts name some: all of their rows are traces',
      'source:a actor:u',
      'x: source:b actor:u; n: none',
      { source: ['a', 'b'] },
    ],
    ['by nothing where a part has no source and another has', 'source:a', 'x: source:b; y: site:c', {}],
  ])('%s', (_, base, parts, wanted) => {
    const [selector, named] = [readSelector(base, '--base') as Selector, readParts(parts) as readonly Part[]];
    expect(wantedBy(selector, named)).toEqual(wanted);
  });
});
