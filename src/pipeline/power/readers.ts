/** Who looks at people in a log, where and on which days: the accounts a thief could hide behind. */
import type { NormalEvent } from '../../../schemas/access-event.ts';
import { type EventBatch, IS_LOOKUP, MARK, OUTCOME } from '../../../schemas/event-columns.ts';
import { type Key, NONE, pairKey } from '../../core/hash.ts';
import { type Day, dayAt } from '../../core/time.ts';
import type { BatchSource } from '../event-source.ts';

/** An account with the look-up it makes most often: where, of which class of data, at which device. */
export interface Reader {
  readonly example: NormalEvent;
  /** The days on which it made such look-ups, rising. */
  readonly days: readonly Day[];
}

/** Accounts remembered; a log with more has enough of them. */
const READERS_MAX = 20_000;

interface Habit {
  readonly example: NormalEvent;
  readonly days: Set<Day>;
}

/** Learns who looks at people. Memory: one entry an account, kind of look-up and day. */
export async function readersOf(inputs: readonly BatchSource[]): Promise<Reader[]> {
  const accounts = new Map<Key, Map<Key, Habit>>();
  for (const input of inputs) {
    for (let batch = await input.next(); batch !== null; batch = await input.next()) learn(accounts, batch);
  }
  const readers = Array.from(accounts, ([key, habits]) => {
    const [most] = [...habits.values()].sort((a, b) => b.days.size - a.days.size);
    return { key, reader: { example: most.example, days: [...most.days].sort((a, b) => a - b) } };
  });
  readers.sort((a, b) => a.key - b.key); // as good as by chance, and the same every time
  return readers.map(({ reader }) => reader);
}

function learn(accounts: Map<Key, Map<Key, Habit>>, batch: EventBatch): void {
  const { size, columns } = batch;
  const { actor, action, outcome, subjectStart, source, dataClass, device, time, marks } = columns;
  for (let row = 0; row < size; row++) {
    if (!IS_LOOKUP[action[row]] || outcome[row] !== OUTCOME.success || actor[row] === NONE) continue;
    if (subjectStart[row] === subjectStart[row + 1] || (marks[row] & MARK.clock) !== 0) continue;
    let habits = accounts.get(actor[row]);
    if (habits === undefined) {
      if (accounts.size >= READERS_MAX) continue;
      habits = new Map();
      accounts.set(actor[row], habits);
    }
    const kind = pairKey(pairKey(source[row], dataClass[row]), device[row]);
    let habit = habits.get(kind);
    if (habit === undefined) {
      habit = { example: batch.event(row), days: new Set() };
      habits.set(kind, habit);
    }
    habit.days.add(dayAt(time[row]));
  }
}
