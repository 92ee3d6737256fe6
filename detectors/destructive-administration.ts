/** Accounts, keys, backups or records are removed in bulk, or by somebody who has no business removing any. */
import { NONE } from '../src/core/hash.ts';
import { defineDetector, type Part } from '../src/detector/define.ts';
import { isLifted } from '../src/verdicts/permitted.ts';
import { isLeaving, isOwnMachine, standingOf } from '../src/verdicts/standing.ts';
import { docs } from './destructive-administration/docs.ts';
import { type Evidence, evidence } from './destructive-administration/evidence.ts';
import {
  isOfAccounts,
  isOffboarding,
  isTestSystem,
  kindOf,
  NO_KIND,
  READS,
} from './destructive-administration/kinds.ts';
import { presets, type Thresholds, thresholds } from './destructive-administration/limits.ts';
import { ANY, say } from './destructive-administration/signals.ts';
import { tuned } from './destructive-administration/tuned.ts';
import {
  type Counters,
  counters,
  countKey,
  limitsFor,
  QUIET,
  weigh,
} from './destructive-administration/weigh.ts';
import { clearsIf, explain } from './destructive-administration/words.ts';

function deedsPart(key: 'who' | 'source'): Part<(typeof READS)[number], Thresholds, Evidence, Counters> {
  return {
    key,
    only: { actions: ['delete', 'disable', 'revoke', 'reset', 'config'], outcome: 'success' },
    state: counters,
    observe(view, state, limit, emit) {
      const ready = tuned(limit);
      const { rows, size, who, target, time, records } = view;
      for (let i = 0; i < size; i++) {
        const row = rows[i];
        if (key === 'source' && who[row] !== NONE) continue; // the other part has it
        const kind = kindOf(view, row, ready);
        if (kind === NO_KIND || isTestSystem(view, row)) continue;
        const by = standingOf(view, row);
        // a service account at a strange machine is somebody who knows its password
        const standing = by === 'service' && !isOwnMachine(view, row, state.machines) ? 'unknown' : by;
        if (standing !== 'left' && isOffboarding(view, row, kind)) continue;
        if (standing !== 'left' && isLifted(view, row)) continue;
        const counted = countKey(view[key][row], kind);
        const isAgain =
          isOfAccounts(kind) &&
          target[row] !== NONE &&
          state.hit.touch(counted, target[row], time[row]) !== Number.NEGATIVE_INFINITY;
        if (isAgain && standing !== 'left') continue;
        const leaving = isLeaving(view, row);
        const age = state.usual.age(counted, time[row]);
        const limitOf = limitsFor(limit, ready, { standing, isLeaving: leaving, kind, age });
        const worst = weigh(state, counted, view, row, Math.max(1, records[row]), limitOf);
        if (standing === 'left')
          say(view, row, { ...ANY, counted: NONE, kind, standing, leaving }, state, emit);
        else if (worst.ratio > 1) say(view, row, { ...worst, counted, kind, standing, leaving }, state, emit);
      }
    },
  };
}

/** Whoever destroys more than the work explains, named or not. */
export const destructiveAdministration = defineDetector({
  id: 'destructive-administration',
  version: '2',
  title: { ja: '破壊的な管理操作', en: 'Destructive administration' },
  about: {
    ja: 'アカウント、鍵・控え、記録の削除・停止が、1時間・1日・30日で目安とその人のふだんを超えた場合、退職後の人や外部の人が行った場合に知らせます。',
    en: 'Accounts, keys, backups or records deleted, disabled or reset beyond the limits and the own usual in an hour, a day or 30 days, or by somebody who has left or is from outside.',
  },
  reads: READS,
  thresholds,
  presets,
  evidence,
  docs,
  // Account Access Removal; Data Destruction; Inhibit System Recovery
  attack: ['T1531', 'T1485', 'T1490'],
  answers: ['kochi-2023', 'kinkos-2022'],
  quiet: QUIET,
  parts: { who: deedsPart('who'), unnamed: deedsPart('source') },
  explain,
  clearsIf,
  resembles: ({ kind }) => (kind === 'record' || kind === 'document' ? ['kinkos-2022'] : ['kochi-2023']),
});
