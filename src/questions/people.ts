/** What answers say of people beyond their numbers: units as written, employment, colleagues as of then. */
import { hashText, type Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { RegisterTables } from '../registers/build.ts';
import type { PersonRow, Registers } from '../registers/registers.ts';

/** People of the register. */
export interface People {
  /** The row in force, or the last one that was. */
  person(principal: string, time: Micros): PersonRow | null;
  /** The units of a person as written. */
  unitOf(principal: string, time: Micros): string | null;
  employmentOf(principal: string, time: Micros): string | null;
  /** Others in the same unit then; where there are fewer than three, others with the same duties, then everybody. */
  colleaguesOf(principal: string, time: Micros): readonly string[];
}

const FEW = 3;

/** The people of these tables. */
export function peopleOf(registers: Registers, { people = [] }: RegisterTables): People {
  const principals = new Set<string>();
  const texts = new Map<Key, string>();
  for (const { header, records } of people) {
    const [principal, unit] = ['principal', 'unit'].map((name) => header.indexOf(name));
    for (const { cells, fault } of records) {
      if (fault !== null) continue;
      for (const name of namesIn(cells[principal])) principals.add(name);
      for (const name of namesIn(cells[unit])) texts.set(hashText(name), name);
    }
  }
  const all = [...principals].sort();
  const person = (principal: string, time: Micros) => registers.person(hashText(principal), time);

  return {
    person,
    unitOf(principal, time) {
      const units = person(principal, time)?.units.flatMap((key) => texts.get(key) ?? []) ?? [];
      return units.length === 0 ? null : units.join('|');
    },
    employmentOf: (principal, time) => person(principal, time)?.employment ?? null,
    colleaguesOf(principal, time) {
      const own = person(principal, time);
      const others = all.filter((other) => other !== principal && (person(other, time)?.end ?? 0) > time);
      for (const by of ['units', 'duties'] as const) {
        const near = others.filter((other) =>
          person(other, time)?.[by].some((key) => own?.[by].includes(key)),
        );
        if (near.length >= FEW) return near;
      }
      return others;
    },
  };
}

function namesIn(cell: string | readonly string[] | undefined): string[] {
  const texts = typeof cell === 'string' ? cell.split('|') : (cell ?? []);
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}
