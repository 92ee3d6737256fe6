/**
 * Judges a whole lake again as it was judged: the same rows, in the same order, each by what was known then. What the detectors
 * say must be what stands in the lake: a stream that was judged night by night, and its replay, give the same ids.
 */

import { DETECTORS } from '../../../detectors/index.ts';
import type { Commit } from '../../../schemas/commit.ts';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Finding } from '../../../schemas/finding.ts';
import type { Micros } from '../../core/time.ts';
import type { FindingDraft } from '../../engine/episode.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import { buildRegisters } from '../../registers/build.ts';
import { readCommit } from '../../store/chain.ts';
import { type Snapshot, settledEvents } from '../../store/snapshot.ts';
import type { Store } from '../../store/store.ts';
import { storedLines } from '../../store/writer.ts';
import { type JudgedBy, judgedBefore } from '../lake/settings.ts';
import { delivered } from './deliveries.ts';
import { type ExaminedLake, inputKeys } from './due.ts';
import { rebuiltBy } from './rebuild.ts';
import { createRejudger, type Phase } from './rejudge.ts';
import { batchesOf } from './slice.ts';
import { monthsOf, timesBefore } from './stored-slice.ts';

const VERSIONS = new Map(DETECTORS.map(({ id, version }) => [id, version]));

/** What to replay. */
export interface ReplayRequest extends ExaminedLake {
  readonly detectors: readonly TunedDetector[];
  /** Up to where the lake had been judged for good. */
  readonly passed: Micros;
  onEvents?(events: number): void;
}

/** How a replay compares with what stands in the lake. */
export interface Replayed {
  readonly events: number;
  /** Revisions that both have; and ids of findings of which only one has a revision. */
  readonly same: number;
  readonly onlyInLake: readonly string[];
  readonly onlyInReplay: readonly string[];
  /** Findings that a re-examination has changed: they are not compared. */
  readonly reexamined: number;
  /** Findings of detectors of which there is another version now: nobody can say them again. */
  readonly otherVersion: number;
}

/** Replays all that is settled. */
export async function replayLake(request: ReplayRequest): Promise<Replayed> {
  const { snapshot, maker, passed } = request;
  const months = monthsOf(request);
  const files = months.flat();
  const keys = inputKeys(snapshot);
  const picks = [{ column: null, values: null, from: -Infinity, to: Infinity }];
  const strays: EventBatch[] = [];
  for await (const batch of batchesOf(maker.events(files, { picks, strays: true }), keys)) strays.push(batch);
  const said = new Map<string, string>();
  const note = (draft: FindingDraft) =>
    said.set(`${draft.id} ${draft.revision}`, told(draft, draft.counts.events));
  const cameAt = await timesBefore(strays, files, maker);
  const rejudgers = casts(phasesOf(request), request).map((phases) =>
    createRejudger({
      detectors: request.detectors,
      config: request.config,
      phases,
      strays,
      cameAt,
      wantVerdicts: false,
      onSaid: ({ findings }) => findings.forEach(note),
    }),
  );
  let events = strays.reduce((sum, { size }) => sum + size, 0);
  for (const month of months) {
    for await (const batch of batchesOf(maker.events(month, { picks, strays: false }), keys)) {
      for (const rejudger of rejudgers) rejudger.push(batch);
      events += batch.size;
      request.onEvents?.(events);
    }
  }
  for (const rejudger of rejudgers) rejudger.settle(passed);
  return { events, ...compared(said, request) };
}

function told({ severity, status }: FindingDraft | Finding, events: number): string {
  return `${severity} ${status} ${events}`;
}

/**
 * Where the detectors have changed, those that came were rebuilt as if they had watched all along. So each set of detectors watches all
 * of the lake, and is listened to while it was in force.
 */
function casts(phases: readonly Phase[], { config, detectors }: ReplayRequest): Phase[][] {
  const ofNow = { config, detectors };
  const nameOf = ({ judged = ofNow }: Phase) =>
    JSON.stringify(judged.detectors.map(({ detector, thresholds }) => [detector.id, thresholds]));
  const sets = new Map(phases.map((phase) => [nameOf(phase), (phase.judged ?? ofNow).detectors]));
  return [...sets].map(([name, own]) =>
    phases.map((phase) => ({
      ...phase,
      judged: { config: (phase.judged ?? ofNow).config, detectors: own },
      isSilent: nameOf(phase) !== name,
    })),
  );
}

/** The phases of a lake: from which event on which registers were in force, and what counted as now. */
function phasesOf({ store, snapshot, config, detectors }: ReplayRequest): Phase[] {
  const phases: { from: number; registers: number | null; now: Micros; versions: Commit['versions'] }[] = [];
  let settled = 0;
  let now = 0;
  for (let number = 1; number <= snapshot.number; number++) {
    const { commit } = readCommit(store, number);
    for (const tick of commit.ticks) if (tick.name === 'now') now = tick.time;
    if (commit.kind !== 'epoch') continue;
    const last = phases.at(-1);
    const { registers, versions } = commit;
    const isOther = JSON.stringify(last?.versions) !== JSON.stringify(versions);
    if (last === undefined || last.registers !== registers || last.now !== now || isOther)
      phases.push({ from: settled, registers, now, versions });
    settled = settledEvents(commit);
  }
  const built = new Map<string, Phase['registers']>();
  const judgedBy = new Map<string, JudgedBy | null>();
  return phases.map(({ registers: number, now: tick, versions }, i) => {
    const known = judgedBy.get(versions.settings);
    const judged = known === undefined ? judgedBefore(versions, { config, detectors }, store) : known;
    judgedBy.set(versions.settings, judged);
    const name = `${number} ${versions.settings}`;
    const registers =
      built.get(name) ??
      buildRegisters(delivered(store, number, tick).tables, judged?.config ?? config).registers;
    built.set(name, registers);
    return {
      to: phases[i + 1]?.from ?? Number.POSITIVE_INFINITY,
      registers,
      now: tick,
      isSorted: false,
      ...(judged !== null && { judged }),
    };
  });
}

/** Holds revisions of a replay against those of the lake. */
function compared(said: Map<string, string>, { store, snapshot }: ReplayRequest): Omit<Replayed, 'events'> {
  const held = new Map<string, string>();
  const touched = new Set(snapshot.renamed.map(({ id }) => id));
  const unsaid = new Set<string>();
  const open = new Map<string, Finding['detector']>();
  const rebuilt = rebuiltIn(store, snapshot);
  for (const file of snapshot.files) {
    if (file.table !== 'findings' || file.tail) continue;
    const { commit } = readCommit(store, Number.parseInt(file.name.slice('findings/'.length), 10));
    // what was open when its detector became another one goes on with the revisions of before
    while (rebuilt.length > 0 && rebuilt[0].number <= commit.number) {
      const { detectors } = rebuilt.shift() as (typeof rebuilt)[number];
      for (const [id, detector] of open) if (detectors.has(detector)) touched.add(id);
    }
    for (const line of storedLines(store, file)) {
      const finding = JSON.parse(line) as Finding;
      if (commit.kind === 'reexamination') touched.add(finding.id);
      if (finding.detector_version !== VERSIONS.get(finding.detector)) unsaid.add(finding.id);
      if (finding.status === 'open') open.set(finding.id, finding.detector);
      else open.delete(finding.id);
      held.set(`${finding.id} ${finding.revision}`, told(finding, finding.counts.events));
    }
  }
  const idOf = (revision: string) => revision.slice(0, revision.indexOf(' '));
  const isLeftOut = (id: string) => touched.has(id) || unsaid.has(id);
  const differing = (one: Map<string, string>, other: Map<string, string>) => [
    ...new Set(
      [...one].flatMap(([revision, what]) =>
        other.get(revision) === what || isLeftOut(idOf(revision)) ? [] : [idOf(revision)],
      ),
    ),
  ];
  return {
    same: [...said].filter(([revision, what]) => held.get(revision) === what).length,
    onlyInLake: differing(held, said),
    onlyInReplay: differing(said, held),
    reexamined: new Set([...held.keys()].map(idOf).filter((id) => touched.has(id))).size,
    otherVersion: [...unsaid].filter((id) => !touched.has(id)).length,
  };
}

/** The commits in which detectors were rebuilt, in order. */
function rebuiltIn(store: Store, { number: newest }: Snapshot): { number: number; detectors: Set<string> }[] {
  return Array.from({ length: newest }, (_, before) => before + 1).flatMap((number) => {
    const { causes = [] } = readCommit(store, number).commit.reexamination ?? {};
    const detectors = new Set(causes.flatMap(({ what }) => rebuiltBy(what) ?? []));
    return detectors.size === 0 ? [] : [{ number, detectors }];
  });
}
