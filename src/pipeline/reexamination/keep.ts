/** Makes durable what was found out about the past: at once, or while the stream has gone on, where nothing that it touches has changed. */

import type { Engine } from '../../engine/engine.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import { packed } from '../../store/state/pieces.ts';
import type { LakeWriter } from '../../store/writer.ts';
import type { Found } from './find-out.ts';

/** Whether there is anything to write down. */
export function isWorthKeeping({ correction, isFurther }: Found): boolean {
  return isFurther || correction !== null;
}

/** Writes it down in a commit of its own. `engine`: one that stands where the newest commit does; it is corrected. */
export async function keepFound(
  { outcomes, examined, reexamination, correction }: Found,
  snapshot: Snapshot,
  writer: LakeWriter,
  engine: () => Engine,
): Promise<void> {
  const [rows, tail] = [writer.rows(false), writer.rows(true)];
  for (const [i, target] of [rows, tail].entries()) {
    for (const finding of outcomes[i]?.findings ?? []) target.finding(finding);
    for (const { verdict, lookup } of outcomes[i]?.verdicts ?? [])
      target.verdict(verdict, { ...lookup, isChanged: true });
  }
  const corrected = correction === null ? null : engine();
  if (correction !== null) corrected?.correct(correction);
  await writer.reexamine({
    rows,
    tail,
    counts: countsAfter(snapshot, outcomes),
    kept: corrected === null ? null : { kind: 'state', file: await packed(corrected.save()) },
    examined,
    reexamination,
  });
}

/** The sums of the lake, each look-up under its last verdict. */
function countsAfter({ counts }: Snapshot, outcomes: Found['outcomes']): Snapshot['counts'] {
  const verdicts = { ...counts.verdicts };
  for (const { totals } of outcomes)
    for (const name of Object.keys(totals) as (keyof typeof totals)[]) verdicts[name] += totals[name];
  return { ...counts, verdicts };
}
