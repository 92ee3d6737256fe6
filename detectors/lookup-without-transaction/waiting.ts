/** Customers who were looked up and wait for a sale: what is noted of a row, and what explains it. */

import { ACTION, IS_LOOKUP, MARK } from '../../schemas/event-columns.ts';
import { type Key, NONE, pairKey } from '../../src/core/hash.ts';
import { DAY, MINUTE, type Micros } from '../../src/core/time.ts';
import { type Deadlines, deadlines } from '../../src/state/deadlines.ts';
import { type Latch, latch } from '../../src/state/latch.ts';
import { type Recent, recent } from '../../src/state/recent.ts';
import { type Texts, texts } from '../../src/state/texts.ts';
import { DEVICE_KIND, OFF_DUTY, ROW_CAUSE, VERDICT } from '../../src/verdicts/columns.ts';
import { isIssue } from '../../src/verdicts/issue.ts';
import { isLifted } from '../../src/verdicts/permitted.ts';
import type { Thresholds } from './limits.ts';
import type { LookUps } from './rows.ts';

/** Numbers kept of a look-up that waits. */
export const FIELD = {
  place: 0,
  subject: 1,
  who: 2,
  actor: 3,
  source: 4,
  system: 5,
  ref: 6,
  time: 7,
  marks: 8,
} as const;
const FIELDS = 9;

/** Marks of a look-up that waits: whether something has explained it, what is odd about it, and whether it was made on one person's PC. */
export const WAITS = { explained: 1, siteEnded: 2, absent: 4, otherHands: 8, onPc: 16 } as const;
/** The odd ones among them. */
export const ODD = WAITS.siteEnded | WAITS.absent | WAITS.otherHands;

/** How many of the latest look-ups at a place one sale to nobody named explains at most: it was made to one customer. */
const ASKED_MAX = 3;
const ASKED = { subject: 0, isSold: 1 } as const;

/** What waits, and what may explain it. */
export interface Waiting {
  readonly queue: Deadlines;
  /** Sales to a customer at a place. */
  readonly sold: Latch;
  /** Who was looked up at a place lately: a sale to nobody named explains them. */
  readonly asked: Recent;
  /** Who opened a session. */
  readonly openers: Recent;
  readonly names: Texts;
}

/** Nothing waits. */
export function nothingWaits({ graceMinutes }: Thresholds): Waiting {
  const grace = graceMinutes * MINUTE;
  return {
    queue: deadlines({ wait: grace, fields: FIELDS }),
    sold: latch({ quiet: grace }),
    asked: recent({ fields: 2, keep: ASKED_MAX, within: 2 * grace }),
    openers: recent({ fields: 1, keep: 1, within: DAY }),
    names: texts(),
  };
}

/** Takes a row: a sign-in, a sale or an issue, or a look-up of customers. */
export function takeRow(view: LookUps, row: number, place: Key, waiting: Waiting, grace: Micros): void {
  const { action, session, time, who } = view;
  if (action[row] === ACTION.login) {
    const opener = session[row] === NONE ? -1 : waiting.openers.add(session[row], time[row]);
    if (opener >= 0) waiting.openers.set(opener, 0, who[row]);
  } else if (isIssue(row, view)) takeIssue(view, row, place, waiting, grace);
  else if (IS_LOOKUP[action[row]] && (view.marks[row] & MARK.clock) === 0 && !isLifted(view, row))
    takeLookup(view, row, place, waiting);
}

function takeIssue(view: LookUps, row: number, place: Key, waiting: Waiting, grace: Micros): void {
  const { queue, sold } = waiting;
  const { subjects, subjectStart, time } = view;
  const end = subjectStart[row + 1];
  for (let at = subjectStart[row]; at < end; at++) {
    const key = pairKey(place, subjects[at]);
    sold.opens(key, time[row]);
    const entry = queue.find(key, time[row]);
    if (entry >= 0 && Math.abs(time[row] - queue.get(entry, FIELD.time)) <= grace)
      queue.set(entry, FIELD.marks, queue.get(entry, FIELD.marks) | WAITS.explained);
  }
  if (subjectStart[row] === end) explainAsked(waiting, place, time[row], grace);
}

/**
 * A sale to nobody named explains who was looked up there last within the grace time before it. On arrival, not when their time is over:
 * rows are shown by the slice, and what is remembered of sales would be forgotten until then.
 */
function explainAsked({ queue, asked }: Waiting, place: Key, time: Micros, grace: Micros): void {
  for (let at = asked.newest(place); at >= 0 && asked.time(at) >= time - grace; at = asked.older(at)) {
    if (asked.time(at) > time) continue;
    if (asked.get(at, ASKED.isSold) === 1) return; // and all before it, by an earlier sale
    asked.set(at, ASKED.isSold, 1);
    const entry = queue.find(pairKey(place, asked.get(at, ASKED.subject)), time);
    if (entry >= 0) queue.set(entry, FIELD.marks, queue.get(entry, FIELD.marks) | WAITS.explained);
  }
}

function takeLookup(view: LookUps, row: number, place: Key, waiting: Waiting): void {
  const { queue, sold, asked, openers, names } = waiting;
  const { subjects, subjectStart, time, verdict, transactionId } = view;
  const onPc = view.deviceKind[row] === DEVICE_KIND.pc ? WAITS.onPc : 0;
  const odd = oddities(view, row, openers) | onPc;
  for (let at = subjectStart[row]; at < subjectStart[row + 1]; at++) {
    const key = pairKey(place, subjects[at]);
    const entry = queue.add(key, time[row]);
    if (entry < 0) continue; // the same customer again: one look-up
    const isExplained =
      verdict[at] === VERDICT.explained || transactionId[row] !== NONE || sold.isOpen(key, time[row]);
    queue.set(entry, FIELD.place, place);
    queue.set(entry, FIELD.subject, subjects[at]);
    queue.set(entry, FIELD.who, view.who[row]);
    queue.set(entry, FIELD.actor, view.actor[row]);
    queue.set(entry, FIELD.source, view.source[row]);
    queue.set(entry, FIELD.system, view.system[row]);
    queue.set(entry, FIELD.ref, view.ref[row]);
    queue.set(entry, FIELD.time, time[row]);
    queue.set(entry, FIELD.marks, isExplained ? WAITS.explained | onPc : odd);
    const latest = isExplained ? -1 : asked.add(place, time[row]);
    if (latest >= 0) asked.set(latest, ASKED.subject, subjects[at]);
  }
  names.note(view.device[row], () => view.event(row).device);
  names.note(view.actor[row], () => view.event(row).actor);
  names.note(view.source[row], () => view.event(row).source);
}

/** What is odd about a look-up. A calendar says little of shops; a roster and a leave do. */
function oddities(view: LookUps, row: number, openers: Recent): number {
  const { rowCause, offDuty, session, who } = view;
  let odd = 0;
  if ((rowCause[row] & ROW_CAUSE.site) !== 0) odd |= WAITS.siteEnded;
  if (offDuty[row] === OFF_DUTY.leave || offDuty[row] === OFF_DUTY.outsideShift) odd |= WAITS.absent;
  const opener = session[row] === NONE ? -1 : openers.newest(session[row]);
  if (
    opener >= 0 &&
    openers.get(opener, 0) !== NONE &&
    who[row] !== NONE &&
    openers.get(opener, 0) !== who[row]
  )
    odd |= WAITS.otherHands;
  return odd;
}
