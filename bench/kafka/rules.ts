/** The four rules of the reference work from the same topic, by metsuke and by Flink, in turn; alerts equal to the twin's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceFolder } from '../bars.ts';
import { flinkJob, runFlink } from '../flink/flink.ts';
import { type Bar, spreadOf } from '../measure/bar.ts';
import { progress } from '../measure/cache.ts';
import { type Ran, run } from '../measure/child.ts';
import { fillTopic } from './produce.ts';

/** What is compared how. */
export interface RulesWanted {
  readonly brokers: readonly string[];
  readonly folder: string;
  readonly rounds: number;
}

const TOPIC = 'reference';
const PACKED = 100;

/** A bar for it; or why Flink could not be had. */
export async function rulesOnTopic({ brokers, folder, rounds }: RulesWanted): Promise<Bar | string> {
  const job = flinkJob();
  if ('missing' in job) return job.missing;
  const data = referenceFolder();
  const [file, registers] = [join(data, 'events.ndjson'), join(data, 'registers')];
  progress('the reference work to a topic');
  const events = await fillTopic({ brokers, topic: TOPIC, file, packed: PACKED, partitions: 1 });
  const expected = join(folder, 'twin.txt');
  await run('bench/reference/twin.ts', [file, registers, expected], { folder });
  const [ours, theirs]: [Ran[], Ran[]] = [[], []];
  for (let round = 1; round <= rounds; round++) {
    progress(`four rules from a topic, metsuke and Flink, round ${round}`);
    const [own, other] = [join(folder, 'rules.txt'), join(folder, 'flink.txt')];
    const args = [brokers.join(','), TOPIC, `${events}`, registers, own];
    ours.push(await run('bench/reference/topic.ts', args, { folder }));
    theirs.push(await runFlink(job.classPath, { brokers, topic: TOPIC, registers, out: other }));
    for (const [who, alerts] of [
      ['metsuke', own],
      ['Flink', other],
    ] as const)
      if (sorted(alerts) !== sorted(expected)) throw new Error(`${who} and the twin give different alerts`);
  }
  const cpu = (ran: readonly Ran[]) => spreadOf(ran.map(({ cpuSeconds }) => cpuSeconds)).median.toFixed(1);
  const memory = (ran: readonly Ran[]) => Math.max(...ran.map(({ peakMb }) => peakMb)).toFixed(0);
  return {
    name: 'four rules from one topic, CPU against Flink',
    bound: 1,
    unit: '×',
    measured: spreadOf(ours.map(({ cpuSeconds }, i) => cpuSeconds / (theirs[i]?.cpuSeconds ?? 1))),
    note: `metsuke ${cpu(ours)} CPU s, ${memory(ours)} MB; Flink 1.20 (DataStream, one process, state on the heap) ${cpu(theirs)} CPU s, ${memory(theirs)} MB; equal alerts; ${events} events, ${PACKED} a message`,
  };
}

function sorted(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').sort().join('\n');
}
