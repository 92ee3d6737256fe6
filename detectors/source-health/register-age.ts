/** What source-health says of registers: one that is too old, and one that entries reach late. */
import { REGISTER_NAMES } from '../../schemas/registers/registers.ts';
import { hashText } from '../../src/core/hash.ts';
import type { Micros } from '../../src/core/time.ts';
import type { Signal } from '../../src/detector/define.ts';
import type { Registers } from '../../src/registers/registers.ts';
import type { Evidence } from './evidence.ts';
import { trouble } from './signals.ts';

const REGISTERS = REGISTER_NAMES.map((name) => ({ name, key: hashText(name) }));
const CASES = hashText('cases');

/** Tells what is wrong with registers at a time. */
export function tellRegisters(
  registers: Registers,
  time: Micros,
  tell: (signal: Signal<Evidence>) => void,
): void {
  for (const { name, key } of REGISTERS) {
    if (registers.standing(name, time) === 'stale')
      tell(trouble('stale-register', key, 'medium', { register: name }));
  }
  const late = registers.lateCases(time);
  if (late > 0) tell(trouble('late-register', CASES, 'low', { register: 'cases', late_entries: late }));
}
