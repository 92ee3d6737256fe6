/** What an engine says. */
import type { Verdict } from '../../schemas/verdict.ts';
import type { SettledLookup } from '../verdicts/settle.ts';
import type { FindingDraft } from './episode.ts';

/** A look-up whose verdict is told: its event, who it was, and whether the verdict is another than on arrival. */
export type JudgedLookup = Pick<SettledLookup, 'ref' | 'time' | 'who' | 'isChanged'>;

/** What came of judging, in the order in which it was said. */
export interface Said {
  readonly findings: readonly FindingDraft[];
  /** Settled verdicts, where they were wanted. */
  readonly verdicts: readonly Verdict[];
  /** The events of these verdicts, one a verdict. */
  readonly lookups: readonly JudgedLookup[];
}
