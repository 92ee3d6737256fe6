/** Incidents whose decisive fact the office enters late: the same logs, and the registers as they were delivered before and after. */
import type { DetectorId } from '../schemas/finding.ts';
import type { RegisterName } from '../schemas/registers/registers.ts';
import { kochi2023 } from './kochi-2023.ts';
import { satsumasendai2023 } from './satsumasendai-2023.ts';
import { type Row, registerFiles, type Scenario, type Story } from './story.ts';

/** An incident, and the row of a register that comes late. */
export interface LateEntry {
  readonly scenario: Scenario;
  readonly detector: DetectorId;
  readonly register: RegisterName;
  /** When it was entered. */
  readonly recorded: string;
  /** The row as it stood before; null: it is not that one. */
  before(row: Row): Row | null;
}

/** A case that is closed on paper and three weeks later in the system; and somebody's last day, entered in May. */
export const LATE_ENTRIES: readonly LateEntry[] = [
  {
    scenario: satsumasendai2023,
    detector: 'out-of-scope-lookup',
    register: 'cases',
    recorded: '2023-05-15T10:00:00+09:00',
    before: (row) => (row.case_id === 'LEAK-2023-018' ? { ...row, closed: '' } : null),
  },
  {
    scenario: kochi2023,
    detector: 'access-after-termination',
    register: 'people',
    recorded: '2023-05-22T10:00:00+09:00',
    before: (row) => (row.principal === 'P0110' ? { ...row, ended: '' } : null),
  },
];

/** The files of the registers before the entry, and after it: the row as it was stays, and its later version says when it came. */
export function deliveriesOf(
  story: Story,
  { register, recorded, before }: LateEntry,
): { before: ReadonlyMap<string, string>; after: ReadonlyMap<string, string> } {
  const rows: readonly Row[] = story.registers[register] ?? [];
  const early = rows.map((row) => before(row) ?? row);
  const entered = rows.flatMap((row) => (before(row) === null ? [] : [{ ...row, recorded_at: recorded }]));
  const filesWith = (own: readonly Row[]) =>
    registerFiles({ ...story, registers: { ...story.registers, [register]: [...own] } });
  return { before: filesWith(early), after: filesWith([...early, ...entered]) };
}
