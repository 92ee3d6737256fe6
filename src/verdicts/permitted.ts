/** Whether a permit lifts an event: approved work is left out of what detectors count, and every report lists what was left out. */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { PermitRow, Registers } from '../registers/registers.ts';
import { COVERED, coverage, type ScopeColumns } from './scope.ts';

/** What {@link isLifted} needs of a detector's view. */
export interface Permitted {
  readonly permitted: Uint8Array;
  /** Notes that the permit lifts the row. */
  lifted(row: number): void;
}

/** True where a permit in force covers the row, which is then noted as lifted. A look-up must carry what the permit restricts. */
export function isLifted(view: Permitted, row: number): boolean {
  if (view.permitted[row] === 0) return false;
  view.lifted(row);
  return true;
}

/** The first permit in force for a person or an account that covers the row; null where none does. */
export function coveringPermit(
  registers: Registers,
  person: Key,
  actor: Key,
  columns: ScopeColumns & { readonly time: ArrayLike<Micros> },
  row: number,
  isLookup: boolean,
): PermitRow | null {
  for (const permit of registers.permits(person, actor, columns.time[row])) {
    if (coverage(permit, columns, row, isLookup) === COVERED) return permit;
  }
  return null;
}
