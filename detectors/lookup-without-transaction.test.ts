/** Customers looked up without a sale, and shops where that is ordinary, through the real engine. */
import { describe, expect, it } from 'vitest';
import type { EventPart } from '../src/batch/event.ts';
import { DAY, HOUR, MINUTE, parseInstant } from '../src/core/time.ts';
import { type Context, findingsOf } from '../test/findings-of.ts';
import { lookupWithoutTransaction } from './lookup-without-transaction.ts';

const START = parseInstant('2024-05-07T10:00:00+09:00');
const LEARNT = 40;

const find = (events: readonly EventPart[], context: Context = {}) =>
  findingsOf(lookupWithoutTransaction, events, context);
const hows = (events: readonly EventPart[], context?: Context) =>
  find(events, context).map(({ severity, evidence }) => `${severity} ${String(evidence.how)}`);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Something done at a till so many microseconds after the start. */
const at = (after: number, action: EventPart['action'], part: EventPart = {}): EventPart => ({
  ...(action === undefined ? {} : { action }),
  system: 'pos',
  source: 'pos',
  time: START + after,
  actor: 'clerk-1',
  device: 'TILL-1',
  ...part,
});
const ask = (after: number, customer: string, part?: EventPart) =>
  at(after, 'search', { subjects: [customer], ...part });
const sell = (after: number, customer: string | null, part?: EventPart) =>
  at(after, 'sale', { subjects: customer === null ? [] : [customer], ...part });

/** Ten customers a day, of whom so many buy nothing. */
const shopDay = (day: number, without: number, part: EventPart = {}): EventPart[] =>
  times(10, (n) => {
    const after = day * DAY + n * 40 * MINUTE;
    const customer = `C${day}-${n}-${part.device ?? ''}`;
    return n < without
      ? [ask(after, customer, part)]
      : [ask(after, customer, part), sell(after + 5 * MINUTE, customer, part)];
  }).flat();
const shopDays = (without: number, part?: EventPart) =>
  times(LEARNT, (day) => shopDay(day - LEARNT, without, part)).flat();
/** An evening on which customers are searched one after the other. */
const evening = (count: number, part?: EventPart, after = 9 * HOUR) =>
  times(count, (n) => ask(after + n * MINUTE, `X${n}`, part));
/** The next day: what waits is over. */
const later = [sell(2 * DAY, 'C-later')];

describe('searches after which nothing is sold', () => {
  it.each([
    ['more in an hour than is usual', 24, ['medium share']],
    ['too few to say', 8, []],
  ])('%s: %i', (_, count, expected) => {
    expect(hows([...shopDays(3), ...evening(count), ...later])).toEqual(expected);
  });
  it('says where, how many, and what is usual; the account is named, not blamed', () => {
    const [finding] = find([...shopDays(3), ...evening(24), ...later]);
    expect(finding).toMatchObject({ device: 'TILL-1', actor: 'clerk-1', principal: null });
    expect(finding.counts).toMatchObject({ subjects: 24, accounts: 1 });
    expect(finding.evidence).toMatchObject({ usual_percent: 30 });
    expect(finding.sentence.en).toContain('does not say who sat there');
  });
  it('is found drip by drip over a month', () => {
    const drip = times(30, (day) => [
      ...shopDay(day, 3),
      ...times(5, (n) => ask(day * DAY + 8 * HOUR + n * 7 * MINUTE, `D${day}-${n}`)),
    ]).flat();
    expect(hows([...shopDays(3), ...drip])).toEqual(['high share']);
  });
  it('is high from a hundred beyond the usual on', () => {
    expect(hows([...shopDays(3), ...evening(130), ...later])).toEqual(['medium share']);
    expect(hows([...shopDays(3), ...evening(150), ...later])).toEqual(['high share']);
  });
  it('is settled half an hour after a look-up, not before', () => {
    const elsewhere = (after: number) => sell(after, 'C', { device: 'TILL-2' });
    const searched = [...shopDays(3), ...evening(24)];
    expect(hows([...searched, elsewhere(9 * HOUR + 30 * MINUTE)])).toEqual([]);
    expect(hows([...searched, elsewhere(9 * HOUR + 54 * MINUTE)])).toEqual(['medium share']);
  });
  it('is held against a share that sales to nobody named make up, however many days are shown at once', () => {
    const nobodyNamed = shopDays(3).map((part) =>
      part.action === 'sale' ? { ...part, subjects: [] } : part,
    );
    const found = find([...nobodyNamed, ...evening(24), ...later]);
    expect(found).toHaveLength(1);
    expect(found[0].evidence).toMatchObject({ how: 'share', usual_percent: 30 });
  });
  it('is not hidden by one sale to nobody named at the end', () => {
    expect(hows([...shopDays(3), ...evening(24), sell(9 * HOUR + 25 * MINUTE, null), ...later])).toEqual([
      'medium share',
    ]);
  });
  it('is found whatever the order of lines that came minutes late', () => {
    const searched = evening(24);
    const shuffled = times(3, (n) => searched.slice(n * 8, n * 8 + 8).reverse()).flat();
    expect(hows([...shopDays(3), ...shuffled, ...later])).toEqual(['medium share']);
  });
  it('is found for a person where the log names no device', () => {
    const nowhere = { device: null };
    const found = find([...shopDays(3, nowhere), ...evening(24, nowhere), ...later]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ actor: 'clerk-1', device: null });
  });
  it('leaves out the colleague who had one enquiry on that evening', () => {
    const colleague = ask(9 * HOUR + 90 * MINUTE, 'Y', { actor: 'clerk-2' });
    expect(find([...shopDays(3), ...evening(40), colleague, ...later])[0]).toMatchObject({
      actor: 'clerk-1',
    });
  });
});

describe('what explains a look-up', () => {
  it.each([
    ['a sale to the same customer within half an hour', (n: number) => sell(29 * MINUTE, `X${n}`)],
    ['a sale to nobody named', () => sell(20 * MINUTE, null)],
    ['a quote', (n: number) => at(10 * MINUTE, 'create', { subjects: [`X${n}`] })],
    ['a receipt', (n: number) => at(10 * MINUTE, 'print', { subjects: [`X${n}`] })],
    ['a sale just before', (n: number) => sell(-5 * MINUTE, `X${n}`)],
  ])('%s', (_, explained) => {
    const events = times(24, (n) => {
      const after = 9 * HOUR + n * HOUR;
      const sale = explained(n);
      return [ask(after, `X${n}`), { ...sale, time: Number(sale.time) + after }];
    }).flat();
    expect(hows([...shopDays(3), ...events, sell(4 * DAY, 'C')])).toEqual([]);
  });
  it.each([
    ['a sale after more than half an hour', (n: number) => sell(31 * MINUTE, `X${n}`)],
    ['a sale to another customer', (n: number) => sell(MINUTE, `Y${n}`)],
    ['a sale at another till', (n: number) => sell(MINUTE, `X${n}`, { device: 'TILL-2' })],
  ])('but not %s', (_, sale) => {
    const events = times(40, (n) => {
      const after = 9 * HOUR + n * 35 * MINUTE;
      const sold = sale(n);
      return [ask(after, `X${n}`), { ...sold, time: Number(sold.time) + after }];
    }).flat();
    expect(hows([...shopDays(1), ...events, sell(4 * DAY, 'C')])).toEqual(['medium share']);
  });
});

describe('where it is ordinary', () => {
  it.each([
    [
      'a repairs counter, where hardly anybody buys',
      [...shopDays(9), ...times(30, (day) => shopDay(day, 9)).flat()],
    ],
    [
      'a busy day with as many enquiries as ever',
      [
        ...shopDays(3),
        ...times(4, (n) =>
          shopDay(0, 3).map((each) => ({
            ...each,
            time: Number(each.time) + n * MINUTE,
            subjects: each.subjects?.map((s) => `${s}-${n}`) ?? [],
          })),
        ).flat(),
        ...later,
      ],
    ],
    [
      'a log that knows no sales at all',
      times(60, (day) => times(40, (n) => ask(day * DAY + n * MINUTE, `C${day}-${n}`))).flat(),
    ],
    ['a till of which nothing is known yet', [...evening(60), ...later]],
    [
      'the same customer again and again',
      [...shopDays(3), ...times(25, (n) => ask(9 * HOUR + n * MINUTE, 'X'))],
    ],
    [
      'residents, not customers',
      [...shopDays(3, { system: 'resident' }), ...evening(60, { system: 'resident' }), ...later],
    ],
    [
      'look-ups that name their transaction',
      [...shopDays(3), ...evening(60, { transaction_id: 'T-1' }), ...later],
    ],
  ])('is silent: %s', (_, events) => expect(hows(events)).toEqual([]));
});

describe('an odd context', () => {
  const registers = {
    people: 'principal,unit\nP1,shop\nP2,shop',
    accounts: 'account,principal,kind\nclerk-1,P1,personal\nclerk-2,P2,personal',
    sites: 'site,organisation,valid_to\nS1,own,2024-05-06',
    devices: 'device,kind,principal,site\nTILL-1,terminal,,S1',
    shifts: 'principal,kind,start,end\nP1,leave,2024-05-07T00:00:00+09:00,2024-05-08T00:00:00+09:00',
  };
  const { sites: _, ...noSites } = registers;
  const { shifts: __, ...noShifts } = registers;

  it.each([
    ['a shop that is no longer in the company', { registers: noShifts }, 'site-ended'],
    ['a clerk on leave', { registers: noSites }, 'absent'],
  ])('%s: five are enough', (___, context, odd) => {
    const found = (count: number) => find([...shopDays(3), ...evening(count), ...later], context);
    expect(found(4)).toEqual([]);
    expect(found(5)[0]?.evidence).toMatchObject({ how: 'context', context: odd, without: 5 });
  });
  it('a session that somebody else opened', () => {
    const opened = at(9 * HOUR - MINUTE, 'login', { actor: 'clerk-2', session: 's1' });
    const found = find([...shopDays(3), opened, ...evening(6, { session: 's1' }), ...later]);
    expect(found[0]?.evidence).toMatchObject({ how: 'context', context: 'other-hands' });
    expect(
      hows([...shopDays(3), { ...opened, actor: 'clerk-1' }, ...evening(6, { session: 's1' }), ...later]),
    ).toEqual([]);
  });
  it('is silent where every one of them buys', () => {
    const sold = times(20, (n) => [
      ask(9 * HOUR + n * MINUTE, `X${n}`),
      sell(9 * HOUR + n * MINUTE + 1, `X${n}`),
    ]).flat();
    expect(find([...shopDays(3), ...sold, ...later], { registers: noShifts })).toEqual([]);
  });
});
