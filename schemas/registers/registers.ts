/** The registers: reference data with validity, one file each. The only place where their columns are declared. */
import { destinations, devices, sites, systems } from './places.ts';
import { accounts, calendar, duties, people, shifts } from './staff.ts';
import { households, noContact, protectedSubjects } from './subjects.ts';
import { cases, contracts, permits } from './work.ts';

/** Every register by file name, in the order in which the reference page shows them. */
export const REGISTERS = {
  people,
  accounts,
  devices,
  sites,
  systems,
  cases,
  households,
  permits,
  'no-contact': noContact,
  protected: protectedSubjects,
  contracts,
  destinations,
  calendar,
  shifts,
  duties,
} as const;

/** The registers of the contract, by file name. */
export type RegisterName = keyof typeof REGISTERS;
/** Their names, in that order. */
export const REGISTER_NAMES = Object.keys(REGISTERS) as readonly RegisterName[];
