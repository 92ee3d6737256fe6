/** Who works in the town: staff, shop assistants, call centre, partners; where they sit and what the registers say of them. */
import { type Day, formatDate, parseDate } from '../../src/core/time.ts';
import type { Chance } from '../chance.ts';
import { padded, residentCount, SECTIONS, type Section, scaled, type TownPlan } from './plan.ts';
import type { TownRegisters } from './registers.ts';

/** Somebody who works here. Posts and devices change in the course of a year. */
export interface Clerk {
  readonly principal: string;
  readonly account: string;
  /** The account for administration, where there is one. */
  readonly admin: string | null;
  section: Section;
  /** Units and duties as the people register has them. */
  units: readonly string[];
  duties: readonly string[];
  readonly site: string;
  device: string;
  readonly ip: string;
  readonly employment: 'staff' | 'seconded' | 'contractor' | 'partner';
  readonly employer: string;
  /** Own subject number, and those of relatives. */
  readonly own: string;
  readonly relatives: readonly string[];
  /** Employed from year to year: the term ends with March. */
  readonly isFixedTerm: boolean;
  readonly hired: string;
  /** First and last day at work, as it really is. */
  from: Day;
  until: Day;
  readonly hasPhone: boolean;
  readonly hasLaptop: boolean;
}

const NEVER = Number.MAX_SAFE_INTEGER;

/** Those who are there on the first day, entered into the registers. */
export function firstClerks(plan: TownPlan, chance: Chance, registers: TownRegisters): Clerk[] {
  let number = 100;
  return SECTIONS.flatMap((section) =>
    Array.from({ length: scaled(plan, section.of400, 2) }, (_, place) => {
      number++;
      const isContracted = section.style === 'calls';
      const clerk = newClerk(plan, chance, number, section, place, {
        employment: isContracted ? 'contractor' : 'staff',
        employer: isContracted ? 'callco' : '',
        isFixedTerm: !isContracted && section.style !== 'administration' && place > 0 && chance.happens(0.25),
        hired: `${chance.between(1995, 2021)}-04-01`,
        from: 0,
      });
      enter(registers, clerk, plan);
      return clerk;
    }),
  );
}

/** What differs from one who was always there. */
export type Terms = Pick<Clerk, 'employment' | 'employer' | 'isFixedTerm' | 'hired' | 'from'>;

/** A clerk whose ids follow from a number. */
export function newClerk(
  plan: TownPlan,
  chance: Chance,
  number: number,
  section: Section,
  place: number,
  terms: Terms,
): Clerk {
  const digits = padded('', number, 4);
  const own = residentCount(plan) + number;
  const relative = own + 10_000;
  return {
    principal: `P${digits}`,
    account: `u${digits}`,
    admin: section.style === 'administration' ? `adm-${digits}` : null,
    section,
    units: [section.unit],
    duties: ['office', section.unit],
    site: siteOf(section, place),
    device: `PC-${digits}`,
    ip: `10.1.${number >> 7}.${(number & 127) + 20}`,
    own: resident(own),
    relatives: chance.happens(0.6) ? [resident(relative), resident(relative + 5_000)] : [],
    until: NEVER,
    hasPhone: chance.happens(0.12) && section.style !== 'calls',
    hasLaptop: section.style === 'office' && chance.happens(0.4),
    ...terms,
  };
}

/** Enters somebody into the registers of people, accounts and devices; `recorded` where it was not always known. */
export function enter(registers: TownRegisters, clerk: Clerk, plan: TownPlan, recorded = ''): void {
  const { principal, account, admin, device, site, section } = clerk;
  registers.people.push({ ...personRow(clerk), ended: termEnd(clerk, plan.first), recorded_at: recorded });
  registers.accounts.push({
    account,
    system: '',
    principal,
    kind: 'personal',
    valid_to: '',
    recorded_at: recorded,
  });
  if (admin !== null)
    registers.accounts.push({ account: admin, system: 'admin', principal, kind: 'admin', valid_to: '' });
  const isAtTill = section.style === 'shop';
  if (!isAtTill)
    registers.devices.push({
      device,
      kind: 'pc',
      principal,
      site,
      valid_from: '',
      valid_to: '',
      recorded_at: recorded,
    });
  if (clerk.hasPhone) registers.devices.push({ device: phoneOf(clerk), kind: 'pc', principal, site: '' });
  if (clerk.hasLaptop) registers.devices.push({ device: laptopOf(clerk), kind: 'pc', principal, site: '' });
}

/** A row of the people register as things stand. */
export function personRow(clerk: Clerk): Record<string, string> {
  const { principal, units, duties, employment, employer, hired, own, relatives } = clerk;
  return {
    principal,
    unit: units.join('|'),
    duties: duties.join('|'),
    employment,
    employer,
    hired,
    subject: own,
    relatives: relatives.join('|'),
  };
}

/** When the term of somebody employed from year to year ends: the next 31 March. */
function termEnd({ isFixedTerm, from }: Clerk, first: string): string {
  if (!isFixedTerm) return '';
  const day = Math.max(from, parseDate(first));
  const year = Number(formatDate(day).slice(0, 4));
  const march = `${year}-03-31`;
  return day <= parseDate(march) ? march : `${year + 1}-03-31`;
}

function siteOf({ style, unit }: Section, place: number): string {
  if (style === 'shop') return `shop-${Math.floor(place / 5) + 1}`;
  if (style === 'calls') return 'call-centre';
  return unit === 'branches' ? `branch-${(place % 3) + 1}` : 'city-hall';
}

/** The telephone somebody reads mail on. */
export function phoneOf({ principal }: Clerk): string {
  return `PHONE-${principal.slice(1)}`;
}

/** The laptop somebody takes home. */
export function laptopOf({ principal }: Clerk): string {
  return `NB-${principal.slice(1)}`;
}

/** A resident by number. */
function resident(number: number): string {
  return padded('R', number, 6);
}
