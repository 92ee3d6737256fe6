/** The findings that earlier runs have written to a lake, each revision in the order in which it was said. */
import type { Finding } from '../../../schemas/finding.ts';
import type { Lake } from '../../store/lake.ts';
import { storedLines } from '../../store/writer.ts';

/** Without those that the last run said only for now: this run says what they become. */
export function* earlierFindings({ store, snapshot }: Pick<Lake, 'store' | 'snapshot'>): Generator<Finding> {
  for (const file of snapshot.files) {
    if (file.table !== 'findings' || file.tail) continue;
    for (const line of storedLines(store, file)) yield JSON.parse(line) as Finding;
  }
}
