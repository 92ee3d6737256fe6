/** Somebody of a partner does what no contract of his employer covers: one event is enough. */

import { z } from 'zod';
import { ACTIONS } from '../schemas/access-event.ts';
import { ACTION, MARK, NO_DAY } from '../schemas/event-columns.ts';
import { hashText, pairKey } from '../src/core/hash.ts';
import { DAY, formatDate } from '../src/core/time.ts';
import { defineDetector } from '../src/detector/define.ts';
import { rateWindow } from '../src/state/rate-window.ts';
import { ROW_CAUSE } from '../src/verdicts/columns.ts';
import { beyondOf, READS } from './out-of-contract-access/beyond.ts';
import { docs } from './out-of-contract-access/docs.ts';
import { evidence, gravityOf } from './out-of-contract-access/evidence.ts';
import { clearsIf, explain } from './out-of-contract-access/words.ts';

const thresholds = z.strictObject({
  highRecords: z.int().min(1).default(100),
  criticalRecords: z.int().min(1).default(1_000),
  renewalDays: z.int().min(0).default(31),
});

/** All but a session that ends by itself. */
const DEEDS = ACTIONS.filter((name) => name !== 'logout');
/** Deeds that change what is there: they cannot be taken back. */
const IS_CHANGE: readonly boolean[] = ACTIONS.map((name) =>
  ['update', 'delete', 'grant', 'revoke', 'reset', 'disable', 'config'].includes(name),
);
const EMPLOYER = hashText('employer');
const PERSON = hashText('person');

/** The judge says what no contract covers, for look-ups and all else that succeeded; here it becomes a finding. */
export const outOfContractAccess = defineDetector({
  id: 'out-of-contract-access',
  version: '1',
  title: { ja: '契約範囲外の利用', en: 'Out-of-contract access' },
  about: {
    ja: '委託先・派遣元などの人が、有効な契約のない、または契約の範囲（システム・委託元・データ区分・操作・記録の期間）を超える利用をしたことを1件目から知らせます。',
    en: 'Reports, from the first event on, what people of partners do without a contract in force, or beyond its systems, tenants, classes of data, actions or period of records.',
  },
  reads: READS,
  thresholds,
  presets: {
    basic: { highRecords: 500, criticalRecords: 5_000, renewalDays: 62 },
    strict: { highRecords: 20, criticalRecords: 200, renewalDays: 0 },
  },
  evidence,
  docs,
  attack: ['T1199', 'T1078'],
  answers: ['kinkos-2022'],
  quiet: 30 * DAY,
  parts: {
    person: {
      key: 'person',
      only: { actions: DEEDS, outcome: 'success' },
      anyClock: true,
      onArrival: ({ rowCause }, row) => (rowCause[row] & ROW_CAUSE.contract) !== 0,
      state: () => ({ read: rateWindow({ horizon: 30 * DAY, panes: 30 }) }),
      observe(view, { read }, limit, emit) {
        const { rows, size, rowCause, registers, person, time, action, recordDate, records, ref, marks } =
          view;
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          if ((rowCause[row] & ROW_CAUSE.contract) === 0) continue;
          const holder = registers.person(person[row], time[row]);
          if (holder === null) continue;
          const found = beyondOf(view, row, holder);
          const isOutOfForce = found.beyond.includes('ended') || found.beyond.includes('no-contract');
          const isChange = IS_CHANGE[action[row]];
          const amount = Math.max(isChange ? 1 : 0, records[row]);
          const isTimely = (marks[row] & MARK.clock) === 0; // else it would move the window
          const sum = isTimely ? read.add(person[row], time[row], amount, ref[row]) : amount;
          const bulk = sum >= limit.criticalRecords ? 3 : sum >= limit.highRecords ? 2 : 0;
          const deed = action[row] === ACTION.login && !isOutOfForce ? 0 : isChange ? 2 : 1;
          // it may have been renewed and not entered yet: then nobody did anything, however much
          const isFresh = found.days_after !== null && found.days_after <= limit.renewalDays;
          const { source, tenant, data_class, action: name } = view.event(row);
          emit(row, {
            // a contract that has run out is one fault of the employer's, whoever goes on working
            key: isOutOfForce ? pairKey(holder.employer, EMPLOYER) : pairKey(person[row], PERSON),
            ...gravityOf(isFresh ? 1 : Math.max(bulk, deed)),
            evidence: {
              ...found,
              employer: holder.employerText ?? '',
              source,
              tenant,
              data_class,
              action: name,
              record_date: recordDate[row] === NO_DAY ? null : formatDate(recordDate[row]),
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
