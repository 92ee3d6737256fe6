/** Somebody who has left, or an account that has ended, comes back: one event is enough, refused tries too. */

import { z } from 'zod';
import { ACTION, MARK, OUTCOME } from '../schemas/event-columns.ts';
import { hashText, NONE, pairKey } from '../src/core/hash.ts';
import { DAY } from '../src/core/time.ts';
import { defineDetector } from '../src/detector/define.ts';
import { type FirstSeen, firstSeen } from '../src/state/first-seen.ts';
import { ROW_CAUSE } from '../src/verdicts/columns.ts';
import { clearing } from './access-after-termination/clearing.ts';
import { docs } from './access-after-termination/docs.ts';
import { evidence, RESEMBLES } from './access-after-termination/evidence.ts';
import { leaversPlace } from './access-after-termination/leavers-places.ts';
import { isEndedReason } from './access-after-termination/reasons.ts';
import {
  endOf,
  hasEndedOrFailed,
  leaverOf,
  READS,
  type Read,
  recordsRead,
  signalOf,
  sinceEnd,
} from './access-after-termination/signals.ts';
import { sentence } from './access-after-termination/words.ts';

const thresholds = z.strictObject({
  critical_records: z.int().min(1).default(100),
  high_accounts: z.int().min(2).default(3),
});

const ACCOUNT = hashText('account');
const DEVICE = hashText('device');

/** Whoever has left, and whatever account has ended, is used again. */
export const accessAfterTermination = defineDetector({
  id: 'access-after-termination',
  version: '1',
  title: { ja: '退職・利用終了後のアクセス', en: 'Access after termination' },
  about: {
    ja: '退職者・契約終了者や終了したアカウントによるアクセスと、その試みを1件でも検知します。',
    en: 'An access, or a try, by a person or an account that has ended, or on the device of somebody who has left.',
  },
  reads: READS,
  thresholds,
  presets: {
    basic: { critical_records: 1_000, high_accounts: 5 },
    strict: { critical_records: 20, high_accounts: 2 },
  },
  evidence,
  docs,
  attack: ['T1078'],
  answers: ['sansan-2023', 'vicent-2023', 'kochi-2023'],
  /** Who comes back does so for months, with pauses: one finding. */
  quiet: 30 * DAY,
  parts: {
    /** By the person or account that has ended, by register; refused because the account is disabled, by the log. */
    account: {
      key: 'who',
      anyClock: true,
      onArrival: hasEndedOrFailed,
      state: recordsRead,
      observe(view, { read }: { read: Read }, limit, emit) {
        const { rows, size, rowCause, action, outcome, reason, actor, who } = view;
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          const isEnded = (rowCause[row] & ROW_CAUSE.ended) !== 0;
          const isRefused = outcome[row] !== OUTCOME.success;
          if (!isEnded && !isRefused) continue;
          const saysSo = isRefused && isEndedReason(reason[row], () => view.event(row).reason);
          if (action[row] === ACTION.logout || (!isEnded && !saysSo)) continue; // a session that ran out ends by itself
          const key = pairKey(actor[row] === NONE ? who[row] : actor[row], ACCOUNT);
          const signal = signalOf(view, row, read, key, limit.critical_records, true);
          const why = isEnded
            ? endOf(view, row)
            : { ended: 'log' as const, ended_on: null, days_after: null };
          const facts = isRefused ? { reason: view.event(row).reason } : {};
          emit(row, {
            ...signal,
            evidence: { ...signal.evidence, ...why, ...facts },
            about: ['actor', 'principal', 'device', 'ip', 'tenant'],
          });
        }
      },
    },
    /** By another account on the device of somebody who has left. */
    device: {
      key: 'device',
      anyClock: true,
      onArrival: (view, row) => view.atHome[row] === 0 && leaverOf(view, row) !== null,
      state: () => ({ ...recordsRead(), used: firstSeen({ horizon: 30 * DAY }) }),
      observe(view, { read, used }: { read: Read; used: FirstSeen }, limit, emit) {
        const { rows, size, rowCause, action, actor, device, time, marks } = view;
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          if (actor[row] === NONE || action[row] === ACTION.logout || (rowCause[row] & ROW_CAUSE.ended) !== 0)
            continue;
          const holder = leaverOf(view, row);
          if (holder === null) continue;
          const key = pairKey(device[row], DEVICE);
          const signal = signalOf(view, row, read, key, limit.critical_records, false);
          const facts = { ...sinceEnd('device-holder', holder.end, time[row]), holder: holder.principalText };
          if (signal.evidence.entered && (marks[row] & MARK.clock) === 0)
            used.touch(device[row], actor[row], time[row]);
          const isMany = used.known(device[row]) >= limit.high_accounts && signal.severity === 'medium';
          emit(row, {
            ...signal,
            ...(isMany ? { severity: 'high', score: 72 } : {}),
            evidence: { ...signal.evidence, ...facts },
            about: ['device', 'actor', 'principal', 'ip'],
          });
        }
      },
    },
    /** By an account of several, from a place outside that was the leaver's alone. */
    leaversAddress: leaversPlace('ip'),
    leaversDevice: leaversPlace('device'),
  },
  explain: sentence,
  clearsIf: clearing,
  resembles: ({ ended }, { systems }) =>
    RESEMBLES[ended ?? 'log'].filter((id) => id !== 'kochi-2023' || systems.includes('admin')),
});
