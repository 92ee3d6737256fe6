/** Watches a run: fills its status from what the loop tells, and says in the log what whoever operates it should know. */
import { type Commit, type LakeCounts, placeOf } from '../../../schemas/commit.ts';
import type { Finding } from '../../../schemas/finding.ts';
import { REGISTER_NAMES } from '../../../schemas/registers/registers.ts';
import type { ProblemCode } from '../../core/problem.ts';
import type { Micros } from '../../core/time.ts';
import type { Log } from '../../operation/log.ts';
import { registerDates } from '../../operation/register-dates.ts';
import { countFinding, inputStatus, type RunStatus, sinkStatus } from '../../operation/status.ts';
import type { OutputStatus } from '../../outbox/lane.ts';
import type { BuiltRegisters } from '../../registers/build.ts';
import { lastSealOver } from '../../store/seals/seal-lake.ts';
import { latest } from '../event-source.ts';
import type { LoopState } from './loop.ts';
import type { Begun, Companion } from './run.ts';

/** What is watched, and who is told. */
export interface Watching {
  readonly status: RunStatus;
  readonly log: Log;
  readonly nowMs: () => number;
  /** The folder of registers; null: the lake's are used. */
  readonly registersFolder: string | null;
  /** Outputs and how they fare. */
  readonly outputs: () => readonly OutputStatus[];
}

/** Arrivals that are remembered: a finding that waits for its lateness still knows when its event came. */
const ARRIVALS_MAX = 4_096;

/** A companion of the loop that watches it. */
export function watchRun(
  { lake, registers }: Begun,
  { status, log, nowMs, registersFolder, outputs }: Watching,
): Companion {
  const start = lake.snapshot.counts;
  const arrivals = arrivalsOf(ARRIVALS_MAX);
  const names = new Map<number, string>();
  const refused = new Map<string, { input: string; code: ProblemCode; rows: number }>();
  const failing = new Set<string>();
  /** Revisions in commits since the last epoch; what is said while one becomes durable belongs to the next. */
  let findings = 0;
  let evicted = 0;
  let committed = start;

  function readRegisters({ missing, summaries, refused: unusable }: BuiltRegisters): void {
    const atMs = nowMs();
    const dates = registersFolder === null ? null : registerDates(registersFolder);
    for (const name of REGISTER_NAMES)
      status.registers[name] = missing.includes(name) ? null : (dates?.get(name) ?? atMs);
    status.registersReadAtMs = atMs;
    log.say('registers-read', { present: summaries.length, missing: missing.length, refused: unusable });
  }

  function note({ book, source }: LoopState): void {
    for (const { input, name } of book.open()) names.set(input, name);
    for (const [number, name] of names) {
      const { read, quarantined, isOpen, reached } = book.of(number);
      const input = inputStatus(status, name);
      input.read = read;
      input.quarantined = quarantined;
      input.end = source.end?.(number) ?? input.end;
      if (input.isIdle !== !isOpen) {
        input.isIdle = !isOpen;
        if (isOpen) log.say('input-back', { input: name });
        else log.say('input-idle', { input: name });
      }
      input.lastEventTime = Number.isFinite(reached) ? reached : null;
    }
  }

  function noteOutputs(): void {
    for (const { output, backlog, failures, refused, lost, lastDoneAtMs, problem } of outputs()) {
      Object.assign(sinkStatus(status, output), { backlog, failures, refused, lost, lastDoneAtMs });
      if (problem !== null && !failing.has(output))
        log.say('sink-failed', { sink: output, cause: problem.code, backlog });
      if (problem === null && failing.has(output)) log.say('sink-back', { sink: output });
      if (problem === null) failing.delete(output);
      else failing.add(output);
    }
  }

  status.phase = 'running';
  status.epoch = lake.snapshot.number;
  const sealed = lastSealOver(lake.chain, lake.store);
  status.lastSealAtMs = sealed === null ? null : Date.parse(sealed.seal.sealed_at);
  log.say('took-over', { commit: lake.snapshot.number });
  readRegisters(registers);

  return {
    onRows(rows) {
      if (rows.batch !== null) arrivals.note(latest(rows.batch), nowMs());
      for (const { problem } of rows.refused) {
        const input = names.get(rows.input) ?? '';
        const key = `${rows.input} ${problem.code}`;
        const known = refused.get(key) ?? { input, code: problem.code, rows: 0 };
        refused.set(key, known);
        known.rows++;
      }
    },
    onRound(state) {
      const { engine, borrowed, elsewhere } = state.judging;
      const { accepted, duplicates, late, clockMarked, reusedIds } = engine.counts();
      status.beatAtMs = nowMs();
      status.accepted = accepted - start.accepted;
      status.duplicates = duplicates - (start.duplicates - start.old_duplicates);
      status.late = late - start.late;
      status.clockMarked = clockMarked - start.clock_marked;
      status.reusedIds = reusedIds - start.reused_ids;
      status.waiting = engine.waiting();
      status.borrowedRows = borrowed();
      status.judgesElsewhere = elsewhere();
      const watermark = engine.watermark();
      status.watermark = Number.isFinite(watermark) ? watermark : null;
      note(state);
    },
    onFinding(finding: Finding) {
      if (finding.revision > 1) return;
      const arrivedMs = arrivals.of(Date.parse(finding.time) * 1_000);
      countFinding(status, finding.detector, finding.severity, Math.max(0, nowMs() - arrivedMs) / 1_000);
    },
    onCommit(commit: Commit) {
      for (const { table, rows } of commit.files) if (table === 'findings') findings += rows;
      status.epoch = commit.number;
      status.lastCommitAtMs = nowMs();
      status.stateBytes = (commit.state?.bytes ?? 0) + (commit.journal?.bytes ?? 0);
      for (const { input, name, to } of commit.inputs) {
        names.set(input, name);
        inputStatus(status, name).position = placeOf(to);
      }
    },
    onEpoch({ judging, writer }, seconds) {
      const { counts, number } = writer.snapshot();
      const used = judging.engine.usage().reduce((sum, one) => sum + one.evicted, 0);
      status.epochs++;
      status.lastCommitSeconds = seconds;
      status.evicted = used;
      status.suppressed = judging.engine.suppressed().reduce((sum, count) => sum + count, 0);
      const more = (of: (counts: LakeCounts) => number) => of(counts) - of(committed);
      log.say('epoch-committed', {
        commit: number,
        events: more(({ accepted }) => accepted),
        findings,
        quarantined: more(({ quarantined }) => quarantined),
        seconds,
        state_bytes: status.stateBytes,
      });
      if (used > evicted) log.say('keys-evicted', { keys: used - evicted });
      for (const { input, code, rows } of refused.values())
        log.say('rows-refused', { input, rows, cause: code });
      refused.clear();
      evicted = used;
      findings = 0;
      committed = counts;
      noteOutputs();
    },
    onRegisters: readRegisters,
  };
}

/** When events came, by their time: exact for those that come in order, too early (so the delay too long) for late ones. */
function arrivalsOf(most: number) {
  let steps: { time: Micros; atMs: number }[] = [];
  let lastMs = Number.NaN;
  return {
    note(time: Micros, atMs: number): void {
      lastMs = atMs;
      const last = steps.at(-1);
      if (last !== undefined && time <= last.time) return;
      steps.push({ time, atMs });
      if (steps.length > 2 * most) steps = steps.slice(-most);
    },
    /** What came before the first step is taken to have come last. */
    of(time: Micros): number {
      const step = steps.find((one) => one.time >= time);
      return step === undefined || step === steps[0] ? lastMs : step.atMs;
    },
  };
}
