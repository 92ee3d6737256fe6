/** Places that no register lists yet: the portal of a new partner, letters to a firm that builds something for the town. */
import { type Day, MINUTE } from '../../src/core/time.ts';
import { clock, isWorkingDay, officeMoments } from '../calendar.ts';
import { chanceOf } from '../chance.ts';
import { padded } from './plan.ts';
import { enteredOn } from './registers.ts';
import { arrange, isHere, ownSeat, type Town } from './town.ts';

/** Now and then somebody begins to work with a place the town does not know. Chance of its own: the rest of the day stays as it is. */
export function meetNewPlaces(town: Town, day: Day): void {
  if (!isWorkingDay(day)) return;
  const chance = chanceOf(`new places ${town.plan.seed} ${day}`);
  const able = town.clerks.filter(
    (clerk) => clerk.section.style === 'office' && isHere(clerk, day) && isHere(clerk, day + 60),
  );
  if (able.length === 0) return;
  const clerk = chance.pick(able);
  const name = padded('p', chance.between(1, 9_999), 4);
  if (chance.happens(town.plan.staff / 400 / 6)) handIn(`${name}.portal.example`, chance.happens(0.5));
  if (chance.happens(town.plan.staff / 400 / 20)) writeTo(`mx.${name}.builder.example`);

  /** An application and its annexes; where more is to come, the place is entered within the week. */
  function handIn(destination: string, goesOn: boolean): void {
    const send = (at: Day) => {
      if (town.absent.has(clerk)) return;
      const start = clock(at, 15, chance.between(0, 30));
      for (let n = chance.between(1, 5); n > 0; n--)
        town.log.add(start + n * MINUTE, {
          system: 'admin',
          source: 'files',
          ...ownSeat(clerk, at),
          action: 'upload',
          resource: `share/${clerk.section.unit}/annex-${n}.pdf`,
          data_class: 'office',
          destination,
          bytes: chance.between(20_000, 3_000_000),
        });
    };
    send(day);
    if (!goesOn) return;
    town.registers.destinations.push({
      pattern: destination,
      allowed: 'yes',
      recorded_at: enteredOn(day + 5),
    });
    for (const later of [day + 14, day + 21, day + 28])
      if (isWorkingDay(later)) arrange(town, later, () => send(later));
  }

  /** Letters every few days while something is built; nobody lists every firm the town writes to. */
  function writeTo(destination: string): void {
    for (let at = day; at < day + 35; at += chance.between(2, 5))
      if (isWorkingDay(at)) arrange(town, at, () => letter(at));
    function letter(at: Day): void {
      if (town.absent.has(clerk)) return;
      town.log.add(officeMoments(chance, at, 1)[0], {
        system: 'admin',
        source: 'mail',
        ...ownSeat(clerk, at),
        action: 'send',
        resource: `mailbox/${clerk.account}`,
        data_class: 'mail',
        destination,
        bytes: chance.between(2_000, 900_000),
      });
    }
  }
}
