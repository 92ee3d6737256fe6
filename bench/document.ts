/** The results of the last runs, as a page for people: docs/benchmarks.md. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bar, barCells } from './measure/bar.ts';
import type { Circumstances } from './measure/machine.ts';
import { type Compared, comparedCells } from './micro/peers.ts';

/** What a section leaves behind. */
export interface Result extends Circumstances {
  readonly loadAtEnd: number;
  readonly bars: readonly Bar[];
  readonly compared: readonly Compared[];
  /** What else there is to show. */
  readonly tables?: readonly Table[];
}

/** A table with a title. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The sections of the page, in order. */
const PAGE_SECTIONS = [
  'town',
  'reference',
  'workers',
  'hostile',
  'keys',
  'recovery',
  'latency',
  'linear',
  'state',
  'profiles',
  'decoders',
  'storm',
  'questions',
  'quality',
] as const;

const PAGE = fileURLToPath(new URL('../docs/benchmarks.md', import.meta.url));

/** Writes the page from the results of its sections, as far as there are any. */
export function document(results: string): void {
  const parts = PAGE_SECTIONS.flatMap((section) => {
    const file = join(results, `${section}.json`);
    return existsSync(file) ? sectionLines(section, JSON.parse(readFileSync(file, 'utf8')) as Result) : [];
  });
  if (readdirSync(results).length === 0) throw new Error('nothing was measured yet');
  writeFileSync(PAGE, [...HEAD, ...parts].join('\n'));
}

const HEAD = [
  '# Benchmarks',
  '',
  'Written by `npm run bench -- --document` from the results of the last `npm run bench`, `npm run bench:questions` and `npm run bench:quality` on one machine; not edited by hand.',
  'CPU seconds are those of the whole process, its start and its threads included. What the data are stands in',
  '[bench/town](../bench/town/README.md) and [bench/reference](../bench/reference/README.md); where the time goes in',
  '[performance](performance.md). A load above 1 means that others were at work: figures are then too high rather than too low.',
  '',
];

function sectionLines(section: string, result: Result): string[] {
  const {
    cpu,
    cores,
    memoryGb,
    node,
    commit,
    at,
    loadAtStart,
    loadAtEnd,
    bars,
    compared,
    tables = [],
  } = result;
  const where = `${cpu}, ${cores} cores, ${memoryGb} GB, Node ${node}, commit ${commit}, ${at.slice(0, 16)}Z, load ${loadAtStart} → ${loadAtEnd}.`;
  const table = (head: string, rows: readonly (readonly string[])[]) =>
    rows.length === 0
      ? []
      : [head, head.replace(/[^|]+/g, '---'), ...rows.map((cells) => `| ${cells.join(' | ')} |`), ''];
  return [
    `## ${section[0]?.toUpperCase()}${section.slice(1)}`,
    '',
    where,
    '',
    ...table('| | bar | measured | note |', bars.map(barCells)),
    ...table('| | CPU time a step | |', compared.map(comparedCells)),
    ...tables.flatMap(({ title, head, rows }) => [title, '', ...table(`| ${head.join(' | ')} |`, rows)]),
  ];
}
