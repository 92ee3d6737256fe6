/** Findings in, alerts out: grouped, told as a story, weighed, with the risk of whom they are about. No I/O, no clock. */

import type { Alert } from '../../../schemas/alert.ts';
import type { AlertSettings } from '../../../schemas/alert-settings.ts';
import { DAY, dayAt, formatDate, formatInstant, type Micros } from '../../core/time.ts';
import type { Group } from './group.ts';
import { BOUNDS, type Bounds, type EndReason, grouping } from './grouping.ts';
import { inTime, isStanding, type Member, memberOf, type Told } from './member.ts';
import { HALF_LIVES_REMEMBERED, riskOf, sharesOf, sumOf, type Weighed } from './risk.ts';
import { type About, byGravity, clearingsOf, stepsOf, storyOf, titleOf } from './story.ts';

/** People, devices and accounts whose earlier findings are remembered for their risk. */
const REMEMBERED_MAX = 50_000;

/** Takes findings and makes alerts of them. */
export interface Alerts {
  /** Takes revisions of findings; within one call their order does not matter. */
  add(findings: readonly Told[]): void;
  /** The present revision of every alert that has changed since it was last asked for. */
  changes(): Alert[];
  /** The present revision of every alert that may still grow. */
  open(): Alert[];
  /** Nothing more will come: ends what is open. */
  finish(): void;
  /** Later revisions of findings whose alert was given out before for want of room; those whose past risk was forgotten. */
  given(): { readonly orphans: number; readonly forgotten: number };
}

/** Makes alerts; `onEnded` gets each once it can grow no more. Times after `now` cannot be right and move nothing. */
export function alerts(
  settings: AlertSettings,
  now: Micros | (() => Micros),
  onEnded: (alert: Alert) => void,
  bounds: Bounds = BOUNDS,
): Alerts {
  const past = new Map<string, Weighed[]>();
  const changed = new Set<Group>();
  let forgotten = 0;
  const groups = grouping(
    settings.alertQuietDays * DAY,
    typeof now === 'number' ? () => now : now,
    {
      changed: (group) => void changed.add(group),
      ended(group, reason) {
        changed.delete(group);
        onEnded(alertOf(group, reason));
        if (reason !== 'superseded') remember(group);
      },
    },
    bounds,
  );

  function remember(group: Group): void {
    const key = keyOf(aboutOf(group));
    const since = group.lastTime - HALF_LIVES_REMEMBERED * settings.riskHalfLifeDays * DAY;
    const kept = (past.get(key) ?? []).filter(({ lastTime }) => lastTime > since);
    past.delete(key); // the latest is remembered longest
    // what weighs nothing beside the others now never will: shares only fade
    const fading = { asOf: group.lastTime, halfLifeDays: settings.riskHalfLifeDays };
    const all = [...kept, ...standingOf(group).map(weighedOf)];
    past.set(
      key,
      sharesOf(all, fading).map(({ finding }) => finding),
    );
    for (const oldest of past.keys()) {
      if (past.size <= REMEMBERED_MAX) break;
      past.delete(oldest);
      forgotten++;
    }
  }

  /** Every standing finding about the same person or thing, in this alert or another. */
  function findingsAbout(group: Group, about: About): Weighed[] {
    const key = keyOf(about);
    const others = [...groups.sharing(key)].filter(
      (other) => other !== group && keyOf(aboutOf(other)) === key,
    );
    const all = [group, ...others].flatMap((one) => standingOf(one).map(weighedOf));
    return [...new Map([...(past.get(key) ?? []), ...all].map((one) => [one.id, one])).values()];
  }

  function alertOf(group: Group, reason: EndReason | null): Alert {
    const about = aboutOf(group);
    const risk = riskOf(findingsAbout(group, about), group.lastTime, settings.riskHalfLifeDays);
    return { ...headOf(group, about, reason), ...bodyOf(group, about), risk };
  }

  return {
    add: (findings) => groups.add(findings.map(memberOf)),
    changes() {
      const revisions = [...changed].sort((a, b) => a.number - b.number).map((group) => alertOf(group, null));
      changed.clear();
      return revisions;
    },
    open: () => groups.open().map((group) => alertOf(group, null)),
    finish: groups.finish,
    given: () => ({ orphans: groups.orphans(), forgotten }),
  };
}

/** What stands for the alert among others. */
function headOf(group: Group, about: About, reason: EndReason | null) {
  const standing = standingOf(group);
  const isCleared = standing.length === 0;
  const status = isCleared ? 'cleared' : reason === null ? 'open' : 'ended';
  const [gravest = [...group.members.values()].sort(byGravity)[0]] = standing.toSorted(byGravity);
  return {
    id: group.id,
    revision: group.revision + (reason === null ? 0 : 1), // its end is a revision of its own
    status: reason === 'superseded' ? 'withdrawn' : status,
    status_reason: reason === 'superseded' ? reason : isCleared ? 'cleared' : reason,
    supersedes: group.supersedes,
    continues: group.continues,
    day: formatDate(dayAt(group.risen)),
    rank: null,
    in_budget: null,
    severity: gravest.severity,
    harm: sumOf(sharesOf(standing.map(weighedOf))) / 10,
    about,
  } as const;
}

/** What is told of it. */
function bodyOf(group: Group, about: About) {
  const members = [...group.members.values()].sort(inTime);
  const standing = members.filter(isStanding);
  const shown = standing.length > 0 ? standing : members;
  const firstTime = Math.min(...shown.map((member) => member.firstTime));
  const actors = namesOf(shown, ({ actor }) => actor);
  const records = standing.reduce((most, member) => Math.max(most, member.records), 0);
  const destinations = namesOf(standing, (member) => member.destinations);
  const plot = { about, actors, standing, firstTime, lastTime: group.lastTime, records, destinations };
  const steps = stepsOf(standing);
  return {
    title: titleOf({ ...plot, standing: shown }),
    story: storyOf(plot),
    time: formatInstant(group.time),
    first_time: formatInstant(firstTime),
    last_time: formatInstant(group.lastTime),
    actors,
    devices: namesOf(shown, ({ device }) => device),
    systems: namesOf(shown, ({ systems }) => systems),
    detectors: namesOf(shown, ({ detector }) => detector),
    steps: steps.map(({ time, id, detector, severity, sentence }) => ({
      time: formatInstant(time),
      finding: id,
      detector,
      severity,
      sentence,
    })),
    steps_left_out: standing.length - steps.length,
    left: { records, destinations },
    open: {
      findings: standing.filter(({ status }) => status === 'open').length,
      clears_if: clearingsOf(standing),
    },
    findings: members.map(({ id }) => id),
    cleared: members.filter((member) => !isStanding(member)).map(({ id }) => id),
    attack: namesOf(shown, ({ attack }) => attack),
    resembles: namesOf(standing, ({ resembles }) => resembles),
  };
}

function standingOf({ members }: Group): Member[] {
  return [...members.values()].filter(isStanding);
}

function weighedOf({ id, detector, severity, score, lastTime }: Member): Weighed {
  return { id, detector, severity, score, lastTime };
}

/** Names in the order in which they first come, each once. */
function namesOf<T extends string>(
  members: readonly Member[],
  of: (member: Member) => T | readonly T[] | null,
): T[] {
  return [...new Set(members.flatMap((member) => of(member) ?? []))];
}

/** The person, where one is known; else what the gravest finding names. */
function aboutOf({ person, members }: Group): About {
  if (person !== null) return { kind: 'person', id: person };
  const [{ device, actor, ip, source }] = [...members.values()].sort(byGravity);
  if (device !== null) return { kind: 'device', id: device };
  if (actor !== null) return { kind: 'account', id: actor };
  if (ip !== null) return { kind: 'address', id: ip };
  return { kind: 'source', id: source };
}

/** The same text as the link that findings about it have in common. */
function keyOf({ kind, id }: About): string {
  return `${kind} ${id}`;
}
