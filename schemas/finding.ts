/** The finding: what a detector says, in the shape of the outside contract. */
import { z } from 'zod';

/** How grave a finding is, in rising order. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The detector ids of the contract, one cause each. */
export const DETECTOR_IDS = [
  'out-of-scope-lookup', 'mass-record-pull', 'guessed-credentials', 'access-after-termination', 'pre-departure-pull',
  'unsanctioned-destination', 'unregistered-device', 'out-of-contract-access', 'credential-takeover',
  'lookup-without-transaction', 'destructive-administration', 'audit-tampering', 'personal-data-on-test-system', 'source-health',
] as const;
export type DetectorId = (typeof DETECTOR_IDS)[number];

const bilingual = z.strictObject({ ja: z.string(), en: z.string() });
const instant = z.string();
const count = z.int().min(0);

/** What an episode has touched so far. */
export const findingCounts = z.strictObject({ events: count, records: count, subjects: count, accounts: count, tenants: count });
export type FindingCounts = z.infer<typeof findingCounts>;

/** One revision of a finding. The last revision wins. */
export const finding = z.strictObject({
  id: z.string().describe('The same whatever the batching, restarts or workers; from detector, key and first event.'),
  revision: z.int().positive(),
  status: z.enum(['open', 'ended', 'cleared', 'withdrawn']),
  status_reason: z.string().nullable(),
  supersedes: z.array(z.string()),
  detector: z.enum(DETECTOR_IDS),
  detector_version: z.string(),
  title: bilingual,
  severity: z.enum(SEVERITIES),
  score: z.int().min(0).max(100),
  time: instant.describe('Event time of the event that triggered revision 1; it stays.'),
  first_time: instant,
  last_time: instant,
  actor: z.string().nullable(),
  principal: z.string().nullable(),
  device: z.string().nullable(),
  ip: z.string().nullable(),
  subject: z.string().nullable(),
  tenant: z.string().nullable(),
  systems: z.array(z.string()),
  counts: findingCounts,
  evidence: z.record(z.string(), z.unknown()).describe('Declared per detector.'),
  event_ids: z.array(z.string()).describe('`source/id` in event order: at least the first 8 and the last 8.'),
  event_ids_total: count,
  sentence: bilingual.describe('Who, what, when, why odd. Identifiers, not names.'),
  clears_if: bilingual,
  attack: z.array(z.string()).describe('MITRE ATT&CK technique ids.'),
  attack_version: z.string(),
  resembles: z.array(z.string()).describe('Ids of disclosed incidents it is like.'),
  known_on: instant.nullable().describe('When the late fact or event that caused it became known.'),
});
export type Finding = z.infer<typeof finding>;
