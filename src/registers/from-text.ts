/** Registers from texts, for tests, seeds and demonstrations. */
import type { RegisterName } from '../../schemas/registers/registers.ts';
import { type RegisterSettings, registerSettings } from '../../schemas/registers/settings.ts';
import { describe } from '../core/problem.ts';
import { type BuiltRegisters, buildRegisters, type Knowledge } from './build.ts';
import type { Registers } from './registers.ts';
import { csvTable } from './table.ts';

/** Registers by name, each as the text of a CSV file; those left out are missing. */
export type RegisterTexts = Partial<Readonly<Record<RegisterName, string>>>;

/** The registers in CSV texts, with what was wrong. Lines may be indented. */
export function buildFromTexts(
  texts: RegisterTexts,
  settings: Partial<RegisterSettings> = {},
  knownAt?: Knowledge,
): BuiltRegisters {
  const encoder = new TextEncoder();
  const tables = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const lines = text.trim().replaceAll(/\n[ \t]+/g, '\n');
      return [name, [csvTable(`${name}.csv`, encoder.encode(lines))]];
    }),
  );
  return buildRegisters(tables, registerSettings.parse(settings), knownAt);
}

/** The registers in CSV texts. Throws where anything is wrong with them. */
export function registersOf(texts: RegisterTexts, settings: Partial<RegisterSettings> = {}): Registers {
  const { registers, problems } = buildFromTexts(texts, settings);
  if (problems.length > 0) throw new Error(problems.map((each) => describe(each, 'en')).join('\n'));
  return registers;
}
