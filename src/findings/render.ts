/** Puts the revision of a finding into words and outside form. */
import type { Finding } from '../../schemas/finding.ts';
import { formatInstant } from '../core/time.ts';
import type { Facts } from '../detector/define.ts';
import type { FindingDraft } from '../engine/episode.ts';

/** The ATT&CK release whose technique ids detectors cite. */
const ATTACK_VERSION = '17.1';

/** A finding as the outside contract has it. `eventId` turns a ref into `source/id`. Times are in JST. */
export function renderFinding(draft: FindingDraft, eventId: (ref: number) => string): Finding {
  const { detector, about, evidence, counts, systems } = draft;
  const facts: Facts = {
    ...about,
    systems,
    counts,
    firstTime: draft.firstTime,
    lastTime: draft.lastTime,
    severity: draft.severity,
  };
  return {
    id: draft.id,
    revision: draft.revision,
    status: draft.status,
    status_reason: draft.statusReason,
    supersedes: [...draft.supersedes],
    detector: detector.id,
    detector_version: detector.version,
    title: detector.title,
    severity: draft.severity,
    score: Math.round(draft.score),
    time: formatInstant(draft.time),
    first_time: formatInstant(draft.firstTime),
    last_time: formatInstant(draft.lastTime),
    ...about,
    systems: [...systems],
    counts,
    evidence,
    event_ids: [...new Set(draft.refs.map(eventId))], // an id may have been used twice
    event_ids_total: counts.events,
    sentence: detector.explain(evidence, facts),
    clears_if: detector.clearsIf(evidence, facts),
    attack: [...detector.attack],
    attack_version: ATTACK_VERSION,
    resembles: [...(detector.resembles?.(evidence, facts) ?? detector.answers)],
    known_on: draft.knownOn === null ? null : formatInstant(draft.knownOn),
  };
}
