/** The house rules, checked on the source itself: who may import whom, sizes, purity, names, doc sentences. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  DETECTOR_CODE_LINES_MAX,
  docProblems,
  FILE_LINES_MAX,
  FUNCTION_LINES_MAX,
  importProblems,
  nameProblems,
  packageProblems,
  purityProblems,
  type Rooms,
  sizeProblems,
  tableProblems,
  unfinishedProblems,
} from './tidy/rules.ts';
import { type SourceFile, sourceFile } from './tidy/source.ts';

const FACTS = ['core', 'schemas', 'registers'];
const JUDGING = [...FACTS, 'batch', 'state', 'verdicts', 'profiles', 'detector', 'detectors'];
const EDGE = ['ingest', 'findings', 'store', 'questions'];

/** Which room may import which; a room imports only what stands above it here. */
const ROOMS: Rooms = {
  core: { may: [] },
  schemas: { may: ['core'] },
  batch: { may: ['core', 'schemas'] },
  state: { may: ['core'] },
  registers: { may: ['core', 'schemas'] },
  verdicts: { may: ['core', 'schemas', 'registers', 'state'] },
  profiles: { may: ['core', 'schemas', 'registers', 'state', 'verdicts'] },
  detector: { may: ['core', 'schemas', 'state'], types: ['registers', 'verdicts', 'profiles'] },
  detectors: { may: ['core', 'schemas', 'state', 'verdicts', 'profiles', 'detector'], types: ['registers'] },
  engine: { may: JUDGING },
  ingest: { may: [...JUDGING, 'engine'] },
  findings: { may: [...JUDGING, 'engine'] },
  store: { may: [...JUDGING, 'engine'] },
  questions: { may: [...JUDGING, 'engine', 'ingest', 'store'] },
  operation: { may: [...JUDGING, 'engine', ...EDGE] },
  outbox: { may: ['core', 'schemas', 'findings', 'store'] },
  pipeline: { may: [...JUDGING, 'engine', ...EDGE, 'operation', 'outbox'] },
  kafka: { may: ['core', 'schemas', 'batch', 'ingest', 'pipeline'] },
  seeds: { may: ['core', 'schemas'] },
  toolchain: { may: [] },
  server: { may: [...JUDGING, 'engine', ...EDGE, 'pipeline'] },
  cli: { may: [...JUDGING, 'engine', ...EDGE, 'operation', 'outbox', 'pipeline', 'kafka', 'seeds'] },
  generate: { may: [...JUDGING, 'ingest', 'questions', 'operation', 'cli'] },
  main: { may: [...JUDGING, 'engine', ...EDGE, 'operation', 'pipeline', 'seeds', 'server', 'cli'] },
  bench: { may: [...JUDGING, 'engine', ...EDGE, 'pipeline', 'kafka', 'seeds', 'toolchain'] },
};

const imports = (file: SourceFile) => importProblems(file, ROOMS);
const ROOT = new URL('../', import.meta.url);
const FILES = ['bin', 'src', 'schemas', 'detectors', 'seeds', 'bench', 'test', 'toolchain'].flatMap(
  (folder) =>
    readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((path) => /\.[jt]s$/.test(path))
      .sort()
      .map((path) => sourceFile(path, readFileSync(new URL(path, ROOT), 'utf8'))),
);

describe('the source', () => {
  test.each([
    ['imports point one way', imports],
    ['DuckDB and kafkajs stay in their rooms', packageProblems],
    ['files, detectors and functions are small', sizeProblems],
    ['the judging rooms have no I/O, clock, environment or randomness', purityProblems],
    ['names are kebab-case and say something', nameProblems],
    ['every module and export says what it is for', docProblems],
    ['nothing is left unfinished', unfinishedProblems],
  ])('%s', (_, problems) => {
    expect(FILES.flatMap(problems)).toEqual([]);
  });

  test('the table of rooms has no cycle', () => {
    expect(tableProblems(ROOMS)).toEqual([]);
  });
});

const lines = (count: number, line = 'run();') => `${line}\n`.repeat(count);

type Case = readonly [title: string, problems: (file: SourceFile) => string[], path: string, text: string];
const LONG = lines(FUNCTION_LINES_MAX);

const BAD: Case[] = [
  ['core imports a higher room', imports, 'src/core/a.ts', "import { x } from '../state/rate.ts';"],
  [
    'core imports a type of a higher room',
    imports,
    'src/core/a.ts',
    "import type { X } from '../state/rate.ts';",
  ],
  ['an import for its effect', imports, 'src/core/a.ts', "import '../engine/run.ts';"],
  ['a dynamic import', imports, 'src/core/a.ts', "const x = await import('../engine/run.ts');"],
  ['a re-export', imports, 'src/core/a.ts', "export * from '../engine/run.ts';"],
  [
    'a value where only types may',
    imports,
    'src/detector/a.ts',
    "import { type X } from '../registers/people.ts';",
  ],
  [
    'an import over several lines',
    imports,
    'src/engine/a.ts',
    "import {\n  x, // why\n} from '../cli/detect.ts';",
  ],
  ['two edge rooms', imports, 'src/ingest/a.ts', "import { x } from '../findings/sink.ts';"],
  ['schemas import a register', imports, 'schemas/a.ts', "import { x } from '../src/registers/people.ts';"],
  ['a detector imports the wiring', imports, 'detectors/a.ts', "import { x } from '../src/main.ts';"],
  ['a room the table does not know', imports, 'src/shed/a.ts', "import { x } from '../core/hash.ts';"],

  ['DuckDB in another room', packageProblems, 'src/cli/a.ts', "const d = await import('@duckdb/node-api');"],

  ['a long file', sizeProblems, 'src/core/a.ts', lines(FILE_LINES_MAX + 1)],
  ['a long test', sizeProblems, 'src/core/a.test.ts', lines(FILE_LINES_MAX + 1)],
  ['a long detector', sizeProblems, 'detectors/a.ts', lines(DETECTOR_CODE_LINES_MAX + 1)],
  ['a long function', sizeProblems, 'src/core/a.ts', `function f(a: A): Map<B, C> {\n${LONG}}`],
  ['a long arrow', sizeProblems, 'src/core/a.ts', `const f = (a) => {\n${LONG}}`],
  ['a long method', sizeProblems, 'src/core/a.ts', `const o = {\n  observe({ a }, b) {\n${LONG}}}`],

  ['Date.now', purityProblems, 'detectors/a.ts', 'const t = Date.now();'],
  ['new Date()', purityProblems, 'src/engine/a.ts', 'const t = new Date();'],
  ['new Date', purityProblems, 'src/engine/a.ts', 'const t = new Date;'],
  ['performance', purityProblems, 'src/engine/a.ts', 'const t = performance.now();'],
  ['a timer', purityProblems, 'src/verdicts/a.ts', 'setTimeout(f, 1);'],
  ["the machine's time zone", purityProblems, 'src/core/a.ts', 'const hour = day.getHours();'],
  ['Math.random', purityProblems, 'src/state/a.ts', 'const x = Math.random();'],
  ['process', purityProblems, 'src/core/a.ts', 'const x = process.env.X;'],
  ['process in a template', purityProblems, 'src/core/a.ts', `const x = \`\${process.pid}\`;`],
  ['node:fs', purityProblems, 'src/core/a.ts', "import { readFileSync } from 'node:fs';"],
  ['node:fs, dynamically', purityProblems, 'src/core/a.ts', "const fs = await import('node:fs');"],
  ['fetch', purityProblems, 'src/registers/a.ts', "await fetch('x');"],
  ['console', purityProblems, 'src/detector/a.ts', 'console.log(1);'],

  ['camelCase', nameProblems, 'src/core/keyHash.ts', ''],
  ['a folder in capitals', nameProblems, 'src/Core/key.ts', ''],
  ['snake_case', nameProblems, 'src/core/key_hash.test.ts', ''],
  ['utils', nameProblems, 'src/utils/key.ts', ''],
  ['helpers', nameProblems, 'test/helpers/key.ts', ''],

  [
    'an export without a sentence',
    docProblems,
    'src/core/a.ts',
    '/** Head. */\nlet x;\nexport function f() {}',
  ],
  [
    'a constant after a gap',
    docProblems,
    'src/core/a.ts',
    '/** A. */\nexport const a = 1;\n\nexport const b = 2;',
  ],
  [
    'a module without a head',
    docProblems,
    'src/a.ts',
    "import 'y';\n/** A. */\nexport const a = 1;\nexport const b = 2;",
  ],
  ['a plain comment as a head', docProblems, 'schemas/a.ts', '// No doc comment.\nrun();'],
  ['an empty sentence', docProblems, 'detectors/a.ts', '/** */\nexport const a = 1;'],

  ['work put off', unfinishedProblems, 'src/core/a.ts', `// ${'TO'}${'DO'}: later`],
  ['work to be mended', unfinishedProblems, 'src/core/a.ts', `/* ${'FIX'}${'ME'} */`],
];

const GOOD: Case[] = [
  [
    'a lower room and a package',
    imports,
    'src/state/a.ts',
    "import { h } from '../core/hash.ts';\nimport 'zod';",
  ],
  [
    'a type where types may',
    imports,
    'src/detector/a.ts',
    "import type { P } from '../registers/people.ts';",
  ],
  [
    'the same room',
    imports,
    'src/core/a.ts',
    "import { b } from './b.ts';\nimport { c } from '../core/c.ts';",
  ],
  [
    'an import in a comment or a text',
    imports,
    'src/core/a.ts',
    "// import '../cli/x.ts';\nf(`import '../cli/x.ts'`);",
  ],
  ['a test looks anywhere', imports, 'src/core/a.test.ts', "import { x } from '../engine/run.ts';"],

  ['DuckDB in the store', packageProblems, 'src/store/a.ts', "import { x } from '@duckdb/node-api';"],

  ['a file at the limit', sizeProblems, 'src/core/a.ts', lines(FILE_LINES_MAX)],
  ['a long generated file', sizeProblems, 'src/core/a.ts', `// Generated by us\n${lines(FILE_LINES_MAX)}`],
  [
    'a function at the limit',
    sizeProblems,
    'src/core/a.ts',
    `function f() {\n${lines(FUNCTION_LINES_MAX - 2)}}`,
  ],
  ['closures', sizeProblems, 'src/core/a.ts', `function f() {\n${`() => {\n${lines(40)}}\n`.repeat(4)}}`],
  [
    'comments in a detector',
    sizeProblems,
    'detectors/a.ts',
    lines(DETECTOR_CODE_LINES_MAX, 'run();\n// why'),
  ],

  [
    'a given time',
    purityProblems,
    'src/core/a.ts',
    'const t = new Date(ms).getUTCHours() + Date.UTC(2024, 0);',
  ],
  [
    'words about a clock',
    purityProblems,
    'src/core/a.ts',
    "const s = 'Date.now()'; // Math.random(), process.env",
  ],
  [
    'a pattern and divisions',
    purityProblems,
    'src/core/a.ts',
    'const r = /Date.now()/; const q = a / b; f(c / d);',
  ],
  ['a type of node', purityProblems, 'src/core/a.ts', "import type { Readable } from 'node:stream';"],
  ['a method called process', purityProblems, 'src/engine/a.ts', 'pipeline.process(batch);'],
  ['a clock at the edge', purityProblems, 'src/ingest/a.ts', 'const t = Date.now();'],

  ['a test in kebab-case', nameProblems, 'src/core/key-hash.test.ts', ''],

  [
    'one export, one sentence',
    docProblems,
    'detectors/a.ts',
    "import 'y';\n\n/** What for. */\nexport const a = 1;",
  ],
  [
    'head and exports',
    docProblems,
    'src/core/a.ts',
    '/**\n * Head.\n */\n\n/** One. */\nexport async function a() {}',
  ],
  [
    'neighbours',
    docProblems,
    'src/core/a.ts',
    '/** Head. */\n\n/** Units. */\nexport const a = 1;\nexport const b = 2;',
  ],
];

describe('the tidy test finds a fault in', () => {
  test.each(BAD)('%s', (_, problems, path, text) => {
    expect(problems(sourceFile(path, text))).toHaveLength(1);
  });

  test('a table of rooms that runs in a circle', () => {
    expect(tableProblems({ a: { may: ['b'] }, b: { may: ['a'] } })).toHaveLength(1);
  });
});

describe('the tidy test accepts', () => {
  test.each(GOOD)('%s', (_, problems, path, text) => {
    expect(problems(sourceFile(path, text))).toEqual([]);
  });
});
