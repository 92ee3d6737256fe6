/** Whether a running metsuke is well: alive (else restart it) and ready (else it does not judge). */
import type { RunStatus } from './status.ts';

/** A loop that has not come round for so long is stuck: its longest step, a compaction of a month, takes a fraction of it. */
const BEAT_MAX_MS = 120_000;

/** Whether the process is worth keeping: a standby is, and one that is still starting. */
export function isAlive({ phase, beatAtMs }: RunStatus, nowMs: number): boolean {
  return phase !== 'failed' && nowMs - beatAtMs <= BEAT_MAX_MS;
}

/** Whether it judges what comes. */
export function isReady(status: RunStatus, nowMs: number): boolean {
  return status.phase === 'running' && isAlive(status, nowMs);
}
