/** What the organisation knew: the registers of the lake, or those that were given in their place. */
import { createHash } from 'node:crypto';
import { REGISTER_NAMES, type RegisterName } from '../../schemas/registers/registers.ts';
import type { RegisterSettings } from '../../schemas/registers/settings.ts';
import type { Bilingual } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { type RegisterBytes, registerTables } from '../ingest/register-files.ts';
import { buildRegisters } from '../registers/build.ts';
import type { Registers } from '../registers/registers.ts';
import type { ReadLake } from './lake-reader.ts';
import { type People, peopleOf } from './people.ts';

/** Registers to answer by. */
export interface Known {
  readonly registers: Registers;
  readonly missing: readonly RegisterName[];
  readonly people: People;
}

/** Which registers these are. */
export interface Basis {
  /** Whether they were given for this question; else they are those of the lake. */
  readonly given: boolean;
  /** SHA-256 of lines `register sha256` of all register files, sorted; null: there are none. */
  readonly sha256: string | null;
}

/** Registers with what stands in the head of the answer. */
export interface KnownAndBasis extends Known {
  readonly basis: Basis;
  /** Those of the lake, given ones or not: whom they protect stays protected. */
  readonly own: Registers;
}

/** Whoever asks, some subjects are protected. */
const ALWAYS: readonly RegisterName[] = ['protected'];

/**
 * The registers in force as of the snapshot, checked by their hashes; `given` take their place. `names`: those that are asked for, and the others are not read;
 * default: all.
 */
export function registersOf(
  { store, snapshot }: ReadLake,
  given: readonly RegisterBytes[] | null,
  config: RegisterSettings,
  names: readonly RegisterName[] = REGISTER_NAMES,
): KnownAndBasis | Problem {
  const delivered = snapshot.registers?.files ?? [];
  const files: RegisterBytes[] = [];
  for (const { register, file, sha256 } of delivered) {
    if (!names.includes(register) && !ALWAYS.includes(register)) continue;
    const name = `registers/${sha256}`;
    const bytes = store.get(name);
    if (bytes === null || hashOf(bytes) !== sha256)
      return problem('lake-damaged', {}, { file: store.path(name) });
    files.push({ register, file, bytes });
  }
  const own = knownFrom(files, config, names, delivered, false);
  if (given === null) return { ...own, own: own.registers };
  const hashed = given.map(({ register, bytes }) => ({ register, sha256: hashOf(bytes) }));
  return { ...knownFrom(given, config, names, hashed, true), own: own.registers };
}

/** `all`: the files that there are, read or not. */
function knownFrom(
  found: readonly RegisterBytes[],
  config: RegisterSettings,
  names: readonly RegisterName[],
  all: readonly { readonly register: RegisterName; readonly sha256: string }[],
  given: boolean,
): Omit<KnownAndBasis, 'own'> {
  const isRead = (name: RegisterName) => names.includes(name) || ALWAYS.includes(name);
  const { tables } = registerTables(found.filter(({ register }) => isRead(register)));
  const built = buildRegisters(tables, config);
  const present = new Set(all.map(({ register }) => register));
  const missing = built.missing.filter((name) => isRead(name) || !present.has(name));
  const lines = all.map(({ register, sha256 }) => `${register} ${sha256}\n`).sort();
  const sha256 = lines.length === 0 ? null : hashOf(lines.join(''));
  return {
    registers: built.registers,
    missing,
    people: peopleOf(built.registers, tables),
    basis: { given, sha256 },
  };
}

function hashOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** What given registers do not change. */
export const GIVEN_CANNOT: Bilingual = {
  ja: '判定とアカウントの持ち主は、取り込んだときの台帳によるものです。指定された台帳は、部署・案件・許可・拠点などの照合に使いました',
  en: 'Verdicts and who held an account are as judged by the registers of the lake; the given registers were used for units, cases, permits, sites and the like.',
};
