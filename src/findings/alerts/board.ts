/** Ranks alerts within their day by expected harm, and says which are within the number that somebody can look at. */
import type { Alert } from '../../../schemas/alert.ts';

/** Alerts held until they can be ranked; tests make it tiny. */
const HELD_MAX = 5_000;

/** Takes alerts, gives them back ranked. */
export interface Board {
  /** What is no news takes its place in the ranking and is not given back. */
  take(alert: Alert, isNews?: boolean): void;
  /** Every alert held that is news, ranked, in order of day and rank. */
  ranked(): Alert[];
  /** Alerts given out early, without a rank, because more were held than may be. */
  unranked(): number;
}

/** A board for so many alerts a day. Beyond its bound the least harmful are handed to `giveOut` at once: nothing is dropped. */
export function alertBoard(perDay: number, giveOut: (alert: Alert) => void, heldMax = HELD_MAX): Board {
  const held: Alert[] = [];
  const old = new Set<string>();
  let unranked = 0;
  return {
    take(alert, isNews = true) {
      if (!isNews) old.add(alert.id);
      held.push(alert);
      if (held.length <= heldMax) return;
      held.sort(byHarm);
      for (const least of held.splice(heldMax - Math.floor(heldMax / 10))) {
        if (old.delete(least.id)) continue;
        unranked++;
        giveOut({ ...least, in_budget: false });
      }
    },
    ranked: () => rankedByDay(held, perDay).filter(({ id }) => !old.has(id)),
    unranked: () => unranked,
  };
}

/** Alerts with their rank among those of their day. */
function rankedByDay(alerts: readonly Alert[], perDay: number): Alert[] {
  const days = new Map<string, Alert[]>();
  for (const alert of alerts) days.set(alert.day, [...(days.get(alert.day) ?? []), alert]);
  return [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, ofDay]) =>
      ofDay.sort(byHarm).map((alert, i) => ({ ...alert, rank: i + 1, in_budget: i < perDay })),
    );
}

/** What an alert is ranked by. */
export type Ranked = Pick<Alert, 'id' | 'time' | 'harm'>;

/** The most harmful first; then the earlier one. */
export function byHarm(a: Ranked, b: Ranked): number {
  return b.harm - a.harm || (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1);
}
