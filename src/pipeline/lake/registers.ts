/** The registers of a run with a lake: those delivered now, else those the lake had last. */
import type { DeliveredFile } from '../../../schemas/commit.ts';
import type { Config } from '../../../schemas/config.ts';
import { type Problem, problem } from '../../core/problem.ts';
import { type RegisterBytes, registerBytes, registerTables } from '../../ingest/register-files.ts';
import { type BuiltRegisters, buildRegisters } from '../../registers/build.ts';
import { readCommit } from '../../store/chain.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import { type Store, StoreFailed } from '../../store/store.ts';
import type { Delivery } from '../../store/writer.ts';

/** Registers to judge by. */
export interface LakeRegisters {
  readonly built: BuiltRegisters;
  readonly problems: readonly Problem[];
  /** What was delivered now; null where the lake's are used. */
  readonly delivery: readonly Delivery[] | null;
}

/** Reads the folder, or what the lake holds of an earlier delivery. */
export async function lakeRegisters(
  folder: string | null,
  { store, snapshot }: { readonly store: Store; readonly snapshot: Snapshot },
  config: Config,
): Promise<LakeRegisters> {
  const found =
    folder === null
      ? { files: deliveredFiles(store, snapshot.registers?.files ?? []), problems: [] }
      : await registerBytes(folder);
  const { tables, problems } = registerTables(found.files);
  const built = buildRegisters(tables, config);
  return {
    built,
    problems: [...found.problems, ...problems, ...built.problems],
    delivery:
      folder === null
        ? null
        : found.files.map(({ register, file, bytes }) => ({ register, file: nameOf(file), bytes })),
  };
}

/** The registers that a commit brought; null: none. */
export function pastRegisters(store: Store, number: number | null, config: Config): BuiltRegisters {
  const files = number === null ? [] : (readCommit(store, number).commit.delivery ?? []);
  return buildRegisters(registerTables(deliveredFiles(store, files)).tables, config);
}

/** The bytes of delivered register files. */
export function deliveredFiles(store: Store, files: readonly DeliveredFile[]): RegisterBytes[] {
  return files.map(({ register, file, sha256 }) => {
    const bytes = store.get(`registers/${sha256}`);
    if (bytes === null)
      throw new StoreFailed(problem('lake-damaged', {}, { file: store.path(`registers/${sha256}`) }), null);
    return { register, file, bytes };
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
