/** Writes a town as files: events.ndjson day by day, registers/ and labels.json. What is in memory does not grow with the log. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Labels } from '../../schemas/labels.ts';
import { REGISTERS, type RegisterName } from '../../schemas/registers/registers.ts';
import { csvOf, ndjsonOf } from '../story.ts';
import { foundTown, townDays } from './days.ts';
import { incidentsIn } from './incidents/incidents.ts';
import type { TownPlan } from './plan.ts';
import type { TownRegisters } from './registers.ts';

/** What was written. */
export interface Written {
  readonly events: number;
  /** Days on which somebody did something, summed over accounts of people. */
  readonly staffDays: number;
  readonly incidents: number;
  readonly registers: TownRegisters;
}

/** Writes a town with `each` incidents of every kind in it. */
export function writeTown(folder: string, plan: TownPlan, each = 0): Written {
  mkdirSync(folder, { recursive: true });
  const town = foundTown(plan);
  const incidents = incidentsIn(plan, each);
  const file = openSync(join(folder, 'events.ndjson'), 'w');
  let events = 0;
  let staffDays = 0;
  for (const told of townDays(town, incidents.intrude)) {
    incidents.note(told);
    writeSync(file, ndjsonOf(told.events));
    events += told.events.length;
    staffDays += new Set(told.events.map(({ actor }) => actor).filter((actor) => !actor?.startsWith('svc-')))
      .size;
  }
  closeSync(file);
  writeTownRegisters(join(folder, 'registers'), town.registers);
  const labels: Labels = { staffDays: Math.max(1, staffDays), expected: incidents.labels(), notExpected: [] };
  writeFileSync(join(folder, 'labels.json'), `${JSON.stringify(labels, null, 2)}\n`);
  return { events, staffDays, incidents: labels.expected.length, registers: town.registers };
}

/** Writes registers as CSV files. */
export function writeTownRegisters(folder: string, registers: Partial<TownRegisters>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, rows] of Object.entries(registers))
    writeFileSync(
      join(folder, `${name}.csv`),
      csvOf(rows, Object.keys(REGISTERS[name as RegisterName].columns)),
    );
}
