/** People's data where none may be: on a system that the register calls a test system without personal data. */

import { z } from 'zod';
import { ACTIONS } from '../schemas/access-event.ts';
import { MARK } from '../schemas/event-columns.ts';
import { NONE, pairKey } from '../src/core/hash.ts';
import { DAY } from '../src/core/time.ts';
import { PERSONAL_CLASSES } from '../src/detector/data-classes.ts';
import { defineDetector } from '../src/detector/define.ts';
import { keySet } from '../src/detector/key-set.ts';
import { rateWindow } from '../src/state/rate-window.ts';
import { docs } from './personal-data-on-test-system/docs.ts';
import { evidence } from './personal-data-on-test-system/evidence.ts';
import { clearsIf, explain } from './personal-data-on-test-system/words.ts';

const thresholds = z.strictObject({
  personalClasses: z.array(z.string()).default([...PERSONAL_CLASSES, 'order', 'mail']),
  mediumRecords: z.int().min(1).default(10),
  highRecords: z.int().min(1).default(500),
});

/** Signing in and out touches nobody's data. */
const TOUCHES = ACTIONS.filter((name) => name !== 'login' && name !== 'logout');
/** A sum over 30 days in panes of a day: at most a day too much. */
const PANES = 30;

/** The systems register says `test` and `personal_data` `no`; the log says whom, or what class of data. */
export const personalDataOnTestSystem = defineDetector({
  id: 'personal-data-on-test-system',
  version: '1',
  title: { ja: '試験環境の個人情報', en: 'Personal data on a test system' },
  about: {
    ja: '個人情報を置かないと登録された試験環境で、個人情報が扱われたことを1件目から知らせます。',
    en: 'Reports people’s data on a test system that, by register, holds none; from the first access on.',
  },
  reads: ['time', 'source', 'who', 'device', 'ip', 'dataClass', 'subjectStart', 'records', 'ref', 'marks'],
  thresholds,
  presets: {
    basic: { mediumRecords: 100, highRecords: 5_000 },
    strict: { mediumRecords: 1, highRecords: 50 },
  },
  evidence,
  docs,
  attack: ['T1213', 'T1005'],
  answers: ['narsus-2020'],
  /** What was left behind stays until somebody clears it away: one finding for each who touches it. */
  quiet: 90 * DAY,
  parts: {
    system: {
      key: 'source',
      only: { actions: TOUCHES, outcome: 'success' },
      anyClock: true,
      onArrival: ({ registers, source, time }, row) =>
        registers.system(source[row], time[row])?.environment === 'test',
      state: () => ({ touched: rateWindow({ horizon: 30 * DAY, panes: PANES }) }),
      observe(view, { touched }, limit, emit) {
        const {
          rows,
          size,
          registers,
          time,
          source,
          who,
          device,
          ip,
          dataClass,
          subjectStart,
          records,
          ref,
          marks,
        } = view;
        const personal = keySet(limit.personalClasses);
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          const hasClass = dataClass[row] !== NONE && personal.has(dataClass[row]);
          if (!hasClass && subjectStart[row] === subjectStart[row + 1]) continue;
          const system = registers.system(source[row], time[row]);
          if (system?.environment !== 'test' || system.personalData !== false || system.end <= time[row])
            continue;
          const amount = Math.max(1, records[row]); // writing a record returns none, and touches one
          const isTimely = (marks[row] & MARK.clock) === 0; // else it would move the window
          const key = pairKey(source[row], who[row] || device[row] || ip[row]);
          const sum = isTimely ? touched.add(key, time[row], amount, ref[row]) : amount;
          const isPlain = hasClass || sum >= limit.mediumRecords; // a few subjects alone may be invented
          const event = view.event(row);
          emit(row, {
            key,
            severity: sum >= limit.highRecords ? 'high' : isPlain ? 'medium' : 'low',
            score: sum >= limit.highRecords ? 72 : isPlain ? 50 : 25,
            evidence: {
              source: event.source,
              sign: hasClass ? 'class' : 'subject',
              ...(hasClass ? { data_class: event.data_class } : {}),
              records_in_30_days: sum,
            },
            about: ['actor', 'principal', 'device', 'ip', 'tenant'],
          });
        }
      },
    },
  },
  explain,
  clearsIf,
});
