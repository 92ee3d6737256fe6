/**
 * What an administrator's or service account has ever read: the theft so slow that no month shows it.
 *
 * Records are summed; people and client companies are counted exactly up to 4,096, then with a standard error of 1.6 %. The hash
 * of the estimate is fixed and part of the version of the detector. A count is told when it crosses its limit and each time it has doubled
 * since, so that years of ordinary work are told a few times and not every month.
 */
import { LOOKUP_ACTIONS } from '../../schemas/event-columns.ts';
import { NONE } from '../../src/core/hash.ts';
import { formatInstant, type Micros } from '../../src/core/time.ts';
import type { Part } from '../../src/detector/define.ts';
import { keyedDistinct } from '../../src/state/keyed-distinct.ts';
import { latch } from '../../src/state/latch.ts';
import { notes } from '../../src/state/notes.ts';
import { isLifted } from '../../src/verdicts/permitted.ts';
import { type Evidence, scoreOf, severityOf } from './evidence.ts';
import { jobOf, jobs, noteLog } from './jobs.ts';
import { LIFETIME_MEASURES } from './lifetime-limits.ts';
import type { Thresholds } from './limits.ts';
import type { READS } from './look-ups.ts';
import { tuned } from './tuned.ts';
import { isAdministrator, showsNothing } from './whose.ts';
import { QUIET } from './windows.ts';

/** What one account has read, beside the people and companies. */
interface Total {
  readonly since: Micros;
  records: number;
  /** How often each measure was told: once at its limit, twice at twice the limit, three times at four times … */
  told: number[];
}

const state = () => ({
  ...jobs(),
  subjects: keyedDistinct(),
  tenants: keyedDistinct(),
  totals: notes<Total>(),
  open: latch({ quiet: QUIET }),
});
type LifetimePart = Part<(typeof READS)[number], Thresholds, Evidence, ReturnType<typeof state>>;

/** The part: look-ups of administrator and service accounts that no permit covers and that are not technical. */
export const lifetime: LifetimePart = {
  key: 'actor',
  only: { actions: LOOKUP_ACTIONS, outcome: 'success' },
  state,
  observe(view, { subjects, tenants, totals, open, ...own }, limit, emit) {
    const ready = tuned(limit);
    noteLog(own, view);
    const limits = LIFETIME_MEASURES.map((measure) => limit.administratorLifetime[measure]);
    for (let i = 0; i < view.size; i++) {
      const row = view.rows[i];
      const [from, to] = [view.subjectStart[row], view.subjectStart[row + 1]];
      if (!isAdministrator(view, row) || showsNothing(view, row, ready)) continue;
      if (ready.technical.has(view.dataClass[row]) || isLifted(view, row)) continue;
      if (jobOf(view, row, own) !== 'none') continue;
      const account = view.actor[row];
      const now = view.time[row];
      const total = totals.of(account, () => ({
        since: now,
        ref: view.ref[row],
        records: 0,
        told: [0, 0, 0],
      }));
      if (total === null) continue; // beyond the cap: counted there
      total.records += view.records[row];
      for (let at = from; at < to; at++) subjects.add(account, view.subjects[at]);
      if (view.tenant[row] !== NONE) tenants.add(account, view.tenant[row]);
      const seen = [subjects.count(account), total.records, tenants.count(account)];
      const ratios = seen.map((count, measure) => count / limits[measure]);
      const steps = ratios.map((ratio) => (ratio > 1 ? Math.floor(Math.log2(ratio)) + 1 : 0));
      const isTold = steps.some((step, measure) => step > total.told[measure]);
      total.told = steps.map((step, measure) => Math.max(step, total.told[measure]));
      if (!isTold && !open.isOpen(account, now)) continue;
      open.opens(account, now);
      const worst = ratios.indexOf(Math.max(...ratios));
      const gravity = {
        ratio: ratios[worst],
        isSensitive: false,
        isAdministrator: true,
        isOffDuty: false,
        isUnusualOnly: false,
        isLasting: false,
      };
      emit(row, {
        severity: severityOf(gravity),
        score: scoreOf(gravity),
        evidence: {
          administrator: true,
          lifetime_measure: LIFETIME_MEASURES[worst],
          lifetime_seen: seen[worst],
          lifetime_limit: limits[worst],
          lifetime_exact: worst === 1 || [subjects, subjects, tenants][worst].isExact(account),
          lifetime_since: formatInstant(total.since),
        },
        about: ['actor', 'principal'],
      });
    }
  },
};
