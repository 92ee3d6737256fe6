/** What a town is made of: its sections with the systems they work in, its shops, its call centre, its partners. */
import type { System } from '../../schemas/access-event.ts';

/** How large a town is, and which of its days are told. The same plan always tells the same. */
export interface TownPlan {
  readonly seed: string;
  /** Staff of the town hall; shops, the call centre and partners grow with it. */
  readonly staff: number;
  /** The first day, as 2024-07-01. */
  readonly first: string;
  readonly days: number;
}

/** A year with an April in it, nine months after it begins. */
export const ORDINARY_YEAR: TownPlan = { seed: 'town', staff: 400, first: '2024-07-01', days: 365 };

/** How a section works. */
export type Style = 'counter' | 'cases' | 'office' | 'personnel' | 'administration' | 'shop' | 'calls';

/** A section of the town. */
export interface Section {
  readonly unit: string;
  readonly style: Style;
  /** People in it, where the town has 400 staff. */
  readonly of400: number;
  /** Where its own work is logged. */
  readonly system: System;
  readonly source: string;
  readonly dataClass: string;
}

const section = (
  unit: string,
  style: Style,
  of400: number,
  system: System,
  source: string,
  dataClass: string,
): Section => ({ unit, style, of400, system, source, dataClass });

/** Every section; the first twelve and IT are the town hall's 400. */
export const SECTIONS: readonly Section[] = [
  section('resident-counter', 'counter', 44, 'resident', 'juki-core', 'resident-basic'),
  section('branches', 'counter', 18, 'resident', 'juki-core', 'resident-basic'),
  section('tax', 'cases', 44, 'resident', 'tax-core', 'tax'),
  section('welfare', 'cases', 52, 'resident', 'welfare-core', 'welfare'),
  section('health', 'cases', 30, 'resident', 'health-core', 'health'),
  section('children', 'cases', 26, 'resident', 'child-core', 'child'),
  section('waterworks', 'cases', 20, 'resident', 'water-core', 'water'),
  section('education', 'office', 28, 'admin', 'files', 'office'),
  section('planning', 'office', 30, 'admin', 'files', 'office'),
  section('civil-works', 'office', 44, 'admin', 'files', 'office'),
  section('finance', 'office', 28, 'admin', 'files', 'office'),
  section('general-affairs', 'personnel', 24, 'admin', 'jinji', 'personnel'),
  section('it', 'administration', 12, 'admin', 'ad', 'account'),
  section('shops', 'shop', 30, 'pos', 'pos-shop', 'order'),
  section('call-centre', 'calls', 40, 'crm', 'desk-crm', 'customer'),
];

/** A section by its name. */
export function sectionNamed(unit: string): Section {
  const found = SECTIONS.find((each) => each.unit === unit);
  if (found === undefined) throw new Error(`no section ${unit}`);
  return found;
}

/** So many of something that a town of 400 staff has `of400` of. */
export function scaled({ staff }: TownPlan, of400: number, least = 1): number {
  return Math.max(least, Math.round((of400 * staff) / 400));
}

/** Systems beside those of the sections: source → what the register says of it. */
export const OTHER_SYSTEMS: Readonly<Record<string, { system: System; test?: true; personal: boolean }>> = {
  mail: { system: 'admin', personal: true },
  'mail-cloud': { system: 'admin', personal: true },
  backup: { system: 'admin', personal: true },
  'audit-store': { system: 'admin', personal: false },
  'order-core': { system: 'crm', personal: true },
  training: { system: 'resident', test: true, personal: true },
  'test-core': { system: 'resident', test: true, personal: false },
};

/** The clients whose customers call: services of the town, each a tenant of the call centre's system. */
export const TENANTS = ['water', 'library', 'bus', 'waste'] as const;
/** Residents for each member of staff. */
const RESIDENTS_EACH = 375;

/** How many residents the town has, those who work for it not counted. */
export function residentCount({ staff }: TownPlan): number {
  return staff * RESIDENTS_EACH;
}

/** A number with leading zeros. */
export function padded(prefix: string, number: number, width: number): string {
  return `${prefix}${String(number).padStart(width, '0')}`;
}
