/**
 * A lake that is judged by other settings from now on. Detectors that are others than before are rebuilt from its events, so that they go
 * on as if they had watched all along; what is open of them goes on or ends. All of it stands in a commit of its own, before
 * anything is judged.
 */
import type { Finding } from '../../../schemas/finding.ts';
import { createBack } from '../../engine/back.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import { renderFinding } from '../../findings/render.ts';
import type { BuiltRegisters } from '../../registers/build.ts';
import type { Registers } from '../../registers/registers.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import { packed } from '../../store/state/pieces.ts';
import type { LakeWriter } from '../../store/writer.ts';
import { causeOf, type Rebuilt, rebuilt } from '../reexamination/rebuild.ts';
import { type Carried, carriedOver } from './carried-over.ts';
import { type JudgedBy, judgedBefore } from './settings.ts';
import { type EngineRequest, standingEngine } from './standing-engine.ts';
import { toldSoFar } from './told-so-far.ts';

/** Who goes on. */
export interface GoingOn extends EngineRequest {
  readonly maker: TableMaker;
  readonly built: BuiltRegisters;
  onFinding(finding: Finding, registers: Registers): void;
  /** Told how many events were read again. */
  onRebuilding?(events: number): void;
  /** Ends it early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Goes over to the settings of today, where the state of the lake was kept by others. False where the signal came first: the lake stands where it
 * stood, and nothing may be judged.
 */
export async function goOnByOthers(writer: LakeWriter, request: GoingOn): Promise<boolean> {
  const { lake, config, detectors, built, now, maker } = request;
  const snapshot = writer.snapshot();
  const before = judgedBefore(snapshot.kept, request, lake.store);
  if (before === null || snapshot.kept === null) return true;
  const { registers } = built;
  const back = createBack({ detectors, registers, verdicts: config, state: config });
  const engine = standingEngine({ ...request, back }, snapshot);
  const others = othersThan(before, detectors);
  const anew =
    others.length === 0
      ? null
      : await rebuilt({
          store: lake.store,
          snapshot,
          maker,
          config,
          now,
          built,
          detectors: others,
          passed: engine.watermark(),
          signal: request.signal,
          ...(request.onRebuilding !== undefined && { onEvents: request.onRebuilding }),
        });
  if (anew === null && others.length > 0) return false;
  if (anew !== null) back.adopt(anew.back);
  const places = others.map((one) => detectors.indexOf(one));
  const carried = await carry(request, writer, anew, places);
  const gone = back.openEpisodes().filter(({ detector }) => places.includes(detector));
  back.correct({ gone: new Set(gone.map(({ id }) => id)), open: carried.open });
  const rows = writer.rows(false);
  for (const finding of carried.findings) rows.finding(finding);
  const { raised, corrected, ended, renamed } = carried;
  const events = anew?.events ?? 0;
  const from = anew !== null && Number.isFinite(anew.from) ? anew.from : null;
  await writer.reexamine({
    rows,
    tail: writer.rows(true),
    counts: snapshot.counts,
    kept: { kind: 'state', file: await packed(engine.save()) },
    examined: snapshot.examined,
    reexamination: {
      causes_total: others.length,
      causes: others.map(({ detector }) => ({ what: causeOf(detector.id), from, to: null, known_on: now })),
      events,
      people: null,
      raised,
      corrected,
      cleared: ended,
      undecided: [],
      verdicts: 0,
      renamed: [...renamed],
    },
  });
  for (const finding of carried.findings) request.onFinding(finding, registers);
  return true;
}

/** What becomes of the open findings of detectors that are others now. `places`: where those that were rebuilt stand among all. */
async function carry(
  { lake, detectors, maker }: GoingOn,
  writer: LakeWriter,
  anew: Rebuilt | null,
  places: readonly number[],
): Promise<Carried> {
  const snapshot = writer.snapshot();
  const episodes = anew?.back.openEpisodes() ?? [];
  const refs = new Set(episodes.flatMap(({ first, last }) => [...first, ...last]));
  const files = snapshot.files.flatMap(({ table, tail, name }) =>
    table === 'events' && !tail ? [lake.store.path(name)] : [],
  );
  const ids = refs.size === 0 ? new Map<number, string>() : await maker.eventIds(files, [...refs]);
  const eventId = (ref: number) => ids.get(ref) ?? `?/${ref}`;
  const same = new Set(detectors.flatMap(({ detector }, at) => (places.includes(at) ? [] : [detector.id])));
  return carriedOver({
    episodes: episodes.map((episode) => ({ ...episode, detector: places[episode.detector] })),
    told: toldSoFar({ store: lake.store, snapshot }, (id) => !same.has(id)),
    renamed: new Map(snapshot.renamed.map(({ id, as }) => [id, as])),
    detectorOf: (index) => detectors[index].detector,
    eventId,
    render: (draft) => renderFinding(draft, eventId),
  });
}

/** Detectors of now that did not watch so far, or by other thresholds, or in another version. */
function othersThan(before: JudgedBy, detectors: readonly TunedDetector[]): TunedDetector[] {
  const told = ({ detector, thresholds }: TunedDetector) => JSON.stringify([detector.id, thresholds]);
  const same = new Set(before.detectors.map(told)); // those of another version are not among them
  return detectors.filter((one) => !same.has(told(one)));
}
