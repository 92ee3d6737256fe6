import { describe, expect, test } from 'vitest';
import { type Turns, type TurnsOptions, turns } from './turns.ts';
import { agreesWithTwin } from './twin-check.ts';
import type { Twin } from './twins.ts';

const options = { within: 100, lateness: 600 };

/** Everything ever noted, read from the start at every question. */
function turnsTwin({ within, lateness = 0 }: TurnsOptions): Twin<Turns> {
  const noted = new Map<number, { place: number; time: number }[]>();
  let newest = -Infinity;
  return {
    note(key, place, time) {
      newest = Math.max(newest, time);
      const held = noted.get(key) ?? [];
      const latest = held.at(-1)?.time ?? -Infinity;
      if (time <= newest - within - lateness) return -1;
      if (latest <= newest - within - lateness) held.length = 0;
      else if (time < latest) return -1;
      held.push({ place, time });
      noted.set(key, held);
      const stays: { place: number; until: number }[] = [];
      let back = 0;
      for (const each of held) {
        const last = stays.at(-1);
        if (last?.place === each.place) {
          last.until = each.time;
          continue;
        }
        const before = stays.at(-2);
        back = before?.place === each.place && each.time - before.until <= within ? back + 1 : 0;
        stays.push({ place: each.place, until: each.time });
      }
      return held.at(-2)?.place === place ? -1 : back;
    },
  };
}

describe('turns', () => {
  test.each([
    { keys: 2, values: 2, late: 0 },
    { keys: 4, values: 3, late: 50 },
    { keys: 40, values: 2, late: 700 },
  ])('answer as their twin does: %o', (variety) => {
    agreesWithTwin<Turns>({
      make: () => turns(options),
      makeTwin: () => turnsTwin(options),
      variety,
      ask: (subject, { key, value, time }) => subject.note(key, value, time),
    });
  });

  test('count returns, not moves', () => {
    const place = turns({ within: 100 });
    const said = [1, 2, 1, 1, 2, 3, 2].map((where, i) => place.note(7, where, i * 10));
    expect(said).toEqual([0, 0, 1, -1, 2, 0, 1]);
  });

  test('a return exactly at the limit counts, one just over does not', () => {
    const place = turns({ within: 100 });
    expect([place.note(1, 1, 0), place.note(1, 2, 50), place.note(1, 1, 100)]).toEqual([0, 0, 1]);
    expect([place.note(2, 1, 0), place.note(2, 2, 50), place.note(2, 1, 101)]).toEqual([0, 0, 0]);
  });

  test('with four keys give up the oldest, and count it', () => {
    const place = turns({ within: 100, keysMax: 4 });
    for (let key = 1; key <= 9; key++) place.note(key, 1, key);
    expect(place.usage()).toMatchObject({ keys: 4, evicted: 5 });
  });
});
