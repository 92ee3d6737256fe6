/** Reads the configuration: YAML or JSON in, settings out, or everything that is wrong with it, each with its place. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type Config, config } from '../../schemas/config.ts';
import { snake } from '../../schemas/field.ts';
import { presetName } from '../../schemas/presets.ts';
import { nearest } from '../core/nearest.ts';
import { type Place, type Problem, problem } from '../core/problem.ts';
import type { Detector } from '../detector/define.ts';
import { wishesOf } from '../detector/presets.ts';
import { unreadable } from '../ingest/raw-file.ts';
import { shown, valueProblem } from './config-problem.ts';
import { configSchema, type JsonSchema, memberSchema, objectBranch } from './config-schema.ts';

/** Settings, or what is wrong: the configuration is null exactly where there are problems. */
export interface LoadedConfig {
  readonly config: Config | null;
  readonly problems: readonly Problem[];
}

type Path = readonly PropertyKey[];

/** Reads a configuration file. */
export function loadConfig(file: string, detectors: readonly Detector[]): LoadedConfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { config: null, problems: [unreadable(file, error)] };
  }
  return readConfig(text, file, detectors);
}

/** Reads a configuration's text. All mistakes are found at once. */
export function readConfig(text: string, file: string, detectors: readonly Detector[]): LoadedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number | undefined): Place => {
    if (offset === undefined) return { file };
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    const why = (message: string) => message.replace(/\s+/g, ' ');
    const problems = broken.map(({ message, pos }) =>
      problem('config-syntax', { why: why(message) }, placeOf(pos[0])),
    );
    return { config: null, problems };
  }
  const schema = configSchema(detectors);
  const raw = contentOf(document);
  if (raw instanceof Error)
    return { config: null, problems: [problem('config-syntax', { why: raw.message }, { file })] };
  if (!isGroup(raw))
    return {
      config: null,
      problems: [problem('config-type', { key: file, expected: GROUP, came: shown(raw) }, { file })],
    };
  const problems: Problem[] = [];
  const place = (path: Path) => placeOf(offsetOf(document, path));
  const inside = inward(raw, schema, [], (path, known) =>
    problems.push(unknownKey(path, known, place(path))),
  );
  const found = config.safeParse(inside);
  const issues = [...(found.error?.issues ?? []), ...thresholdIssues(inside, detectors)];
  for (const issue of issues) {
    const path = outsidePath(issue.path, schema);
    problems.push(valueProblem(issue, path.join('.'), valueAt(raw, path), place(path)));
  }
  problems.sort(
    (a, b) => (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0),
  );
  return { config: problems.length === 0 && found.success ? found.data : null, problems };
}

/** What a document says; an error where it repeats itself without end (a bomb of aliases). */
function contentOf(document: Document): unknown {
  try {
    return document.toJS() ?? {};
  } catch (error) {
    return error;
  }
}

const GROUP = { ja: '項目の集まり', en: 'a group of keys' };

/** Thresholds are declared by the detectors, which the schema of the configuration does not know. */
function thresholdIssues(inside: unknown, detectors: readonly Detector[]): z.core.$ZodIssue[] {
  const common = presetName.safeParse(valueAt(inside, ['preset'])).data ?? 'standard';
  return detectors.flatMap((detector) => {
    const path = ['detectors', detector.id];
    const given = valueAt(inside, path);
    if (!isGroup(given)) return [];
    const own = presetName.default(common).safeParse(given.preset);
    const wishes = wishesOf(detector, own.data ?? common, given);
    return [...issuesIn(own, [...path, 'preset']), ...issuesIn(detector.thresholds.safeParse(wishes), path)];
  });
}

function issuesIn({ error }: z.ZodSafeParseResult<unknown>, path: Path): z.core.$ZodIssue[] {
  return (error?.issues ?? []).map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

/** The value with the names of code; unknown keys are told and left out. */
function inward(
  value: unknown,
  schema: JsonSchema | undefined,
  path: Path,
  onUnknown: (path: Path, known: readonly string[]) => void,
): unknown {
  const branch = objectBranch(schema);
  if (branch === undefined || !isGroup(value)) return value;
  const names = new Map(Object.keys(branch.properties ?? {}).map((name) => [snake(name), name]));
  const isOpen = branch.additionalProperties !== false && branch.additionalProperties !== undefined;
  const choices = branch.propertyNames?.enum;
  const result: [string, unknown][] = [];
  for (const [key, member] of Object.entries(value)) {
    const name = names.get(key) ?? key;
    const isKnown = names.has(key) || (isOpen && (choices === undefined || choices.includes(key)));
    if (isKnown) result.push([name, inward(member, memberSchema(branch, name), [...path, key], onUnknown)]);
    else onUnknown([...path, key], [...names.keys(), ...(choices ?? []).map(String)]);
  }
  return Object.fromEntries(result);
}

function unknownKey(path: Path, known: readonly string[], place: Place): Problem {
  const key = path.map(String).join('.');
  const meant = nearest(String(path.at(-1)), known);
  if (meant !== undefined) return problem('config-key-misspelt', { key, meant }, place);
  return problem('config-key-unknown', { key, known: known.join(', ') }, place);
}

/** A path in names of code as the file writes it; keys that users choose stay. */
function outsidePath(path: Path, schema: JsonSchema): PropertyKey[] {
  let at: JsonSchema | undefined = schema;
  return path.map((name) => {
    if (typeof name !== 'string') {
      at = at?.items;
      return name;
    }
    const isDeclared = objectBranch(at)?.properties?.[name] !== undefined;
    at = memberSchema(at, name);
    return isDeclared ? snake(name) : name;
  });
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[name] : undefined,
    value,
  );
}

/** Where a key stands in the file: the key itself, else the nearest group around it. */
function offsetOf(document: Document, path: Path): number | undefined {
  for (let length = path.length; length > 0; length--) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const name = path[length - 1];
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(name))
      : undefined;
    if (pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0];
    const element = document.getIn(path.slice(0, length), true);
    if (isNode(element)) return element.range?.[0];
  }
  return undefined;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
