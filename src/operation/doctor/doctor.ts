/** Looks at everything that `run` rests on, and changes nothing. */
import type { RegisterName } from '../../../schemas/registers/registers.ts';
import type { RegisterSettings } from '../../../schemas/registers/settings.ts';
import type { Bilingual } from '../../core/bilingual.ts';
import { registerBytes } from '../../ingest/register-files.ts';
import { readCommit } from '../../store/chain.ts';
import { type Lake, readLake } from '../../store/lake.ts';
import { StoreFailed } from '../../store/store.ts';
import { diagnoseClock } from './clock.ts';
import { bad, type Diagnosis } from './diagnosis.ts';
import { diagnoseDisk } from './disk.ts';
import { diagnoseLake } from './lake.ts';
import { diagnoseMachine, type Machine } from './machine.ts';
import { type DeliveredRegisters, diagnoseRegisters } from './registers.ts';
import { diagnoseRights } from './rights.ts';

/** What to look at; null: not named. */
export interface DoctorRequest {
  readonly machine: Machine;
  readonly lake: string | null;
  readonly keys: string | null;
  readonly registers: string | null;
  readonly settings: RegisterSettings;
  readonly lost: Readonly<Record<RegisterName, Bilingual>>;
}

/** What was found. The lake is null where there is none, or it cannot be opened. */
export interface Diagnosed {
  readonly lake: Lake | null;
  readonly diagnoses: readonly Diagnosis[];
}

/** Looks. */
export async function diagnose(request: DoctorRequest): Promise<Diagnosed> {
  const { machine, lake: folder, registers, settings, lost } = request;
  const opened = folder === null ? null : lakeIn(folder, machine);
  const lake = opened !== null && 'snapshot' in opened ? opened : null;
  const keys = folder === null ? null : (request.keys ?? `${folder}/keys`);
  const delivered = await registersOf(machine, registers, lake);
  return {
    lake,
    diagnoses: [
      ...diagnoseMachine(machine),
      ...(folder === null ? [] : diagnoseDisk(machine, folder, lake)),
      ...diagnoseRights(machine, { lake: folder, keys: request.keys, registers }),
      ...diagnoseClock(machine, lake?.chain.at(-1)?.commit.written_at ?? null),
      ...(delivered === null ? [] : diagnoseRegisters(machine.nowMs(), delivered, settings, lost)),
      ...(opened !== null && 'area' in opened ? [opened] : []),
      ...(lake === null || keys === null ? [] : diagnoseLake(machine, lake, keys)),
    ],
  };
}

function lakeIn(folder: string, { files }: Machine): Lake | Diagnosis {
  try {
    return readLake(folder, files);
  } catch (error) {
    if (error instanceof StoreFailed) return bad('lake', error.problem);
    throw error;
  }
}

/** Those of the folder, else those that the lake had last; null where neither is named. */
async function registersOf(
  machine: Machine,
  folder: string | null,
  lake: Lake | null,
): Promise<DeliveredRegisters | null> {
  const deliveredAtMs = new Map<RegisterName, number>();
  if (folder !== null) {
    const { files, problems } = await registerBytes(folder);
    for (const { register, file } of files) deliveredAtMs.set(register, machine.changedAtMs(file));
    return { files, problems, deliveredAtMs };
  }
  if (lake === null) return null;
  const { store, snapshot } = lake;
  const files = (snapshot.registers?.files ?? []).flatMap(({ register, file, sha256 }) => {
    const bytes = store.get(`registers/${sha256}`);
    return bytes === null ? [] : [{ register, file, bytes }];
  });
  if (snapshot.registers !== null) {
    const { commit } = readCommit(store, snapshot.registers.number); // it may lie before the base
    for (const { register } of files) deliveredAtMs.set(register, Date.parse(commit.written_at));
  }
  return { files, problems: [], deliveredAtMs };
}
