/** An engine where a lake stands: the state of the newest commit, and the registers in force. */
import type { Config } from '../../../schemas/config.ts';
import { MINUTE, type Micros } from '../../core/time.ts';
import type { Back } from '../../engine/back.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import { watermarkIn } from '../../engine/saved-watermark.ts';
import type { BuiltRegisters } from '../../registers/build.ts';
import type { Lake } from '../../store/lake.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import { restoreEngine } from '../../store/state/kept-engine.ts';
import { framesIn } from '../../store/state/pieces.ts';
import { readStored } from '../../store/writer.ts';
import { rowDefaults } from '../row-defaults.ts';
import { pastRegisters } from './registers.ts';
import { judgedBefore } from './settings.ts';

/** What an engine of a lake is made of. */
export interface EngineRequest {
  readonly lake: Pick<Lake, 'store'>;
  readonly config: Config;
  readonly detectors: readonly TunedDetector[];
  readonly now: Micros;
  /** Lateness of rows of which their input says nothing else. Default: that of the settings. */
  readonly lateness?: Micros;
  /** A back to be looked at; the engine is not made of another one. */
  readonly back?: Back | undefined;
  /** The registers in force, where somebody has built them. */
  readonly built?: BuiltRegisters | undefined;
}

/** An engine that stands where a snapshot does. */
export function standingEngine(request: EngineRequest, snapshot: Snapshot): Engine {
  const { lake, config } = request;
  const inForce = request.built ?? pastRegisters(lake.store, snapshot.registers?.number ?? null, config);
  const engine = engineBy(request, inForce);
  const before = judgedBefore(snapshot.kept, request, lake.store);
  const then = before === null ? request : { ...request, ...before };
  restoreEngine(engine, {
    snapshot,
    read: (file) => readStored(lake.store, file),
    past: (number) => engineBy({ ...then, back: undefined }, pastRegisters(lake.store, number, then.config)),
    defaultsOf: (source) => rowDefaults(then.config, source),
    isOther: before !== null,
  });
  return engine;
}

/** Up to where such an engine has come. Where nothing was done since its state was kept, only the beginning of that is read. */
export function standingWatermark(request: EngineRequest, snapshot: Snapshot): Micros {
  const { state, journals } = snapshot;
  if (state === null || journals.length > 0) return standingEngine(request, snapshot).watermark();
  const settings = { lateness: request.config.latenessMinutes * MINUTE, now: request.now };
  return watermarkIn(framesIn(readStored(request.lake.store, state)), settings);
}

function engineBy(
  { detectors, config, now, lateness = config.latenessMinutes * MINUTE, back }: EngineRequest,
  { registers }: BuiltRegisters,
): Engine {
  return createEngine({
    detectors,
    registers,
    lateness,
    now,
    verdicts: config,
    state: config,
    wantVerdicts: true, // what waits in it is told by the engine that goes on
    isOngoing: true,
    defaultsOf: (source) => rowDefaults(config, source),
    ...(back !== undefined && { back }),
  });
}
