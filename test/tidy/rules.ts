/** The house rules as functions: a source file in, what is wrong with it out. */
import { posix } from 'node:path';
import { exportsOf, functionsOf, importsOf, lineAt, type SourceFile } from './source.ts';

/** What each room may import: whole modules, and of some rooms the types only. */
export type Rooms = Readonly<Record<string, { may: readonly string[]; types?: readonly string[] }>>;

export const FILE_LINES_MAX = 400;
export const DETECTOR_CODE_LINES_MAX = 120;
export const FUNCTION_LINES_MAX = 90;

/** The rooms without I/O, clock, environment and randomness: the same input gives the same output, always. */
const PURE = /^(?:detectors|src\/(?:core|batch|state|detector|registers|verdicts|profiles|engine))\//;

const IMPURE: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/\bDate\s*\.\s*now\b/g, 'a clock (Date.now)'],
  [/\bnew\s+Date\b\s*(?:\(\s*\)|(?![\s(]))/g, 'a clock (new Date())'],
  [/(?<![.\w$]|new\s+)Date\s*\(\s*\)/g, 'a clock (Date())'],
  [/(?<![.\w$])performance\s*\./g, 'a clock (performance)'],
  [/(?<![.\w$])(?:setTimeout|setInterval|setImmediate|queueMicrotask)\s*\(/g, 'a timer'],
  [/\bMath\s*\.\s*random\b/g, 'randomness (Math.random)'],
  [/(?<![.\w$])crypto\s*\./g, 'randomness (crypto)'],
  [/(?<![.\w$])process\s*[.[]/g, 'the environment (process)'],
  [/\bglobalThis\b/g, 'the environment (globalThis)'],
  [/(?<![.\w$])(?:fetch|require)\s*\(/g, 'I/O'],
  [/(?<![.\w$])console\s*\./g, 'I/O (console)'],
  [/\.(?:get|set)(?:Hours|Minutes|Date|Day|Month|FullYear)\s*\(/g, "the machine's time zone"],
  [/\.(?:getTimezoneOffset|toLocale\w*String)\s*\(/g, "the machine's time zone or language"],
];

const KEBAB = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*$/;
const VAGUE_FOLDERS = ['utils', 'util', 'helpers', 'helper', 'common', 'misc'];
const UNFINISHED = /\b(?:TO)(?:DO)\b|\b(?:FIX)(?:ME)\b/g; // spelt so that this line does not find itself

/** Imports point one way: a room imports only the rooms that stand for it in the table. */
export function importProblems(file: SourceFile, rooms: Rooms): string[] {
  if (isTest(file.path)) return []; // a test may look anywhere
  const from = roomOf(file.path);
  return importsOf(file).flatMap(({ specifier, isTypeOnly, line }) => {
    if (!specifier.startsWith('.')) return [];
    const to = roomOf(posix.join(posix.dirname(file.path), specifier));
    if (to === from) return [];
    const { may, types = [] } = rooms[from] ?? { may: [] };
    if (may.includes(to) || (isTypeOnly && types.includes(to))) return [];
    const hint = types.includes(to) ? ' (only its types: import type)' : '';
    return [`${file.path}:${line} ${from} may not import ${to}${hint}`];
  });
}

/** Packages that only some rooms may know. */
const KNOWN_BY: Readonly<Record<string, readonly string[]>> = {
  '@duckdb/node-api': ['store', 'questions'],
  '@duckdb/node-bindings': ['questions'],
  kafkajs: ['kafka'],
};

/** A package with a fence is imported in its own rooms only. */
export function packageProblems(file: SourceFile): string[] {
  if (isTest(file.path)) return [];
  const from = roomOf(file.path);
  return importsOf(file).flatMap(({ specifier, line }) =>
    KNOWN_BY[specifier]?.includes(from) === false
      ? [`${file.path}:${line} only ${KNOWN_BY[specifier].join(' and ')} may import ${specifier}`]
      : [],
  );
}

/** Every room in the table imports only rooms that stand above it there: no cycles. */
export function tableProblems(rooms: Rooms): string[] {
  const order = Object.keys(rooms);
  return order.flatMap((room, place) =>
    (rooms[room]?.may ?? [])
      .filter((other) => !order.slice(0, place).includes(other))
      .map((other) => `${room} may import ${other}, which does not stand before it`),
  );
}

/** Files, detectors and functions stay small enough to be read in one go. */
export function sizeProblems(file: SourceFile): string[] {
  if (isGenerated(file)) return [];
  const problems: string[] = [];
  const lines = file.text.trimEnd().split('\n').length;
  if (lines > FILE_LINES_MAX) problems.push(`${file.path}:1 ${lines} lines, at most ${FILE_LINES_MAX}`);
  if (isTest(file.path)) return problems;
  if (file.path.startsWith('detectors/')) {
    const codeLines = file.code.split('\n').filter((line) => line.trim() !== '').length;
    if (codeLines > DETECTOR_CODE_LINES_MAX)
      problems.push(
        `${file.path}:1 ${codeLines} lines of code in a detector, at most ${DETECTOR_CODE_LINES_MAX}`,
      );
  }
  for (const { ownLines, line } of functionsOf(file))
    if (ownLines > FUNCTION_LINES_MAX)
      problems.push(`${file.path}:${line} a function of ${ownLines} lines, at most ${FUNCTION_LINES_MAX}`);
  return problems;
}

/** No I/O, clock, environment or randomness where a run must replay to the byte. */
export function purityProblems(file: SourceFile): string[] {
  if (!PURE.test(file.path) || isTest(file.path)) return [];
  const imports = importsOf(file)
    .filter(({ specifier, isTypeOnly }) => specifier.startsWith('node:') && !isTypeOnly)
    .map(({ specifier, line }) => `${file.path}:${line} reaches for ${specifier}`);
  const uses = IMPURE.flatMap(([pattern, what]) =>
    Array.from(
      file.code.matchAll(pattern),
      ({ index }) => `${file.path}:${lineAt(file.code, index)} reaches for ${what}`,
    ),
  );
  return [...imports, ...uses];
}

/** Files and folders in kebab-case, and no folder whose name says nothing. */
export function nameProblems({ path }: { readonly path: string }): string[] {
  const parts = path.split('/');
  const file = parts.at(-1) ?? '';
  const folders = parts.slice(0, -1);
  const bare = file.replace(/(?:\.(?:test|config|d))?\.[a-z]+$/, '');
  return [
    ...[...folders, bare]
      .filter((part) => !KEBAB.test(part))
      .map((part) => `${path}: ${part} is not kebab-case`),
    ...folders
      .filter((part) => VAGUE_FOLDERS.includes(part))
      .map((part) => `${path}: ${part} is no name for a room`),
  ];
}

/** A module and each of its exports begins with one sentence on what it is for. */
export function docProblems(file: SourceFile): string[] {
  if (isTest(file.path) || isGenerated(file) || !/^(?:src|detectors|schemas)\//.test(file.path)) return [];
  const exported = exportsOf(file);
  const problems = exported
    .filter(({ isDocumented }) => !isDocumented)
    .map(({ name, line }) => `${file.path}:${line} ${name} has no doc sentence`);
  const hasHead = /^(?:#![^\n]*\n)?\s*\/\*\*[\s*]*[^\s*/]/.test(file.text);
  const isOneExport = exported.length === 1 && file.text.includes('/**'); // its sentence is the module's
  if (!hasHead && !isOneExport) problems.unshift(`${file.path}:1 the module has no doc sentence at its head`);
  return problems;
}

/** Unfinished work lives in the issue tracker, not on main. */
export function unfinishedProblems({ path, text }: SourceFile): string[] {
  return Array.from(text.matchAll(UNFINISHED), (found) => `${path}:${lineAt(text, found.index)} ${found[0]}`);
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts') || path.startsWith('test/');
}

function isGenerated({ text }: SourceFile): boolean {
  return /^(?:\/\/|\/\*\*?) Generated by /.test(text);
}

/** `src/state/rate.ts` → `state`, `schemas/event.ts` → `schemas`, `src/main.ts` → `main`; the generator has a room of its own. */
function roomOf(path: string): string {
  const [top = '', second = '', third] = path.split('/');
  if (top === 'schemas' && /^generate(?:\.ts)?$/.test(second)) return 'generate';
  if (top !== 'src') return top;
  return third === undefined ? second.replace(/\.ts$/, '') : second;
}
