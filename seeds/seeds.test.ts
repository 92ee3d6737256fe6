/** The streams say what the sources say: exact figures, real weekdays, valid events, the same on every run. */
import { describe, expect, test } from 'vitest';
import { accessEvent } from '../schemas/access-event.ts';
import { dayAt, formatDate, parseInstant, weekday } from '../src/core/time.ts';
import { isWorkingDay } from './calendar.ts';
import { chanceOf, shares } from './chance.ts';
import { INCIDENTS } from './incidents.ts';
import { SCENARIOS } from './index.ts';
import { eventId, recordsOf, registerFiles, type SeedEvent, type Story } from './story.ts';

const stories = new Map(SCENARIOS.map((scenario) => [scenario.id, scenario.tell()]));

/** Events of an incident, of one strand if named. */
function incident(id: string, strand?: string): SeedEvent[] {
  const { events, strands } = stories.get(id) as Story;
  return events.filter((event) => {
    const own = strands.get(eventId(event));
    return own !== undefined && own === (strand ?? own);
  });
}

const distinct = <T>(values: readonly T[]): number => new Set(values).size;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const dayOf = (event: SeedEvent): number => dayAt(parseInstant(event.time));
const logins = (events: readonly SeedEvent[], outcome: string) =>
  events.filter((event) => event.action === 'login' && event.outcome === outcome);

describe('figures of the sources', () => {
  test('sendai: one look-up, on Saturday 2022-08-06', () => {
    const [lookUp, ...others] = incident('sendai-2023');
    expect(others).toEqual([]);
    expect(formatDate(dayOf(lookUp))).toBe('2022-08-06');
    expect(weekday(dayOf(lookUp))).toBe(6);
    expect(stories.get('sendai-2023')?.registers['no-contact']).toEqual([
      { principal: 'P0101', subject: lookUp.subject, valid_from: '2021-06-30' },
    ]);
  });

  test('satsumasendai: two look-ups of one resident on 2023-05-01, after the case', () => {
    const lookUps = incident('satsumasendai-2023');
    expect(lookUps.map((event) => formatDate(dayOf(event)))).toEqual(['2023-05-01', '2023-05-01']);
    expect(distinct(lookUps.map(({ subject }) => subject))).toBe(1);
    expect(lookUps.every((event) => isWorkingDay(dayOf(event)))).toBe(true);
  });

  test('tsuchiura: 836 distinct colleagues on Saturday 2021-12-18, to one disk', () => {
    const copies = incident('tsuchiura-2023');
    expect(distinct(copies.map(({ subject }) => subject))).toBe(836);
    expect(copies).toHaveLength(836);
    expect(distinct(copies.map(({ destination }) => destination))).toBe(1);
    expect([...new Set(copies.map((event) => formatDate(dayOf(event))))]).toEqual(['2021-12-18']);
    expect(weekday(dayOf(copies[0]))).toBe(6);
  });

  test('lac: 2,069 documents of 2003 to 2017 about 628 partners, to one cloud', () => {
    const uploads = incident('lac-2022');
    expect(uploads).toHaveLength(2_069);
    expect(distinct(uploads.map(({ tenant }) => tenant))).toBe(628);
    expect(distinct(uploads.map(({ destination }) => destination))).toBe(1);
    const years = uploads.map(({ record_date }) => Number(record_date?.slice(0, 4)));
    expect([Math.min(...years), Math.max(...years)]).toEqual([2003, 2017]);
  });

  test('yjfx: 185,637 customers, of them 56,665 read by crawlers, 741 by people, 2 with their names', () => {
    const subjectsOf = (strand: string) =>
      incident('yjfx-2016', strand).flatMap(({ subject, subjects }) => subjects ?? [subject ?? '']);
    const [taken, crawled, seen] = ['pull', 'crawler', 'person'].map((strand) => new Set(subjectsOf(strand)));
    expect([taken.size, crawled.size, seen.size]).toEqual([185_637, 56_665, 741]);
    expect([...crawled, ...seen].filter((subject) => !taken.has(subject))).toEqual([]);
    expect([...seen].filter((subject) => crawled.has(subject))).toEqual([]);
    expect(taken.size - crawled.size - seen.size).toBe(128_231);
    expect(incident('yjfx-2016', 'person').filter((read) => read.data_class === 'customer')).toHaveLength(2);
    expect(sum(incident('yjfx-2016', 'carry').map(recordsOf))).toBe(185_637);
  });

  test('jipdec: 888 companies from October 2005 to July 2023, never on a device of the office', () => {
    const kept = incident('jipdec-2023').filter(({ action }) => action === 'download');
    expect(distinct(kept.map(({ tenant }) => tenant))).toBe(888);
    const months = kept.map((event) => formatDate(dayOf(event)).slice(0, 7)).sort();
    expect([months[0], months.at(-1)]).toEqual(['2005-10', '2023-07']);
    const registered = new Set(stories.get('jipdec-2023')?.registers.devices.map(({ device }) => device));
    expect(kept.filter(({ device }) => registered.has(device ?? ''))).toEqual([]);
  });

  test('kinkos: 2,438 orders, 1,741 with personal data, from one PC; the 15 of 2017 to 2019 were not touched', () => {
    const read = incident('kinkos-2022', 'read');
    expect(distinct(read.map(({ resource }) => resource))).toBe(2_438);
    expect(read.filter(({ subject }) => subject !== undefined)).toHaveLength(1_741);
    expect(distinct(incident('kinkos-2022').map(({ device }) => device))).toBe(1);
    const dates = incident('kinkos-2022')
      .map((event) => event.record_date ?? '')
      .sort();
    expect([dates[0].slice(0, 7), dates.at(-1)?.slice(0, 7)]).toEqual(['2020-01', '2022-04']);
    const old = stories.get('kinkos-2022')?.events.filter(({ record_date: date }) => date && date < '2020');
    expect(distinct((old ?? []).map(({ resource }) => resource))).toBe(15);
  });

  test('visionary: 4,061 customers until 2023-03-28, one employee on 2023-02-04', () => {
    const searches = incident('visionary-2023');
    expect(distinct(searches.map(({ subject }) => subject))).toBe(4_061);
    expect(formatDate(Math.max(...searches.map(dayOf)))).toBe('2023-03-28');
    const employee = searches.filter(({ subject }) => subject === 'K-STAFF-0377');
    expect(employee.map((event) => formatDate(dayOf(event)))).toEqual(['2023-02-04']);
  });

  test('procx: 9,000,000 records of 59 tenants', () => {
    const exports_ = incident('procx-2023');
    expect(sum(exports_.map(recordsOf))).toBe(9_000_000);
    expect(distinct(exports_.map(({ tenant }) => tenant))).toBe(59);
    expect(distinct(exports_.map(({ actor }) => actor))).toBe(1);
  });

  test('narsus: tries from outside only, one success, 61,942 registrants, before 2020-05-07', () => {
    const breakIn = incident('narsus-2020', 'break-in');
    expect(breakIn.every(({ ip }) => ip?.startsWith('10.') === false)).toBe(true);
    expect(logins(breakIn, 'success')).toHaveLength(1);
    expect(breakIn.at(-1)?.outcome).toBe('success');
    expect(sum(incident('narsus-2020', 'pull').map(recordsOf))).toBe(61_942);
    expect(incident('narsus-2020').every((event) => formatDate(dayOf(event)) < '2020-05-07')).toBe(true);
  });

  test.each([
    ['first', 61, 697],
    ['second', 14, 38],
    ['third', 37, 232],
  ])('hioki: the %s official, %i accounts and %i logins', (strand, accounts, count) => {
    const guesses = incident('hioki-2023', strand);
    expect(logins(guesses, 'success')).toHaveLength(count);
    expect(distinct(guesses.map(({ actor }) => actor))).toBe(accounts);
    expect(distinct(guesses.map(({ device }) => device))).toBe(1);
    for (const actor of new Set(guesses.map((event) => event.actor)))
      expect(guesses.find((event) => event.actor === actor)?.outcome).toBe('failure');
    const dates = guesses.map((event) => formatDate(dayOf(event))).sort();
    expect(dates[0] >= '2023-01-01' && (dates.at(-1) ?? '') <= '2023-04-21').toBe(true);
  });

  test('hioki: 967 logins in all', () => {
    const all = ['first', 'second', 'third'].flatMap((strand) => incident('hioki-2023', strand));
    expect(logins(all, 'success')).toHaveLength(967);
  });

  test('tsuyama: two devices of their own, eight classmates’ accounts from late July, and nothing refused', () => {
    const used = incident('tsuyama-2023');
    expect(distinct(used.map(({ device }) => device))).toBe(2);
    expect(distinct(used.map(({ actor }) => actor))).toBe(8);
    expect(logins(used, 'failure')).toEqual([]);
    expect(formatDate(Math.min(...used.map(dayOf))) >= '2023-07-21').toBe(true);
    expect(new Set(used.map(({ action }) => action))).toEqual(new Set(['login', 'download', 'config']));
  });

  test('vicent: dozens of times, on one device, before and after leaving', () => {
    const [before, after] = [incident('vicent-2023', 'before'), incident('vicent-2023', 'after')];
    expect(logins([...before, ...after], 'success').length).toBeGreaterThan(36);
    expect(distinct([...before, ...after].map(({ device }) => device))).toBe(1);
    expect(before.every((event) => formatDate(dayOf(event)) <= '2023-03-31')).toBe(true);
    expect(after.every((event) => formatDate(dayOf(event)) > '2023-03-31')).toBe(true);
  });

  test('sansan: tens of thousands of cards, on several devices, after the end date', () => {
    const lists = incident('sansan-2023', 'new colleagues');
    expect(sum(lists.map(recordsOf))).toBe(32_400);
    expect(distinct(lists.map(({ device }) => device))).toBeGreaterThan(1);
    expect(lists.every((event) => formatDate(dayOf(event)) > '2022-09-30')).toBe(true);
  });

  test('nhk: among those who read the note before it was posted is one agency worker, once', () => {
    const reads = incident('nhk-2023');
    const agency = stories
      .get('nhk-2023')
      ?.registers.people.filter(({ employment }) => employment === 'agency');
    expect(agency).toHaveLength(1);
    expect(reads.filter(({ actor }) => actor === `u${agency?.[0].principal.slice(1)}`)).toHaveLength(1);
  });

  test('dynac: of two customers, two look-ups with nothing booked', () => {
    const lookUps = incident('dynac-2023');
    const booked = new Set(
      stories
        .get('dynac-2023')
        ?.events.filter(({ action }) => action === 'create')
        .map(({ actor }) => actor),
    );
    expect(distinct(lookUps.map(({ subject }) => subject))).toBe(2);
    expect(lookUps.filter(({ actor }) => !booked.has(actor))).toHaveLength(2);
  });

  test('cabinet: one read of the report by somebody without a role in it, who is seconded', () => {
    const [read, ...others] = incident('cabinet-2023').filter(({ case_id }) => case_id === undefined);
    expect(others).toEqual([]);
    expect(stories.get('cabinet-2023')?.registers.people).toContainEqual(
      expect.objectContaining({ principal: `P${read.actor?.slice(1)}`, employment: 'seconded' }),
    );
  });

  test.each(
    INCIDENTS.flatMap(({ id, asked = [] }) =>
      asked.flatMap(({ parameters }) => (parameters ? [{ id, parameters }] : [])),
    ),
  )('$id: what the question must find is what the stream marks', ({ id, parameters }) => {
    const { item, subject: asked = '', to } = parameters;
    const until = to === undefined ? Number.POSITIVE_INFINITY : parseInstant(to);
    const found = stories
      .get(id)
      ?.events.filter(
        ({ resource, subject, action, time }) =>
          action === 'view' &&
          parseInstant(time) < until &&
          (item === undefined ? asked.split('|').includes(subject ?? '') : resource === item),
      );
    expect(found?.map(eventId)).toEqual(incident(id).map(eventId));
  });

  test('kanematsu: the last day in June 2022, all taken before the notice was known', () => {
    const { registers } = stories.get('kanematsu-2023') as Story;
    const notice = registers.people.find(({ ended }) => ended?.startsWith('2022-06'));
    const taken = incident('kanematsu-2023').map((event) => formatDate(dayOf(event)));
    expect(taken.filter((day) => day >= (notice?.recorded_at ?? ''))).toEqual([]);
  });

  test('kochi: accounts deleted in April 2023', () => {
    const deletions = incident('kochi-2023').filter(({ action }) => action === 'delete');
    expect(deletions.length).toBeGreaterThan(0);
    expect(deletions.every(({ time }) => time.startsWith('2023-04'))).toBe(true);
  });
});

describe('every story', () => {
  const all = SCENARIOS.flatMap((scenario) => [scenario, ...scenario.innocents]);

  test.each(all.map(({ id }) => id))(
    '%s is valid, ordered, numbered once and the same on every telling',
    (id) => {
      const teller = all.find((each) => each.id === id);
      const story = teller?.tell() as Story;
      const wrong = story.events.filter((event) => !accessEvent.safeParse(event).success);
      expect(wrong).toEqual([]);
      expect(distinct(story.events.map(eventId))).toBe(story.events.length);
      const times = story.events.map(({ time }) => parseInstant(time));
      expect(times.every((time, i) => i === 0 || time >= times[i - 1])).toBe(true);
      expect(JSON.stringify(teller?.tell())).toBe(JSON.stringify(story));
      for (const text of registerFiles(story).values()) expect(text.split('\n')[0]).not.toBe('');
    },
  );

  test.each(all)('$id: nobody is at their own device on a day of leave', (story) => {
    const { registers, events } = story.tell();
    const owners = new Map(registers.accounts.map(({ account, principal }) => [account, principal]));
    const holders = new Map(registers.devices.map(({ device, principal }) => [device, principal]));
    const leaves = registers.shifts.filter(({ kind }) => kind === 'leave');
    const away = new Set(leaves.map(({ principal, start }) => `${principal} ${start.slice(0, 10)}`));
    const atWork = events.filter(({ actor, device, time }) => {
      const owner = owners.get(actor ?? '') ?? '';
      return away.has(`${owner} ${time.slice(0, 10)}`) && holders.get(device ?? '') === owner;
    });
    expect(atWork).toEqual([]);
  });

  test('an innocent twin has no event of an incident', () => {
    for (const { innocents } of SCENARIOS)
      for (const twin of innocents) expect(twin.tell().strands.size).toBe(0);
  });
});

test('shares add up exactly and none is below the least', () => {
  const parts = shares(chanceOf('shares'), 697, 61, 3);
  expect(sum(parts)).toBe(697);
  expect(Math.min(...parts)).toBeGreaterThanOrEqual(3);
});
