/** Somebody reads more people, records or client companies than the work explains: in a sitting, or drip by drip. */

import { LOOKUP_ACTIONS } from '../schemas/event-columns.ts';
import { NONE } from '../src/core/hash.ts';
import { type AboutField, defineDetector, type Part } from '../src/detector/define.ts';
import { isLifted } from '../src/verdicts/permitted.ts';
import { docs } from './mass-record-pull/docs.ts';
import { type Evidence, evidence } from './mass-record-pull/evidence.ts';
import { type Jobs, jobOf, jobs, noteLog } from './mass-record-pull/jobs.ts';
import { lifetime } from './mass-record-pull/lifetime.ts';
import { type Thresholds, thresholds } from './mass-record-pull/limits.ts';
import { type LookUps, READS } from './mass-record-pull/look-ups.ts';
import { personalLimits } from './mass-record-pull/personal.ts';
import { presets } from './mass-record-pull/presets.ts';
import { say } from './mass-record-pull/say.ts';
import { limitsOf, tuned } from './mass-record-pull/tuned.ts';
import { isAdministrator, isMaterial, isPersonalDevice, showsNothing } from './mass-record-pull/whose.ts';
import { MONTH, QUIET, type Windows, weigh, windows } from './mass-record-pull/windows.ts';
import { clearsIf, explain } from './mass-record-pull/words.ts';

type PullPart = Part<(typeof READS)[number], Thresholds, Evidence, Windows>;
/** Whose look-ups a part counts. */
type Whose = 'person' | 'administrator' | 'device';

function pullPart(key: 'who' | 'actor' | 'device', whose: Whose, about: readonly AboutField[]): PullPart {
  return {
    key,
    only: { actions: LOOKUP_ACTIONS, outcome: 'success' },
    // every list that staff open in a day is held
    ...(whose === 'person' && { memoryShares: 4 }),
    state: whose === 'administrator' ? () => ({ ...windows(), ...jobs() }) : windows,
    observe(view, state, limit, emit) {
      const ready = tuned(limit);
      const ownJobs = whose === 'administrator' ? (state as Windows & Jobs) : null;
      if (ownJobs !== null) noteLog(ownJobs, view);
      for (let i = 0; i < view.size; i++) {
        const row = view.rows[i];
        const administrator = isAdministrator(view, row);
        if (administrator !== (whose === 'administrator')) continue;
        if (whose === 'device' && !isPersonalDevice(view, row)) continue;
        if (showsNothing(view, row, ready) || view.ownWork[row] === 1 || isLifted(view, row)) continue;
        if (administrator && ready.technical.has(view.dataClass[row])) continue;
        const job = ownJobs === null ? 'none' : jobOf(view, row, ownJobs);
        if (job === 'usual') continue;
        const reader = view[key][row];
        if (hasOtherAccounts(view, row, whose))
          state.accounts.add(reader, view.actor[row], view.time[row], view.ref[row]);
        // one account on a device is its person's: the device counts from the second account on, and for whom the log does not name
        const isUnnamed = view.who[row] === NONE;
        if (whose === 'device' && !isUnnamed && state.accounts.count(reader, MONTH) < 2) continue;
        const general = administrator
          ? ready.administrator
          : limitsOf(ready, view.person[row], view.registers, view.time[row]);
        const own = whose === 'person' ? personalLimits(ready, view.profiles, reader, general) : null;
        const isSensitive = ready.sensitive.has(view.dataClass[row]) && isMaterial(view, row);
        const isGuarded = ready.guarded.has(view.dataClass[row]);
        const bounds = own ?? { limits: general, general: null };
        const worst = weigh(state, reader, view, row, { isSensitive, isGuarded }, bounds);
        if (worst.ratio <= 1) continue;
        const accounts = Math.max(1, state.accounts.count(reader, worst.window));
        if (whose === 'device' && !isUnnamed && accounts < 2) continue;
        const pull = { ...worst, isSensitive, administrator, accounts, own, isNewJob: job === 'new' };
        say(view, row, state, reader, pull, about, emit);
      }
    },
  };
}

/** Whether an account is worth noting: not where the register knows that the person has just one. */
function hasOtherAccounts({ actor, hasOneAccount }: LookUps, row: number, whose: Whose): boolean {
  if (actor[row] === NONE) return false;
  return whose !== 'person' || hasOneAccount[row] === 0;
}

/** Counts successful look-ups that no permit covers, by person, administrator's account and device. */
export const massRecordPull = defineDetector({
  id: 'mass-record-pull',
  version: '3',
  title: { ja: '大量照会', en: 'Mass record pull' },
  about: {
    ja: '1人・1つの管理用アカウント・1台の端末が照会した人数、件数、会社数、機微な情報の種類を、1時間・1日・30日で数え、職務ごとの目安を超えたら知らせます。',
    en: 'Counts the people, records, client companies and sensitive classes that one person, one administrator’s account or one device looked up in an hour, a day and 30 days, against limits by duty.',
  },
  reads: READS,
  profiles: true,
  remembersAll: true, // what an administrator has ever read
  thresholds,
  presets,
  evidence,
  docs,
  // Data from Information Repositories: Databases, … Customer Relationship Management Software; Data from Local System
  attack: ['T1213.006', 'T1213.004', 'T1005'],
  answers: ['tsuchiura-2023', 'procx-2023', 'narsus-2020'],
  quiet: QUIET,
  parts: {
    person: pullPart('who', 'person', ['actor', 'principal']),
    administrator: pullPart('actor', 'administrator', ['actor', 'principal']),
    device: pullPart('device', 'device', ['device']),
    lifetime,
  },
  explain,
  clearsIf,
  resembles({ administrator, measure }) {
    if (administrator) return ['procx-2023', 'narsus-2020'];
    return measure === 'records' ? ['sansan-2023'] : ['tsuchiura-2023'];
  },
});
