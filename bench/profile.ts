/** Where a microsecond goes: a CPU profile of the town's day, summed up in docs/performance.md and its picture. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NOW, type Rounds, townFolder } from './bars.ts';
import { progress } from './measure/cache.ts';
import { run } from './measure/child.ts';
import { type Circumstances, load } from './measure/machine.ts';
import { profileLines, selfTimes } from './profile/self-times.ts';
import { type Stage, stagesOf, stagesPicture } from './profile/stages.ts';
import { EVENTS_A_DAY } from './town/data.ts';

const PAGE = fileURLToPath(new URL('../docs/performance.md', import.meta.url));
const PICTURE = fileURLToPath(new URL('../docs/performance.svg', import.meta.url));
const MEASURED = /(?<=<!-- measured: npm run bench -- --profile -->\n)[\s\S]*?(?=<!-- end -->)/;
const FUNCTIONS = 15;

/** Profiles one run, writes the page and the picture, and gives the lines for the terminal. */
export async function profileTown({ folder }: Rounds, where: Circumstances): Promise<string[]> {
  const data = townFolder();
  const profiles = mkdtempSync(join(folder, 'profile-'));
  progress('profile of the town');
  const args = [
    'detect',
    '--quiet',
    '--now',
    NOW,
    '--registers',
    join(data, 'registers'),
    join(data, 'events.ndjson'),
  ];
  const nodeOptions = ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const { cpuSeconds } = await run('src/main.ts', args, { folder, nodeOptions });
  const [profile = ''] = readdirSync(profiles);
  const times = selfTimes(join(profiles, profile));
  const stages = stagesOf(times);
  const microseconds = (cpuSeconds * 1e6) / EVENTS_A_DAY;
  const functions = profileLines(times, FUNCTIONS);
  writeFileSync(PICTURE, stagesPicture(stages, microseconds));
  const block = measuredBlock(stages, functions, microseconds, where);
  writeFileSync(PAGE, readFileSync(PAGE, 'utf8').replace(MEASURED, block));
  return functions;
}

function measuredBlock(
  stages: readonly Stage[],
  functions: readonly string[],
  microseconds: number,
  { cpu, cores, node, commit, at }: Circumstances,
): string {
  const rows = stages.map(
    ({ name, about, share }) =>
      `| ${name} | ${about} | ${(share * microseconds).toFixed(2)} | ${(share * 100).toFixed(0)} % |`,
  );
  return [
    '',
    `${microseconds.toFixed(2)} µs of CPU time an event, the profiler’s own included. ${cpu}, ${cores} cores, Node ${node}, commit ${commit}, load ${load()}, ${at.slice(0, 10)}.`,
    '',
    '| stage | what it is | µs an event | share |',
    '|---|---|---|---|',
    ...rows,
    '',
    'The functions with the most time of their own:',
    '',
    '```',
    ...functions,
    '```',
    '',
  ].join('\n');
}
