/**
 * Re-examines a lake where that is due, and makes what comes of it durable. What was not done, because a process died, is due
 * for the next one: how far the lake is examined stands in its commits.
 */

import type { Finding } from '../../../schemas/finding.ts';
import type { Verdict } from '../../../schemas/verdict.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Registers } from '../../registers/registers.ts';
import type { LakeWriter } from '../../store/writer.ts';
import { type Examination, type ExaminingRequest, findOut } from './find-out.ts';
import { isWorthKeeping, keepFound } from './keep.ts';

/** What a re-examination of a lake needs. */
export interface ReexaminationRequest extends ExaminingRequest {
  /** An engine that stands where the newest commit does; it is corrected. Asked only where something is to be said otherwise. */
  engine(): Engine;
  /** The one who writes, asked for when something is to be kept; null: nothing is kept. */
  writer: (() => LakeWriter) | null;
  onFinding(finding: Finding, registers: Registers): void;
  onVerdict(verdict: Verdict): void;
}

/** Examines what is due; null where nothing is. */
export async function reexamineLake(request: ReexaminationRequest): Promise<Examination | null> {
  const examined = await findOut(request);
  if (examined === null) return null;
  const { found, registers } = examined;
  if (request.writer !== null && isWorthKeeping(found))
    await keepFound(found, request.snapshot, request.writer(), request.engine);
  if (registers !== null) {
    for (const { findings, verdicts } of found.outcomes) {
      for (const finding of findings) request.onFinding(finding, registers);
      for (const { verdict } of verdicts) request.onVerdict(verdict);
    }
  }
  return found.examination;
}
