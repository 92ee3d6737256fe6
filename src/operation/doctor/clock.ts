/** Whether the clock can be right: it stands after everything that was written by it. */
import { problem } from '../../core/problem.ts';
import { bad, type Diagnosis, good } from './diagnosis.ts';
import type { Machine } from './machine.ts';

/** Clocks of two machines that are kept in time differ by less. */
const APART_MAX_MS = 5_000;
/** No clock of a running machine stands before this version was written. */
const BEGINNING_MS = Date.UTC(2026, 0, 1);

/** Looks at the clock; `writtenAt` is that of the newest commit. */
export function diagnoseClock(machine: Machine, writtenAt: string | null): Diagnosis[] {
  const nowMs = machine.nowMs();
  const newestMs = writtenAt === null ? Number.NaN : Date.parse(writtenAt);
  const told = new Date(nowMs).toISOString();
  if (nowMs < BEGINNING_MS) return [bad('clock', problem('clock-unset', { now: told }))];
  if (newestMs - nowMs > APART_MAX_MS)
    return [bad('clock', problem('clock-back', { now: told, newest: new Date(newestMs).toISOString() }))];
  return [
    Number.isNaN(newestMs)
      ? good('clock', `時計は ${told} です`, `the clock says ${told}`)
      : good(
          'clock',
          `最後のコミットは ${lengthText(nowMs - newestMs).ja}前です`,
          `the newest commit was ${lengthText(nowMs - newestMs).en} ago`,
        ),
  ];
}

function lengthText(ms: number): { ja: string; en: string } {
  const minutes = Math.max(0, ms) / 60_000;
  if (minutes < 1) return { ja: '1 分未満', en: 'less than a minute' };
  if (minutes < 120) return { ja: `${Math.round(minutes)} 分`, en: `${Math.round(minutes)} minutes` };
  const hours = minutes / 60;
  if (hours < 48) return { ja: `${Math.round(hours)} 時間`, en: `${Math.round(hours)} hours` };
  return { ja: `${Math.round(hours / 24)} 日`, en: `${Math.round(hours / 24)} days` };
}
