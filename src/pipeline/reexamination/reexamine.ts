/**
 * Judges the past again where something has become known of it: the same events by the same detectors, once knowing what was
 * known then and once what is known now. What both say stands; the difference becomes revisions of findings and verdicts.
 */
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Finding } from '../../../schemas/finding.ts';
import { VERDICTS, type Verdict, type VerdictName } from '../../../schemas/verdict.ts';
import type { Micros } from '../../core/time.ts';
import type { Said } from '../../engine/engine.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { Registers } from '../../registers/registers.ts';
import type { Cause } from './causes.ts';
import { type Change, changesOf, type Drafts, type NamedDraft } from './compare.ts';
import type { Deliveries } from './deliveries.ts';
import { type ExaminedLake, inputKeys } from './due.ts';
import { createRejudger, type Phase, type Rejudger, type RejudgerSettings } from './rejudge.ts';
import { revisionsOf } from './revisions.ts';
import { type Scope, scopeOf } from './scope.ts';
import { batchesOf } from './slice.ts';
import { standingFindings, standingVerdicts } from './standing.ts';
import { monthsOf, timesBefore } from './stored-slice.ts';
import { type VerdictChange, verdictPairs } from './verdict-changes.ts';

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
  const { store, snapshot, maker, causes, passed } = request;
  const paths = (isTail: boolean) =>
    snapshot.files.flatMap(({ table, tail, name }) =>
      table === 'events' && tail === isTail ? [store.path(name)] : [],
    );
  const scope = await scopeOf(causes, [...paths(false), ...paths(true)], maker);
  if (scope === null) return null;
  const { filter } = scope;
  const keys = inputKeys(snapshot);
  const pairs = verdictPairs();
  const strays: EventBatch[] = [];
  for await (const batch of batchesOf(maker.events(paths(false), { ...filter, strays: true }), keys))
    strays.push(batch);
  const cameAt = await timesBefore(strays, paths(false), maker);
  const { before, now, registers } = rejudgers(request, { strays, cameAt }, pairs.before, pairs.now);
  let events = 0;
  const count = (batch: EventBatch) => {
    events += batch.size;
    request.onEvents?.(events);
  };
  for (const month of monthsOf(request)) {
    for await (const batch of batchesOf(maker.events(month, { ...filter, strays: false }), keys)) {
      before.push(batch);
      now.push(batch);
      count(batch);
    }
  }
  before.settle(passed);
  const state = now.settle(passed);
  const settledDrafts = [renamed(before, request), renamed(now, request)] as const;
  const settledVerdicts = pairs.changes();
  for await (const batch of batchesOf(maker.events(paths(true), filter), keys)) {
    before.pushTail(batch);
    now.pushTail(batch);
    count(batch);
  }
  before.rest();
  now.rest();
  const drafts = [renamed(before, request), renamed(now, request)] as const;
  const settled = await outcomeOf(request, settledDrafts, settledVerdicts, null);
  const tail = await outcomeOf(request, drafts, pairs.changes(), settled);
  return { scope, events, settled, tail, state, registers };
}

/** The engines of then and of now. */
function rejudgers(
  { deliveries, config, detectors, snapshot, now }: ReexamineRequest,
  astray: Pick<RejudgerSettings, 'strays' | 'cameAt'>,
  onBefore: (said: Said) => void,
  onNow: (said: Said) => void,
): { before: Rejudger; now: Rejudger; registers: Registers } {
  const { examined } = snapshot;
  const registers = deliveries.newest.built().knowing(() => now);
  const past: Phase[] = [];
  if (examined.by > 0 || examined.judged.length === 0)
    past.push({
      to: examined.events,
      registers: deliveries
        .of(examined.registers)
        .built()
        .knowing(() => examined.by),
      now: examined.by,
      isSorted: true,
    });
  for (const [i, { registers: number }] of examined.judged.entries())
    past.push({
      to: examined.judged[i + 1]?.from ?? Number.POSITIVE_INFINITY,
      registers: deliveries.of(number).built().registers,
      now,
      isSorted: false,
    });
  const settings = { detectors, config, wantVerdicts: true, ...astray };
  return {
    registers,
    before: createRejudger({ ...settings, phases: past, onSaid: onBefore }),
    now: createRejudger({
      ...settings,
      phases: [{ to: Number.POSITIVE_INFINITY, registers, now, isSorted: true }],
      onSaid: onNow,
    }),
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
  [before, now]: readonly [Drafts, Drafts],
  verdicts: readonly VerdictChange[],
  settled: Outcome | null,
): Promise<Outcome> {
  const wanted = new Set([...before.keys(), ...now.keys()]);
  const standing = standingFindings(request, wanted, settled !== null);
  for (const finding of settled?.findings ?? []) {
    const revision = Math.max(standing.get(finding.id)?.revision ?? 0, finding.revision);
    standing.set(finding.id, { ...finding, revision });
  }
  const changes = changesOf(before, now, standing);
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
