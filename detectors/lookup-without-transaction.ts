/** Customers are looked up, one after the other, and nothing is sold to them. */

import { NONE } from '../src/core/hash.ts';
import { DAY, MINUTE } from '../src/core/time.ts';
import { defineDetector, type Part } from '../src/detector/define.ts';
import { docs } from './lookup-without-transaction/docs.ts';
import { type Evidence, evidence } from './lookup-without-transaction/evidence.ts';
import { settleDue } from './lookup-without-transaction/judge.ts';
import { presets, type Thresholds, thresholds } from './lookup-without-transaction/limits.ts';
import { isShop, ONLY, READS } from './lookup-without-transaction/rows.ts';
import { noCounts, type Tally } from './lookup-without-transaction/tally.ts';
import { nothingWaits, takeRow, type Waiting } from './lookup-without-transaction/waiting.ts';
import { clearsIf, explain } from './lookup-without-transaction/words.ts';

type State = { readonly [Name in keyof (Waiting & Tally)]: (Waiting & Tally)[Name] };

/** A part keyed by the device, or by the person where the log names no device. */
function part(key: 'device' | 'who'): Part<(typeof READS)[number], Thresholds, Evidence, State> {
  return {
    key,
    only: ONLY,
    state: (limit) => ({ ...nothingWaits(limit), ...noCounts() }),
    observe(view, state, limit) {
      const grace = limit.graceMinutes * MINUTE;
      for (let i = 0; i < view.size; i++) {
        const row = view.rows[i];
        if (!isShop(view, row) || (key === 'who' && view.device[row] !== NONE)) continue;
        takeRow(view, row, view[key][row], state, grace);
      }
    },
    onTime(time, state, limit, tell, _, profiles) {
      settleDue(time, { waiting: state, tally: state, limit, profiles, isByDevice: key === 'device', tell });
    },
  };
}

/** Counts look-ups at tills and in customer relations after which nothing is sold, against what is usual there. */
export const lookupWithoutTransaction = defineDetector({
  id: 'lookup-without-transaction',
  version: '1',
  title: { ja: '取引のない顧客照会', en: 'Look-up without a transaction' },
  about: {
    ja: 'POS や CRM で顧客を照会したあと、売上・見積・受付がない件数を、その端末や人のふだんの割合と比べます。',
    en: 'Customers looked up in shops and customer relations with no sale, quote or ticket after it, held against what is usual for the device and the person.',
  },
  reads: READS,
  profiles: true,
  thresholds,
  presets,
  evidence,
  docs,
  // Data from Information Repositories: Customer Relationship Management Software
  attack: ['T1213.004'],
  answers: ['visionary-2023'],
  quiet: 30 * DAY,
  parts: { device: part('device'), person: part('who') },
  explain,
  clearsIf,
});
