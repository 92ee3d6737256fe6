/** Somebody works with what no register knows or allows: a device, a network, a site, an account. */

import { ACTIONS } from '../schemas/access-event.ts';
import { MARK } from '../schemas/event-columns.ts';
import { NONE } from '../src/core/hash.ts';
import { DAY } from '../src/core/time.ts';
import { defineDetector } from '../src/detector/define.ts';
import { groupKey } from './unregistered-device/coverage.ts';
import { docs } from './unregistered-device/docs.ts';
import { evidence, type Kind } from './unregistered-device/evidence.ts';
import { judge, type Memory, memory } from './unregistered-device/judge.ts';
import { presets, thresholds } from './unregistered-device/limits.ts';
import { isService, READS, strangersOf } from './unregistered-device/strangers.ts';
import { clearsIf, explain } from './unregistered-device/words.ts';

/** All but a session that ends by itself. */
const WORK = ACTIONS.filter((name) => name !== 'logout');

/** Judges by the registers of devices, sites, systems and accounts what works in a system. */
export const unregisteredDevice = defineDetector({
  id: 'unregistered-device',
  version: '2',
  title: { ja: '未登録の端末・接続元・アカウント', en: 'Unregistered device' },
  about: {
    ja: '台帳にない、または認められていない端末・ネットワーク・拠点・アカウントの利用を1件目から知らせます。台帳が実態を表していないシステムでは、まとめて1件で知らせます。',
    en: 'Reports, from the first use on, devices, networks, sites and accounts that the registers do not know or allow; where a register plainly does not describe a system, that, once.',
  },
  reads: READS,
  thresholds,
  presets,
  evidence,
  docs,
  attack: ['T1078', 'T1133', 'T1200'],
  answers: ['jipdec-2023', 'narsus-2020', 'sansan-2023'],
  /** Who works for years on a device of their own does so with pauses: one finding. */
  quiet: 90 * DAY,
  parts: {
    system: {
      key: 'source',
      only: { actions: WORK, outcome: 'success' },
      anyClock: true,
      state: memory,
      observe(view, state: Memory, limit, emit) {
        const { rows, size, time, source, who, marks } = view;
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          const found = strangersOf(view, row);
          if (found !== 0) judge(view, row, found, state, limit, emit);
          else if (who[row] !== NONE && (marks[row] & MARK.clock) === 0) {
            // once a day is enough for a horizon of months
            const group = groupKey(source[row], isService(view, row));
            if (state.familiar.peek(group, who[row]) <= time[row] - DAY)
              state.familiar.touch(group, who[row], time[row]);
          }
        }
      },
    },
  },
  explain,
  clearsIf,
  resembles: ({ kind, why }) => RESEMBLES[why === 'not-covered' ? 'site' : (kind ?? 'site')],
});

const RESEMBLES: Readonly<Record<Kind, readonly string[]>> = {
  device: ['jipdec-2023', 'sansan-2023'],
  network: ['narsus-2020', 'sansan-2023'],
  site: [],
  account: [],
};
