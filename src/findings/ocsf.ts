/**
 * A finding as an OCSF Detection Finding (class 2004), for SIEMs that read the Open Cybersecurity Schema Framework.
 * Source: OCSF schema 1.6.0, `events/findings/detection_finding.json` and what it extends.
 * What OCSF has no place for goes to `unmapped`, so that nothing of the finding is lost.
 */
import type { Finding, Severity } from '../../schemas/finding.ts';
import { MILLISECOND, type Micros, parseInstant } from '../core/time.ts';
import { VERSION } from '../core/version.ts';

const OCSF_VERSION = '1.6.0';
const CLASS_UID = 2004;
const CREATE = 1;
const UPDATE = 2;
const CLOSE = 3;

const SEVERITY: Readonly<Record<Severity, readonly [id: number, caption: string]>> = {
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};

/** An episode that ended was not reviewed by anybody: it stays new. */
const STATUS: Readonly<Record<Finding['status'], readonly [id: number, caption: string]>> = {
  open: [1, 'New'],
  ended: [1, 'New'],
  cleared: [3, 'Suppressed'],
  withdrawn: [6, 'Deleted'],
};

const ACTIVITY_NAMES = { [CREATE]: 'Create', [UPDATE]: 'Update', [CLOSE]: 'Close' } as const;

/** Exactly one Detection Finding for one revision of a finding. */
export function toOcsf(finding: Finding): Record<string, unknown> {
  const activity = activityOf(finding);
  const [severityId, severity] = SEVERITY[finding.severity];
  const [statusId, status] = STATUS[finding.status];
  return {
    category_uid: 2,
    category_name: 'Findings',
    class_uid: CLASS_UID,
    class_name: 'Detection Finding',
    activity_id: activity,
    activity_name: ACTIVITY_NAMES[activity],
    type_uid: CLASS_UID * 100 + activity,
    type_name: `Detection Finding: ${ACTIVITY_NAMES[activity]}`,
    time: milliseconds(finding.time),
    start_time: milliseconds(finding.first_time),
    end_time: milliseconds(finding.last_time),
    count: finding.counts.events,
    severity_id: severityId,
    severity,
    status_id: statusId,
    status,
    ...(finding.status_reason === null ? {} : { status_detail: finding.status_reason }),
    is_alert: activity === CREATE,
    risk_score: finding.score,
    message: finding.sentence.en,
    metadata: metadataOf(finding),
    finding_info: findingInfo(finding),
    evidences: [evidence(finding)],
    resources: resourcesOf(finding),
    unmapped: {
      revision: finding.revision,
      status: finding.status,
      supersedes: finding.supersedes,
      title_ja: finding.title.ja,
      sentence_ja: finding.sentence.ja,
      clears_if: finding.clears_if,
      counts: finding.counts,
      event_ids: finding.event_ids,
      event_ids_total: finding.event_ids_total,
      resembles: finding.resembles,
      known_on: finding.known_on,
    },
  };
}

function activityOf({ revision, status }: Finding): typeof CREATE | typeof UPDATE | typeof CLOSE {
  if (status === 'cleared' || status === 'withdrawn') return CLOSE;
  return revision <= 1 ? CREATE : UPDATE;
}

function metadataOf({ id, revision }: Finding) {
  return {
    version: OCSF_VERSION,
    product: { name: 'metsuke', vendor_name: 'metsuke', version: VERSION },
    uid: `${id}#${revision}`,
    sequence: revision,
  };
}

function findingInfo(finding: Finding) {
  return {
    uid: finding.id,
    title: finding.title.en,
    desc: finding.sentence.en,
    created_time: milliseconds(finding.time),
    modified_time: milliseconds(finding.last_time),
    first_seen_time: milliseconds(finding.first_time),
    last_seen_time: milliseconds(finding.last_time),
    analytic: {
      uid: finding.detector,
      name: finding.title.en,
      version: finding.detector_version,
      type_id: 1,
      type: 'Rule',
    },
    data_sources: finding.systems,
    related_events: finding.event_ids.map((uid) => ({ uid })),
    related_events_count: finding.event_ids_total,
    ...(finding.attack.length === 0
      ? {}
      : { attacks: finding.attack.map((id) => attack(id, finding.attack_version)) }),
  };
}

/** `T1110.003` is a sub-technique of `T1110`. */
function attack(id: string, version: string) {
  const [technique] = id.split('.');
  return id === technique
    ? { technique: { uid: id }, version }
    : { technique: { uid: technique }, sub_technique: { uid: id }, version };
}

/** Who, from where, and the declared facts of the detector. */
function evidence({ actor, principal, device, ip, evidence: data }: Finding) {
  const hasUser = actor !== null || principal !== null;
  return {
    ...(hasUser
      ? {
          actor: {
            user: {
              ...optional('name', actor),
              ...optional('uid', actor ?? principal),
              ...optional('uid_alt', principal),
            },
          },
        }
      : {}),
    ...(device === null ? {} : { device: { uid: device, type_id: 0, type: 'Unknown' } }),
    ...(ip === null ? {} : { src_endpoint: { ip } }),
    data,
  };
}

/** What was looked at: the person, the client company, the systems. */
function resourcesOf({ subject, tenant, systems }: Finding) {
  return [
    ...(subject === null ? [] : [{ uid: subject, type: 'data subject' }]),
    ...(tenant === null ? [] : [{ uid: tenant, type: 'tenant' }]),
    ...systems.map((uid) => ({ uid, type: 'system' })),
  ];
}

function optional(name: string, value: string | null) {
  return value === null ? {} : { [name]: value };
}

/** OCSF's `timestamp_t`: milliseconds since the epoch. */
function milliseconds(instant: string): number {
  const time: Micros = parseInstant(instant);
  return Math.floor(time / MILLISECOND);
}
