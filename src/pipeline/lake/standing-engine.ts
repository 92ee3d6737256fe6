/** An engine where a lake stands: the state of the newest commit, and the registers in force. */
import type { Config } from '../../../schemas/config.ts';
import { MINUTE, type Micros } from '../../core/time.ts';
import { createEngine, type Engine } from '../../engine/engine.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { Lake } from '../../store/lake.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import { restoreEngine } from '../../store/state/kept-engine.ts';
import { readStored } from '../../store/writer.ts';
import { rowDefaults } from '../row-defaults.ts';
import { pastRegisters } from './registers.ts';

/** What an engine of a lake is made of. */
interface EngineRequest {
  readonly lake: Pick<Lake, 'store'>;
  readonly config: Config;
  readonly detectors: readonly TunedDetector[];
  readonly now: Micros;
}

/** An engine that stands where a snapshot does. */
export function standingEngine(request: EngineRequest, snapshot: Snapshot): Engine {
  const { lake, config } = request;
  const engine = pastEngine(request, snapshot.registers?.number ?? null);
  restoreEngine(engine, {
    snapshot,
    read: (file) => readStored(lake.store, file),
    past: (number) => pastEngine(request, number),
    defaultsOf: (source) => rowDefaults(config, source),
  });
  return engine;
}

/** An engine that says nothing, with the registers that an earlier commit brought. */
function pastEngine({ lake, config, detectors, now }: EngineRequest, number: number | null): Engine {
  const { registers } = pastRegisters(lake.store, number, config);
  return createEngine({
    detectors,
    registers,
    lateness: config.latenessMinutes * MINUTE,
    now,
    verdicts: config,
    wantVerdicts: true, // what waits in it is told by the engine that goes on
    isOngoing: true,
  });
}
