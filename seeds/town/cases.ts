/** Work on cases: opened, looked at by whom they are assigned to, closed; handed over when somebody goes. */
import { type Day, formatDate, formatInstant, MINUTE, type Micros } from '../../src/core/time.ts';
import { clock, officeMoments } from '../calendar.ts';
import { season } from './calendar.ts';
import { isBarred } from './counter.ts';
import type { Clerk } from './people.ts';
import { padded } from './plan.ts';
import { anyResident, nextNumber, type OpenCase, type Seat, type Town } from './town.ts';

/** A day of casework. */
export function workCases(town: Town, day: Day, clerk: Clerk, seat: Seat): void {
  const { log, chance } = town;
  const desk = (town.desks.get(clerk) ?? []).filter(({ closes }) => closes >= day);
  town.desks.set(clerk, desk);
  const busy = season(clerk.section.unit, day);
  const news = desk.length < 4 ? 4 : chance.happens(0.75 * busy) ? chance.between(1, 2) : 0;
  for (let i = 0; i < news; i++) desk.push(openCase(town, day, clerk));
  log.add(clock(day, 8, chance.between(36, 44)), ownDoor(clerk, seat));
  const moments = officeMoments(chance, day, Math.round(chance.between(4, 8) * busy));
  if (chance.happens(busy > 1 ? 0.3 : 0.08)) moments.push(clock(day, 18, chance.between(5, 50)));
  for (const time of moments) {
    const open = desk.filter(({ opened }) => opened <= time);
    if (open.length > 0) lookInto(town, time, clerk, seat, chance.pick(open));
  }
  if (chance.happens(0.004)) mailingList(town, day, clerk, seat);
}

function ownDoor({ section }: Clerk, seat: Seat) {
  return { system: section.system, source: section.source, ...seat, action: 'login' } as const;
}

/** Looks at somebody a case is about, or a member of the household; notes something, or writes a letter. */
function lookInto(town: Town, time: Micros, clerk: Clerk, seat: Seat, open: OpenCase): void {
  const { log, chance } = town;
  const { source, dataClass } = clerk.section;
  const subject = open.household !== null && chance.happens(0.3) ? open.household : open.subject;
  if (isBarred(town, clerk, subject)) return;
  const isCited = source === 'welfare-core' || chance.happens(0.85);
  const own = { system: 'resident', source, ...seat, data_class: dataClass, subject } as const;
  const at = isCited ? { ...own, case_id: open.caseId } : own;
  log.add(time, { ...at, action: 'view' });
  if (chance.happens(0.35)) log.add(time + MINUTE, { ...at, action: 'view', resource: 'history' });
  if (chance.happens(0.15))
    log.add(time + 90e6, { ...at, source: 'juki-core', data_class: 'resident-basic', action: 'view' });
  if (chance.happens(0.2)) log.add(time + 4 * MINUTE, { ...at, action: 'update' });
  if (chance.happens(0.1))
    log.add(time + 5 * MINUTE, { ...at, action: 'print', destination: 'print-floor-2' });
}

/** About once a year somebody draws a list for a mailing: some hundred records, under a case of the unit. */
function mailingList(town: Town, day: Day, clerk: Clerk, seat: Seat): void {
  const { log, chance, registers } = town;
  const { unit, source, dataClass } = clerk.section;
  const caseId = padded('MAIL-', nextNumber(town, 'case'), 6);
  registers.cases.push({
    case_id: caseId,
    kind: 'mailing',
    subject: '',
    assignee: unit,
    opened: formatInstant(clock(day, 8, 30)),
    closed: formatDate(day + 10),
  });
  const records = chance.between(80, 600);
  const at = {
    system: 'resident',
    source,
    ...seat,
    data_class: dataClass,
    case_id: caseId,
    records,
  } as const;
  log.add(clock(day, 14, chance.between(0, 50)), { ...at, action: 'list' });
  log.add(clock(day, 15, chance.between(0, 50)), { ...at, action: 'print', destination: 'print-mass-1' });
}

/** Opens a case this morning, for the unit or for the caseworker alone; one in four concerns a household of two. */
function openCase(town: Town, day: Day, clerk: Clerk): OpenCase {
  const { registers, chance } = town;
  const { unit } = clerk.section;
  const caseId = padded(`${unit.slice(0, 3).toUpperCase()}-`, nextNumber(town, 'case'), 6);
  const subject = anyResident(town);
  const household = chance.happens(0.25) ? anyResident(town) : null;
  const opened = clock(day, 8, 30);
  const closes = day + (chance.happens(0.15) ? chance.between(40, 160) : chance.between(3, 20));
  const row = {
    case_id: caseId,
    kind: unit,
    subject,
    assignee: chance.happens(0.6) ? unit : clerk.principal,
    opened: formatInstant(opened),
    closed: formatDate(closes),
  };
  registers.cases.push(row);
  if (household !== null)
    for (const member of [subject, household])
      registers.households.push({ subject: member, household: `H-${caseId}` });
  return { caseId, subject, household, opened, closes, row };
}

/** Hands the open cases of somebody who goes to somebody who stays: a newer version of each, entered that morning. */
export function handOver(town: Town, day: Day, from: Clerk, to: Clerk): void {
  const { desks, registers } = town;
  const open = (desks.get(from) ?? []).filter(({ closes }) => closes >= day);
  desks.delete(from);
  const recorded = formatInstant(clock(day, 8, 0));
  const moved = open.map((each) => {
    const assignee = each.row.assignee === from.principal ? to.principal : each.row.assignee;
    const row = { ...each.row, assignee, recorded_at: recorded };
    if (assignee !== each.row.assignee) registers.cases.push(row);
    return { ...each, row };
  });
  desks.set(to, [...(desks.get(to) ?? []), ...moved]);
}

/** A case without a subject: work of a unit that cites it, as a survey, an audit or a disaster. */
export function openWork(town: Town, caseId: string, assignee: string, opened: Day, closed: Day): void {
  town.registers.cases.push({
    case_id: caseId,
    kind: 'work',
    subject: '',
    assignee,
    opened: formatDate(opened),
    closed: formatDate(closed),
  });
}

/** A permit for somebody or for an account; the chief of IT approves what IT does not do itself. */
export function permit(
  town: Town,
  who: { readonly principal?: string; readonly account?: string },
  what: { readonly systems?: string; readonly actions?: string },
  start: Micros,
  end: Micros | null,
  approver: Clerk,
): void {
  town.registers.permits.push({
    permit: padded('PM-', nextNumber(town, 'permit'), 5),
    principal: '',
    account: '',
    systems: '',
    actions: '',
    ...who,
    ...what,
    start: formatInstant(start),
    end: end === null ? '' : formatInstant(end),
    approved_by: approver.principal,
  });
}
