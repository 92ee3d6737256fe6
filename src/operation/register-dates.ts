/** When the registers of a folder were delivered: the newest change of each one's files. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { REGISTER_NAMES, type RegisterName } from '../../schemas/registers/registers.ts';

/** By register, in milliseconds since 1970; those without a file, or in a folder that cannot be read, are left out. */
export function registerDates(folder: string): ReadonlyMap<RegisterName, number> {
  const dates = new Map<RegisterName, number>();
  try {
    for (const file of readdirSync(folder)) {
      const register = REGISTER_NAMES.find((name) => file.replace(/\.(?:csv|ndjson)(?:\.gz)?$/, '') === name);
      if (register === undefined) continue;
      const { mtimeMs } = statSync(join(folder, file));
      dates.set(register, Math.max(dates.get(register) ?? 0, mtimeMs));
    }
  } catch {
    // that the folder cannot be read is told by whoever reads the registers
  }
  return dates;
}
