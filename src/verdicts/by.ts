/** What decided a verdict, in the words of `--verdicts`: made only where somebody asks. */
import { CONTRADICTIONS, EXPLANATIONS } from '../../schemas/verdict.ts';
import type { Micros } from '../core/time.ts';
import type { RegisterName, Registers } from '../registers/registers.ts';
import { REASON, VERDICT } from './columns.ts';
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
    return row !== null && /^(?:case|after-case)-/.test(name) ? `${name} ${row.caseText}` : name;
  }
  if (verdict === VERDICT.explained) {
    const name = EXPLANATIONS[cause - 1];
    if (cause === REASON.permit) return permit === null ? name : `${name} ${permit.permitText}`;
    return row === null ? name : `${name} ${row.caseText}`;
  }
  return verdict === VERDICT.undecidable ? wantsOf(wants, time, registers) : null;
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
