/** The stages of an event, and which files belong to each: a profile summed up. */
import type { SelfTime } from './self-times.ts';

/** A stage with its share of the time. */
export interface Stage {
  readonly name: string;
  readonly about: string;
  readonly share: number;
}

/** In the order of an event's way; the first whose pattern fits a function's file takes it. */
const STAGES: readonly (readonly [name: string, about: string, files: RegExp])[] = [
  [
    'decode',
    'bytes to columns: UTF-8, JSON, schema, times, hashes',
    /^src\/(?:ingest|batch|core)\/|^node:(?:internal\/)?(?:fs|streams?|buffer)/,
  ],
  [
    'order',
    'event order, duplicates, event ids',
    /^src\/engine\/(?:event-order|duplicates|engine)|^src\/findings\/event-ids/,
  ],
  ['registers', 'who, what and which case, as of the event', /^src\/registers\/|^src\/engine\/derive/],
  ['verdicts', 'every look-up judged, and what waits for a sale or an issue', /^src\/verdicts\//],
  ['state', 'windows, counters and latches', /^src\/state\//],
  [
    'detectors',
    'the loops of the detectors, and rows divided among shards',
    /^detectors\/|^src\/engine\/(?:run-parts|shards)/,
  ],
  ['findings', 'episodes, words, output', /^src\/(?:engine|findings|pipeline|cli)\//],
];
const GARBAGE = '(garbage collector)';

/** Sums functions by stage; what belongs to none comes last. */
export function stagesOf(times: readonly SelfTime[]): Stage[] {
  const shareOf = (belongs: (time: SelfTime) => boolean) =>
    times.filter(belongs).reduce((sum, { share }) => sum + share, 0);
  const stageOf = ({ file }: SelfTime) => STAGES.find(([, , files]) => files.test(file))?.[0];
  const stages = STAGES.map(([name, about]) => ({
    name,
    about,
    share: shareOf((time) => stageOf(time) === name),
  }));
  return [
    ...stages,
    { name: 'garbage', about: 'the garbage collector', share: shareOf(({ name }) => name === GARBAGE) },
    {
      name: 'the rest',
      about: 'start, reading, V8’s own functions',
      share: shareOf((time) => time.name !== GARBAGE && stageOf(time) === undefined),
    },
  ];
}

const WIDTH = 760;
const ROW = 26;
const LABEL = 84;
const BAR = 240;

/** A picture of the stages: one bar each, readable on light and dark. */
export function stagesPicture(stages: readonly Stage[], microseconds: number): string {
  const most = Math.max(...stages.map(({ share }) => share));
  const height = stages.length * ROW + 12;
  const rows = stages.map(({ name, about, share }, i) => {
    const y = 6 + i * ROW;
    const width = Math.max(1, Math.round((share / most) * BAR));
    const value = `${(share * microseconds).toFixed(2)} µs`;
    return [
      `<text x="${LABEL - 8}" y="${y + 17}" text-anchor="end" class="n">${name}</text>`,
      `<rect x="${LABEL}" y="${y + 4}" width="${width}" height="${ROW - 8}" rx="2"/>`,
      `<text x="${LABEL + width + 8}" y="${y + 17}">${value}<tspan class="a" dx="10">${about}</tspan></text>`,
    ].join('');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Microseconds an event, by stage">`,
    '<style>text{font:13px system-ui,sans-serif;fill:#57606a}.n{font-weight:600}.a{font-size:11px}rect{fill:#3b82c4}@media(prefers-color-scheme:dark){text{fill:#adbac7}}</style>',
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}
