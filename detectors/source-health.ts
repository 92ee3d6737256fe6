/** A source that falls silent, loses rows, rewrites them or tells impossible times blinds the monitor: that is told too. */
import { defineDetector } from '../src/detector/define.ts';
import { clearsIf } from './source-health/clearing.ts';
import { docs } from './source-health/docs.ts';
import { evidence } from './source-health/evidence.ts';
import { presets, thresholds } from './source-health/limits.ts';
import { gap, QUIET, silence } from './source-health/signals.ts';
import { kindOfDay, READS, watch, watched } from './source-health/watch.ts';
import { explain } from './source-health/words.ts';

/** Watches every source by its own habits; time passes by events alone. */
export const sourceHealth = defineDetector({
  id: 'source-health',
  version: '2',
  title: { ja: '記録元の異常', en: 'Source health' },
  about: {
    ja: '記録元の沈黙（曜日と時間帯ごとのふだんに照らす）、時計の異常、欠番、番号の使い回し、古くなった台帳を知らせます。',
    en: 'Sources that fall silent against their own habit by weekday and hour, impossible clocks, missing numbers, reused ids, registers too old.',
  },
  reads: READS,
  thresholds,
  presets,
  evidence,
  docs,
  // Indicator Removal; Impair Defenses: Indicator Blocking
  attack: ['T1070', 'T1562.006'],
  answers: [],
  quiet: QUIET,
  parts: {
    source: {
      key: 'source',
      anyClock: true,
      state: watched,
      observe: watch,
      onTime(time, { habits, numbers, sources }, { gapRows }, tell, registers) {
        for (const each of habits.due(time, kindOfDay(registers))) {
          const known = sources.get(each.key);
          if (known === undefined) continue;
          const { name, system } = known;
          tell({ at: each.at, ref: each.ref, event: { source: name, system }, signal: silence(each, name) });
        }
        for (const each of numbers.due(time)) {
          const known = sources.get(each.key);
          if (known === undefined) continue;
          const { name, system } = known;
          tell({
            at: each.at,
            ref: each.ref,
            event: { source: name, system },
            signal: gap(each, name, gapRows),
          });
        }
      },
    },
  },
  explain,
  clearsIf,
});
