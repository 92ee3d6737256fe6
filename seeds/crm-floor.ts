/** A floor of people who serve customers from a CRM on ordinary days: a call centre, or a sales office with its card system. */
import { clock, officeMoments, workingDays } from './calendar.ts';
import { type Chance, chanceOf } from './chance.ts';
import {
  arrival,
  emptyRegisters,
  enrol,
  from,
  onLeave,
  signIn,
  type Worker,
  worker,
} from './ordinary-days.ts';
import { type Log, openLog, type RegisterRows } from './story.ts';

/** What a floor is made of. */
export interface FloorPlan {
  readonly seed: string;
  readonly first: string;
  readonly last: string;
  readonly site: string;
  /** The concrete CRM. */
  readonly source: string;
  readonly dataClass: string;
  readonly staff: number;
  /** Whose customers they are; none where they are the company's own. */
  readonly tenants: readonly string[];
  /** How many customers somebody serves a day. */
  readonly customersADay: readonly [fewest: number, most: number];
}

/** A floor whose days are written into `log`. */
export interface Floor {
  readonly log: Log;
  readonly chance: Chance;
  readonly registers: RegisterRows;
  readonly workers: readonly Worker[];
}

/** A floor with its registers and an empty log. */
export function crmFloor(plan: FloorPlan): Floor {
  const registers = emptyRegisters();
  const workers = Array.from({ length: plan.staff }, (_, i) => worker(101 + i, 'desk', ['desk'], plan.site));
  for (const someone of workers) enrol(registers, someone);
  registers.sites.push({ site: plan.site, organisation: 'own', networks: '10.1.0.0/16' });
  registers.systems.push({
    source: plan.source,
    system: 'crm',
    environment: 'production',
    personal_data: 'yes',
    case_required: 'no',
  });
  registers.duties.push({ duty: 'desk', systems: plan.source, data_classes: plan.dataClass });
  return { log: openLog(), chance: chanceOf(plan.seed), registers, workers };
}

/** Writes the ordinary days of a floor; `lastDays` says until when somebody comes. */
export function floorDays(
  plan: FloorPlan,
  floor: Floor,
  lastDays: ReadonlyMap<Worker, number> = new Map(),
): void {
  const { log, chance, registers, workers } = floor;
  for (const day of workingDays(plan.first, plan.last))
    for (const someone of workers) {
      if (day > (lastDays.get(someone) ?? day)) continue;
      if (chance.happens(0.05)) {
        onLeave(registers, someone, day);
        continue;
      }
      const at = {
        system: 'crm',
        source: plan.source,
        ...from(someone),
        data_class: plan.dataClass,
      } as const;
      const { data_class: _, ...door } = at;
      signIn(log, chance, arrival(chance, day), { ...door, action: 'login' });
      for (const time of officeMoments(chance, day, chance.between(...plan.customersADay))) {
        const subject = customer(chance);
        const tenant =
          plan.tenants.length === 0
            ? {}
            : { tenant: plan.tenants[workers.indexOf(someone) % plan.tenants.length] };
        log.add(time, { ...at, ...tenant, action: 'view', subject });
        if (chance.happens(0.3)) log.add(time + 150e6, { ...at, ...tenant, action: 'update', subject });
      }
      log.add(clock(day, 17, chance.between(16, 55)), { ...door, action: 'logout' });
    }
}

/** One of a hundred thousand customers. */
export function customer(chance: Chance): string {
  return `C${String(chance.between(1, 100_000)).padStart(6, '0')}`;
}
