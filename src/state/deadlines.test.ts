import { describe, expect, test } from 'vitest';
import { type Deadlines, deadlines } from './deadlines.ts';
import { agreesWithTwin } from './twin-check.ts';
import type { Twin } from './twins.ts';

/** A plain list. */
function deadlinesTwin(wait: number): Twin<Deadlines> {
  let held: { value: number; deadline: number; fields: number[]; id: number }[] = [];
  let newest = -Infinity;
  let ids = 0;
  const byId = (id: number) => held.find((each) => each.id === id);
  const find = (value: number, time: number) =>
    held.find((each) => each.value === value && each.deadline >= Math.max(newest, time))?.id ?? -1;
  return {
    add(value, time) {
      if (find(value, time) >= 0) return -1;
      newest = Math.max(newest, time);
      held.push({ value, deadline: newest + wait, fields: [0, 0], id: ids });
      return ids++;
    },
    find,
    get: (entry, field) => byId(entry)?.fields[field] ?? Number.NaN,
    set(entry, field, value) {
      const found = byId(entry);
      if (found !== undefined) found.fields[field] = value;
    },
    due(time, each) {
      while (held.length > 0 && held[0].deadline < time) {
        each(held[0].id, held[0].deadline);
        held = held.slice(1);
      }
    },
  };
}

describe('deadlines', () => {
  test.each([
    { keys: 5, values: 1, late: 0 },
    { keys: 60, values: 1, late: 0 },
    { keys: 60, values: 1, late: 300 },
  ])('are kept as their twin does: %o', (variety) => {
    agreesWithTwin<Deadlines>({
      make: () => deadlines({ wait: 100, fields: 2 }),
      makeTwin: () => deadlinesTwin(100),
      variety,
      ask(subject, { call, key, amount, time }) {
        const due: [number, number][] = [];
        if (call % 3 === 0)
          subject.due(time, (entry, deadline) => due.push([subject.get(entry, 1), deadline]));
        const entry = call % 3 === 1 ? subject.add(key, time) : subject.find(key, time);
        if (entry >= 0 && call % 3 === 1) subject.set(entry, 1, amount);
        return [entry >= 0, entry >= 0 ? subject.get(entry, 1) : 0, due];
      },
    });
  });

  test('a deadline is passed just after it, not at it', () => {
    const queue = deadlines({ wait: 100, fields: 0 });
    queue.add(7, 50);
    const due: number[] = [];
    queue.due(150, (_, deadline) => due.push(deadline));
    expect(due).toEqual([]);
    queue.due(151, (_, deadline) => due.push(deadline));
    expect(due).toEqual([150]);
    expect(queue.find(7, 151)).toBe(-1);
  });

  test('who comes again after his deadline waits anew, whether or not he was let go of', () => {
    const [one, other] = [deadlines({ wait: 100, fields: 0 }), deadlines({ wait: 100, fields: 0 })];
    for (const queue of [one, other]) expect(queue.add(7, 50)).toBeGreaterThanOrEqual(0);
    expect([one.add(7, 150), other.add(7, 150)]).toEqual([-1, -1]);
    one.due(151, () => {});
    for (const queue of [one, other]) expect(queue.add(7, 151)).toBeGreaterThanOrEqual(0);
    const due: number[] = [];
    other.due(1_000, (_, deadline) => due.push(deadline));
    expect(due).toEqual([150, 251]);
  });

  test('at the cap something goes, and is counted', () => {
    const queue = deadlines({ wait: 100, fields: 0, entriesMax: 4 });
    for (let value = 1; value <= 9; value++) queue.add(value, value);
    expect(queue.usage()).toMatchObject({ evicted: 5 });
  });
});
