/** Profiles: counting an event beside its slow twin, a question, and the memory of a person. 400 people in 20 sections, 64 days. */

import { chanceOf } from '../../seeds/chance.ts';
import { encodeEvents } from '../../src/batch/encode.ts';
import { event } from '../../src/batch/event.ts';
import { hashText, type Key } from '../../src/core/hash.ts';
import { dayAt, dayFromCivil, HOUR, SECOND, startOfDay } from '../../src/core/time.ts';
import type { DetectorColumns } from '../../src/detector/define.ts';
import { derivePersons, detectorColumns } from '../../src/engine/derive.ts';
import { createProfiles, type ProfileKeeper } from '../../src/profiles/profiles.ts';
import { registersOf } from '../../src/registers/from-text.ts';
import { coveringPermit } from '../../src/verdicts/permitted.ts';
import { type Bar, spreadOf } from '../measure/bar.ts';
import { type Compared, compare } from './peers.ts';

const PEOPLE = 400;
const SECTIONS = 20;
const EVENTS_A_DAY = 10_000;
const DAYS = 64;
const START = dayFromCivil(2024, 4, 1);
const KEYS: readonly Key[] = Array.from({ length: PEOPLE }, (_, n) => hashText(`P${n}`));

const REGISTERS = registersOf({
  people: [
    'principal,unit,duties',
    ...KEYS.map((_, n) => `P${n},unit-${n % SECTIONS},duty-${n % SECTIONS}`),
  ].join('\n'),
});

/** A day's rows, used again and again under other dates. */
interface Rows {
  readonly columns: DetectorColumns;
  readonly rows: Int32Array;
  /** Moves the rows to a day. */
  on(day: number): void;
}

function rowsOfADay(): Rows {
  const chance = chanceOf('profiles');
  const events = Array.from({ length: EVENTS_A_DAY }, (_, i) => {
    const who = `P${chance.between(0, PEOPLE - 1)}`;
    const part = { time: startOfDay(START) + 9 * HOUR + i * SECOND, actor: who, principal: who };
    return event(
      chance.happens(0.7)
        ? { ...part, action: 'view', subjects: [`R${chance.between(1, 50_000)}`] }
        : { ...part, action: 'list', records: chance.between(1, 40) },
    );
  });
  const batch = encodeEvents(events);
  const columns = detectorColumns(batch.columns, batch.size);
  const rows = Int32Array.from({ length: batch.size }, (_, row) => row);
  derivePersons(rows, columns, REGISTERS);
  const first = columns.time.slice();
  return {
    columns,
    rows,
    on(day) {
      const shift = startOfDay(day) - startOfDay(START);
      for (let row = 0; row < first.length; row++) columns.time[row] = first[row] + shift;
    },
  };
}

/** Counts days and gives the records of everybody, day by day. */
function counted({ columns, rows, on }: Rows, days: number): [ProfileKeeper, number] {
  const profiles = createProfiles(REGISTERS);
  for (let day = START; day < START + days; day++) {
    on(day);
    profiles.turnTo(day);
    profiles.observe(rows, columns);
  }
  profiles.turnTo(START + days);
  const series = new Float64Array(days);
  let sum = 0;
  for (const who of KEYS) {
    profiles.series(who, 'records', series);
    for (const count of series) sum += count;
  }
  return [profiles, sum];
}

/** The same with Maps and Sets. */
function countedTwin({ columns, rows, on }: Rows, days: number): number {
  const people = new Map<Key, Map<number, { records: number; subjects: Set<Key> }>>();
  for (let day = START; day < START + days; day++) {
    on(day);
    for (const row of rows) {
      if (coveringPermit(REGISTERS, columns.person[row], columns.actor[row], columns, row, true)) continue;
      const who = columns.who[row];
      const at = dayAt(columns.time[row]);
      const own = people.get(who) ?? new Map<number, { records: number; subjects: Set<Key> }>();
      people.set(who, own);
      const today = own.get(at) ?? { records: 0, subjects: new Set<Key>() };
      own.set(at, today);
      const named = columns.subjectStart[row + 1] - columns.subjectStart[row];
      for (let entry = columns.subjectStart[row]; entry < columns.subjectStart[row + 1]; entry++)
        today.subjects.add(columns.subjects[entry]);
      if (columns.records[row] > named) today.records += columns.records[row];
    }
  }
  let sum = 0;
  for (const own of people.values()) for (const { records } of own.values()) sum += records;
  return sum;
}

/** Counting, beside the twin. */
export function profileBenches(rounds: number): Compared[] {
  const rows = rowsOfADay();
  const days = 10;
  return [
    compare(
      'profiles: an event',
      EVENTS_A_DAY * days,
      { flat: () => counted(rows, days)[1], twin: () => countedTwin(rows, days) },
      rounds,
    ),
  ];
}

/** What a day of questions costs, and what a person costs in memory. */
export function profileBars(rounds: number): Bar[] {
  const [profiles] = counted(rowsOfADay(), DAYS);
  const times: number[] = [];
  for (let round = 0; round < rounds + 2; round++) {
    profiles.turnTo(profiles.day() + 1);
    const before = process.cpuUsage();
    for (const who of KEYS)
      for (const measure of ['subjects', 'records', 'taken'] as const) profiles.usual(who, measure, 1e-5);
    const { user, system } = process.cpuUsage(before);
    if (round >= 2) times.push((user + system) / PEOPLE);
  }
  const { bytes } = profiles.usage();
  return [
    {
      name: 'profiles: the limits of a person, once a day',
      bound: 1_000,
      unit: 'µs',
      measured: spreadOf(times),
      note: `three questions; colleagues of ${PEOPLE / SECTIONS} a section included`,
    },
    {
      name: 'profiles: memory',
      bound: 5_500,
      unit: 'bytes a person',
      measured: spreadOf([bytes / PEOPLE]),
      note: `${PEOPLE} people; arrays double, so up to half may be empty`,
    },
  ];
}
