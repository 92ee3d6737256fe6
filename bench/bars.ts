/** The bars that come first: a town's day through `metsuke detect`, and the reference work beside its twin. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Bar, spreadOf } from './measure/bar.ts';
import { cached, progress } from './measure/cache.ts';
import { type Ran, run } from './measure/child.ts';
import { EVENTS as REFERENCE_EVENTS } from './reference/data.ts';
import { writeReference } from './reference/write.ts';
import { EVENTS_A_DAY } from './town/data.ts';
import { writeTown } from './town/write.ts';

/** How often, and where to leave things. */
export interface Rounds {
  readonly rounds: number;
  readonly folder: string;
}

/** The town's events and registers, made once. */
export function townFolder(events = EVENTS_A_DAY): string {
  return cached(`town-${events}`, (folder) => writeTown(folder, events));
}

/** The reference data, made once. */
export function referenceFolder(): string {
  return cached(`reference-${REFERENCE_EVENTS}`, (folder) => writeReference(folder, REFERENCE_EVENTS));
}

/** A run of `metsuke detect`. */
export interface Detected extends Ran {
  /** SHA-256 of its findings. */
  readonly findings: string;
}

/** `metsuke detect` on a folder of events and registers. */
export async function detect(
  data: string,
  folder: string,
  options: readonly string[] = [],
  core?: number,
): Promise<Detected> {
  const stdout = join(folder, 'findings.ndjson');
  const files = ['--registers', join(data, 'registers'), join(data, 'events.ndjson')];
  const ran = await run('bin/metsuke.js', ['detect', '--json', '--now', NOW, ...options, ...files], {
    folder,
    stdout,
    ...(core === undefined ? {} : { core }),
  });
  return { ...ran, findings: createHash('sha256').update(readFileSync(stdout)).digest('hex') };
}

/** After the last day of every stream, so that no clock is out of range. */
export const NOW = '2025-01-01T00:00:00+09:00';

/** Two million events of a town's day with all detectors and registers; with and without `--verdicts`, in turn. */
export async function townBars({ rounds, folder }: Rounds): Promise<Bar[]> {
  const data = townFolder();
  const plain: Ran[] = [];
  const written: Ran[] = [];
  const findings = new Set<string>();
  for (let round = 1; round <= rounds; round++) {
    progress(`town, round ${round} of ${rounds}`);
    const one = await detect(data, folder);
    const other = await detect(data, folder, ['--verdicts', join(folder, 'verdicts.ndjson')]);
    plain.push(one);
    written.push(other);
    findings.add(one.findings).add(other.findings);
  }
  if (findings.size !== 1) throw new Error('the same town gave different findings');
  const cpu = spreadOf(plain.map(({ cpuSeconds }) => cpuSeconds));
  const ratio = spreadOf(written.map(({ cpuSeconds }, i) => cpuSeconds / (plain[i]?.cpuSeconds ?? 1)));
  const size = `${(statSync(join(data, 'events.ndjson')).size / 1e6).toFixed(0)} MB`;
  return [
    {
      name: 'town, 2 M events, all detectors and registers',
      bound: 8,
      unit: 'CPU s',
      measured: cpu,
      note: `${size}, wall ${spreadOf(plain.map(({ wallSeconds }) => wallSeconds)).median.toFixed(1)} s`,
    },
    {
      name: 'the same, peak memory',
      bound: 400,
      unit: 'MB',
      measured: spreadOf(plain.map(({ peakMb }) => peakMb)),
      note: '',
    },
    { name: 'the same with --verdicts, against without', bound: 1.4, unit: '×', measured: ratio, note: '' },
  ];
}

/** The reference work by metsuke and by the twin, in turn; the alerts must be equal. */
export async function referenceBars({ rounds, folder }: Rounds): Promise<Bar[]> {
  const data = referenceFolder();
  const ours: Ran[] = [];
  const twins: Ran[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`reference work, round ${round} of ${rounds}`);
    const args = [join(data, 'events.ndjson'), join(data, 'registers')];
    const [own, other] = [join(folder, 'metsuke.txt'), join(folder, 'twin.txt')];
    ours.push(await run('bench/reference/metsuke.ts', [...args, own], { folder }));
    twins.push(await run('bench/reference/twin.ts', [...args, other], { folder }));
    if (!readFileSync(own).equals(readFileSync(other)))
      throw new Error('metsuke and the twin give different alerts');
  }
  const cpu = (ran: readonly Ran[]) => spreadOf(ran.map(({ cpuSeconds }) => cpuSeconds));
  const memory = (ran: readonly Ran[]) => spreadOf(ran.map(({ peakMb }) => peakMb)).max.toFixed(0);
  const [own, other] = [cpu(ours), cpu(twins)];
  return [
    {
      name: 'reference work, CPU against the twin',
      bound: 0.2,
      unit: '×',
      measured: spreadOf(ours.map(({ cpuSeconds }, i) => cpuSeconds / (twins[i]?.cpuSeconds ?? 1))),
      note: `metsuke ${own.median.toFixed(1)} CPU s, ${memory(ours)} MB; twin ${other.median.toFixed(1)} CPU s, ${memory(twins)} MB; equal alerts`,
    },
  ];
}
