/**
 * The judge: the verdict of every look-up, as far as the registers decide it on arrival (contract.md §3).
 *
 * contradicted > explained > undecidable > unexplained. What a later sale or issue may explain is settled in settle.ts.
 * Nothing is allocated per row; the words of a verdict are made only where somebody asks for them.
 */
import type { VerdictSettings } from '../../schemas/verdict-settings.ts';
import { type Key, NONE } from '../core/hash.ts';
import { DAY } from '../core/time.ts';
import type { PermitRow, Registers } from '../registers/registers.ts';
import { type Actor, actorWants, blankActor, readActor, writeActor } from './actor.ts';
import { askCited, askOpen, type CaseAnswer, isOwnWork, lastClosedCase } from './cases.ts';
import { CAUSE, type JudgedColumns, OFF_DUTY, REASON, VERDICT } from './columns.ts';
import { contextsOf } from './context.ts';
import { keptDecisions } from './decisions.ts';
import { WANT } from './want.ts';

/** The judgement of one look-up of one subject, with what it rests on. */
export interface Judgement extends CaseAnswer {
  /** A {@link VERDICT}. */
  verdict: number;
  /** A {@link CAUSE} (contradicted) or {@link REASON} (explained), else 0. */
  cause: number;
  permit: PermitRow | null;
}

/** Judges look-ups by registers. */
export interface Judge {
  /** Fills the verdict columns of the given rows. */
  judge(rows: Int32Array, columns: JudgedColumns): void;
  /** Judges one entry (an index into `columns.subjects`) again and says what it rests on. The object is used again. */
  judgeOne(columns: JudgedColumns, row: number, entry: number): Readonly<Judgement>;
}

/** Makes a judge. */
export function createJudge(registers: Registers, settings: VerdictSettings): Judge {
  const afterClose = settings.afterCaseClosedDays * DAY;
  const contexts = contextsOf(registers);
  const decisions = keptDecisions(registers, afterClose);
  const actor = blankActor();
  const found: Judgement = {
    verdict: 0,
    cause: 0,
    contradiction: 0,
    explanation: 0,
    wants: 0,
    row: null,
    permit: null,
  };

  const decide = (columns: JudgedColumns, row: number, subject: Key): Judgement => {
    const caseId = columns.caseId[row];
    found.row = null;
    found.permit = null;
    found.contradiction = 0;
    found.explanation = 0;
    found.wants = actor.context.wants;
    const personal = personalCause(actor, subject, registers);
    if (personal !== 0) return put(VERDICT.contradicted, personal);
    if (caseId !== NONE) askCited(found, caseId, subject, actor, registers);
    const hard = gravest(found.contradiction, actor.context.hardCause);
    if (hard !== 0) return put(VERDICT.contradicted, hard);
    if (found.explanation === 0) askOpen(found, subject, actor, registers);
    if (found.explanation !== 0) return put(VERDICT.explained, found.explanation);
    if (actor.context.permit !== null) {
      found.permit = actor.context.permit;
      return put(VERDICT.explained, REASON.permit);
    }
    const soft = softCause(caseId === NONE, subject);
    if (soft !== 0) return put(VERDICT.contradicted, soft);
    if (registers.standing('permits', actor.time) !== 'current') found.wants |= WANT.permits;
    found.wants |= actorWants(actor, columns, row, registers);
    return put(found.wants === 0 ? VERDICT.unexplained : VERDICT.undecidable, 0);
  };

  const put = (verdict: number, cause: number): Judgement => {
    found.verdict = verdict;
    found.cause = cause;
    return found;
  };

  /** What holds with nothing that explains it. Cases too old to tell leave it open. */
  const softCause = (isUncited: boolean, subject: Key): number => {
    const { time, key } = actor;
    const cases = registers.standing('cases', time);
    if (cases === 'stale') return 0;
    if (isUncited && cases === 'current' && key !== NONE) {
      found.row = lastClosedCase(registers, subject, key, time, afterClose);
      if (found.row !== null) return CAUSE['after-case-closed'];
    }
    if (actor.offDuty === OFF_DUTY.leave) return CAUSE.leave;
    return registers.protections(subject, time).length > 0 ? CAUSE.protected : 0;
  };

  /** Whether what was decided rests on a cited case without a subject that names the person himself. */
  const isOwnBatch = (): boolean =>
    found.verdict === VERDICT.explained &&
    found.cause === REASON.case &&
    found.row?.subjects.length === 0 &&
    found.row.assignees.includes(actor.key);

  return {
    judge(rows, columns) {
      const { subjectStart, subjects, verdict, cause } = columns;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i];
        readActor(actor, columns, row, contexts, registers);
        writeActor(actor, columns, row);
        const end = subjectStart[row + 1];
        const caseId = columns.caseId[row];
        const isNamed = end > subjectStart[row];
        let own = actor.isLookup && caseId !== NONE && (isNamed || isOwnWork(caseId, actor, registers));
        for (let entry = subjectStart[row]; entry < end; entry++) {
          if (actor.isLookup && !decisions.find(columns, row, subjects[entry], actor)) {
            decide(columns, row, subjects[entry]);
            decisions.keep(found.verdict, found.cause, isOwnBatch());
          }
          own &&= decisions.isOwnWork();
          verdict[entry] = actor.isLookup ? decisions.verdict() : 0;
          cause[entry] = actor.isLookup ? decisions.cause() : 0;
        }
        columns.ownWork[row] = own ? 1 : 0;
      }
    },
    judgeOne(columns, row, entry) {
      readActor(actor, columns, row, contexts, registers);
      if (!actor.isLookup) throw new Error(`row ${row} is no look-up`);
      return decide(columns, row, columns.subjects[entry]);
    },
  };
}

/** What stands between this person and this subject whatever the work. */
function personalCause({ key, context, time }: Actor, subject: Key, registers: Registers): number {
  const { person } = context;
  if (key === NONE) return 0;
  if (registers.noContact(key, subject, time)) return CAUSE['no-contact'];
  if (person === null) return 0;
  if (person.subject === subject) return CAUSE.self;
  return person.relatives.includes(subject) ? CAUSE.relative : 0;
}

/** The one of two causes that is named first; 0 is none. */
function gravest(a: number, b: number): number {
  if (a === 0 || b === 0) return a + b;
  return Math.min(a, b);
}
