/** What does not fit together in the registers, with everything known: told to the user with what the run assumes. */
import { type Key, NONE } from '../core/hash.ts';
import type { ProblemCode, ProblemDetails } from '../core/problem.ts';
import type { Groups } from './groups.ts';
import { type Entries, newestRows } from './history.ts';
import { isApproved } from './permits.ts';
import type { RowsRead } from './prepare.ts';
import type { RowPlaces } from './read-rows.ts';
import type { Validity } from './registers.ts';
import type { Report } from './report.ts';

/** The registers to check: their rows, and how they are grouped by identity. */
export interface Checked {
  readonly read: RowsRead;
  readonly groupsOf: (register: keyof RowsRead) => Groups;
  readonly isPresent: (register: keyof RowsRead) => boolean;
}

/** Checks all registers. Cost: a few passes over the rows. */
export function checkRegisters(checked: Checked, report: Report): void {
  checkSpans(checked, report);
  checkVersions(checked, report);
  checkHolders(checked, report);
  checkPermits(checked, report);
  checkSelf(checked, report);
  checkNames(checked, report);
}

/** Tells something about one row. */
function tell(
  report: Report,
  { files, fileOf, lineOf }: RowPlaces,
  row: number,
  code: ProblemCode,
  details: ProblemDetails,
) {
  report.note(code, details, { file: files[fileOf[row]], line: lineOf[row] });
}

/** Rows that end before they start. */
function checkSpans({ read }: Checked, report: Report): void {
  for (const [name, { rows, places, withdrawn }] of Object.entries(read)) {
    if (name === 'cases') continue;
    for (let i = 0; i < rows.length; i++) {
      if (rows[i].end <= rows[i].start && !withdrawn[i])
        tell(report, places, i, 'register-ends-before-start', {});
    }
  }
  const { rows, places, withdrawn } = read.cases;
  for (let i = 0; i < rows.length; i++) {
    if (rows[i].end > rows[i].start || withdrawn[i]) continue;
    tell(report, places, i, 'register-case-closed-before-opened', { case: rows[i].caseText });
  }
}

/** Corrections without `recorded_at` beside rows with one, and leave that a duty row of the same start replaced. */
function checkVersions({ read, groupsOf }: Checked, report: Report): void {
  for (const name of Object.keys(read) as (keyof RowsRead)[]) {
    const { rows, recorded, places } = read[name];
    forEachPair(groupsOf(name), (before, after) => {
      if (rows[before].start !== rows[after].start) return;
      if (
        recorded[before] === Number.NEGATIVE_INFINITY &&
        recorded[after] > recorded[before] &&
        before > after
      )
        tell(report, places, before, 'register-version-undated', { other: places.lineOf[after] });
    });
  }
  const { rows, recorded, places } = read.shifts;
  forEachPair(groupsOf('shifts'), (before, after) => {
    if (rows[before].start !== rows[after].start || recorded[before] !== recorded[after]) return;
    if (rows[before].isLeave && !rows[after].isLeave)
      tell(report, places, after, 'register-leave-replaced', { other: places.lineOf[before] });
  });
}

/** Two holders of one account or device at one time, and people whose rows overlap. */
function checkHolders({ read, groupsOf }: Checked, report: Report): void {
  const ownsToo = (a: { principal: Key }, b: { principal: Key }) =>
    a.principal !== b.principal && a.principal !== NONE && b.principal !== NONE;
  for (const name of ['accounts', 'devices'] as const) {
    const { places } = read[name];
    forEachOverlap<{ principal: Key } & Validity>(
      read[name],
      groupsOf(name),
      (before, after, earlier, later) => {
        if (ownsToo(before, after))
          tell(report, places, later, 'register-two-owners', { other: places.lineOf[earlier] });
      },
    );
  }
  const { places } = read.people;
  forEachOverlap(read.people, groupsOf('people'), (_, __, earlier, later) => {
    tell(report, places, later, 'register-overlap', { other: places.lineOf[earlier] });
  });
}

/** Permits that nobody else approved. Who holds an account is only known when it is used. */
function checkPermits({ read: { permits } }: Checked, report: Report): void {
  for (const [i, permit] of permits.rows.entries()) {
    if (permits.withdrawn[i] || isApproved(permit, NONE)) continue;
    const code = permit.approvedBy === NONE ? 'register-permit-unapproved' : 'register-permit-self-approved';
    tell(report, permits.places, i, code, { permit: permit.permitText });
  }
}

/** No-contact entries of a person about himself. */
function checkSelf({ read }: Checked, report: Report): void {
  const own = new Map(read.people.rows.map(({ principal, subject }) => [principal, subject]));
  const { rows, places, withdrawn } = read['no-contact'];
  for (const [i, { principal, subject }] of rows.entries()) {
    if (withdrawn[i]) continue;
    if (principal === subject || own.get(principal) === subject)
      tell(report, places, i, 'register-no-contact-self', {});
  }
}

/** People and units that other registers name and `people` does not know. */
function checkNames({ read, isPresent }: Checked, report: Report): void {
  if (!isPresent('people')) return;
  const known = new Set<Key>();
  for (const { principal } of read.people.rows) known.add(principal);
  for (const name of ['accounts', 'devices', 'permits', 'no-contact', 'shifts'] as const) {
    const { rows, places } = read[name];
    for (const [i, { principal }] of rows.entries()) {
      if (principal !== NONE && !known.has(principal)) tell(report, places, i, 'register-person-unknown', {});
    }
  }
  for (const { units } of read.people.rows) for (const unit of units) known.add(unit);
  const { rows, places } = read.cases;
  for (const [i, { assignees, caseText }] of rows.entries()) {
    if (!assignees.every((assignee) => known.has(assignee)))
      tell(report, places, i, 'register-assignee-unknown', { case: caseText });
  }
}

/** Neighbours in an identity: by start, then by when they became known. */
function forEachPair(
  { count, starts, members }: Groups,
  visit: (before: number, after: number) => void,
): void {
  for (let group = 0; group < count; group++) {
    for (let i = starts[group] + 1; i < starts[group + 1]; i++) visit(members[i - 1], members[i]);
  }
}

/** Rows of one identity that are in force when the next one starts, though they are not open. */
function forEachOverlap<T extends Validity>(
  entries: Entries<T>,
  groups: Groups,
  visit: (before: T, after: T, earlier: number, later: number) => void,
): void {
  for (let group = 0; group < groups.count; group++) {
    if (groups.starts[group + 1] - groups.starts[group] < 2) continue;
    const newest = newestRows(groups, group, entries, Number.POSITIVE_INFINITY, null);
    for (let i = 1; i < newest.length; i++) {
      const [before, after] = [entries.rows[newest[i - 1]], entries.rows[newest[i]]];
      if (before.end !== Number.POSITIVE_INFINITY && before.end > after.start)
        visit(before, after, newest[i - 1], newest[i]);
    }
  }
}
