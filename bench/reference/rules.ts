/** The four rules of the reference work as ordinary detectors: README.md says what each means. */
import { z } from 'zod';
import { ACTION, IS_LOOKUP, OUTCOME, SYSTEM } from '../../schemas/event-columns.ts';
import { NONE, pairKey } from '../../src/core/hash.ts';
import { HOUR, MINUTE, type Micros } from '../../src/core/time.ts';
import { type Detector, defineDetector, type PartState, type Signal } from '../../src/detector/define.ts';
import type { TunedDetector } from '../../src/engine/run-parts.ts';
import { type DistinctWindow, distinctWindow } from '../../src/state/distinct-window.ts';
import type { RateWindow } from '../../src/state/rate.ts';
import { rateWindow } from '../../src/state/rate-window.ts';
import { DETECTOR_OF, RULES, type Rule } from './rule.ts';

const RECORDS = 1_000;
const FAILURES = 10;
const ACCOUNTS = 5;
const GUESSING: Micros = 10 * MINUTE;

const nothing = z.strictObject({});

/** What the four have in common: no settings, and every alert is a finding of its own. */
function declared(rule: Rule, name: string) {
  const text = { ja: name, en: name };
  return {
    id: DETECTOR_OF[rule],
    version: '1',
    title: text,
    about: text,
    thresholds: nothing,
    evidence: nothing,
    attack: [],
    answers: [],
    quiet: 1,
    explain: () => text,
    clearsIf: () => text,
  };
}

/** An alert: one event, one episode. */
function alert(ref: number): Signal<Record<string, never>> {
  return { key: pairKey(ref + 1, 1), severity: 'medium', score: 50, evidence: {}, about: [] };
}

const caseNotOpen = defineDetector({
  ...declared('R1', 'Look-up of a resident without an open case'),
  reads: ['ref', 'time', 'system', 'action', 'outcome', 'subjectStart', 'caseId', 'who'],
  parts: {
    row: {
      key: 'who',
      state: (): PartState => ({}),
      observe(view, _, __, emit) {
        const { rows, size, ref, time, system, action, outcome, subjectStart, caseId, registers } = view;
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          if (system[row] !== SYSTEM.resident || !IS_LOOKUP[action[row]]) continue;
          if (outcome[row] !== OUTCOME.success || subjectStart[row] === subjectStart[row + 1]) continue;
          const t = time[row];
          const versions = caseId[row] === NONE ? [] : registers.caseVersions(caseId[row], t);
          if (!versions.some(({ start, end }) => start <= t && t < end)) emit(row, alert(ref[row]));
        }
      },
    },
  },
});

const manyRecords = defineDetector({
  ...declared('R2', '1,000 records in an hour'),
  reads: ['ref', 'time', 'outcome', 'records', 'actor'],
  parts: {
    account: {
      key: 'actor',
      state: () => ({ sums: rateWindow({ horizon: HOUR }) }),
      observe(view, { sums }: { sums: RateWindow }, _, emit) {
        const { rows, size, ref, time, outcome, records, actor } = view;
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          if (outcome[row] !== OUTCOME.success || records[row] === 0) continue;
          const sum = sums.add(actor[row], time[row], records[row], ref[row]);
          if (sum >= RECORDS && sum - records[row] < RECORDS) emit(row, alert(ref[row]));
        }
      },
    },
  },
});

const guessed = defineDetector({
  ...declared('R3', 'A login after many failures from the same address'),
  reads: ['ref', 'time', 'action', 'outcome', 'actor', 'ip'],
  parts: {
    address: {
      key: 'ip',
      state: () => ({
        failures: rateWindow({ horizon: GUESSING }),
        accounts: distinctWindow({ horizons: [GUESSING] }),
      }),
      observe(view, state: { failures: RateWindow; accounts: DistinctWindow }, _, emit) {
        const { failures, accounts } = state;
        const { rows, size, ref, time, action, outcome, actor, ip } = view;
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          if (action[row] !== ACTION.login) continue;
          if (outcome[row] === OUTCOME.failure) {
            failures.add(ip[row], time[row], 1, ref[row]);
            if (actor[row] !== NONE) accounts.add(ip[row], actor[row], time[row], ref[row]);
          } else if (failures.sum(ip[row], time[row]) >= FAILURES) {
            const { times } = accounts.contributors(ip[row], 0);
            if (times.filter((at) => at > time[row] - GUESSING).length >= ACCOUNTS)
              emit(row, alert(ref[row]));
          }
        }
      },
    },
  },
});

const afterEnd = defineDetector({
  ...declared('R4', 'Use of an account that has ended'),
  reads: ['ref', 'time', 'system', 'source', 'actor'],
  parts: {
    account: {
      key: 'actor',
      state: (): PartState => ({}),
      observe(view, _, __, emit) {
        const { rows, size, ref, time, system, source, actor, registers } = view;
        for (let i = 0; i < size; i++) {
          const row = rows[i];
          const held = registers.account(actor[row], system[row], source[row], time[row]);
          if (held !== null && held.end <= time[row]) emit(row, alert(ref[row]));
        }
      },
    },
  },
});

const DETECTORS: Record<Rule, Detector> = { R1: caseNotOpen, R2: manyRecords, R3: guessed, R4: afterEnd };

/** The rules, ready for the engine. */
export const REFERENCE_DETECTORS: readonly TunedDetector[] = RULES.map((rule) => ({
  detector: DETECTORS[rule],
  thresholds: {},
}));
