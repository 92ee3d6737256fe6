/** Who works in the town and what the registers say of it: 1,200 people in fourteen sections, their devices, cases and duties. */
import { type Chance, chanceOf } from '../../seeds/chance.ts';
import { formatDate, formatInstant } from '../../src/core/time.ts';
import { atDay, FIRST_DAY } from './calendar.ts';

/** How a section works; work.ts has one function for each. */
export type Style = 'counter' | 'cases' | 'desk' | 'shop' | 'office' | 'administration';

/** A section of the town. */
export interface Section {
  readonly unit: string;
  readonly staff: number;
  readonly style: Style;
  readonly system: 'resident' | 'crm' | 'pos' | 'admin';
  readonly source: string;
  readonly dataClass: string;
}

const SECTIONS: readonly Section[] = [
  section('resident-counter', 120, 'counter', 'resident', 'juki-core', 'resident-basic'),
  section('branch-counters', 60, 'counter', 'resident', 'juki-core', 'resident-basic'),
  section('tax', 110, 'cases', 'resident', 'tax-core', 'tax'),
  section('welfare', 120, 'cases', 'resident', 'welfare-core', 'welfare'),
  section('health', 80, 'cases', 'resident', 'health-core', 'health'),
  section('children', 70, 'cases', 'resident', 'child-core', 'child'),
  section('waterworks', 50, 'cases', 'resident', 'water-core', 'water'),
  section('call-centre', 130, 'desk', 'crm', 'desk-crm', 'customer'),
  section('halls-and-shops', 160, 'shop', 'pos', 'pos-hall', 'order'),
  section('general-affairs', 50, 'office', 'admin', 'files', 'office'),
  section('planning', 60, 'office', 'admin', 'files', 'office'),
  section('civil-works', 80, 'office', 'admin', 'files', 'office'),
  section('education', 80, 'office', 'admin', 'files', 'office'),
  section('it', 30, 'administration', 'admin', 'ad', 'account'),
];

function section(
  unit: string,
  staff: number,
  style: Style,
  system: Section['system'],
  source: string,
  dataClass: string,
): Section {
  return { unit, staff, style, system, source, dataClass };
}

/** Residents are numbered; the first so many households have two members next to each other. */
export const RESIDENTS = 150_000;
export const CUSTOMERS = 60_000;
const HOUSEHOLDS = 40_000;
const CASES_EACH = 60;
const OLD_CASES = 60_000;
export const SERVICES = 20;

/** A case on somebody's desk. */
export interface Case {
  readonly caseId: string;
  /** Number of the resident. */
  readonly subject: number;
}

/** Somebody who works here. */
export interface Worker {
  readonly section: Section;
  readonly number: number;
  readonly principal: string;
  readonly account: string;
  /** The end of a line: device, address, site. */
  readonly place: string;
  readonly cases: readonly Case[];
}

/** The town: its people and its registers as CSV. */
export interface Town {
  readonly workers: readonly Worker[];
  readonly registers: ReadonlyMap<string, string>;
}

export const padded = (prefix: string, number: number, width: number): string =>
  `${prefix}${String(number).padStart(width, '0')}`;
export const resident = (number: number): string => padded('R', number, 6);

/** Somebody who left last month and an account that ended with them. */
export const LEAVER = { principal: 'P9001', account: 'u9001' } as const;

/** Builds the town. Always the same one. */
export function foundTown(): Town {
  const chance = chanceOf('town');
  const rows = new Map<string, string[]>();
  const add = (register: string, ...cells: readonly (string | number)[]) => {
    const list = rows.get(register) ?? [];
    rows.set(register, list);
    list.push(cells.join(','));
  };
  const workers = SECTIONS.flatMap((each, place) => hire(chance, each, place, add));
  furnish(add);
  archive(chance, workers, add);
  protect(chance, workers, add);
  return {
    workers,
    registers: new Map(
      Object.entries(HEADS).map(([name, head]) => [
        name,
        `${[head, ...(rows.get(name) ?? [])].join('\n')}\n`,
      ]),
    ),
  };
}

type Add = (register: keyof typeof HEADS, ...cells: readonly (string | number)[]) => void;

const HEADS = {
  people: 'principal,unit,duties,employment,employer,hired,ended,subject,relatives',
  accounts: 'account,system,principal,kind,valid_from,valid_to',
  devices: 'device,kind,principal,site',
  sites: 'site,organisation,networks',
  systems: 'source,system,environment,personal_data,case_required',
  cases: 'case_id,kind,subject,assignee,opened,closed',
  households: 'subject,household,valid_from,valid_to',
  permits: 'permit,principal,account,systems,actions,start,end,approved_by',
  'no-contact': 'principal,subject,valid_from,valid_to',
  protected: 'subject,kind,valid_from,valid_to',
  contracts: 'contract,employer,systems,data_classes,actions,valid_from,valid_to',
  destinations: 'pattern,allowed',
  calendar: 'date,kind,unit',
  shifts: 'principal,kind,start,end',
  duties: 'duty,systems,data_classes,actions',
} as const;

function hire(chance: Chance, each: Section, place: number, add: Add): Worker[] {
  const { unit, style, staff, dataClass } = each;
  return Array.from({ length: staff }, (_, i) => {
    const number = place * 200 + i;
    const principal = padded('P', number, 4);
    const account = padded('u', number, 4);
    const site =
      unit === 'branch-counters' ? `branch-${i % 6}` : style === 'shop' ? `hall-${i % 8}` : 'city-hall';
    const isAtCounter = style === 'counter' || style === 'shop';
    const device = isAtCounter ? padded('JT-', place * 100 + Math.floor(i / 2), 4) : padded('PC-', number, 4);
    const ip = `10.${place + 1}.${i >> 6}.${(i & 63) + 20}`;
    const isContracted = unit === 'call-centre';
    const own = RESIDENTS - number - 1;
    const relatives = chance.happens(0.5) ? `${resident(own - 5_000)}|${resident(own - 10_000)}` : '';
    add(
      'people',
      principal,
      unit,
      `office|${unit}`,
      isContracted ? 'contractor' : 'staff',
      isContracted ? 'callco' : '',
      '2015-04-01',
      '',
      resident(own),
      relatives,
    );
    add('accounts', account, '', principal, 'personal', '', '');
    if (style === 'administration') add('accounts', `adm-${account}`, 'admin', principal, 'admin', '', '');
    if (!isAtCounter || i % 2 === 0)
      add('devices', device, isAtCounter ? 'shared' : 'pc', isAtCounter ? '' : principal, site);
    const cases = style === 'cases' ? openCases(chance, principal, unit, dataClass, number, add) : [];
    return {
      section: each,
      number,
      principal,
      account,
      place: `"device":"${device}","ip":"${ip}","site":"${site}"`,
      cases,
    };
  });
}

function openCases(
  chance: Chance,
  principal: string,
  unit: string,
  kind: string,
  number: number,
  add: Add,
): Case[] {
  return Array.from({ length: CASES_EACH }, (_, i) => {
    const caseId = `C-${padded('', number, 4)}-${padded('', i, 3)}`;
    const subject = chance.between(0, RESIDENTS - 20_000);
    const opened = formatDate(FIRST_DAY - chance.between(1, 120));
    add('cases', caseId, kind, resident(subject), chance.happens(0.5) ? principal : unit, opened, '');
    return { caseId, subject };
  });
}

function furnish(add: Add): void {
  add('duties', 'office', 'ad|mail|files', '', '');
  for (const { unit, source, dataClass, style } of SECTIONS) {
    add('duties', unit, source, style === 'administration' ? '' : dataClass, '');
    if (style === 'cases') add('duties', unit, 'juki-core', 'resident-basic', '');
  }
  const sources = new Map(SECTIONS.map(({ source, system }) => [source, system]));
  sources.set('mail', 'admin');
  for (const [source, system] of sources)
    add('systems', source, system, 'production', 'yes', source === 'welfare-core' ? 'yes' : 'no');
  add('sites', 'city-hall', 'town', '10.0.0.0/8');
  for (let i = 0; i < 6; i++) add('sites', `branch-${i}`, 'town', '10.0.0.0/8');
  for (let i = 0; i < 8; i++) add('sites', `hall-${i}`, 'town', '10.0.0.0/8');
  add('contracts', 'CT-01', 'callco', 'crm|admin', '', '', '2024-04-01', '2025-03-31');
  for (const pattern of ['*.town.example.jp', '*.lg.example.jp', 'print-*'])
    add('destinations', pattern, 'yes');
  add('destinations', '*.freemail.example', 'no');
  add('calendar', '2024-05-31', 'closed', '');
  for (let i = 0; i < SERVICES; i++) {
    add('accounts', padded('svc-', i, 2), '', '', 'service', '', '');
    add('devices', padded('SRV-', i, 2), 'server', '', 'city-hall');
  }
  add('permits', 'STANDING-01', '', 'svc-00', 'juki-core', 'export', '2024-04-01', '', 'P2600');
  add('people', LEAVER.principal, 'tax', 'office|tax', 'staff', '', '2012-04-01', '2024-04-30', '', '');
  add('accounts', LEAVER.account, '', LEAVER.principal, 'personal', '', '2024-04-30');
}

/** Closed cases of the last year, and who lives with whom. */
function archive(chance: Chance, workers: readonly Worker[], add: Add): void {
  const caseworkers = workers.filter(({ section }) => section.style === 'cases');
  for (let i = 0; i < OLD_CASES; i++) {
    const { principal, section } = chance.pick(caseworkers);
    const closed = FIRST_DAY - chance.between(10, 300);
    const subject = resident(chance.between(0, RESIDENTS - 20_000));
    const opened = formatDate(closed - chance.between(3, 90));
    add('cases', padded('C-OLD-', i, 6), section.dataClass, subject, principal, opened, formatDate(closed));
  }
  for (let i = 0; i < HOUSEHOLDS; i++)
    for (const member of [2 * i, 2 * i + 1]) add('households', resident(member), padded('H', i, 6), '', '');
}

/** Protected residents, people who must not meet, leave and shifts. */
function protect(chance: Chance, workers: readonly Worker[], add: Add): void {
  for (let i = 0; i < 300; i++)
    add('protected', resident(chance.between(0, RESIDENTS - 1)), chance.happens(0.7) ? 'dv' : 'vip', '', '');
  for (let i = 0; i < 20; i++)
    add('no-contact', chance.pick(workers).principal, resident(chance.between(0, RESIDENTS - 1)), '', '');
  for (const { principal, section } of workers) {
    if (section.style !== 'shop') continue;
    for (let day = 0; day < 7; day++) add('shifts', principal, 'duty', instant(day, 8), instant(day, 20));
  }
}

const instant = (day: number, hour: number): string => formatInstant(atDay(FIRST_DAY + day, hour));
