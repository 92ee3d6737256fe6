/** Findings for the tests of alerts: a whole one from what matters in a case. */
import type { Finding } from '../schemas/finding.ts';
import { DAY, formatInstant, HOUR, parseInstant } from '../src/core/time.ts';
import type { Told } from '../src/findings/alerts/member.ts';

const START = parseInstant('2024-05-13T09:00:00+09:00');

/** A finding with what the registers add; `day` and `hours` say when it was triggered and for how long it went on. */
export interface Sample extends Partial<Finding> {
  readonly day?: number;
  readonly hours?: number;
  readonly holder?: string;
  readonly owner?: string;
}

/** A finding, one event of one record unless the case says otherwise. */
export function sample({ day = 0, hours = 0, holder, owner, ...over }: Sample): Told {
  const time = START + day * DAY;
  const finding: Finding = {
    id: 'f',
    revision: 1,
    status: 'open',
    status_reason: null,
    supersedes: [],
    detector: 'out-of-scope-lookup',
    detector_version: '1',
    title: { ja: '業務外の照会', en: 'Out-of-scope look-up' },
    severity: 'medium',
    score: 50,
    time: formatInstant(time),
    first_time: formatInstant(time),
    last_time: formatInstant(time + hours * HOUR),
    actor: null,
    principal: null,
    device: null,
    ip: null,
    subject: null,
    tenant: null,
    systems: ['resident'],
    counts: { events: 1, records: 1, subjects: 1, accounts: 1, tenants: 0 },
    evidence: {},
    event_ids: ['juki/1'],
    event_ids_total: 1,
    sentence: { ja: `${over.id}がありました。`, en: `There was ${over.id}.` },
    clears_if: { ja: '承認されていた場合。', en: 'It was approved.' },
    attack: ['T1213'],
    attack_version: '17.1',
    resembles: [],
    known_on: null,
    ...over,
  };
  return { finding, holder: holder ?? null, owner: owner ?? null };
}
