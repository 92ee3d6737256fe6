/** Twenty million invented accounts: memory stays where it was, what is hidden among them is found, what was let go is told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../schemas/finding.ts';
import type { Summary } from '../src/pipeline/detect.ts';
import type { Rounds } from './bars.ts';
import { type Bar, spreadOf } from './measure/bar.ts';
import { progress } from './measure/cache.ts';
import { type Ran, run } from './measure/child.ts';
import { HIDDEN } from './storm/write.ts';

const SMALL = 5_000_000;
const LARGE = 20_000_000;

/** A storm of five and one of twenty million. */
export async function stormBars({ folder }: Rounds): Promise<Bar[]> {
  const small = await weather(SMALL, folder);
  const large = await weather(LARGE, folder);
  const memory = spreadOf([large.peakMb / small.peakMb]);
  return [
    {
      name: 'storm of 20 M accounts, memory against 5 M',
      bound: 1.1,
      unit: '×',
      measured: memory,
      note: `${large.peakMb.toFixed(0)} and ${small.peakMb.toFixed(0)} MB, ${large.cpuSeconds.toFixed(0)} CPU s`,
    },
    {
      name: 'the incident hidden in it is found',
      bound: 1,
      isLeast: true,
      unit: 'finding',
      measured: spreadOf([large.found]),
      note: `${large.findings} findings in all`,
    },
    {
      name: 'what was let go is told',
      bound: 1,
      isLeast: true,
      unit: 'entries',
      measured: spreadOf([large.evicted]),
      note: '',
    },
  ];
}

async function weather(
  count: number,
  folder: string,
): Promise<Ran & { found: number; findings: number; evicted: number }> {
  progress(`storm of ${count} accounts`);
  const stdout = join(folder, 'storm.ndjson');
  const fedBy = ['bench/storm/write.ts', String(count)];
  const ran = await run('bin/metsuke.js', ['detect', '--json', '-'], { folder, stdout, fedBy });
  const last = ran.talk.trimEnd().split('\n').at(-1) ?? '{}';
  const { summary }: { summary: Summary } = JSON.parse(last);
  const findings = readFileSync(stdout, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Finding);
  const first = findings.filter(({ revision }) => revision === 1);
  const isHidden = ({ ip, actor }: Finding) => ip === HIDDEN.address || actor === HIDDEN.account;
  return { ...ran, found: first.filter(isHidden).length, findings: first.length, evicted: summary.evicted };
}
