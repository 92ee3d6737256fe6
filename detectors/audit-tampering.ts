/** The record itself is attacked: a log cleared or stopped, its scope changed, this monitor muted. One event is enough. */
import { ACTION, MARK, OUTCOME } from '../schemas/event-columns.ts';
import { OFF_DUTY_NAMES } from '../schemas/registers/off-duty.ts';
import { NONE } from '../src/core/hash.ts';
import { DAY } from '../src/core/time.ts';
import { type AboutField, defineDetector, type Part } from '../src/detector/define.ts';
import { keySet } from '../src/detector/key-set.ts';
import { firstSeen } from '../src/state/first-seen.ts';
import { rateWindow } from '../src/state/rate-window.ts';
import { isLifted } from '../src/verdicts/permitted.ts';
import { isLeaving, standingOf } from '../src/verdicts/standing.ts';
import { docs } from './audit-tampering/docs.ts';
import { type Deed, type Evidence, evidence, scoreOf, severityOf } from './audit-tampering/evidence.ts';
import { type Thresholds, thresholds } from './audit-tampering/limits.ts';
import { isRotation, READS, type Tampering } from './audit-tampering/rotation.ts';
import { clearsIf, explain } from './audit-tampering/words.ts';

const DEED: Readonly<Record<number, Deed>> = {
  [ACTION.delete]: 'cleared',
  [ACTION.disable]: 'stopped',
  [ACTION.config]: 'changed',
  [ACTION.update]: 'changed',
};

const state = () => ({
  machines: firstSeen({ horizon: 90 * DAY }),
  changes: rateWindow({ horizon: DAY }),
});
type State = ReturnType<typeof state>;

function tamperingPart(key: 'who' | 'source'): Part<(typeof READS)[number], Thresholds, Evidence, State> {
  const about: AboutField[] = ['actor', 'principal', 'device', 'ip'];
  return {
    key,
    anyClock: true,
    only: { actions: ['delete', 'disable', 'config', 'update'] },
    onArrival: ({ source, target, dataClass }, row, { auditClasses, monitorNames }) => {
      const monitor = keySet(monitorNames);
      return keySet(auditClasses).has(dataClass[row]) || monitor.has(source[row]) || monitor.has(target[row]);
    },
    state,
    observe(view: Tampering, { machines, changes }, limit, emit) {
      const audit = keySet(limit.auditClasses);
      const monitor = keySet(limit.monitorNames);
      const { rows, size, dataClass, source, target, who, action, outcome, time, ref, marks } = view;
      for (let i = 0; i < size; i++) {
        const row = rows[i];
        const isMonitor = monitor.has(source[row]) || monitor.has(target[row]);
        if (!isMonitor && !audit.has(dataClass[row])) continue;
        if (key === 'source' && who[row] !== NONE) continue; // the other part has it
        const standing = standingOf(view, row);
        const deed = DEED[action[row]];
        if (limit.serviceRotation && !isMonitor && isRotation(view, row, standing, machines)) continue;
        if (isLifted(view, row)) continue;
        const isTimely = (marks[row] & MARK.clock) === 0; // else it would move the window
        const isUsual =
          isTimely && deed === 'changed' && (standing === 'administrator' || standing === 'unknown');
        if (isUsual && changes.add(view[key][row], time[row], 1, ref[row]) <= limit.administratorChanges)
          continue;
        const isDone = outcome[row] === OUTCOME.success;
        const leaving = isLeaving(view, row);
        const severity = severityOf({ deed, isDone, standing, isLeaving: leaving });
        const { target: object, resource } = view.event(row);
        emit(row, {
          severity,
          score: scoreOf(severity, view.offDuty[row] > 0),
          evidence: {
            [deed]: true,
            monitor: isMonitor,
            ...(isDone ? { done: true } : {}),
            standing,
            leaving,
            object: object || resource || null, // an empty text names nothing
            off_duty: OFF_DUTY_NAMES[view.offDuty[row]],
          },
          about,
        });
      }
    },
  };
}

/** Whoever tampers with the record, named or not. */
export const auditTampering = defineDetector({
  id: 'audit-tampering',
  version: '1',
  title: { ja: '監査ログの改ざん・停止', en: 'Audit tampering' },
  about: {
    ja: '監査ログの消去・停止・設定変更と、この監視そのものへの変更を、1件でも知らせます。',
    en: 'A single event that clears or stops an audit log, changes what it records, or changes this monitor.',
  },
  reads: READS,
  thresholds,
  presets: { basic: { administratorChanges: 3 }, strict: { serviceRotation: false } },
  evidence,
  docs,
  // Indicator Removal: Clear Windows Event Logs, Clear Linux or Mac System Logs; Impair Defenses: Disable or Modify Tools, Disable Windows Event Logging, Disable or Modify Cloud Logs
  attack: ['T1070.001', 'T1070.002', 'T1562.001', 'T1562.002', 'T1562.008'],
  answers: [],
  quiet: 7 * DAY,
  parts: { who: tamperingPart('who'), unnamed: tamperingPart('source') },
  explain,
  clearsIf,
});
