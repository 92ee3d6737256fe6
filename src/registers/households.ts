/** Households: who lives with whom at a time. Each answer is kept over the span in which it is the same. */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { groupByKey } from './groups.ts';
import { type History, holds } from './history.ts';
import { anySpan, covers, NO_ROWS, narrow, narrowKnown, type Span } from './lens.ts';
import type { MemberRow } from './prepare.ts';

interface KeptMembers extends Span {
  readonly members: readonly Key[];
}

/** The other members of a subject's households, each once. */
export function householdsOf(
  history: History<MemberRow, readonly MemberRow[]>,
): (subject: Key, known: Micros, time: Micros) => readonly Key[] {
  const { groups, entries } = history;
  const ofGroup = Array.from(
    { length: groups.count },
    (_, group) => entries.rows[groups.members[groups.starts[group]]],
  );
  const bySubject = groupByKey(ofGroup.map(({ subject }) => subject));
  const byHousehold = groupByKey(ofGroup.map(({ household }) => household));
  const views: (KeptMembers | undefined)[] = Array.from({ length: bySubject.count });

  /** Whether a membership holds; narrows the span in which that stays so. */
  function isMember(group: number, known: Micros, time: Micros, span: Span): boolean {
    const { value, from, until } = history.known(group, known);
    narrowKnown(span, from, until);
    for (const row of value) narrow(span, row, time, 'holding');
    return value.some((row) => holds(row, time));
  }
  function look(at: number, known: Micros, time: Micros): KeptMembers {
    const span = anySpan();
    const members = new Set<Key>();
    for (const own of bySubject.members.subarray(bySubject.starts[at], bySubject.starts[at + 1])) {
      if (!isMember(own, known, time, span)) continue;
      const home = byHousehold.find(ofGroup[own].household);
      for (const group of byHousehold.members.subarray(
        byHousehold.starts[home],
        byHousehold.starts[home + 1],
      )) {
        const { subject } = ofGroup[group];
        if (subject !== ofGroup[own].subject && isMember(group, known, time, span)) members.add(subject);
      }
    }
    return { ...span, members: members.size === 0 ? NO_ROWS : Array.from(members) };
  }
  return (subject, known, time) => {
    const at = bySubject.find(subject);
    if (at === -1) return NO_ROWS;
    let view = views[at];
    if (view === undefined || !covers(view, known, time)) {
      view = look(at, known, time);
      views[at] = view;
    }
    return view.members;
  };
}
