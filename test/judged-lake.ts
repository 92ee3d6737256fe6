/** What tests of a lake that is judged into have in common: settings without detectors, and plain rows two seconds apart. */
import { config } from '../schemas/config.ts';
import type { EventBatch } from '../schemas/event-columns.ts';
import { encodeEvents } from '../src/batch/encode.ts';
import { event } from '../src/batch/event.ts';
import { hashText } from '../src/core/hash.ts';
import { parseInstant, SECOND } from '../src/core/time.ts';
import { type JudgingRequest, judgeIntoLake, type LakeJudging } from '../src/pipeline/lake/judging.ts';
import { pastRegisters } from '../src/pipeline/lake/registers.ts';
import { versionsOf } from '../src/pipeline/lake/settings.ts';
import type { LakeWriter } from '../src/store/writer.ts';

/** The settings, and what commits say of them. */
export const SETTINGS = config.parse({});
export const VERSIONS = versionsOf(SETTINGS, []);
/** When the first row happened. */
export const NOW = parseInstant('2024-05-01T10:00:00Z');

/** Row `n` of input 1 in a batch of its own. */
function oneRow(n: number): EventBatch {
  const row = event({ time: NOW + n * 2 * SECOND, id: `e${n}`, source: 's', subjects: [`R${n}`] });
  return encodeEvents([row], [hashText(`e${n}`)], undefined, [{ input: 1, byte: n }]);
}

/** Takes row `n` of input 1 and judges what can be judged by it. */
export async function takeRow(judging: LakeJudging, n: number): Promise<void> {
  await judging.take({ input: 1, key: 1, batch: oneRow(n), refused: [] });
  judging.judge();
}

/** Judges into the lake of a writer, with nobody told. */
export function judgingInto(
  writer: LakeWriter,
  more: Pick<JudgingRequest, 'lake' | 'maker' | 'desk'>,
): LakeJudging {
  return judgeIntoLake(
    writer,
    {
      ...more,
      config: SETTINGS,
      detectors: [],
      now: NOW,
      lateness: SECOND,
      sourceOf: () => null,
      defaultsOf: () => ({}),
      onFinding: () => {},
      onVerdict: () => {},
      onQuarantined: () => {},
    },
    pastRegisters(more.lake.store, null, SETTINGS).registers,
  );
}
