/** Finds out what is to be said otherwise of the past by what is known now. Reads only. */
import type { Examined, Reexamination } from '../../../schemas/commit.ts';
import type { Finding } from '../../../schemas/finding.ts';
import { type Micros, parseInstant } from '../../core/time.ts';
import type { Correction, Engine } from '../../engine/engine.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { Registers } from '../../registers/registers.ts';
import { type Snapshot, settledEvents } from '../../store/snapshot.ts';
import type { Cause } from './causes.ts';
import { deliveriesOf } from './deliveries.ts';
import { dueIn, type ExaminedLake, waitingLate, waitingTime } from './due.ts';
import { type Outcome, type Reexamined, reexamine } from './reexamine.ts';
import { rejudgingEngine } from './rejudge.ts';
import { correctionOf, renamedBy } from './revisions.ts';

/** What is examined, and by whom. */
export interface ExaminingRequest extends ExaminedLake {
  readonly detectors: readonly TunedDetector[];
  /** Up to where the lake has been judged. */
  passed(): Micros;
  /** Causes besides those that are due, or instead of them. */
  readonly asked?: { readonly causes: readonly Cause[]; readonly only: boolean };
  onEvents?(events: number): void;
}

/** What was examined, and what came of it. */
export interface Examination {
  readonly causes: readonly Cause[];
  readonly events: number;
  /** People behind the touched events; null: everybody. */
  readonly people: number | null;
  readonly raised: number;
  readonly corrected: number;
  readonly cleared: number;
  readonly verdicts: number;
  /** Findings of which could not be told what becomes of them, because they rest on more than was judged again. */
  readonly undecided: readonly Finding[];
}

/** What was examined, for reports: causes by their names, findings by their ids. */
export interface ExaminationSummary
  extends Pick<Examination, 'events' | 'people' | 'raised' | 'corrected' | 'cleared' | 'verdicts'> {
  readonly causes: readonly string[];
  readonly undecided: readonly string[];
}

/** The same without what only an engine can use. */
export function told(examination: Examination): ExaminationSummary {
  const { events, people, raised, corrected, cleared, verdicts, causes, undecided } = examination;
  return {
    causes: [...new Set(causes.map(({ what }) => what))],
    events,
    people,
    raised,
    corrected,
    cleared,
    verdicts,
    undecided: undecided.map(({ id }) => id),
  };
}

/** What was found out, all that it takes to keep it; plain values, but for the episodes of the correction. */
export interface Found {
  readonly examination: Examination;
  /** What is said for good, and what only as long as the rows of the tail wait. */
  readonly outcomes: readonly Pick<Outcome, 'findings' | 'verdicts' | 'totals'>[];
  /** How far the lake is examined with it. */
  readonly examined: Examined;
  /** Whether that is further than before. */
  readonly isFurther: boolean;
  readonly reexamination: Reexamination;
  /** How an engine goes on that stands where the lake does; null: as it is. */
  readonly correction: Correction | null;
}

/** Finds out; null where nothing is due. `registers`: those known now, null where no event was judged. */
export async function findOut(
  request: ExaminingRequest,
): Promise<{ found: Found; registers: Registers | null } | null> {
  const { asked, snapshot } = request;
  const deliveries = deliveriesOf(request);
  const due = asked?.only ? [] : await dueIn(request, deliveries);
  const causes = [...due, ...(asked?.causes ?? [])];
  if (causes.length === 0) return null;
  const passed = request.passed();
  const judged = await reexamine({ ...request, causes, deliveries, passed });
  const isWhole = asked?.only !== true;
  const examined = isWhole ? await examinedNow(request, passed) : snapshot.examined;
  const isFurther = !isEqual(examined, snapshot.examined);
  if (judged === null && !isFurther) return null;
  const outcomes = judged === null ? [] : [judged.settled, judged.tail];
  const isSame = outcomes.every(({ changes, verdicts }) => changes.length + verdicts.length === 0);
  const examination = summaryOf(causes, judged, outcomes);
  const found: Found = {
    examination,
    outcomes: outcomes.map(({ findings, verdicts, totals }) => ({ findings, verdicts, totals })),
    examined: isWhole ? openedBy(snapshot, examined, outcomes) : examined,
    isFurther,
    reexamination: recordOf(causes, examination, outcomes[0]),
    correction:
      judged === null || isSame ? null : correctionOf(judged.settled, causes, restored(request, judged)),
  };
  return { found, registers: judged?.registers ?? null };
}

/** The engine of the re-examination as it was before the tail. */
function restored(request: ExaminingRequest, { state, registers }: Reexamined): Engine {
  const engine = rejudgingEngine(request, registers, request.now);
  engine.restore(state);
  return engine;
}

function summaryOf(
  causes: readonly Cause[],
  judged: Reexamined | null,
  outcomes: readonly Outcome[],
): Examination {
  const changes = outcomes.flatMap((outcome) => outcome.changes);
  const count = (kind: string) => changes.filter((change) => change.kind === kind).length;
  const undecided = changes.flatMap((change) => (change.kind === 'undecided' ? [change.standing] : []));
  return {
    causes,
    events: judged?.events ?? 0,
    people: judged === null ? 0 : judged.scope.people,
    raised: count('raised'),
    corrected: count('corrected'),
    cleared: count('cleared'),
    verdicts: outcomes.reduce((sum, { verdicts }) => sum + verdicts.length, 0),
    undecided: [...new Map(undecided.map((finding) => [finding.id, finding])).values()],
  };
}

/** Causes that a commit names one by one. */
const TOLD_CAUSES = 100;

function recordOf(
  causes: readonly Cause[],
  { events, people, raised, corrected, cleared, undecided, verdicts }: Examination,
  settled: Outcome | undefined,
): Reexamination {
  const time = (at: Micros) => (Number.isFinite(at) ? at : null);
  return {
    causes_total: causes.length,
    causes: causes.slice(0, TOLD_CAUSES).map(({ what, from, to, knownOn }) => ({
      what,
      from: time(from),
      to: time(to),
      known_on: knownOn,
    })),
    events,
    people,
    raised,
    corrected,
    cleared,
    undecided: undecided.map(({ id }) => id),
    verdicts,
    renamed: renamedBy(settled?.changes ?? []),
  };
}

/** How far the lake is examined now. What may still wait for something is examined again next time. */
async function examinedNow(request: ExaminingRequest, passed: Micros): Promise<Examined> {
  const { store, snapshot, maker, config, now } = request;
  const settled = snapshot.files.filter(({ table, tail }) => table === 'events' && !tail);
  const from = passed - waitingTime(config);
  const recent = settled.filter(({ last }) => (last ?? 0) >= from).map(({ name }) => store.path(name));
  const picks = [{ column: null, values: null, from, to: Number.POSITIVE_INFINITY }] as const;
  const refs = await maker.values(recent, ['ref'], { picks, strays: false });
  const all = settledEvents(snapshot);
  const events = refs.reduce((least, [ref]) => Math.min(least, Number(ref)), all);
  const registers = snapshot.registers?.number ?? null;
  return {
    events,
    by: now,
    registers,
    late: snapshot.counts.late - (await waitingLate(request)),
    since: events === all ? null : from,
    judged: events === all ? [] : [{ from: events, registers }],
  };
}

/** The same, and whether something was said of events that may still come to something else. */
function openedBy(snapshot: Snapshot, examined: Examined, outcomes: readonly Outcome[]): Examined {
  if (examined.since === null) return examined;
  const { since, events } = examined;
  const isRecent = ({ changes, verdicts }: Outcome) =>
    verdicts.some(({ lookup }) => lookup.ref >= events) ||
    changes.some((change) => {
      const last = 'draft' in change ? change.draft.lastTime : parseInstant(change.standing.last_time);
      return change.kind !== 'undecided' && last >= since;
    });
  if (outcomes.some(isRecent)) return { ...examined, open: settledEvents(snapshot) };
  const { open } = snapshot.examined;
  return open !== undefined && events < open ? { ...examined, open } : examined;
}

/** Whether nothing would be examined otherwise. */
function isEqual(one: Examined, other: Examined): boolean {
  const told = ({ events, registers, late }: Examined) => JSON.stringify([events, registers, late]);
  return told(one) === told(other);
}
