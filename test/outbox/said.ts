/** What the processes of the tests say, epoch by epoch: the same at every start. */
import type { Finding } from '../../schemas/finding.ts';
import { revision } from './lake.ts';

const FINDINGS = 7;

/** The findings of an epoch: revisions go on from epoch to epoch. */
export function epoch(n: number): Finding[] {
  return Array.from({ length: n % 4 }, (_, i) => revision(`f${(n + i) % FINDINGS}`, n + 1));
}
