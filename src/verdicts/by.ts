/** What decided a verdict, in the words of `--verdicts`: made only where somebody asks. */
import { CONTRADICTIONS, EXPLANATIONS } from '../../schemas/verdict.ts';
import { type Key, NONE } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { RegisterName, Registers } from '../registers/registers.ts';
import { CAUSE, REASON, VERDICT } from './columns.ts';
import type { Judgement } from './judge.ts';
import { WANT, WANTED_FIELDS, WANTED_REGISTERS } from './want.ts';

/**
 * `case-closed C-2024-0031` (the cause and the register row it rests on), `permit W-12`, `cases missing, people too old`,
 * `data_class not given`; null where nothing speaks for the look-up and nothing against it.
 */
export function byOf(judgement: Readonly<Judgement>, time: Micros, registers: Registers): string | null {
  const { verdict, cause, row, permit, wants } = judgement;
  if (verdict === VERDICT.contradicted) {
    const name = CONTRADICTIONS[cause - 1];
    return row !== null && NAMES_CASE[cause] ? `${name} ${row.caseText}` : name;
  }
  if (verdict === VERDICT.explained) {
    const name = EXPLANATIONS[cause - 1];
    if (cause === REASON.permit) return permit === null ? name : `${name} ${permit.permitText}`;
    return row === null ? name : `${name} ${row.caseText}`;
  }
  return verdict === VERDICT.undecidable ? wantsOf(wants, time, registers) : null;
}

/** Contradictions that name the case they rest on, by code. */
const NAMES_CASE: readonly boolean[] = [
  false,
  ...CONTRADICTIONS.map((name) => /^(?:case|after-case)-/.test(name)),
];

/** A verdict as it stands in the columns, and what its look-up cites. */
interface Standing {
  readonly verdict: number;
  readonly cause: number;
  readonly caseId: Key;
}

/** The same of a verdict that says by itself what it rests on: most do, by the case that was cited. Undefined: it must be judged again to tell. */
export function plainByOf(
  { verdict, cause, caseId }: Standing,
  time: Micros,
  registers: Registers,
): string | null | undefined {
  if (verdict === VERDICT.unexplained) return null;
  if (verdict === VERDICT.contradicted) {
    const name = CONTRADICTIONS[cause - 1];
    if (!NAMES_CASE[cause]) return name;
    return cause === CAUSE['after-case-closed'] ? undefined : citedBy(name, caseId, time, registers);
  }
  const isCited = verdict === VERDICT.explained && cause === REASON.case && caseId !== NONE;
  return isCited ? citedBy(EXPLANATIONS[cause - 1], caseId, time, registers) : undefined;
}

/** All versions of a case have one name; one that the register does not know has none. */
function citedBy(name: string, caseId: Key, time: Micros, registers: Registers): string {
  const [version] = registers.caseVersions(caseId, time);
  return version === undefined ? name : `${name} ${version.caseText}`;
}

function wantsOf(wants: number, time: Micros, registers: Registers): string {
  const words: string[] = [];
  for (const name of WANTED_REGISTERS) {
    if ((wants & WANT[name]) === 0) continue;
    words.push(`${name} ${lackOf(name, time, registers)}`);
  }
  for (const [bit, name] of WANTED_FIELDS) if ((wants & bit) !== 0) words.push(`${name} not given`);
  return words.join(', ');
}

/** Why a register could not decide. */
function lackOf(name: RegisterName, time: Micros, registers: Registers): string {
  const standing = registers.standing(name, time);
  if (standing !== 'current') return standing === 'stale' ? 'too old' : 'missing';
  return registers.casesCover(time) ? 'entered late' : 'do not reach back so far';
}
