/**
 * Judges the past again where something has become known of it: the same events by the same detectors, once knowing what was
 * known then and once what is known now. What both say stands; the difference becomes revisions of findings and verdicts.
 */
import { type EventBatch, MARK } from '../../../schemas/event-columns.ts';
import type { Finding } from '../../../schemas/finding.ts';
import { VERDICTS, type Verdict, type VerdictName } from '../../../schemas/verdict.ts';
import { MINUTE, type Micros } from '../../core/time.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { Registers } from '../../registers/registers.ts';
import type { Cause } from './causes.ts';
import { type Change, changesOf, type Drafts, type NamedDraft, saidBefore } from './compare.ts';
import type { Deliveries } from './deliveries.ts';
import { type ExaminedLake, inputKeys } from './due.ts';
import { examinationOf, pastPhases } from './past-phases.ts';
import { createRejudger, type Rejudger } from './rejudge.ts';
import { revisionsOf } from './revisions.ts';
import { type Scope, scopeOf } from './scope.ts';
import { batchesOf } from './slice.ts';
import { standingFindings, standingVerdicts } from './standing.ts';
import { monthsOf, timesBefore } from './stored-slice.ts';
import { type VerdictChange, type VerdictPairs, verdictPairs } from './verdict-changes.ts';

/** What to judge again, and by what. */
export interface ReexamineRequest extends ExaminedLake {
  readonly detectors: readonly TunedDetector[];
  readonly causes: readonly Cause[];
  readonly deliveries: Deliveries;
  /** How far the lake had come: the latest time judged. */
  readonly passed: Micros;
  /** Told of events as they are judged. */
  onEvents?(events: number): void;
}

/** What is to be said otherwise: for good, or only as long as the rows of the tail wait. */
export interface Outcome {
  readonly changes: readonly Change[];
  /** The revisions that they make. */
  readonly findings: readonly Finding[];
  readonly verdicts: readonly VerdictChange[];
  /** How many more or less look-ups have each verdict. */
  readonly totals: Readonly<Record<VerdictName, number>>;
}

/** What came of it. */
export interface Reexamined {
  readonly scope: Scope;
  readonly events: number;
  readonly settled: Outcome;
  readonly tail: Outcome;
  /** The engine's state over the judged events, when all but the tail was judged by what is known now. */
  readonly state: Uint8Array;
  /** The registers as they are known now. */
  readonly registers: Registers;
}

/** Judges again; null where the causes touch no event. */
export async function reexamine(request: ReexamineRequest): Promise<Reexamined | null> {
  const { store, snapshot, maker, causes, config, passed } = request;
  const paths = (isTail: boolean) =>
    snapshot.files.flatMap(({ table, tail, name }) =>
      table === 'events' && tail === isTail ? [store.path(name)] : [],
    );
  const grace = config.graceMinutes * MINUTE;
  const scope = await scopeOf(causes, { files: [...paths(false), ...paths(true)], maker, grace });
  if (scope === null) return null;
  const { filter } = scope;
  const keys = inputKeys(snapshot);
  const isTwice = snapshot.examined.open !== undefined;
  const pairs = verdictPairs(isTwice);
  const read = (isTail: boolean, astray?: boolean) =>
    batchesOf(
      maker.events(paths(isTail), { ...filter, ...(astray !== undefined && { strays: astray }) }),
      keys,
    );
  const [strays, tailStrays] = [await collected(read(false, true)), await collected(read(true, true))];
  const cameAt = await timesBefore(strays, paths(false), maker);
  // late events of the tail belong among the settled ones: with them, everything is judged as it is known now
  const isLate = tailStrays.some(({ columns, size }) =>
    columns.marks.subarray(0, size).some((marks) => (marks & MARK.late) !== 0),
  );
  const latePairs = isLate ? verdictPairs(isTwice) : null;
  const engines = rejudgers(request, { strays, cameAt }, tailStrays, pairs, latePairs);
  const { before, again, now, whole, registers } = engines;
  let events = 0;
  const count = (batch: EventBatch) => {
    events += batch.size;
    request.onEvents?.(events);
  };
  for (const month of monthsOf(request)) {
    for await (const batch of batchesOf(maker.events(month, { ...filter, strays: false }), keys)) {
      for (const rejudger of [before, again, now, whole]) rejudger?.push(batch);
      count(batch);
    }
  }
  before.settle(passed);
  again?.settle(passed);
  const state = now.settle(passed);
  const draftsOf = (newest: Rejudger): Judged => ({
    before: renamed(before, request),
    again: again === null ? null : renamed(again, request),
    now: renamed(newest, request),
  });
  const settledDrafts = draftsOf(now);
  const settledVerdicts = pairs.changes();
  for await (const batch of read(true)) {
    for (const rejudger of [before, again, now]) rejudger?.pushTail(batch);
    count(batch);
  }
  if (whole !== null) for await (const batch of read(true, false)) whole.push(batch);
  whole?.settle(passed);
  for (const rejudger of [before, again, now, whole]) rejudger?.rest();
  const drafts = draftsOf(whole ?? now);
  const settled = await outcomeOf(request, settledDrafts, settledVerdicts, null);
  const tail = await outcomeOf(request, drafts, (latePairs ?? pairs).changes(), settled);
  return { scope, events, settled, tail, state, registers };
}

/** Findings as judged then, as the last examination would judge them (where that said something of events that were not settled), and now. */
interface Judged {
  readonly before: Drafts;
  readonly again: Drafts | null;
  readonly now: Drafts;
}

/** The engines of then and of now; and where `latePairs` wants it, one of now that knows the late events of the tail too. */
function rejudgers(
  { deliveries, config, detectors, snapshot, now }: ReexamineRequest,
  { strays, cameAt }: { strays: readonly EventBatch[]; cameAt: ReadonlyMap<number, Micros> },
  tailStrays: readonly EventBatch[],
  pairs: VerdictPairs,
  latePairs: VerdictPairs | null,
): {
  before: Rejudger;
  again: Rejudger | null;
  now: Rejudger;
  whole: Rejudger | null;
  registers: Registers;
} {
  const { examined } = snapshot;
  const registers = deliveries.newest.built().knowing(() => now);
  const settings = { detectors, config, wantVerdicts: true, strays, cameAt };
  const known = { ...settings, phases: [{ to: Number.POSITIVE_INFINITY, registers, now, isSorted: true }] };
  return {
    registers,
    before: createRejudger({
      ...settings,
      phases: pastPhases(snapshot, deliveries, now),
      onSaid(said) {
        pairs.before(said);
        latePairs?.before(said);
      },
    }),
    again:
      examined.open === undefined
        ? null
        : createRejudger({
            ...settings,
            phases: [{ ...examinationOf(snapshot, deliveries), to: Number.POSITIVE_INFINITY }],
            onSaid(said) {
              pairs.again(said);
              latePairs?.again(said);
            },
          }),
    now: createRejudger({ ...known, onSaid: pairs.now }),
    whole:
      latePairs === null
        ? null
        : createRejudger({ ...known, strays: [...strays, ...tailStrays], onSaid: latePairs.now }),
  };
}

/** Findings under the ids that re-examinations have given them. */
function renamed(rejudger: Rejudger, { snapshot }: ReexamineRequest): Drafts {
  const names = new Map(snapshot.renamed.map(({ id, as }) => [id, as]));
  const drafts = new Map<string, NamedDraft>();
  for (const [original, draft] of rejudger.findings()) {
    const id = names.get(original) ?? original;
    drafts.set(id, { ...draft, id, original });
  }
  return drafts;
}

async function outcomeOf(
  request: ReexamineRequest,
  { before, again, now }: Judged,
  verdicts: readonly VerdictChange[],
  settled: Outcome | null,
): Promise<Outcome> {
  const wanted = new Set([...before.keys(), ...(again?.keys() ?? []), ...now.keys()]);
  const standing = standingFindings(request, wanted, settled !== null);
  for (const finding of settled?.findings ?? []) {
    const revision = Math.max(standing.get(finding.id)?.revision ?? 0, finding.revision);
    standing.set(finding.id, { ...finding, revision });
  }
  const past = again === null ? before : saidBefore(before, again, standing);
  const changes = changesOf(past, now, standing);
  const findings = revisionsOf(changes, request.causes, await eventIds(request, changes));
  const { told, totals } = await otherVerdicts(request, verdicts, settled);
  return { changes, findings, verdicts: told, totals };
}

/** The ids of the events that changes cite. */
async function eventIds(
  { store, snapshot, maker }: ReexamineRequest,
  changes: readonly Change[],
): Promise<(ref: number) => string> {
  const refs = new Set(changes.flatMap((change) => ('draft' in change ? change.draft.refs : [])));
  const files = snapshot.files.flatMap(({ table, name }) => (table === 'events' ? [store.path(name)] : []));
  const ids = refs.size === 0 ? new Map<number, string>() : await maker.eventIds(files, [...refs]);
  return (ref) => ids.get(ref) ?? `?/${ref}`;
}

/** The verdicts that the lake does not have already, with the next revision of each. */
async function otherVerdicts(
  request: ReexamineRequest,
  changes: readonly VerdictChange[],
  settled: Outcome | null,
): Promise<{ told: VerdictChange[]; totals: Record<VerdictName, number> }> {
  const totals = Object.fromEntries(VERDICTS.map((name) => [name, 0])) as Record<VerdictName, number>;
  const held = await standingVerdicts(
    request,
    changes.map(({ lookup }) => lookup.ref),
    settled !== null,
  );
  for (const { verdict, lookup } of settled?.verdicts ?? [])
    held.set(`${lookup.ref} ${verdict.subject}`, verdict);
  const told = changes.flatMap(({ verdict, lookup }): VerdictChange[] => {
    const known = held.get(`${lookup.ref} ${verdict.subject}`);
    if (known?.verdict === verdict.verdict && known.by === verdict.by) return [];
    if (known === undefined && settled === null) return []; // it waits still: it is said with the tail
    if (known !== undefined) totals[known.verdict]--;
    totals[verdict.verdict]++;
    const next: Verdict = { ...verdict, revision: (known?.revision ?? 0) + 1 };
    return [{ verdict: next, lookup }];
  });
  return { told, totals };
}

async function collected(batches: AsyncIterable<EventBatch>): Promise<EventBatch[]> {
  const all: EventBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}
