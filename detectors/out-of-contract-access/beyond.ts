/** What of an event lies beyond which contract: the rule itself is that of the judge. */
import { type Day, dayAt, formatDate } from '../../src/core/time.ts';
import type { View } from '../../src/detector/define.ts';
import type { ContractRow, PersonRow } from '../../src/registers/registers.ts';
import { isLookup } from '../../src/verdicts/context.ts';
import { contractCoverage, OUTSIDE } from '../../src/verdicts/scope.ts';
import type { Beyond, Evidence } from './evidence.ts';

/** Columns that out-of-contract-access reads. */
export const READS = [
  'time',
  'person',
  'system',
  'source',
  'action',
  'outcome',
  'tenant',
  'dataClass',
  'recordDate',
  'records',
  'ref',
  'marks',
  'rowCause',
] as const;
/** Rows with these columns. */
export type Deeds = View<(typeof READS)[number]>;

const NAMES: readonly (readonly [bit: number, name: Beyond])[] = [
  [OUTSIDE.system, 'system'],
  [OUTSIDE.tenant, 'tenant'],
  [OUTSIDE.dataClass, 'data-class'],
  [OUTSIDE.action, 'action'],
  [OUTSIDE.recordDate, 'record-date'],
];

/** What lies beyond, and which contract comes nearest; none where none is in force. */
export function beyondOf(
  view: Deeds,
  row: number,
  { employer }: PersonRow,
): Pick<Evidence, 'beyond' | 'contract' | 'ended_on' | 'days_after' | 'records_from' | 'records_to'> {
  const { registers, time } = view;
  const now = time[row];
  const inForce = registers.contracts(employer, now);
  if (inForce.length === 0) {
    const last = lastEnded(registers.contractsOf(employer, now));
    const lastDay = last === null ? null : dayAt(last.end - 1);
    return {
      beyond: [last === null ? 'no-contract' : 'ended'],
      contract: last?.contractText ?? null,
      ended_on: lastDay === null ? null : formatDate(lastDay),
      days_after: lastDay === null ? null : dayAt(now) - lastDay,
      ...datesOf(last),
    };
  }
  let nearest = inForce[0];
  let bits = bitsOf(nearest, view, row);
  for (const contract of inForce.slice(1)) {
    const other = bitsOf(contract, view, row);
    if (!isNearer(other, bits)) continue;
    nearest = contract;
    bits = other;
  }
  const beyond = NAMES.flatMap(([bit, name]) => ((bits & bit) === 0 ? [] : [name]));
  return { beyond, contract: nearest.contractText, ended_on: null, days_after: null, ...datesOf(nearest) };
}

function bitsOf(contract: ContractRow, view: Deeds, row: number): number {
  return Math.max(0, -contractCoverage(contract, view, row, isLookup(view, row)));
}

/** A contract about this system comes before one about another; then the one with fewer things beyond. */
function isNearer(bits: number, than: number): boolean {
  return distance(bits) < distance(than);
}

function distance(bits: number): number {
  const isElsewhere = (bits & OUTSIDE.system) !== 0;
  return NAMES.filter(([bit]) => (bits & bit) !== 0).length + (isElsewhere ? NAMES.length : 0);
}

function lastEnded(contracts: readonly ContractRow[]): ContractRow | null {
  let last: ContractRow | null = null;
  for (const contract of contracts) if (last === null || contract.end > last.end) last = contract;
  return last;
}

function datesOf(contract: ContractRow | null): Pick<Evidence, 'records_from' | 'records_to'> {
  return {
    records_from: contract === null ? null : dateOf(contract.recordsFrom),
    records_to: contract === null ? null : dateOf(contract.recordsTo),
  };
}

function dateOf(day: Day): string | null {
  return Number.isFinite(day) ? formatDate(day) : null;
}
