/** `metsuke reexamine`, without its terminal: a lake is judged again by what is known now, or replayed as it was judged. */
import { stat } from 'node:fs/promises';
import type { Config } from '../../../schemas/config.ts';
import type { Finding } from '../../../schemas/finding.ts';
import type { Verdict } from '../../../schemas/verdict.ts';
import { type Problem, problem } from '../../core/problem.ts';
import { MILLISECOND, type Micros } from '../../core/time.ts';
import { registerBytes, registerTables } from '../../ingest/register-files.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { knownLeaves } from '../../store/known-leaves.ts';
import { type Lake, openLake, readLake } from '../../store/lake.ts';
import { duckMaker } from '../../store/parquet-maker.ts';
import { lastSealOver, openKeys, type Sealed, sealLake } from '../../store/seals/seal-lake.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import { StoreFailed } from '../../store/store.ts';
import type { Pick as EventPick } from '../../store/stored-events.ts';
import { isInForce, type LakeWriter, takeOver } from '../../store/writer.ts';
import { tunedDetectors } from '../detectors.ts';
import type { Cause } from '../reexamination/causes.ts';
import type { Examination } from '../reexamination/find-out.ts';
import { type Replayed, replayLake } from '../reexamination/replay.ts';
import { reexamineLake } from '../reexamination/run.ts';
import { goOnByOthers } from './other-settings.ts';
import { lakeRegisters } from './registers.ts';
import { compatible, deciding, isOther, versionsOf } from './settings.ts';
import { standingEngine, standingWatermark } from './standing-engine.ts';

/** What to judge again besides what is due: somebody, or a time. */
export interface Asked {
  readonly principal: string | null;
  readonly subject: string | null;
  readonly from: Micros;
  readonly to: Micros;
}

/** What the command wants. */
export interface ReexamineWanted {
  readonly folder: string;
  readonly registersDir: string | null;
  readonly config: Config;
  readonly now: Micros;
  /** Null: what is due. */
  readonly asked: Asked | null;
  /** Nothing is written. */
  readonly isDry: boolean;
  readonly keys?: string | undefined;
  onFinding(finding: Finding): void;
  onVerdict(verdict: Verdict): void;
  onEvents(events: number): void;
}

/** What came of it. */
export interface ReexamineDone {
  readonly examination: Examination | null;
  readonly snapshot: number;
  readonly seal: Sealed | null;
  readonly problems: readonly Problem[];
}

/** Judges again what is due or asked for. */
export async function reexamineFolder(wanted: ReexamineWanted): Promise<ReexamineDone | Problem> {
  return inLake(wanted, async (lake, maker) => {
    const { config, now, registersDir, isDry } = wanted;
    const detectors = tunedDetectors(config);
    const decided = deciding({ config, detectors });
    const wrong = compatible(lake.snapshot, decided.versions, lake.store);
    if (wrong !== null) return wrong;
    const registers = await lakeRegisters(registersDir, lake, config);
    let writer: LakeWriter | null = null;
    const begin = (): LakeWriter => {
      const clock = () => new Date().toISOString();
      writer ??= takeOver(lake, {
        ...decided,
        registers: registers.delivery,
        now,
        clock,
        maker,
      });
      return writer;
    };
    const isNew = registers.delivery !== null && !isInForce(lake.snapshot, registers.delivery);
    if (isNew && !isDry) begin();
    if (!isDry && isOther(lake.snapshot, { config, detectors }))
      await goOnByOthers(begin(), {
        lake,
        config,
        detectors,
        now,
        maker,
        built: registers.built,
        onFinding: wanted.onFinding,
        onRebuilding: wanted.onEvents,
      });
    const current = (): Snapshot => writer?.snapshot() ?? lake.snapshot;
    const proposed =
      isNew && isDry
        ? {
            tables: registerTables((await registerBytes(registersDir ?? '')).files).tables,
            by: now,
            hashes: {},
          }
        : undefined;
    const { onFinding, onVerdict, onEvents } = wanted;
    const built = proposed === undefined ? registers.built : undefined;
    const standing = { lake, config, detectors, now, built };
    const examination = await reexamineLake({
      config,
      now,
      onFinding,
      onVerdict,
      onEvents,
      store: lake.store,
      snapshot: current(),
      maker,
      detectors,
      proposed,
      built: registers.built,
      passed: () => standingWatermark(standing, current()),
      engine: () => standingEngine(standing, current()),
      writer: isDry ? null : begin,
      ...(wanted.asked !== null && { asked: { causes: [causeAsked(wanted.asked, now)], only: true } }),
    });
    const seal =
      current().number === lake.snapshot.number
        ? null
        : sealLake({
            store: lake.store,
            keys: openKeys(wanted.keys ?? lake.store.path('keys'), nodeFileSystem),
            now: Date.now() * MILLISECOND,
            mayRenew: false,
          });
    const isSealed = seal !== null && !('code' in seal);
    const problems = [...registers.problems, ...(seal !== null && 'code' in seal ? [seal] : [])];
    return { examination, snapshot: current().number, seal: isSealed ? seal : null, problems };
  });
}

/** Replays a whole lake as it was judged, and compares. */
export async function replayFolder(
  wanted: Pick<ReexamineWanted, 'folder' | 'config' | 'now' | 'onEvents'>,
): Promise<Replayed | Problem> {
  return inLake({ ...wanted, isDry: true }, async (lake, maker) => {
    const { config, now, onEvents } = wanted;
    const detectors = tunedDetectors(config);
    const wrong = compatible(lake.snapshot, versionsOf(config, detectors), lake.store);
    if (wrong !== null) return wrong;
    const { store, snapshot } = lake;
    const passed = standingWatermark({ lake, config, detectors, now }, snapshot);
    return replayLake({ store, snapshot, maker, config, now, detectors, passed, onEvents });
  });
}

/** Opens a lake that must be there, and closes what was opened for it. */
async function inLake<T>(
  { folder, isDry }: Pick<ReexamineWanted, 'folder' | 'isDry'>,
  work: (lake: Lake, maker: ReturnType<typeof duckMaker>) => Promise<T>,
): Promise<T | Problem> {
  try {
    await stat(folder);
  } catch {
    return problem('lake-absent', {}, { file: folder });
  }
  try {
    const lake = isDry ? readLake(folder, nodeFileSystem) : openLake(folder, nodeFileSystem);
    lastSealOver(lake.chain, lake.store);
    const maker = duckMaker(lake.store.path('tmp/duckdb'), knownLeaves(lake.store, lake.snapshot.files));
    try {
      return await work(lake, maker);
    } finally {
      maker.close();
    }
  } catch (error) {
    if (error instanceof StoreFailed) return error.problem;
    throw error;
  }
}

/** What was asked for, as a cause. */
function causeAsked({ principal, subject, from, to }: Asked, now: Micros): Cause {
  const pick = (column: EventPick['column'], value: string | null): EventPick[] =>
    value === null ? [] : [{ column, values: [value], from, to }];
  const named = [...pick('person', principal), ...pick('subject', subject)];
  return {
    what: 'asked',
    picks: named.length > 0 ? named : [{ column: null, values: null, from, to }],
    from,
    to,
    knownOn: now,
  };
}
