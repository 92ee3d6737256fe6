/** Somebody who is about to leave takes far more than ever before, and more than colleagues do: documents, records, prints. */
import { LOOKUP_ACTIONS } from '../schemas/event-columns.ts';
import { defineDetector } from '../src/detector/define.ts';
import { departureOf } from './pre-departure-pull/departure.ts';
import { docs } from './pre-departure-pull/docs.ts';
import { evidence } from './pre-departure-pull/evidence.ts';
import { presets, thresholds } from './pre-departure-pull/limits.ts';
import { signalOf } from './pre-departure-pull/signal.ts';
import { type Memory, memory, QUIET, READS, take } from './pre-departure-pull/takings.ts';
import { weigh } from './pre-departure-pull/weigh.ts';
import { clearsIf, explain } from './pre-departure-pull/words.ts';

/**
 * Counts what everybody takes, day by day, and judges it for those of whom a departure is known. When it becomes known later,
 * the next event of the person brings the look back.
 */
export const preDeparturePull = defineDetector({
  id: 'pre-departure-pull',
  version: '1',
  title: { ja: '退職前の持ち出し', en: 'Pull before departure' },
  about: {
    ja: '退職の申出・退職日・契約終了が分かっている人の直近30日の持ち出しを、本人のそれまでと同じ部署・職務の人に比べ、ふだんを大きく超えたら知らせます。',
    en: 'Compares what somebody who has given notice, or is about to leave, took in 30 days with the own past before and with the peers, and reports what is far beyond it.',
  },
  reads: READS,
  profiles: true,
  thresholds,
  presets,
  evidence,
  docs,
  // Data from Information Repositories, from Local System; Exfiltration Over Web Service, over Physical Medium
  attack: ['T1213', 'T1005', 'T1567', 'T1052'],
  answers: ['sojitz-2023', 'kanematsu-2023', 'orientalairbridge-2023'],
  quiet: QUIET,
  parts: {
    person: {
      key: 'who',
      only: { actions: [...LOOKUP_ACTIONS, 'login'], outcome: 'success' },
      state: memory,
      observe(view, state: Memory, limit, emit) {
        const { rows, size, who, time, mayLeave } = view;
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          const departure = mayLeave[row] === 0 ? null : departureOf(view, row, limit.before_days);
          const { amount, isOut } = take(state, view, row, departure !== null);
          if (departure === null) continue;
          const isFirst = state.looked.touch(who[row], view.profiles.day(), time[row]) === -Infinity;
          if (amount === 0 && !isFirst) continue;
          const pull = weigh(state, view, row, departure, limit, isFirst);
          if (pull === null) continue;
          // the first event after may tell of what came before; from then on only what adds to the pull does
          const adds = pull.measure === 'unsanctioned' ? isOut : amount > 0;
          if (!adds && state.told.isOpen(who[row], time[row])) continue;
          emit(row, signalOf(state, view, row, pull, departure, amount, limit));
        }
      },
    },
  },
  explain,
  clearsIf,
  resembles: ({ reason, unsanctioned = 0 }) => [
    ...(unsanctioned > 0 ? ['sojitz-2023'] : []),
    ...(reason === 'notice' ? ['orientalairbridge-2023'] : ['kanematsu-2023']),
  ],
});
