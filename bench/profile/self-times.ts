/** Reads V8 CPU profiles: how much of the time was spent in which function itself. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A function and its own share of the time in which anything ran. */
export interface SelfTime {
  readonly name: string;
  /** From the root of the checkout; `node:…` for Node's own, empty for V8's. */
  readonly file: string;
  readonly line: number;
  readonly seconds: number;
  readonly share: number;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Functions by self time, the longest first; idle time is left out. */
export function selfTimes(profileFile: string): SelfTime[] {
  const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(readFileSync(profileFile, 'utf8'));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const sums = new Map<string, { name: string; file: string; line: number; seconds: number }>();
  let total = 0;
  samples.forEach((id, i) => {
    const frame = frames.get(id);
    if (frame === undefined || frame.functionName === '(idle)') return;
    const seconds = (timeDeltas[i] ?? 0) / 1e6;
    const file = frame.url.startsWith('file:') ? relative(ROOT, fileURLToPath(frame.url)) : frame.url;
    const key = `${frame.functionName} ${file}:${frame.lineNumber}`;
    const sum = sums.get(key) ?? { name: frame.functionName, file, line: frame.lineNumber + 1, seconds: 0 };
    sum.seconds += seconds;
    total += seconds;
    sums.set(key, sum);
  });
  return [...sums.values()]
    .map((sum) => ({ ...sum, share: sum.seconds / total }))
    .sort((a, b) => b.seconds - a.seconds);
}

/** The first functions of a profile as lines. */
export function profileLines(times: readonly SelfTime[], many: number): string[] {
  return times.slice(0, many).map(({ name, file, line, seconds, share }) => {
    const place = file === '' ? '' : `  ${file}:${line}`;
    return `${(share * 100).toFixed(1).padStart(5)} %  ${seconds.toFixed(2).padStart(6)} s  ${name || '(anonymous)'}${place}`;
  });
}
