/** Incidents put into the days of a town at random: of every kind so many, each with its label. */
import type { ExpectedLabel, LabelKey } from '../../../schemas/labels.ts';
import { type Day, formatInstant, startOfDay } from '../../../src/core/time.ts';
import { type Chance, chanceOf } from '../../chance.ts';
import { eventId, recordsOf, type SeedEvent } from '../../story.ts';
import type { Intruder, TownDay } from '../days.ts';
import type { Clerk } from '../people.ts';
import type { TownPlan } from '../plan.ts';
import { dayOf } from '../registers.ts';
import type { Town } from '../town.ts';
import { type Kind, openScene } from './commit.ts';
import { CONTRADICTIONS } from './contradictions.ts';
import { INTRUSIONS } from './intrusions.ts';
import { LOOK_UPS } from './look-ups.ts';

/** Every kind of incident that is put into a town. */
export const KINDS: readonly Kind[] = [...LOOK_UPS, ...INTRUSIONS, ...CONTRADICTIONS];

/** Days at the beginning on which nothing happens, so that what is usual can be learnt; and at the end, so that all is told. */
const QUIET_DAYS = { before: 65, after: 65 } as const;

/** Incidents of a town: what adds them to its days, and their labels once the days are told. */
export interface Incidents {
  readonly intrude: Intruder;
  /** Takes note of a day that was told. */
  note(told: TownDay): void;
  labels(): ExpectedLabel[];
}

interface Planned {
  readonly id: string;
  readonly kind: Kind;
  readonly day: Day;
}

/** Plans `each` incidents of every kind. A town shorter than 140 days has them in its middle. */
export function incidentsIn(plan: TownPlan, each: number, kinds: readonly Kind[] = KINDS): Incidents {
  const chance = chanceOf(`incidents ${plan.seed}`);
  const planned = planIncidents(plan, each, kinds, chance);
  const keys = new Map<string, LabelKey>();
  const told = new Map<string, SeedEvent[]>();
  const used = new Set<Clerk>();
  return {
    intrude(town: Town, day) {
      for (const { id, kind } of planned.filter((one) => one.day === day))
        keys.set(id, kind.commit(openScene(town, day, chance, id, used)));
    },
    note({ events, strands }) {
      if (strands.size === 0) return;
      for (const event of events) {
        const id = strands.get(eventId(event));
        if (id === undefined) continue;
        const list = told.get(id) ?? [];
        told.set(id, list);
        list.push(event);
      }
    },
    labels: () =>
      planned.flatMap(({ id, kind, day }) => {
        const events = told.get(id) ?? [];
        const [first] = events;
        if (first === undefined) return [];
        return [
          {
            id,
            pattern: kind.pattern,
            also: [...kind.also],
            kind: kind.kind,
            key: keys.get(id) ?? {},
            from: first.time,
            to: events.at(-1)?.time ?? formatInstant(startOfDay(day + 1)),
            events: events.map((event) => ({
              event: eventId(event),
              time: event.time,
              records: recordsOf(event),
            })),
          },
        ];
      }),
  };
}

function planIncidents(plan: TownPlan, each: number, kinds: readonly Kind[], chance: Chance): Planned[] {
  const first = dayOf(plan.first);
  const isShort = plan.days < QUIET_DAYS.before + QUIET_DAYS.after + 20;
  const from = first + (isShort ? Math.floor(plan.days / 3) : QUIET_DAYS.before);
  const until = first + plan.days - 1 - (isShort ? Math.floor(plan.days / 3) : QUIET_DAYS.after);
  return kinds.flatMap((kind) =>
    Array.from({ length: each }, (_, i) => ({
      id: `${kind.kind} ${i + 1}`,
      kind,
      day: chance.between(from, Math.max(from, until)),
    })),
  );
}
