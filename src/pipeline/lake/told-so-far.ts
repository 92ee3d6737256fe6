/** The findings of some detectors as a lake has told them. */
import type { Finding } from '../../../schemas/finding.ts';
import type { Lake } from '../../store/lake.ts';
import { storedLines } from '../../store/writer.ts';
import type { ToldFinding } from './carried-over.ts';

/** By id; a finding that was said only for now is not among them. */
export function toldSoFar(
  { store, snapshot }: Pick<Lake, 'store' | 'snapshot'>,
  isMeant: (detector: Finding['detector']) => boolean,
): Map<string, ToldFinding> {
  const told = new Map<string, ToldFinding>();
  const files = snapshot.files.filter(({ table }) => table === 'findings');
  for (const file of files.sort((a, b) => Number(a.tail) - Number(b.tail))) {
    for (const line of storedLines(store, file)) {
      const finding = JSON.parse(line) as Finding;
      const known = told.get(finding.id);
      if (!isMeant(finding.detector) || (file.tail && known === undefined)) continue;
      const isNewer = !file.tail && finding.revision >= (known?.finding.revision ?? 0);
      told.set(finding.id, {
        finding: isNewer || known === undefined ? finding : known.finding,
        revision: Math.max(finding.revision, known?.revision ?? 0),
      });
    }
  }
  return told;
}
