/** How an incident is put into the days of a town: who does it, on which days, and what is marked as belonging to it. */
import type { DetectorId } from '../../../schemas/finding.ts';
import type { LabelKey } from '../../../schemas/labels.ts';
import type { Day, Micros } from '../../../src/core/time.ts';
import { isWorkingDay } from '../../calendar.ts';
import type { Chance } from '../../chance.ts';
import type { Entry } from '../../story.ts';
import type { Clerk } from '../people.ts';
import type { Style } from '../plan.ts';
import { arrange, isHere, type Town } from '../town.ts';

/** Somebody about to do wrong. The town's own chance is left alone: the ordinary days stay as they were. */
export interface Scene {
  readonly town: Town;
  readonly day: Day;
  readonly chance: Chance;
  /** Adds an event of the incident. */
  add(time: Micros, entry: Entry): void;
  /** Somebody of these kinds of section who stays for 90 days; where there is one, without a part in another incident. */
  culprit(...styles: Style[]): Clerk;
  /** Does something on each of the next `count` working days, this one included where it is one. */
  onWorkingDays(count: number, what: (day: Day, place: number) => void): void;
}

/** A kind of incident. */
export interface Kind {
  readonly kind: string;
  readonly pattern: DetectorId;
  /** Detectors that count as having found it too. */
  readonly also: readonly (DetectorId | '*')[];
  /** Every look-up of it is contradicted by a register, and must never be called explained. */
  readonly contradicted?: true;
  /** Puts it into the town; whom it is about. */
  commit(scene: Scene): LabelKey;
}

/** A scene of the incident `id`; `used` are those who already do something wrong. */
export function openScene(town: Town, day: Day, chance: Chance, id: string, used: Set<Clerk>): Scene {
  return {
    town,
    day,
    chance,
    add: (time, entry) => town.log.add(time, entry, id),
    culprit(...styles) {
      const able = town.clerks.filter(
        (clerk) =>
          styles.includes(clerk.section.style) &&
          isHere(clerk, day) &&
          !town.absent.has(clerk) &&
          clerk.from < day - 60 &&
          clerk.until > day + 90 &&
          !clerk.isFixedTerm,
      );
      const shuffled = chance.shuffled(able);
      const clerk = shuffled.find((each) => !used.has(each)) ?? shuffled[0];
      if (clerk === undefined) throw new Error(`nobody can be found for ${id}`);
      used.add(clerk);
      return clerk;
    },
    onWorkingDays(count, what) {
      let place = 0;
      for (let next = day; place < count; next++) {
        if (!isWorkingDay(next)) continue;
        const at = place++;
        if (next === day) what(next, at);
        else arrange(town, next, () => what(next, at));
      }
    },
  };
}
