/** What unregistered-device says about a row on which something is not known or not allowed. */
import { MARK } from '../../schemas/event-columns.ts';
import { hashText, type Key, NONE, pairKey } from '../../src/core/hash.ts';
import { DAY } from '../../src/core/time.ts';
import type { AboutField, Emit } from '../../src/detector/define.ts';
import { rateWindow } from '../../src/state/rate-window.ts';
import { recent } from '../../src/state/recent.ts';
import { networkOf } from '../credential-takeover/networks.ts';
import { acquaintances, type Coverage, coverageOf, groupOf } from './coverage.ts';
import { type Evidence, gravityOf, KINDS, type Kind } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { BITS, isAdministrators, isService, takenBy, thingOf, type Uses, whyOf } from './strangers.ts';

/** Besides who works on what, what was taken with a thing in a year, in panes of five days: what is taken for years is taken slowly. */
export const memory = () => ({
  ...acquaintances(),
  taken: rateWindow({ horizon: 365 * DAY, panes: 73 }),
  /** By address outside: who came from there first. */
  firstFrom: recent({ fields: 1, keep: 1, within: 90 * DAY }),
});
/** The state of {@link memory}. */
export type Memory = ReturnType<typeof memory>;

const KIND_KEYS: Readonly<Record<Kind, Key>> = {
  device: hashText('device'),
  network: hashText('network'),
  site: hashText('site'),
  account: hashText('account'),
};
const GAP = hashText('a gap of the register');
const NAMED_BY = { device: 'device', network: 'ip', site: 'site', account: 'actor' } as const;
const ABOUT: readonly AboutField[] = ['actor', 'principal', 'device', 'ip'];

/** Says what is strange about a row, or, where a register does not cover its system, that it does not. */
export function judge(
  view: Uses,
  row: number,
  found: number,
  state: Memory,
  limit: Thresholds,
  emit: Emit<Evidence>,
): void {
  const { time, source, who, marks, ref } = view;
  const isTimely = (marks[row] & MARK.clock) === 0; // else it would move the windows
  const group = groupOf(source[row], isService(view, row));
  const strange: { kind: Kind; coverage: Coverage }[] = [];
  for (const kind of KINDS) {
    if ((found & BITS[kind]) === 0) continue;
    const thing = thingOf(view, row, kind);
    const use = { who: who[row] || thing, thing, time: time[row], isTimely };
    const coverage = coverageOf(state, group, kind, use, limit);
    if (coverage.isCovered) strange.push({ kind, coverage });
    else if (coverage.isGap && coverage.isNewThing) sayGap(view, row, kind, group.key, coverage, emit);
  }
  if (strange.length === 0) return;
  const [{ kind, coverage }, ...rest] = strange;
  const thing = thingOf(view, row, kind);
  const key = pairKey(kind === 'network' ? ofNetwork(view, row, state, isTimely) : thing, KIND_KEYS[kind]);
  const own = pairKey(key, source[row]);
  const amount = takenBy(view, row);
  const sum = isTimely ? state.taken.add(own, time[row], amount, ref[row]) : amount;
  const administrator = isAdministrators(view, row);
  const event = view.event(row);
  emit(row, {
    key,
    ...gravityOf({
      kind,
      isShown: coverage.others >= limit.shownPeople,
      isAdministrator: administrator,
      isBulk: sum >= limit.takenRecords,
      hasOthers: rest.length > 0,
      isInternal: kind === 'network' && isInternal(view, row),
    }),
    evidence: {
      kind,
      name: event[NAMED_BY[kind]] ?? '',
      ...whyOf(view, row, kind),
      also: rest.map((other) => other.kind),
      source: event.source,
      strangers: coverage.strangers,
      others: coverage.others,
      taken_in_year: sum,
      administrator,
    },
    about: ABOUT,
  });
}

/** Whether a known device in its place works from a private address: nobody from outside has one. */
function isInternal(view: Uses, row: number): boolean {
  const { device, atHome, ip } = view;
  if (device[row] === NONE || atHome[row] === 0) return false;
  return !networkOf(ip[row], () => view.event(row).ip).isOutside;
}

/**
 * An address says little: an address outside is that of whoever came from it first. So one person with many addresses is one
 * finding, and one address with many accounts too.
 */
function ofNetwork({ ip, who, time }: Uses, row: number, { firstFrom }: Memory, isTimely: boolean): Key {
  const own = who[row] || ip[row];
  const before = firstFrom.newest(ip[row]);
  const first = before < 0 ? own : firstFrom.get(before, 0);
  if (isTimely) {
    const entry = firstFrom.add(ip[row], time[row]);
    if (entry >= 0) firstFrom.set(entry, 0, first);
  }
  return first;
}

/** One finding a system and kind, of low severity, that grows with everything new: the register has a gap there. */
function sayGap(
  view: Uses,
  row: number,
  kind: Kind,
  group: Key,
  { strangers, others }: Coverage,
  emit: Emit<Evidence>,
): void {
  const { source } = view.event(row);
  emit(row, {
    key: pairKey(pairKey(group, KIND_KEYS[kind]), GAP),
    severity: 'low',
    score: 10,
    evidence: { kind, name: source, why: 'not-covered', ended_on: null, also: [], source, strangers, others },
    about: [],
  });
}
