/** The registers against a slow, obvious twin that scans all rows for every question and applies the rules literally. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OFF_DUTY } from '../../schemas/registers/off-duty.ts';
import { hashText, type Key, NONE } from '../core/hash.ts';
import { DAY, dayAt, HOUR, type Micros, parseInstant, startOfDay } from '../core/time.ts';
import { buildFromTexts } from './from-text.ts';

const k = hashText;
const MONDAY = parseInstant('2024-05-13T00:00:00+09:00');
const DAYS = ['2024-05-13', '2024-05-14', '2024-05-15', '2024-05-16', '2024-05-17'];
/** A date (its index) or a time of day on it (index + hours); null where empty. */
const moment = fc.option(fc.record({ day: fc.nat(4), hour: fc.constantFrom(null, 0, 9, 22) }), { freq: 2 });
type Moment = { day: number; hour: number | null } | null;

const written = (m: Moment) =>
  m === null
    ? ''
    : m.hour === null
      ? DAYS[m.day]
      : `${DAYS[m.day]}T${String(m.hour).padStart(2, '0')}:00:00+09:00`;
const from = (m: Moment) =>
  m === null ? Number.NEGATIVE_INFINITY : MONDAY + m.day * DAY + (m.hour ?? 0) * HOUR;
const until = (m: Moment) =>
  m === null ? Number.POSITIVE_INFINITY : MONDAY + m.day * DAY + (m.hour === null ? DAY : m.hour * HOUR);

const name = (letter: string) => fc.constantFrom(`${letter}1`, `${letter}2`, `${letter}3`);
const names = (letter: string) => fc.uniqueArray(name(letter), { maxLength: 2 });
const row = fc.record({
  start: moment,
  end: moment,
  recorded: moment,
  isWithdrawn: fc.nat(9).map((n) => n === 0),
  a: name('A'),
  b: name('B'),
  listA: names('A'),
  listB: names('B'),
  isLeave: fc.boolean(),
});
type Row = {
  start: Moment;
  end: Moment;
  recorded: Moment;
  isWithdrawn: boolean;
  a: string;
  b: string;
  listA: string[];
  listB: string[];
  isLeave: boolean;
};

const COMMON = 'valid_from,valid_to,recorded_at,withdrawn';
function csv(header: string, rows: readonly Row[], cells: (row: Row) => readonly string[]): string {
  const lines = rows.map((each) =>
    [
      ...cells(each),
      written(each.start),
      written(each.end),
      written(each.recorded),
      each.isWithdrawn ? 'yes' : '',
    ].join(','),
  );
  return [`${header},${COMMON}`, ...lines].join('\n');
}

interface Held {
  readonly row: Row;
  readonly identity: string;
  readonly start: Micros;
  readonly end: Micros;
}

/** What holds of a register as known at an instant: the rules of versions, withdrawals and transfers, word for word. */
function held(rows: readonly Row[], identityOf: (row: Row) => string, known: Micros, addsUp = false): Held[] {
  const entered = rows.filter((each) => from(each.recorded) <= known);
  const newest = entered.filter(
    (each, i) =>
      !entered.some(
        (other, j) =>
          identityOf(other) === identityOf(each) &&
          from(other.start) === from(each.start) &&
          (from(other.recorded) > from(each.recorded) ||
            (from(other.recorded) === from(each.recorded) && j > i)),
      ),
  );
  const standing = newest.filter(({ isWithdrawn }) => !isWithdrawn);
  return standing.map((each) => {
    const later = standing.filter(
      (other) => identityOf(other) === identityOf(each) && from(other.start) > from(each.start),
    );
    const isEnded = until(each.end) === Number.POSITIVE_INFINITY && !addsUp;
    const end = isEnded
      ? Math.min(until(each.end), ...later.map(({ start }) => from(start)))
      : until(each.end);
    return { row: each, identity: identityOf(each), start: from(each.start), end };
  });
}

const inForce = ({ start, end }: Held, time: Micros) => start <= time && time < end;

/** In force with the latest start; else, of those that have ended, the one that ended last (of these the latest start). */
function latest(all: readonly Held[], time: Micros): Held | undefined {
  const started = all.filter(({ start }) => start <= time).sort((a, b) => (a.start < b.start ? 1 : -1));
  const now = started.find((each) => inForce(each, time));
  return now ?? started.sort((a, b) => (a.end === b.end ? 0 : a.end < b.end ? 1 : -1))[0];
}

const sorted = (values: readonly unknown[]) => values.map(String).sort();

/** Instants at and around every edge, in any order; knowledge may lag behind. */
const asked = fc.array(
  fc.record({
    at: fc.constantFrom(...Array.from({ length: 12 }, (_, i) => i)),
    hour: fc.constantFrom(0, 9, 22),
    off: fc.constantFrom(-1, 0, 1),
  }),
  {
    minLength: 4,
    maxLength: 12,
  },
);
const timesOf = (questions: readonly { at: number; hour: number; off: number }[]) =>
  questions.map(({ at, hour, off }) => MONDAY + (at - 3) * DAY + hour * HOUR + off);

function holdsFor(
  title: string,
  check: (rows: readonly Row[], times: readonly Micros[], lag: Micros) => void,
): void {
  test(title, () => {
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 12, size: 'max' }),
        asked,
        fc.constantFrom(0, DAY, -DAY),
        (rows, questions, lag) => {
          check(rows, timesOf(questions), lag);
        },
      ),
      { numRuns: 120 },
    );
  });
}

const build = (texts: Parameters<typeof buildFromTexts>[0], lag: Micros) =>
  buildFromTexts(texts, {}, (time) => time - lag).registers;

describe('the same as a scan of all rows', () => {
  holdsFor('people, with relatives adding up', (rows, times, lag) => {
    const registers = build(
      { people: csv('principal,role,relatives', rows, ({ a, b, listB }) => [a, b, listB.join('|')]) },
      lag,
    );
    for (const time of times) {
      const all = held(rows, ({ a }) => a, time - lag).filter(({ row: { a } }) => a === 'A1');
      const expected = latest(all, time);
      const person = registers.person(k('A1'), time);
      expect(person === null ? null : [person.role, person.start, person.end]).toEqual(
        expected === undefined ? null : [expected.row.b, expected.start, expected.end],
      );
      const relatives = all
        .filter(({ start }) => expected !== undefined && start <= expected.start)
        .flatMap(({ row: { listB } }) => listB);
      expect(sorted(person?.relatives ?? [])).toEqual(sorted([...new Set(relatives)].map(k)));
    }
  });

  holdsFor('accounts and who holds them', (rows, times, lag) => {
    const registers = build({ accounts: csv('account,principal', rows, ({ a, b }) => [a, b]) }, lag);
    for (const time of times) {
      const all = held(rows, ({ a }) => a, time - lag);
      const expected = latest(
        all.filter(({ identity }) => identity === 'A1'),
        time,
      );
      expect(registers.account(k('A1'), 0, k('juki'), time)?.principalText).toBe(expected?.row.b);
      expect(
        sorted(registers.accountsOf(k('B1'), time).map(({ account, end }) => `${account} ${end}`)),
      ).toEqual(
        sorted(
          all
            .filter((each) => each.row.b === 'B1' && each.start <= time)
            .map((each) => `${k(each.row.a)} ${each.end}`),
        ),
      );
    }
  });

  holdsFor('cases, their coverage and whether one is open', (rows, times, lag) => {
    const texts = {
      cases: csv('case_id,subject,assignee', rows, ({ a, listA, listB }) => [
        a,
        listA.join('|'),
        listB.join('|'),
      ]),
    };
    const registers = build(texts, lag);
    for (const time of times) {
      const all = held(rows, ({ a }) => a, time - lag);
      const span = ({ start, end }: { start: Micros; end: Micros }) => `${start} ${end}`;
      expect(registers.caseVersions(k('A1'), time).map(span)).toEqual(
        all
          .filter(({ identity }) => identity === 'A1')
          .sort((x, y) => (x.start < y.start ? -1 : 1))
          .map(span),
      );
      expect(
        sorted(registers.casesAbout(k('A2'), time).map(({ start, end }) => span({ start, end }))),
      ).toEqual(sorted(all.filter(({ row: { listA } }) => listA.includes('A2')).map(span)));
      const opened = all.map(({ start }) => start).filter((start) => start > Number.NEGATIVE_INFINITY);
      expect(registers.casesCover(time)).toBe(
        rows.length === 0 || opened.some((start) => dayAt(start) <= dayAt(time)),
      );
      expect(registers.hasOpenCase(k('B1'), time)).toBe(
        all.some((each) => inForce(each, time) && each.row.listA.length > 0 && each.row.listB.includes('B1')),
      );
    }
  });

  holdsFor('households', (rows, times, lag) => {
    const registers = build({ households: csv('subject,household', rows, ({ a, b }) => [a, b]) }, lag);
    for (const time of times) {
      const now = held(rows, ({ a, b }) => `${a} ${b}`, time - lag).filter((each) => inForce(each, time));
      const homes = now.filter(({ row: { a } }) => a === 'A1').map(({ row: { b } }) => b);
      const others = now
        .filter(({ row: { a, b } }) => a !== 'A1' && homes.includes(b))
        .map(({ row: { a } }) => k(a));
      expect(sorted(registers.householdOf(k('A1'), time))).toEqual(sorted([...new Set(others)]));
    }
  });

  holdsFor('no-contact, protection and contracts', (rows, times, lag) => {
    const registers = build(
      {
        'no-contact': csv('principal,subject', rows, ({ a, b }) => [a, b]),
        protected: csv('subject,kind', rows, ({ a, b }) => [a, b]),
        contracts: csv('contract,employer', rows, ({ a, b }) => [a, b]),
      },
      lag,
    );
    const pair = ({ a, b }: Row) => `${a} ${b}`;
    for (const time of times) {
      expect(registers.noContact(k('A1'), k('B1'), time)).toBe(
        held(rows, pair, time - lag).some((each) => each.identity === 'A1 B1' && inForce(each, time)),
      );
      const protections = held(rows, pair, time - lag, true).filter(
        (each) => each.row.a === 'A1' && inForce(each, time),
      );
      expect(sorted(registers.protections(k('A1'), time).map(({ kind }) => kind))).toEqual(
        sorted(protections.map(({ row: { b } }) => b)),
      );
      const contracts = held(rows, ({ a }) => a, time - lag, true).filter(
        (each) => each.row.b === 'B1' && inForce(each, time),
      );
      expect(sorted(registers.contracts(k('B1'), time).map(({ contractText }) => contractText))).toEqual(
        sorted(contracts.map(({ row: { a } }) => a)),
      );
    }
  });

  holdsFor('permits', (rows, times, lag) => {
    const one = (values: readonly string[]) => values[0] ?? '';
    const registers = build(
      {
        permits: csv('permit,principal,account,approved_by', rows, ({ a, b, listA, listB }) => [
          b,
          one(listA),
          one(listB),
          a,
        ]),
      },
      lag,
    );
    const valid = rows.filter(({ listA, listB }) => listA.length + listB.length > 0);
    for (const time of times) {
      for (const [person, account] of [
        ['A1', 'B1'],
        ['A2', ''],
        ['', 'B1'],
      ] as const) {
        const expected = held(valid, ({ b }) => b, time - lag).filter(
          ({ row: { a, listA, listB }, ...each }) => {
            const fits =
              (listA.length === 0 || listA[0] === person) && (listB.length === 0 || listB[0] === account);
            return fits && a !== one(listA) && a !== person && inForce({ ...each, row: rows[0] }, time);
          },
        );
        const key = (text: string): Key => (text === '' ? NONE : k(text));
        expect(
          sorted(registers.permits(key(person), key(account), time).map(({ permitText }) => permitText)),
        ).toEqual(sorted(expected.map(({ row: { b } }) => b)));
      }
    }
  });

  holdsFor('rosters over the calendar', (rows, times, lag) => {
    const given = rows.filter(({ start }) => start !== null);
    const text = ['principal,kind,start,end,recorded_at,withdrawn'].concat(
      given.map((each) =>
        [
          each.a,
          each.isLeave ? 'leave' : 'duty',
          written(each.start),
          written(each.end),
          written(each.recorded),
          each.isWithdrawn ? 'yes' : '',
        ].join(','),
      ),
    );
    const registers = build({ shifts: text.join('\n') }, lag);
    const bare = build({}, lag);
    for (const time of times) {
      const own = held(given, ({ a }) => a, time - lag).filter(
        ({ identity, start, end }) => identity === 'A1' && start < end,
      );
      const midnight = startOfDay(dayAt(time));
      const duties = own.filter(({ row: { isLeave } }) => !isLeave);
      const expected = own.some((each) => each.row.isLeave && inForce(each, time))
        ? OFF_DUTY.leave
        : duties.some((each) => inForce(each, time))
          ? OFF_DUTY.none
          : duties.some(({ start }) => start >= midnight && start < midnight + DAY)
            ? OFF_DUTY.outsideShift
            : bare.offDuty(k('A1'), [], time);
      expect(registers.offDuty(k('A1'), [], time)).toBe(expected);
    }
  });
});
