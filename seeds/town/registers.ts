/** The registers of a town: all fifteen, kept as an orderly office keeps them. */
import { REGISTER_NAMES, type RegisterName } from '../../schemas/registers/registers.ts';
import { formatInstant, parseDate, startOfDay } from '../../src/core/time.ts';
import type { Chance } from '../chance.ts';
import type { Row } from '../story.ts';
import { OTHER_SYSTEMS, residentCount, SECTIONS, scaled, TENANTS, type TownPlan } from './plan.ts';

/** The rows of every register. They grow with the days: whole only when all days are told. */
export type TownRegisters = Record<RegisterName, Row[]>;

/** Registers that exist and say nothing yet. */
export function emptyTownRegisters(): TownRegisters {
  return Object.fromEntries(REGISTER_NAMES.map((name) => [name, [] as Row[]])) as TownRegisters;
}

/** Systems in which a look-up must have its case. */
const CASE_REQUIRED = ['welfare-core'];

/** Enters what stands whoever works there: sites, systems, duties, destinations, contracts, protected residents. */
export function furnish(plan: TownPlan, chance: Chance, registers: TownRegisters): void {
  furnishSites(plan, registers);
  furnishSystems(registers);
  furnishDuties(registers);
  for (const pattern of SANCTIONED) registers.destinations.push({ pattern, allowed: 'yes' });
  registers.destinations.push({ pattern: '*.freemail.example', allowed: 'no' });
  furnishContracts(registers);
  const last = residentCount(plan) - 1;
  for (let i = scaled(plan, 60, 6); i > 0; i--)
    registers.protected.push({
      subject: `R${String(chance.between(0, last)).padStart(6, '0')}`,
      kind: chance.happens(0.7) ? 'dv' : 'vip',
    });
}

/** Where data may go. */
const SANCTIONED = [
  '*.town.example.jp',
  '*.lg.example.jp',
  '*.go.example.jp',
  '*.partner.example.jp',
  '*.citizen-mail.example.jp',
  'exchange.pref.example.jp',
  'print-*',
  'usb:TOWN-*',
];

function furnishSites(plan: TownPlan, { sites, devices }: TownRegisters): void {
  const own = { organisation: 'town', networks: '10.0.0.0/8' };
  sites.push({ site: 'city-hall', ...own }, { site: 'machine-room', ...own });
  sites.push({ site: 'call-centre', organisation: 'callco', networks: '10.1.0.0/16' });
  for (let i = 1; i <= 3; i++) sites.push({ site: `branch-${i}`, ...own });
  for (let i = 1; i <= shopCount(plan); i++) {
    sites.push({ site: `shop-${i}`, ...own });
    for (let till = 1; till <= 2; till++)
      devices.push({ device: tillOf(`shop-${i}`, till), kind: 'terminal', principal: '', site: `shop-${i}` });
  }
  for (const { device, site } of terminals(plan))
    devices.push({ device, kind: 'shared', principal: '', site });
  for (const device of ['MEETING-1', 'MEETING-2', 'HELP-1', 'POOL-1', 'POOL-2'])
    devices.push({ device, kind: 'shared', principal: '', site: 'city-hall' });
  for (const device of ['SRV-BATCH', 'SRV-BACKUP'])
    devices.push({ device, kind: 'server', principal: '', site: 'machine-room' });
}

/** How many shops there are. */
function shopCount(plan: TownPlan): number {
  return Math.ceil(scaled(plan, 30, 2) / 5);
}

/** A till of a shop. */
export function tillOf(site: string, number: number): string {
  return `TILL-${site.slice(5)}${number}`;
}

/** A terminal at a counter, used by whoever serves there. */
export interface Terminal {
  readonly device: string;
  readonly ip: string;
  readonly site: string;
}

/** The terminals of the counters: one for every two clerks. */
export function terminals(plan: TownPlan): Terminal[] {
  const hall = Array.from({ length: Math.ceil(scaled(plan, 44, 2) / 2) }, (_, i) => ({
    device: `JT-${String(i + 1).padStart(2, '0')}`,
    ip: `10.2.0.${i + 10}`,
    site: 'city-hall',
  }));
  const branches = Array.from({ length: 9 }, (_, i) => ({
    device: `JT-B${i + 1}`,
    ip: `10.2.${(i % 3) + 1}.${i + 10}`,
    site: `branch-${(i % 3) + 1}`,
  }));
  return [...hall, ...branches];
}

function furnishSystems({ systems }: TownRegisters): void {
  const sources = new Map(SECTIONS.map(({ source, system }) => [source, system]));
  for (const [source, system] of sources)
    systems.push({
      source,
      system,
      environment: 'production',
      personal_data: 'yes',
      case_required: CASE_REQUIRED.includes(source) ? 'yes' : 'no',
      networks: '10.0.0.0/8',
    });
  for (const [source, { system, test, personal }] of Object.entries(OTHER_SYSTEMS))
    systems.push({
      source,
      system,
      environment: test ? 'test' : 'production',
      personal_data: personal ? 'yes' : 'no',
      case_required: 'no',
      networks: source === 'mail-cloud' ? '' : '10.0.0.0/8',
    });
}

function furnishDuties({ duties }: TownRegisters): void {
  duties.push({
    duty: 'office',
    systems: 'ad|mail|mail-cloud|files|training',
    data_classes: 'mail|office|training',
  });
  for (const { unit, source, dataClass, style } of SECTIONS) {
    if (style === 'administration') continue;
    duties.push({ duty: unit, systems: source, data_classes: dataClass });
    if (style === 'cases') duties.push({ duty: unit, systems: 'juki-core', data_classes: 'resident-basic' });
  }
  duties.push({
    duty: 'it',
    systems: 'admin|test-core',
    data_classes: 'account|system|config|audit-log|log|test-data|backup|office|mail',
  });
}

function furnishContracts({ contracts }: TownRegisters): void {
  const tenants = TENANTS.join('|');
  for (const year of [2023, 2024, 2025, 2026, 2027]) {
    const term = { valid_from: `${year}-04-01`, valid_to: `${year + 1}-03-31` };
    contracts.push(
      {
        contract: `CALL-${year}`,
        employer: 'callco',
        systems: 'desk-crm',
        tenants,
        data_classes: 'customer',
        ...term,
      },
      { contract: `CALL-IT-${year}`, employer: 'callco', systems: 'ad|mail|files', ...term },
      {
        contract: `MAINT-${year}`,
        employer: 'vendorco',
        systems: 'admin|juki-core|tax-core|test-core',
        ...term,
      },
      { contract: `AUDIT-${year}`, employer: 'auditco', ...term },
      {
        contract: `PRINT-${year}`,
        employer: 'printco',
        systems: 'order-core',
        data_classes: 'order',
        actions: 'login|logout|search|view|update|print',
        records_from: '2022-01-01',
        ...term,
      },
    );
  }
}

/** A stretch of leave or duty, for the shifts register; `recorded` where the roster came late. */
export function rosterRow(
  principal: string,
  kind: 'duty' | 'leave',
  start: number,
  end: number,
  recorded = '',
): Row {
  return { principal, kind, start: formatInstant(start), end: formatInstant(end), recorded_at: recorded };
}

/** When an office enters what it learnt: ten in the morning of a day. */
export function enteredOn(day: number): string {
  return formatInstant(startOfDay(day) + 10 * 3_600e6);
}

/** The day of a date text. */
export function dayOf(date: string): number {
  return parseDate(date);
}
