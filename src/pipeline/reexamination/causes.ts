/** Why the past is judged again, and which events a fact or a late event is about. */
import { REGISTERS, type RegisterName } from '../../../schemas/registers/registers.ts';
import type { Micros } from '../../core/time.ts';
import type { RegisterTables } from '../../registers/build.ts';
import type { Pick, PickColumn } from '../../store/stored-events.ts';
import type { Fact } from './facts.ts';
import { eachRow, textsIn } from './register-rows.ts';

/** Something that became known about the past. */
export interface Cause {
  /** `cases C-2024-0031`, `late-event pos-osaka/4711`: what findings give as their reason. */
  readonly what: string;
  /** Events that it is about. */
  readonly picks: readonly Pick[];
  readonly from: Micros;
  readonly to: Micros;
  readonly knownOn: Micros;
}

/** From so many facts on they are no longer looked at one by one: everything since the first of them is judged again. */
const SINGLE_MAX = 5_000;

/** The causes in facts; `tables`: the registers before and now, to see who else is meant. */
export function causesOf(facts: readonly Fact[], tables: readonly RegisterTables[]): Cause[] {
  if (facts.length > SINGLE_MAX) return [everything(facts)];
  const others = collectOthers(facts, tables);
  return facts.map(({ register, name, before, after, from, to, knownOn }) => {
    const pick = (column: PickColumn | null, values: readonly string[] | null): Pick => ({
      column,
      values,
      from,
      to,
    });
    const cells = (column: string) => [
      ...new Set([before, after].flatMap((row) => textsIn(row?.cells[column]))),
    ];
    const meant = name === null ? [pick(null, null)] : MEANT[register](cells, pick, others);
    return {
      what: name === null ? register : `${register} ${name}`,
      picks: meant.filter(({ column, values }) => column === null || values === null || values.length > 0),
      from,
      to,
      knownOn,
    };
  });
}

function everything(facts: readonly Fact[]): Cause {
  const from = facts.reduce((least, fact) => Math.min(least, fact.from), Number.POSITIVE_INFINITY);
  const to = facts.reduce((most, fact) => Math.max(most, fact.to), Number.NEGATIVE_INFINITY);
  const knownOn = facts.reduce((most, fact) => Math.max(most, fact.knownOn), Number.NEGATIVE_INFINITY);
  const registers = [...new Set(facts.map(({ register }) => register))];
  return {
    what: registers.join(' '),
    picks: [{ column: null, values: null, from, to }],
    from,
    to,
    knownOn,
  };
}

/** Who is meant besides those a row names: people of an employer, members of a household, devices of a site. */
type Others = (register: RegisterName, column: string, values: readonly string[], want: string) => string[];
type Meant = (
  cells: (column: string) => string[],
  pick: (column: PickColumn | null, values: readonly string[] | null) => Pick,
  others: Others,
) => Pick[];

const people: Meant = (cells, pick) => [pick('person', cells('principal'))];
const subjects: Meant = (cells, pick) => [pick('subject', cells('subject'))];

/** The events that a row of each register is about. */
const MEANT: Readonly<Record<RegisterName, Meant>> = {
  people,
  accounts: (cells, pick) => [pick('actor', cells('account')), pick('person', cells('principal'))],
  devices: (cells, pick) => [pick('device', cells('device'))],
  sites: (cells, pick, others) => [
    pick('site', cells('site')),
    pick('device', others('devices', 'site', cells('site'), 'device')),
    // an address counts as inside or outside by the ranges of all sites
    ...(cells('networks').length > 0 ? [pick('ip', null)] : []),
  ],
  systems: (cells, pick) => [pick('source', cells('source'))],
  cases(cells, pick, others) {
    const households = others('households', 'subject', cells('subject'), 'household');
    const members = others('households', 'household', households, 'subject');
    return [
      pick('subject', [...new Set([...cells('subject'), ...members])]),
      pick('case_id', cells('case_id')),
    ];
  },
  households: (cells, pick, others) => [
    pick('subject', [
      ...new Set([...cells('subject'), ...others('households', 'household', cells('household'), 'subject')]),
    ]),
  ],
  permits: (cells, pick) => [pick('person', cells('principal')), pick('actor', cells('account'))],
  'no-contact': subjects,
  protected: subjects,
  contracts: (cells, pick, others) => [
    pick('person', others('people', 'employer', cells('employer'), 'principal')),
  ],
  destinations: (_, pick) => [pick('destination', null)],
  calendar: (_, pick) => [pick(null, null)],
  shifts: people,
  duties: (cells, pick, others) => [pick('person', others('people', 'duties', cells('duty'), 'principal'))],
};

/** Looks other rows up in all deliveries; each register is read once a question. */
function collectOthers(facts: readonly Fact[], tables: readonly RegisterTables[]): Others {
  if (facts.length === 0) return () => [];
  const indexes = new Map<string, Map<string, Set<string>>>();
  const indexOf = (register: RegisterName, column: string, want: string) => {
    const name = `${register} ${column} ${want}`;
    const known = indexes.get(name);
    if (known !== undefined) return known;
    const index = new Map<string, Set<string>>();
    indexes.set(name, index);
    for (const each of tables)
      eachRow(register, each[register], (_, read) => {
        const { cells } = read();
        for (const value of textsIn(cells[column])) {
          const found = index.get(value) ?? new Set();
          index.set(value, found);
          for (const text of textsIn(cells[want])) found.add(text);
        }
      });
    return index;
  };
  return (register, column, values, want) => {
    if (values.length === 0 || !(want in REGISTERS[register].columns)) return [];
    const index = indexOf(register, column, want);
    return [...new Set(values.flatMap((value) => [...(index.get(value) ?? [])]))];
  };
}
