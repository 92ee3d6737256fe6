/** What the cases register says of a look-up: of the case it cites, of open cases nobody cited, of cases that are over. */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { CaseRow, Registers } from '../registers/registers.ts';
import { type Actor, isAssigned } from './actor.ts';
import { CAUSE, REASON } from './columns.ts';
import { WANT } from './want.ts';

/** What came of asking. One object is filled again and again. */
export interface CaseAnswer {
  /** A {@link CAUSE} or 0. */
  contradiction: number;
  /** A {@link REASON} or 0. */
  explanation: number;
  /** Or-ed {@link WANT}: what could have decided it. */
  wants: number;
  /** The case the answer rests on. */
  row: CaseRow | null;
}

/** Asks about the case a look-up cites. */
export function askCited(
  answer: CaseAnswer,
  caseId: Key,
  subject: Key,
  actor: Actor,
  registers: Registers,
): void {
  const { time } = actor;
  if (registers.standing('cases', time) !== 'current') {
    answer.wants |= WANT.cases;
    return;
  }
  const version = versionAt(registers.caseVersions(caseId, time), time);
  if (version === null) {
    if (coversNow(registers, time)) answer.contradiction = CAUSE['case-unknown'];
    else answer.wants |= WANT.cases;
    return;
  }
  answer.row = version;
  if (version.start > time) answer.contradiction = CAUSE['case-not-open'];
  else if (version.end <= time) answer.contradiction = CAUSE['case-closed'];
  else if (isAbout(answer, version, subject, time, registers)) askAssignee(answer, version, actor, registers);
}

/** True where a case is open, about nobody in particular, and assigned to the actor or his unit. */
export function isOwnWork(caseId: Key, actor: Actor, registers: Registers): boolean {
  const { time } = actor;
  if (registers.standing('cases', time) !== 'current') return false;
  const version = versionAt(registers.caseVersions(caseId, time), time);
  if (version === null || version.start > time || version.end <= time) return false;
  return version.subjects.length === 0 && isAssigned(version, actor);
}

/** Looks for an open case of the subject, or of his household, that is the actor's own or his unit's. */
export function askOpen(answer: CaseAnswer, subject: Key, actor: Actor, registers: Registers): void {
  const { time } = actor;
  if (registers.standing('cases', time) !== 'current' || !coversNow(registers, time))
    answer.wants |= WANT.cases;
  if (registers.standing('cases', time) !== 'current') return;
  const own = openCaseOf(registers.casesAbout(subject, time), actor);
  if (own !== null) {
    answer.explanation = REASON['open-case'];
    answer.row = own;
    return;
  }
  for (const member of registers.householdOf(subject, time)) {
    const theirs = openCaseOf(registers.casesAbout(member, time), actor);
    if (theirs === null) continue;
    answer.explanation = REASON['household-case'];
    answer.row = theirs;
    return;
  }
  if (registers.standing('households', time) !== 'current' && hasOpenCase(actor, registers))
    answer.wants |= WANT.households;
}

/** Whether a case that the register does not know then does not exist: not while cases are entered late. */
function coversNow(registers: Registers, time: Micros): boolean {
  return registers.casesCover(time) && registers.lateCases(time) === 0;
}

/** The latest closed case about a subject that named the person himself, closed less than `within` ago; null where there is none. */
export function lastClosedCase(
  registers: Registers,
  subject: Key,
  person: Key,
  time: Micros,
  within: Micros,
): CaseRow | null {
  let last: CaseRow | null = null;
  for (const about of registers.casesAbout(subject, time)) {
    if (about.end > time || time - about.end >= within || !about.assignees.includes(person)) continue;
    if (last === null || about.end > last.end) last = about;
  }
  return last;
}

/** The version of a case in force; else the one closed last; else the one to open next; null where there is none. */
function versionAt(versions: readonly CaseRow[], time: Micros): CaseRow | null {
  let closed: CaseRow | null = null;
  let future: CaseRow | null = null;
  for (const version of versions) {
    if (version.start > time) {
      if (future === null || version.start < future.start) future = version;
    } else if (version.end > time) return version;
    else if (closed === null || version.end > closed.end) closed = version;
  }
  return closed ?? future;
}

/** True where a case covers a subject: itself, a member of his household, or nobody in particular. */
function isAbout(
  answer: CaseAnswer,
  version: CaseRow,
  subject: Key,
  time: Micros,
  registers: Registers,
): boolean {
  const { subjects } = version;
  if (subjects.length === 0 || subjects.includes(subject)) return true;
  for (const member of registers.householdOf(subject, time)) if (subjects.includes(member)) return true;
  if (registers.standing('households', time) !== 'current') answer.wants |= WANT.households;
  else answer.contradiction = CAUSE['case-other-subject'];
  return false;
}

/** A cited open case of the right subject: the actor's, somebody else's, nobody's, or not to be told. */
function askAssignee(answer: CaseAnswer, version: CaseRow, actor: Actor, registers: Registers): void {
  if (version.assignees.length === 0) {
    if (version.subjects.length > 0) answer.explanation = REASON.case;
  } else if (isAssigned(version, actor)) answer.explanation = REASON.case;
  else if (actor.key === 0) answer.row = null;
  else if (registers.standing('people', actor.time) === 'current')
    answer.contradiction = CAUSE['case-other-assignee'];
  else answer.wants |= WANT.people;
}

function openCaseOf(about: readonly CaseRow[], actor: Actor): CaseRow | null {
  for (const version of about) {
    if (version.start <= actor.time && version.end > actor.time && isAssigned(version, actor)) return version;
  }
  return null;
}

/** True where the actor or his unit has any open case with a subject: only then can a household explain. */
function hasOpenCase({ key, context, time }: Actor, registers: Registers): boolean {
  if (key === 0) return false;
  if (registers.hasOpenCase(key, time)) return true;
  return context.person?.units.some((unit) => registers.hasOpenCase(unit, time)) ?? false;
}
