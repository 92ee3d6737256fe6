/** What out-of-scope-lookup reads, and the facts behind a cause: the case, the protection, the class, the site. */
import { NONE } from '../../src/core/hash.ts';
import { dayAt, formatDate, type Micros } from '../../src/core/time.ts';
import type { ColumnName, View } from '../../src/detector/define.ts';
import { lastClosedCase } from '../../src/verdicts/cases.ts';
import { CAUSES, type ScopeCause } from './causes.ts';
import type { Evidence } from './evidence.ts';

/** Columns that out-of-scope-lookup reads. */
export const READS = [
  'time',
  'action',
  'outcome',
  'actor',
  'person',
  'who',
  'unit',
  'system',
  'source',
  'device',
  'site',
  'dataClass',
  'caseId',
  'records',
  'ref',
  'subjectStart',
  'subjects',
  'verdict',
  'cause',
  'rowCause',
  'offDuty',
  'marks',
  'permitted',
  'ownWork',
] as const satisfies readonly ColumnName[];

/** The rows of one key shard. */
export type ScopeView = View<(typeof READS)[number]>;
/** The site, or that of the device, and the last day on which it was authorised. */
export function siteFacts(view: ScopeView, row: number): Partial<Evidence> {
  const { registers, time, site, device } = view;
  const place = site[row] === NONE ? (registers.device(device[row], time[row])?.site ?? NONE) : site[row];
  const until = registers.site(place, time[row])?.end;
  return { site: view.event(row).site, authorised_until: until === undefined ? null : lastDay(until) };
}

/** What registers and the event say about a cause between a person and a subject. */
export function factsOf(view: ScopeView, row: number, entry: number, cause: ScopeCause): Partial<Evidence> {
  const { registers } = view;
  const time = view.time[row];
  if (cause === 'protected')
    return { protection: registers.protections(view.subjects[entry], time)[0]?.kind ?? null };
  if (cause === 'after-case-closed') {
    const over = lastClosedCase(registers, view.subjects[entry], view.person[row], time, Infinity);
    return over === null ? {} : { case_id: over.caseText, closed_on: lastDay(over.end) };
  }
  if (cause === 'case-required' || CAUSES[cause].group !== 'case') return {};
  const cited = view.event(row).case_id;
  if (cause !== 'case-closed') return { case_id: cited, closed_on: null };
  let closed = -Infinity;
  for (const version of registers.caseVersions(view.caseId[row], time)) {
    if (version.end <= time && version.end > closed) closed = version.end;
  }
  return { case_id: cited, closed_on: lastDay(closed) };
}

/** The class of the data. */
export function classOf(view: ScopeView, row: number): Partial<Evidence> {
  return { data_class: view.event(row).data_class };
}

/** The last day on which something that ends at `end` still holds. */
function lastDay(end: Micros): string | null {
  return Number.isFinite(end) ? formatDate(dayAt(end - 1)) : null;
}
