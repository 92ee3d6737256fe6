/** One episode: what has been said about one key since it opened, and the finding it makes. */

import { type KeyColumn, OUTCOMES, SYSTEMS } from '../../schemas/access-event.ts';
import { type FindingCounts, isGraver, type Severity } from '../../schemas/finding.ts';
import { hashText, type Key, keyToHex, NONE, pairKey } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { AboutField, Contributors, Detector, DetectorColumns, Signal } from '../detector/define.ts';
import { type DistinctCounter, distinctCounter } from '../state/distinct-counter.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';
import { EARLIEST } from './event-order.ts';
import type { JudgedRows } from './judged-rows.ts';

/** How many events are cited from each end of an episode. */
const CITED_EVENTS = 8;
const COUNTED_MAX = 4_096;
const SUCCESS = OUTCOMES.indexOf('success');

/** What a finding names; a field with `several` was named differently by different events. */
type About = Partial<
  Record<AboutField, { readonly key: Key; readonly text: string | null; readonly several?: true }>
>;

/** An open episode. Changed in place by {@link contribute}. */
export interface Episode {
  readonly id: string;
  /** Index of its detector. */
  readonly detector: number;
  /** Keys under which it is found. */
  readonly keys: Key[];
  /** Contributions that nothing has explained since. None left: the finding is cleared. */
  standing: number;
  readonly openRef: number;
  readonly time: Micros;
  firstTime: Micros;
  lastTime: Micros;
  quiet: Micros;
  deadline: Micros;
  revision: number;
  severity: Severity;
  score: number;
  about: About;
  evidence: Record<string, unknown>;
  knownOn: Micros | null;
  /** Ids of findings that became part of it when it was judged again. */
  readonly supersedes: readonly string[];
  systems: string[];
  /** Smallest and largest refs, ascending. */
  first: number[];
  last: number[];
  events: number;
  records: number;
  /** Refs counted so far, up to {@link COUNTED_MAX}: an event that two parts saw counts once. */
  readonly counted: Set<number>;
  readonly subjects: DistinctCounter;
  readonly accounts: DistinctCounter;
  readonly tenants: DistinctCounter;
  /** Counts of the last revision. */
  reported: FindingCounts;
}

/** A revision of a finding before it is put into words: refs instead of event ids, numbers instead of times. */
export interface FindingDraft {
  readonly id: string;
  readonly revision: number;
  readonly status: 'open' | 'ended' | 'cleared';
  readonly statusReason: 'quiet' | 'end-of-input' | 'explained' | null;
  readonly detector: Detector;
  readonly severity: Severity;
  readonly score: number;
  readonly time: Micros;
  readonly firstTime: Micros;
  readonly lastTime: Micros;
  readonly about: Readonly<Record<AboutField, string | null>>;
  readonly systems: readonly string[];
  readonly counts: FindingCounts;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly knownOn: Micros | null;
  readonly supersedes: readonly string[];
  /** Refs of cited events, ascending, without repeats. */
  readonly refs: readonly number[];
  /** Refs of what its episode has counted, also since this was said, up to {@link COUNTED_MAX}; only where the episode is in this thread. */
  readonly counted?: ReadonlySet<number>;
}

/** A new episode, opened by a row. Its id comes from detector, key and that row's own identity. */
export function openEpisode(
  index: number,
  detector: Detector,
  key: Key,
  row: number,
  { columns, orderTime }: JudgedRows,
): Episode {
  const id = `${detector.id}-${keyToHex(pairKey(pairKey(hashText(detector.id), key), columns.identity[row]))}`;
  const time = columns.time[row];
  return {
    id,
    detector: index,
    keys: [],
    standing: 0,
    openRef: columns.ref[row],
    time,
    firstTime: time,
    lastTime: time,
    quiet: 0,
    deadline: Math.max(orderTime[row], EARLIEST),
    revision: 0,
    severity: 'low',
    score: 0,
    about: {},
    evidence: {},
    knownOn: null,
    supersedes: [],
    systems: [],
    first: [],
    last: [],
    events: 0,
    records: 0,
    counted: new Set(),
    subjects: distinctCounter(),
    accounts: distinctCounter(),
    tenants: distinctCounter(),
    reported: { events: 0, records: 0, subjects: 0, accounts: 0, tenants: 0 },
  };
}

/** Adds a row and what came before it. Returns true where the severity rose. */
export function contribute(
  episode: Episode,
  signal: Signal<Record<string, unknown>>,
  row: number,
  rows: JudgedRows,
  quiet: Micros,
): boolean {
  const { columns } = rows;
  if (signal.contributors !== undefined) addContributors(episode, signal.contributors, columns.ref[row]);
  addRow(episode, signal, row, columns);
  for (const field of signal.about) nameField(episode, field, signal, row, rows);
  episode.evidence = { ...episode.evidence, ...signal.evidence };
  episode.knownOn ??= signal.knownOn ?? null;
  episode.quiet = Math.max(episode.quiet, quiet, signal.quiet ?? 0);
  episode.deadline = Math.max(episode.deadline, rows.orderTime[row] + episode.quiet);
  episode.score = Math.max(episode.score, signal.score);
  const graver = isGraver(signal.severity, episode.severity);
  if (graver) episode.severity = signal.severity;
  return graver;
}

/** True where a count has doubled since the last revision. */
export function hasGrown(episode: Episode): boolean {
  const now = countsOf(episode);
  const { reported } = episode;
  return (Object.keys(now) as (keyof FindingCounts)[]).some(
    (name) => reported[name] > 0 && now[name] >= 2 * reported[name],
  );
}

/** The next revision of the finding. */
export function draftOf(
  episode: Episode,
  detector: Detector,
  status: FindingDraft['status'],
  statusReason: FindingDraft['statusReason'],
): FindingDraft {
  episode.revision++;
  episode.reported = countsOf(episode);
  const name = (field: AboutField) => episode.about[field]?.text ?? null;
  return {
    id: episode.id,
    revision: episode.revision,
    status,
    statusReason,
    detector,
    severity: episode.severity,
    score: episode.score,
    time: episode.time,
    firstTime: episode.firstTime,
    lastTime: episode.lastTime,
    about: {
      // a finding about several accounts, or people, is about none of them
      actor: episode.reported.accounts > 1 ? null : name('actor'),
      principal: name('principal'),
      device: name('device'),
      ip: name('ip'),
      subject: episode.reported.subjects > 1 ? null : name('subject'),
      tenant: name('tenant'),
    },
    systems: episode.systems,
    counts: episode.reported,
    evidence: episode.evidence,
    knownOn: episode.knownOn,
    supersedes: episode.supersedes,
    refs: [...new Set([...episode.first, ...episode.last])].sort((a, b) => a - b),
    counted: episode.counted,
  };
}

function countsOf(episode: Episode): FindingCounts {
  return {
    events: episode.events,
    records: episode.records,
    subjects: episode.subjects.count(),
    accounts: episode.accounts.count(),
    tenants: episode.tenants.count(),
  };
}

function addContributors(episode: Episode, before: Contributors, ref: number): void {
  let others = 0;
  let told = 0; // by another part of the detector: their records are counted already
  for (let i = 0; i < before.refs.length; i++) {
    if (before.refs[i] === ref) continue;
    others++;
    if (!cite(episode, before.refs[i], before.times[i])) told++;
  }
  const fresh = others === 0 ? 1 : 1 - told / others;
  for (const key of before.subjects ?? []) episode.subjects.add(key);
  for (const key of before.accounts ?? []) episode.accounts.add(key);
  for (const key of before.tenants ?? []) episode.tenants.add(key);
  episode.records += Math.round((before.records ?? before.subjects?.length ?? 0) * fresh);
}

function addRow(
  episode: Episode,
  signal: Signal<Record<string, unknown>>,
  row: number,
  columns: DetectorColumns,
): void {
  const isNew = cite(episode, columns.ref[row], columns.time[row]);
  if (columns.outcome[row] === SUCCESS) {
    if (signal.subjectIndex !== undefined) episode.records += 1;
    else if (isNew) episode.records += columns.records[row];
  }
  if (columns.actor[row] !== NONE) episode.accounts.add(columns.actor[row]);
  if (columns.tenant[row] !== NONE) episode.tenants.add(columns.tenant[row]);
  const start = columns.subjectStart[row];
  if (signal.subjectIndex !== undefined) episode.subjects.add(columns.subjects[start + signal.subjectIndex]);
  else for (let i = start; i < columns.subjectStart[row + 1]; i++) episode.subjects.add(columns.subjects[i]);
  const system = SYSTEMS[columns.system[row]];
  if (!episode.systems.includes(system)) episode.systems = [...episode.systems, system].sort();
}

/** Counts an event once and keeps it if it is among the first or last. False where it was counted before. */
function cite(episode: Episode, ref: number, time: Micros): boolean {
  const isLatest = episode.last.length === 0 || ref > (episode.last.at(-1) as number);
  if (!isLatest && (episode.counted.has(ref) || episode.counted.size >= COUNTED_MAX)) return false;
  if (episode.counted.size < COUNTED_MAX) episode.counted.add(ref);
  episode.events++;
  if (time < episode.firstTime) episode.firstTime = time;
  if (time > episode.lastTime) episode.lastTime = time;
  insert(episode.first, ref);
  if (episode.first.length > CITED_EVENTS) episode.first.pop();
  insert(episode.last, ref);
  if (episode.last.length > CITED_EVENTS) episode.last.shift();
  return true;
}

function insert(sorted: number[], value: number): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1] > value) at--;
  sorted.splice(at, 0, value);
}

/** Notes what the finding is about; a field that two events name differently is several, and stays so. */
function nameField(
  episode: Episode,
  field: AboutField,
  signal: Signal<Record<string, unknown>>,
  row: number,
  rows: JudgedRows,
): void {
  const { columns, batch, registers } = rows;
  const key = aboutKey(field, signal, row, columns);
  const known = episode.about[field];
  if (key === NONE || known?.several || known?.key === key) return;
  if (known !== undefined) {
    episode.about[field] = { key: NONE, text: null, several: true };
    return;
  }
  const event = batch.event(row);
  let text: string | null;
  if (field === 'subject') text = event.subjects[signal.subjectIndex ?? 0] ?? null;
  else if (field !== 'principal') text = event[field];
  else {
    const { actor, system, source, time } = columns;
    text =
      event.principal ??
      registers.account(actor[row], system[row], source[row], time[row])?.principalText ??
      null;
  }
  episode.about[field] = { key, text };
}

function aboutKey(
  field: AboutField,
  signal: Signal<Record<string, unknown>>,
  row: number,
  columns: DetectorColumns,
): Key {
  if (field === 'subject') {
    const at = columns.subjectStart[row] + (signal.subjectIndex ?? 0);
    return at < columns.subjectStart[row + 1] ? columns.subjects[at] : NONE;
  }
  if (field === 'principal') return columns.person[row];
  return columns[field satisfies KeyColumn][row];
}

/** Writes an episode; the counters after the plain part. */
export function saveEpisode(episode: Episode, out: SnapshotWriter): void {
  const { counted, subjects, accounts, tenants, ...plain } = episode;
  out.json({ ...plain, counted: [...counted] });
  for (const counter of [subjects, accounts, tenants]) counter.save(out);
}

/** Reads what {@link saveEpisode} wrote. */
export function restoreEpisode(from: SnapshotReader): Episode {
  const plain = from.json<
    Omit<Episode, 'counted' | 'subjects' | 'accounts' | 'tenants'> & { counted: number[] }
  >();
  const counter = () => {
    const made = distinctCounter();
    made.restore(from);
    return made;
  };
  const [subjects, accounts, tenants] = [counter(), counter(), counter()];
  return { ...plain, counted: new Set(plain.counted), subjects, accounts, tenants };
}
