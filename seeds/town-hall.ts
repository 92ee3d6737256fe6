/** A town hall on ordinary days: resident counter, welfare, tax, waterworks, general affairs and its administrators. */
import {
  type Day,
  formatDate,
  formatInstant,
  HOUR,
  MINUTE,
  type Micros,
  parseDate,
  weekday,
} from '../src/core/time.ts';
import { clock, days, isWorkingDay, officeMoments, soonAfter } from './calendar.ts';
import { type Chance, chanceOf } from './chance.ts';
import {
  arrival,
  emptyRegisters,
  enrol,
  from,
  onLeave,
  readMail,
  shift,
  signIn,
  type Worker,
  worker,
} from './ordinary-days.ts';
import { type Log, openLog, type RegisterRows } from './story.ts';

/** A town hall whose days are written into `log`; an incident adds its own events and register rows. */
export interface TownHall {
  readonly log: Log;
  readonly chance: Chance;
  readonly registers: RegisterRows;
  readonly workers: readonly Worker[];
  unit(name: string): Worker[];
  /** A resident nobody else in this story looks at. */
  readonly nextResident: () => string;
}

interface Section {
  readonly unit: string;
  readonly source: string;
  readonly dataClass: string;
  readonly staff: number;
  readonly work: (hall: TownHall, section: Section, day: Day, someone: Worker, desk: Desk) => void;
}

/** One open case on a caseworker's desk. */
interface OpenCase {
  readonly caseId: string;
  readonly subject: string;
  readonly household: string | null;
  readonly opened: Micros;
  readonly closes: Day;
}

/** The cases of every caseworker. */
type Desk = Map<Worker, OpenCase[]>;

const SECTIONS: readonly Section[] = [
  {
    unit: 'resident-counter',
    source: 'juki-core',
    dataClass: 'resident-basic',
    staff: 8,
    work: serveCounter,
  },
  { unit: 'welfare', source: 'welfare-core', dataClass: 'welfare', staff: 6, work: workCases },
  { unit: 'tax', source: 'tax-core', dataClass: 'tax', staff: 6, work: workCases },
  { unit: 'waterworks', source: 'water-core', dataClass: 'water', staff: 5, work: workCases },
  {
    unit: 'general-affairs',
    source: 'jinji-files',
    dataClass: 'personnel',
    staff: 3,
    work: keepPersonnelFiles,
  },
  { unit: 'civil-works', source: 'works-files', dataClass: 'public-works', staff: 5, work: drawPlans },
  { unit: 'it', source: 'ad', dataClass: 'account', staff: 2, work: administer },
];

const SITE = 'city-hall';
const SATURDAY = 6;
const BATCH_ACCOUNT = 'svc-batch';
const COUNTER_TERMINALS = ['JT-01', 'JT-02', 'JT-03', 'JT-04', 'JT-05', 'JT-06'];

/** Writes the ordinary days of a town hall from one date to another. */
export function townHall(seed: string, first: string, last: string): TownHall {
  const chance = chanceOf(seed);
  const residents = chance.shuffled(
    Array.from({ length: 24_000 }, (_, i) => `R${String(i + 1).padStart(5, '0')}`),
  );
  const registers = emptyRegisters();
  const workers = SECTIONS.flatMap((section, place) =>
    Array.from({ length: section.staff }, (_, i) =>
      worker((place + 1) * 100 + i + 1, section.unit, ['office', section.unit], SITE),
    ),
  );
  const hall: TownHall = {
    log: openLog(),
    chance,
    registers,
    workers,
    unit: (name) => workers.filter(({ unit }) => unit === name),
    nextResident: () => residents.pop() ?? 'R99999',
  };
  furnish(hall);
  const desk: Desk = new Map();
  permitBatch(hall, first);
  for (const day of days(first, last)) {
    nightlyBatch(hall, day);
    if (isWorkingDay(day)) workingDay(hall, day, desk);
    else if (weekday(day) === SATURDAY) holidayDuty(hall, day);
  }
  return hall;
}

function furnish({ registers, workers }: TownHall): void {
  workers.forEach((someone, i) => {
    enrol(registers, someone, { subject: `R9${String(i).padStart(4, '0')}` });
  });
  for (const { principal } of workers.filter(({ unit }) => unit === 'it'))
    registers.accounts.push({
      account: `adm-${principal}`,
      system: 'admin',
      principal,
      kind: 'admin',
      valid_to: '',
    });
  for (const device of COUNTER_TERMINALS)
    registers.devices.push({ device, kind: 'shared', principal: '', site: SITE });
  registers.sites.push({ site: SITE, organisation: 'city', networks: '10.1.0.0/16' });
  registers.systems.push(
    ...SECTIONS.map(({ source, unit }) => ({
      source,
      system: ['general-affairs', 'civil-works', 'it'].includes(unit) ? 'admin' : 'resident',
      environment: 'production',
      personal_data: 'yes',
      case_required: 'no',
    })),
    { source: 'mail', system: 'admin', environment: 'production', personal_data: 'yes', case_required: 'no' },
  );
  registers.duties.push(
    { duty: 'office', systems: 'ad|mail', data_classes: 'mail' },
    ...SECTIONS.filter(({ unit }) => unit !== 'it').map(({ unit, source, dataClass }) => ({
      duty: unit,
      systems: source,
      data_classes: dataClass,
    })),
    { duty: 'waterworks', systems: 'juki-core', data_classes: 'resident-basic' },
    { duty: 'it', systems: 'ad', data_classes: 'account' },
  );
}

function workingDay(hall: TownHall, day: Day, desk: Desk): void {
  const { log, chance, registers, workers } = hall;
  for (const someone of workers) {
    if (chance.happens(0.05)) {
      onLeave(registers, someone, day);
      continue;
    }
    const section = sectionOf(someone);
    signIn(log, chance, arrival(chance, day), {
      system: 'admin',
      source: 'ad',
      ...from(someone),
      action: 'login',
    });
    readMail(log, chance, day, someone, chance.between(1, 3));
    section.work(hall, section, day, someone, desk);
    log.add(clock(day, 17, chance.between(15, 50)), {
      system: 'admin',
      source: 'ad',
      ...from(someone),
      action: 'logout',
    });
  }
}

/** What changed in the day goes on to the next system every night: some hundred records, under a standing permit. */
function nightlyBatch({ log, chance }: TownHall, day: Day): void {
  const batch = {
    system: 'resident',
    source: 'juki-core',
    actor: BATCH_ACCOUNT,
    device: 'SRV-BATCH',
  } as const;
  const what = { action: 'export', data_class: 'resident-basic', resource: 'batch/welfare-sync' } as const;
  log.add(clock(day, 1, 30, chance.between(0, 59)), {
    ...batch,
    ip: '10.1.8.4',
    ...what,
    records: chance.between(180, 420),
  });
}

function permitBatch({ registers, workers }: TownHall, first: string): void {
  const [administrator] = workers.filter(({ unit }) => unit === 'it');
  registers.accounts.push({
    account: BATCH_ACCOUNT,
    system: 'juki-core',
    principal: '',
    kind: 'service',
    valid_to: '',
  });
  registers.devices.push({ device: 'SRV-BATCH', kind: 'server', principal: '', site: SITE });
  registers.permits.push({
    permit: 'STANDING-01',
    account: BATCH_ACCOUNT,
    systems: 'juki-core',
    actions: 'export',
    start: formatInstant(clock(parseDate(first), 0)),
    approved_by: administrator.principal,
  });
}

/** Two clerks keep the counter open on Saturday mornings; the shifts register says so. */
function holidayDuty(hall: TownHall, day: Day): void {
  hall.chance
    .shuffled(hall.unit('resident-counter'))
    .slice(0, 2)
    .forEach((someone, i) => {
      const terminal = { ...someone, device: COUNTER_TERMINALS[i] };
      hall.registers.shifts.push(shift(someone.principal, 'duty', clock(day, 8, 30), clock(day, 12, 30)));
      for (let n = 0; n < 6; n++) serveVisitor(hall, clock(day, 8, 45 + n * 35), terminal);
    });
}

/** A day at the counter, at one of its shared terminals. */
function serveCounter(hall: TownHall, section: Section, day: Day, clerk: Worker): void {
  const { log, chance } = hall;
  const terminal = { ...clerk, device: chance.pick(COUNTER_TERMINALS) };
  const door = { system: 'resident', source: section.source, ...from(terminal), action: 'login' } as const;
  signIn(log, chance, clock(day, 8, chance.between(35, 42)), door);
  for (const time of officeMoments(chance, day, chance.between(9, 16))) serveVisitor(hall, time, terminal);
}

/**
 * Somebody comes to the counter: searched by name, looked at, and mostly a certificate printed a few minutes later.
 * One in six only asks: a look-up that nothing explains, and nothing is wrong with it.
 */
function serveVisitor({ log, chance, nextResident }: TownHall, time: Micros, terminal: Worker): void {
  const at = {
    system: 'resident',
    source: 'juki-core',
    ...from(terminal),
    data_class: 'resident-basic',
  } as const;
  const subject = nextResident();
  log.add(time, { ...at, action: 'search', records: chance.between(1, 6) });
  log.add(time + 20_000_000, { ...at, action: 'view', subject });
  if (chance.happens(5 / 6)) log.add(soonAfter(chance, time, 2, 7), { ...at, action: 'print', subject });
}

/** Caseworkers open cases and look at the people they are about until they close them. */
function workCases(hall: TownHall, section: Section, day: Day, someone: Worker, desk: Desk): void {
  const { log, chance } = hall;
  const cases = desk.get(someone) ?? [];
  desk.set(someone, cases);
  const news = cases.length === 0 ? 5 : chance.between(0, 2);
  for (let i = 0; i < news; i++) cases.push(openCase(hall, section, day, someone));
  const at = {
    system: 'resident',
    source: section.source,
    ...from(someone),
    action: 'view',
    data_class: section.dataClass,
  } as const;
  const moments = officeMoments(chance, day, chance.between(5, 10));
  if (chance.happens(0.08)) moments.push(clock(day, 18, chance.between(5, 50))); // overtime
  for (const time of moments) {
    const mine = cases.filter(({ opened, closes }) => opened <= time && day <= closes);
    if (mine.length === 0) continue;
    const { caseId, subject, household } = chance.pick(mine);
    const seen = household !== null && chance.happens(0.3) ? household : subject;
    log.add(
      time,
      chance.happens(0.85) ? { ...at, subject: seen, case_id: caseId } : { ...at, subject: seen },
    );
  }
}

/** Opens a case this morning, for the unit or for the caseworker alone; one in four concerns a household of two. */
function openCase(
  { registers, chance, nextResident }: TownHall,
  section: Section,
  day: Day,
  someone: Worker,
): OpenCase {
  const number = registers.cases.length + 1;
  const caseId = `${section.unit.slice(0, 3).toUpperCase()}-${String(number).padStart(4, '0')}`;
  const subject = nextResident();
  const household = chance.happens(0.25) ? nextResident() : null;
  const isForUnit = chance.happens(0.6);
  const opened = clock(day, 8, 30);
  const closes = day + chance.between(4, 20);
  registers.cases.push({
    case_id: caseId,
    kind: section.unit,
    subject,
    assignee: isForUnit ? section.unit : someone.principal,
    opened: formatInstant(opened),
    closed: formatDate(closes),
  });
  if (household !== null)
    for (const member of [subject, household])
      registers.households.push({ subject: member, household: `H-${caseId}` });
  return { caseId, subject, household, opened, closes };
}

/** General affairs keep the personnel files of colleagues: a few a day. */
function keepPersonnelFiles({ log, chance }: TownHall, section: Section, day: Day, someone: Worker): void {
  for (const time of officeMoments(chance, day, chance.between(2, 6))) {
    const subject = `E${String(chance.between(1, 836)).padStart(4, '0')}`;
    log.add(time, {
      system: 'admin',
      source: section.source,
      ...from(someone),
      action: 'view',
      subject,
      data_class: 'personnel',
    });
  }
}

function drawPlans({ log, chance }: TownHall, section: Section, day: Day, someone: Worker): void {
  for (const time of officeMoments(chance, day, chance.between(3, 8))) {
    const resource = `plans/road-${chance.between(1, 90)}.dwg`;
    log.add(time, {
      system: 'admin',
      source: section.source,
      ...from(someone),
      action: 'view',
      resource,
      data_class: 'public-works',
    });
  }
}

/** Administrators reset forgotten passwords, keep settings and see the nightly batch through. */
function administer(hall: TownHall, section: Section, day: Day, someone: Worker): void {
  const { log, chance, workers } = hall;
  const at = {
    system: 'admin',
    source: section.source,
    ...from(someone),
    actor: `adm-${someone.principal}`,
  } as const;
  for (const time of officeMoments(chance, day, chance.between(1, 4))) {
    log.add(time, { ...at, action: 'login' });
    log.add(time + 2 * MINUTE, {
      ...at,
      action: chance.happens(0.7) ? 'reset' : 'config',
      target: chance.pick(workers).account,
    });
    log.add(time + HOUR / 4, { ...at, action: 'logout' });
  }
}

function sectionOf({ unit }: Worker): Section {
  return SECTIONS.find((section) => section.unit === unit) ?? SECTIONS[0];
}
