/** Registers as they get: one is missing, all are a week late, a tenth of the rows is wrong. */
import type { RegisterName } from '../../schemas/registers/registers.ts';
import { chanceOf } from '../../seeds/chance.ts';
import type { Row } from '../../seeds/story.ts';
import type { TownRegisters } from '../../seeds/town/registers.ts';
import { DAY, formatInstant, parseDate, parseInstant, startOfDay } from '../../src/core/time.ts';

/** A way in which registers are worse than they should be. */
export type Worse = (registers: TownRegisters) => Partial<TownRegisters>;

/** By name, in the order of the table. */
export const DEGRADED: Readonly<Record<string, Worse>> = {
  'all complete': (registers) => registers,
  'no cases': (registers) => without(registers, 'cases'),
  'no permits': (registers) => without(registers, 'permits'),
  'no duties, no shifts': (registers) => without(registers, 'duties', 'shifts'),
  'telephones and 3 % of the PCs not registered': fewerDevices,
  'no devices': (registers) => without(registers, 'devices'),
  'no accounts': (registers) => without(registers, 'accounts'),
  'no people': (registers) => without(registers, 'people'),
  'all a day late': (registers) => late(registers, 1),
  'all a week late': (registers) => late(registers, 7),
  '10 % wrong': wrong,
  'no register': () => ({}),
};

function without(registers: TownRegisters, ...names: RegisterName[]): Partial<TownRegisters> {
  return Object.fromEntries(
    Object.entries(registers).filter(([name]) => !names.includes(name as RegisterName)),
  );
}

/** A register of devices as many are: what people carry is not in it, nor is every PC. */
function fewerDevices(registers: TownRegisters): TownRegisters {
  const chance = chanceOf('devices nobody entered');
  const devices = registers.devices.filter(
    ({ device, kind }) => !/^(?:PHONE|NB)-/.test(device) && (kind !== 'pc' || !chance.happens(0.03)),
  );
  return { ...registers, devices };
}

/** Columns that say when a row became true. */
const BEGINNINGS = ['valid_from', 'opened', 'start', 'hired'] as const;

/** Every row that begins within the year is entered so many days after it began. */
function late(registers: TownRegisters, days: number): TownRegisters {
  return mapRows(registers, (row) => {
    const begins = BEGINNINGS.map((column) => row[column]).find((text) => text !== undefined && text !== '');
    if (begins === undefined) return row;
    const start = begins.length === 10 ? startOfDay(parseDate(begins)) : parseInstant(begins);
    const entered = start + days * DAY;
    const recorded = row.recorded_at;
    const isLater = recorded === undefined || recorded === '' || parseInstant(recorded) < entered;
    return isLater ? { ...row, recorded_at: formatInstant(entered) } : row;
  });
}

/** Columns with somebody or something in them; a wrong row has another row's. */
const CONTENT: Partial<Readonly<Record<RegisterName, string>>> = {
  people: 'unit',
  accounts: 'principal',
  devices: 'principal',
  cases: 'assignee',
  households: 'subject',
  permits: 'account',
  duties: 'data_classes',
  shifts: 'principal',
};

/** One row in ten is wrong: half of them are not there, the others hold what belongs to another row. */
function wrong(registers: TownRegisters): TownRegisters {
  const chance = chanceOf('wrong registers');
  return Object.fromEntries(
    Object.entries(registers).map(([name, rows]) => {
      const column = CONTENT[name as RegisterName];
      if (column === undefined) return [name, rows];
      return [
        name,
        rows.flatMap((row) => {
          if (!chance.happens(0.1)) return [row];
          return chance.happens(0.5) ? [] : [{ ...row, [column]: chance.pick(rows)[column] ?? '' }];
        }),
      ];
    }),
  ) as TownRegisters;
}

function mapRows(registers: TownRegisters, change: (row: Row) => Row): TownRegisters {
  return Object.fromEntries(
    Object.entries(registers).map(([name, rows]) => [name, rows.map(change)]),
  ) as TownRegisters;
}
