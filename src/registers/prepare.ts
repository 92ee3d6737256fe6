/** Rows as read → rows as questions are answered from: texts become keys, columns get the names code uses. */
import { ACTIONS, type Action } from '../../schemas/access-event.ts';
import type { REGISTERS, RegisterName } from '../../schemas/registers/registers.ts';
import { hashText, type Key, NONE } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { CalendarRow } from './calendar.ts';
import type { DestinationRow } from './destinations.ts';
import { networksOf } from './networks.ts';
import type { Prepare, ReadRows } from './read-rows.ts';
import type {
  AccountRow,
  CaseRow,
  ContractRow,
  DeviceRow,
  DutyRow,
  PermitRow,
  PersonRow,
  ProtectedRow,
  Scope,
  SiteRow,
  SystemRow,
  Validity,
} from './registers.ts';
import type { Report } from './report.ts';
import type { ShiftRow } from './roster.ts';

/** A household membership. */
export interface MemberRow extends Validity {
  readonly subject: Key;
  readonly household: Key;
}

/** An entry of the no-contact register. */
export interface NoContactRow extends Validity {
  readonly principal: Key;
  readonly subject: Key;
}

/** A permit with the one who approved it. */
export interface ApprovedPermitRow extends PermitRow {
  readonly approvedBy: Key;
}

/** What each register's rows are prepared into. */
export interface PreparedRows {
  people: PersonRow;
  accounts: AccountRow;
  devices: DeviceRow;
  sites: SiteRow;
  systems: SystemRow;
  cases: CaseRow;
  households: MemberRow;
  permits: ApprovedPermitRow;
  'no-contact': NoContactRow;
  protected: ProtectedRow;
  contracts: ContractRow;
  destinations: DestinationRow;
  calendar: CalendarRow;
  shifts: ShiftRow;
  duties: DutyRow;
}

/** The rows read of every register. */
export type RowsRead = { readonly [N in RegisterName]: ReadRows<PreparedRows[N]> };

type Preparers = { readonly [N in RegisterName]: Prepare<(typeof REGISTERS)[N], PreparedRows[N]> };

/** How each register's rows are prepared. A permit for nobody is refused. */
export function preparers(report: Report): Preparers {
  const shared = sharedLists();
  const word = sharedWords();
  return {
    people: (row, span) => ({
      ...span,
      principal: hashText(row.principal),
      principalText: row.principal,
      units: shared(row.unit),
      duties: shared(row.duties),
      role: word(row.role),
      employment: row.employment,
      employer: key(row.employer),
      employerText: word(row.employer),
      leaves: span.end,
      notice: row.notice,
      recorded: recordedOf(row),
      subject: key(row.subject),
      relatives: keys(row.relatives),
    }),
    accounts: (row, span) => ({
      ...span,
      account: hashText(row.account),
      system: key(row.system),
      principal: key(row.principal),
      principalText: row.principal,
      kind: row.kind,
      recorded: recordedOf(row),
    }),
    devices: (row, span) => ({
      ...span,
      device: hashText(row.device),
      kind: row.kind,
      principal: key(row.principal),
      site: key(row.site),
    }),
    sites: (row, span) => ({ ...span, site: hashText(row.site), networks: networksOf(row.networks) }),
    systems: (row, span) => ({
      ...span,
      source: hashText(row.source),
      environment: row.environment,
      personalData: row.personal_data,
      caseRequired: row.case_required === true,
      networks: networksOf(row.networks),
    }),
    cases: (row, { start, end }) => ({
      start,
      end,
      caseId: hashText(row.case_id),
      caseText: row.case_id,
      kind: word(row.kind),
      subjects: keys(row.subject),
      assignees: shared(row.assignee),
    }),
    households: (row, { start, end }) => ({
      start, // and not spread: members beyond those of an object’s own literal lie in a second one
      end,
      subject: hashText(row.subject),
      household: hashText(row.household),
    }),
    permits: (row, span, place) => {
      if (row.principal === null && row.account === null) {
        report.refuse('register-permit-nobody', { permit: row.permit }, place);
        return null;
      }
      const named = { permitText: row.permit, principal: key(row.principal), account: key(row.account) };
      return { ...span, ...named, approvedBy: key(row.approved_by), ...scopeOf(row) };
    },
    'no-contact': (row, span) => ({
      ...span,
      principal: hashText(row.principal),
      subject: hashText(row.subject),
    }),
    protected: (row, span) => ({ ...span, subject: hashText(row.subject), kind: row.kind ?? '' }),
    contracts: (row, span, { line }) => ({
      ...span,
      contractText: row.contract ?? `contracts:${line}`,
      recorded: recordedOf(row),
      employer: hashText(row.employer),
      ...scopeOf(row),
      recordsFrom: row.records_from ?? Number.NEGATIVE_INFINITY,
      recordsTo: row.records_to ?? Number.POSITIVE_INFINITY,
    }),
    destinations: (row, span) => ({ ...span, pattern: row.pattern.toLowerCase(), allowed: row.allowed }),
    calendar: (row, span) => ({ ...span, kind: row.kind }),
    shifts: (row, span) => ({ ...span, principal: hashText(row.principal), isLeave: row.kind === 'leave' }),
    duties: (row, span) => ({ ...span, duty: hashText(row.duty), ...scopeOf(row) }),
  };
}

/** What the rows of one person, by rising start, say of each other: relatives add up, and who goes on in a later row stays. */
export function joinPerson(rows: readonly PersonRow[]): readonly PersonRow[] {
  if (rows.length < 2) return rows;
  const relatives = new Set<Key>();
  const joined = rows.map((row) => {
    for (const relative of row.relatives) relatives.add(relative);
    return { ...row, leaves: row.end, relatives: Array.from(relatives) };
  });
  for (let i = joined.length - 2; i >= 0; i--) {
    const [row, next] = [joined[i], joined[i + 1]];
    if (next.start <= row.end) row.leaves = Math.max(row.end, next.leaves);
  }
  return joined;
}

const NO_KEYS: readonly Key[] = Object.freeze([]);
const ACTION_CODES = new Map(ACTIONS.map((name, code) => [name, code]));

/** One array for each list that many rows share, as units and assignees. */
function sharedLists(): (texts: readonly string[]) => readonly Key[] {
  const lists = new Map<string, readonly Key[]>();
  return (texts) => {
    const written = texts.join('|');
    const kept = lists.get(written);
    if (kept !== undefined) return kept;
    const list = keys(texts);
    if (lists.size < SHARED_MAX) lists.set(written, list);
    return list;
  };
}

/** One text for each word that many rows share, as kinds and roles. */
function sharedWords(): (word: string | null) => string | null {
  const words = new Map<string, string>();
  return (word) => {
    if (word === null) return null;
    const kept = words.get(word);
    if (kept === undefined && words.size < SHARED_MAX) words.set(word, word);
    return kept ?? word;
  };
}

const SHARED_MAX = 200_000;

function recordedOf(row: { readonly recorded_at: Micros | null }): Micros {
  return row.recorded_at ?? Number.NEGATIVE_INFINITY;
}

function key(text: string | null): Key {
  return text === null ? NONE : hashText(text);
}

function keys(texts: readonly string[]): readonly Key[] {
  if (texts.length === 0) return NO_KEYS;
  return texts.length === 1 ? [hashText(texts[0])] : Array.from(new Set(texts.map(hashText)));
}

interface ScopeTexts {
  readonly systems: readonly string[];
  readonly tenants?: readonly string[];
  readonly data_classes?: readonly string[];
  readonly actions: readonly Action[];
}

function scopeOf({ systems, tenants = [], data_classes = [], actions }: ScopeTexts): Scope {
  return {
    systems: keys(systems),
    tenants: keys(tenants),
    dataClasses: keys(data_classes),
    actions: actions.map((name) => ACTION_CODES.get(name) ?? 0),
  };
}
