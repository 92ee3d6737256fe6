/**
 * What early outputs are told: what needs no order as its event comes (revision 0), then what order comes to. What was told and says
 * the same again is told once; what did not hold is taken back under revision 0 as well, so that a revision 1, should it come after all, is above it.
 */
import type { Finding, Severity } from '../../schemas/finding.ts';

/** Told by the loop. */
export interface ToldEarly {
  onForetold(finding: Finding): void;
  onFinding(finding: Finding): void;
  onTakenBack(id: string): void;
}

/** Findings whose turn has not come are held, to be told from what they come to; `saidAs`: how grave it was said to be. */
export function toldEarly(tell: (finding: Finding, saidAs?: Severity) => void): ToldEarly {
  const foretold = new Map<string, Finding>();
  return {
    onForetold(finding) {
      foretold.set(finding.id, finding);
      tell(finding);
    },
    onFinding(finding) {
      const before = foretold.get(finding.id);
      foretold.delete(finding.id);
      const { revision } = before ?? finding;
      const isSame =
        before !== undefined && JSON.stringify({ ...finding, revision }) === JSON.stringify(before);
      if (!isSame) tell(finding, before?.severity);
    },
    onTakenBack(id) {
      const before = foretold.get(id);
      foretold.delete(id);
      if (before !== undefined) tell({ ...before, status: 'withdrawn', status_reason: 'not-in-order' });
    },
  };
}
