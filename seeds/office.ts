/** An office on ordinary days: people sign in from their own PCs, read their mail, open documents of their unit. */
import type { Day } from '../src/core/time.ts';
import { clock, officeMoments, workingDays } from './calendar.ts';
import { type Chance, chanceOf } from './chance.ts';
import {
  arrival,
  emptyRegisters,
  enrol,
  from,
  onLeave,
  readMail,
  signIn,
  type Worker,
  worker,
} from './ordinary-days.ts';
import { type Entry, type Log, openLog, type RegisterRows } from './story.ts';

/** A kind of document that a unit keeps. */
export interface Shelf {
  readonly unit: string;
  readonly dataClass: string;
  readonly staff: number;
}

/** What an office is made of. */
export interface OfficePlan {
  readonly seed: string;
  readonly first: string;
  readonly last: string;
  readonly site: string;
  readonly shelves: readonly Shelf[];
  /** How many documents somebody opens a day, at most. */
  readonly documentsMax: number;
  /** Where people sign in each morning. */
  readonly door: string;
  /** Days on which every password has run out: nearly everybody fails a few times first. */
  readonly passwordsExpireOn?: readonly Day[];
}

/** An office whose days are written into `log`. */
export interface Office {
  readonly log: Log;
  readonly chance: Chance;
  readonly registers: RegisterRows;
  readonly workers: readonly Worker[];
  /** The administrator: the last of the workers, with an account for administration beside the personal one. */
  readonly administrator: Worker;
}

/** The source on which documents are kept. */
export const FILES = 'file-server';

/** An office with its registers and an empty log. */
export function office(plan: OfficePlan): Office {
  const chance = chanceOf(plan.seed);
  const registers = emptyRegisters();
  const units = plan.shelves.flatMap(({ unit, staff }) => Array.from({ length: staff }, () => unit));
  const workers = units.map((unit, i) => worker(101 + i, unit, ['office', unit], plan.site));
  const administrator = worker(101 + units.length, 'it', ['office', 'it'], plan.site);
  for (const someone of [...workers, administrator]) enrol(registers, someone);
  registers.accounts.push({
    account: `adm-${administrator.principal}`,
    system: 'admin',
    principal: administrator.principal,
    kind: 'admin',
    valid_to: '',
  });
  registers.sites.push({ site: plan.site, organisation: 'own', networks: '10.1.0.0/16' });
  for (const source of new Set([plan.door, 'mail', FILES]))
    registers.systems.push({
      source,
      system: 'admin',
      environment: 'production',
      personal_data: 'yes',
      case_required: 'no',
    });
  registers.duties.push(
    { duty: 'office', systems: `${plan.door}|mail`, data_classes: 'mail' },
    ...plan.shelves.map(({ unit, dataClass }) => ({ duty: unit, systems: FILES, data_classes: dataClass })),
    { duty: 'it', systems: '', data_classes: 'account' },
  );
  return { log: openLog(), chance, registers, workers: [...workers, administrator], administrator };
}

/** Writes the ordinary days of an office; `isThere` says who still (or already) works there on a day. */
export function ordinaryDays(
  plan: OfficePlan,
  place: Office,
  isThere: (someone: Worker, day: Day) => boolean = () => true,
): void {
  const classOf = new Map(plan.shelves.map(({ unit, dataClass }) => [unit, dataClass]));
  for (const day of workingDays(plan.first, plan.last))
    for (const someone of place.workers) {
      if (!isThere(someone, day)) continue;
      if (place.chance.happens(0.04)) onLeave(place.registers, someone, day);
      else officeDay(plan, place, day, someone, classOf.get(someone.unit));
    }
}

function officeDay(
  plan: OfficePlan,
  place: Office,
  day: Day,
  someone: Worker,
  dataClass: string | undefined,
): void {
  const { log, chance } = place;
  const door = { system: 'admin', source: plan.door, ...from(someone), action: 'login' } as const;
  const slips = plan.passwordsExpireOn?.includes(day) === true ? chance.between(0, 4) : undefined;
  signIn(log, chance, arrival(chance, day), door, slips);
  readMail(log, chance, day, someone, 1);
  if (dataClass === undefined) administer(place, plan.door, day);
  else
    for (const time of officeMoments(chance, day, chance.between(0, plan.documentsMax))) {
      log.add(time, reads(someone, `${someone.unit}/${chance.between(1, 400)}`, dataClass));
    }
}

/** Somebody opens a document from the own place. */
export function reads(someone: Worker, resource: string, dataClass: string): Entry {
  return {
    system: 'admin',
    source: FILES,
    ...from(someone),
    action: 'view',
    resource,
    data_class: dataClass,
  };
}

/** The administrator signs in with the other account and resets what was forgotten. */
function administer({ log, chance, workers, administrator }: Office, door: string, day: Day): void {
  const at = {
    system: 'admin',
    source: door,
    ...from(administrator),
    actor: `adm-${administrator.principal}`,
  } as const;
  const time = clock(day, 10, chance.between(0, 59));
  log.add(time, { ...at, action: 'login' });
  log.add(time + 90_000_000, {
    ...at,
    action: chance.happens(0.6) ? 'reset' : 'config',
    target: chance.pick(workers).account,
  });
}
