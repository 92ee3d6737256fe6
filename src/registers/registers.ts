/**
 * What the organisation knows, as of an instant: the questions detectors and the judge may ask.
 *
 * Every question takes the event's time. A row counts if it was known by then (contract.md §2: `recorded_at`, versions,
 * withdrawal, transfers) and, where the question says so, valid then. Rows are prepared objects: asking allocates nothing.
 */
import type { RegisterName } from '../../schemas/registers/registers.ts';
import type { Key } from '../core/hash.ts';
import type { Day, Micros } from '../core/time.ts';
import type { Networks } from './networks.ts';
import type { PeriodOf } from './periods.ts';

export type { RegisterName } from '../../schemas/registers/registers.ts';
export type { PeriodOf } from './periods.ts';

/** `missing`: no such file · `stale`: its latest entry is too old for this event (off unless set). */
export type Standing = 'current' | 'missing' | 'stale';

/** True in the world over `[start, end)`; -Infinity and Infinity where open. */
export interface Validity {
  readonly start: Micros;
  readonly end: Micros;
}

export interface PersonRow extends Validity {
  readonly principal: Key;
  readonly principalText: string;
  readonly units: readonly Key[];
  readonly duties: readonly Key[];
  readonly role: string | null;
  readonly employment: 'staff' | 'seconded' | 'contractor' | 'partner' | 'agency' | null;
  /** NONE where unknown. */
  readonly employer: Key;
  readonly employerText: string | null;
  /** The end of the last of the rows that follow this one without a gap: after a transfer, or a renewed term, the person stays. */
  readonly leaves: Micros;
  readonly notice: Micros | null;
  /** When the organisation came to know this row; -Infinity where always. */
  readonly recorded: Micros;
  /** Own subject id, NONE where unknown. */
  readonly subject: Key;
  readonly relatives: readonly Key[];
}

export interface AccountRow extends Validity {
  readonly account: Key;
  /** A concrete source, a kind of log, or NONE for all. */
  readonly system: Key;
  readonly principal: Key;
  readonly principalText: string | null;
  readonly kind: 'personal' | 'shared' | 'service' | 'admin' | null;
  /** When the organisation came to know this row; -Infinity where always. */
  readonly recorded: Micros;
}

export interface DeviceRow extends Validity {
  readonly device: Key;
  readonly kind: 'pc' | 'terminal' | 'shared' | 'server' | null;
  readonly principal: Key;
  readonly site: Key;
}

export interface SiteRow extends Validity {
  readonly site: Key;
  /** Its address ranges; none = no restriction. */
  readonly networks: Networks;
}

export interface SystemRow extends Validity {
  readonly source: Key;
  readonly environment: 'production' | 'test' | null;
  readonly personalData: boolean | null;
  readonly caseRequired: boolean;
  /** Allowed address ranges; none = no restriction. */
  readonly networks: Networks;
}

export interface CaseRow extends Validity {
  readonly caseId: Key;
  readonly caseText: string;
  readonly kind: string | null;
  readonly subjects: readonly Key[];
  /** Principals or units. */
  readonly assignees: readonly Key[];
}

/** Restrictions of a permit, contract or duty; an empty list restricts nothing. */
export interface Scope {
  /** Keys of kinds (`resident`) and of concrete sources. */
  readonly systems: readonly Key[];
  readonly tenants: readonly Key[];
  readonly dataClasses: readonly Key[];
  /** Positions in ACTIONS. */
  readonly actions: readonly number[];
}

export interface PermitRow extends Validity, Scope {
  readonly permitText: string;
  readonly principal: Key;
  readonly account: Key;
}

export interface ContractRow extends Validity, Scope {
  readonly contractText: string;
  /** When the organisation came to know this row; -Infinity where always. */
  readonly recorded: Micros;
  readonly employer: Key;
  /** Days, inclusive; ∓Infinity where not restricted. */
  readonly recordsFrom: Day;
  readonly recordsTo: Day;
}

export interface DutyRow extends Validity, Scope {
  readonly duty: Key;
}

export interface ProtectedRow extends Validity {
  readonly subject: Key;
  readonly kind: string;
}

/**
 * Whether data may go somewhere. `unlisted`: with the register present, what is not listed is not sanctioned · `missing`: no
 * such register, or too old · `unread`: not asked about before, its text is needed.
 */
export type DestinationSays = 'allowed' | 'refused' | 'unlisted' | 'missing' | 'unread';

/** The registers of one run. "Latest started": the version in force at `time`, else the last one that has ended by then; null where none has started. */
export interface Registers {
  standing(register: RegisterName, time: Micros): Standing;
  /**
   * Numbers the spans of time over which some registers give the same answers to the same questions, be they about what
   * holds or about what has ended less than `echo` ago.
   */
  periods(registers: readonly RegisterName[], echo?: Micros): PeriodOf;
  /** Latest started employment of a person. Check `end <= time` for one that has ended. */
  person(principal: Key, time: Micros): PersonRow | null;
  /** How many people's time ends at an instant, as known then. */
  endingAt(end: Micros, time: Micros): number;
  /** Latest started holding of an account on a system; a row for the concrete source beats one for the kind, and that one for all. */
  account(account: Key, system: number, source: Key, time: Micros): AccountRow | null;
  /** Who holds or held it by that row; NONE where nobody is known. */
  holder(account: Key, system: number, source: Key, time: Micros): Key;
  /** Whether the register is about the accounts of a system at all. */
  coversAccounts(system: number, source: Key, time: Micros): boolean;
  /** Accounts a person holds or has held by then. */
  accountsOf(principal: Key, time: Micros): readonly AccountRow[];
  device(device: Key, time: Micros): DeviceRow | null;
  /** Devices a person holds or has held by then. */
  devicesOf(principal: Key, time: Micros): readonly DeviceRow[];
  site(site: Key, time: Micros): SiteRow | null;
  system(source: Key, time: Micros): SystemRow | null;
  /**
   * What of a place the registers do not know or allow at a system then: or-ed PLACE. Give the text of the address where the
   * answer was `unread`.
   */
  place(source: Key, device: Key, ip: Key, ipText: string | null, site: Key, time: Micros): number;
  /** All known versions of a case, open, closed or yet to open. */
  caseVersions(caseId: Key, time: Micros): readonly CaseRow[];
  /** All known cases about a subject, open, closed or yet to open. */
  casesAbout(subject: Key, time: Micros): readonly CaseRow[];
  /** True where the cases register covers that time (from its earliest `opened` on). */
  casesCover(time: Micros): boolean;
  /**
   * How many of the latest cases were entered after work on them had begun; 0 while they are few. Then a case that is not there may
   * still come, and the register does not cover the present.
   */
  lateCases(time: Micros): number;
  /** True where an open case with a subject is assigned to this principal or unit. */
  hasOpenCase(assignee: Key, time: Micros): boolean;
  /** Other members of the subject's households then. */
  householdOf(subject: Key, time: Micros): readonly Key[];
  /** Permits in force for a person or account (void ones are left out). */
  permits(principal: Key, account: Key, time: Micros): readonly PermitRow[];
  /** True where a no-contact entry holds. */
  noContact(principal: Key, subject: Key, time: Micros): boolean;
  protections(subject: Key, time: Micros): readonly ProtectedRow[];
  /** Contracts of an employer in force. */
  contracts(employer: Key, time: Micros): readonly ContractRow[];
  /** Contracts an employer has or has had by then. */
  contractsOf(employer: Key, time: Micros): readonly ContractRow[];
  /** What a duty allows then. Empty where the duty is not in the register. */
  duty(duty: Key, time: Micros): readonly DutyRow[];
  /** What the register says of a destination then. Give its text where the answer was `unread`: it is needed the first time only. */
  destination(destination: Key, text: string | null, time: Micros): DestinationSays;
  /** One of OFF_DUTY: why a person is off duty then (leave, shift, calendar, working hours); 0 on duty. */
  offDuty(principal: Key, units: readonly Key[], time: Micros): number;
}
