/** The registers of the made-up lake: who works where, with which account; one has left. */
import type { LakePlan } from './rows.ts';

const UNITS = 50;

/** The one who left at the end of June 2024. */
export const LEAVER = 'P0007';

/** The people of the plan. */
export function principalsOf({ staff }: LakePlan): string[] {
  return Array.from({ length: staff }, (_, i) => `P${String(i).padStart(4, '0')}`);
}

/** The files, by name. */
export function registersOf(plan: LakePlan): ReadonlyMap<'people' | 'accounts', string> {
  const people = principalsOf(plan);
  return new Map([
    [
      'people',
      `principal,unit,duties,ended\n${people
        .map((name, i) => `${name},unit-${i % UNITS},resident,${name === LEAVER ? '2024-06-30' : ''}\n`)
        .join('')}`,
    ],
    [
      'accounts',
      `account,system,principal\n${people.map((name) => `u${name.slice(1)},,${name}\n`).join('')}`,
    ],
  ] as const);
}
