/** A sample configuration in YAML: every setting with its meaning in both languages, its limits and its default. */
import { stringify } from 'yaml';
import { snake } from '../../schemas/field.ts';
import type { Detector } from '../detector/define.ts';
import {
  configSchema,
  effectiveDefault,
  type JsonSchema,
  memberSchema,
  objectBranch,
} from './config-schema.ts';
import { wrap } from './text-width.ts';

const WIDTH = 78;

/** The sample, generated from the declarations. Loading it changes nothing. */
export function configExample(detectors: readonly Detector[]): string {
  const schema = configSchema(detectors);
  const lines = [
    '# metsuke の設定の見本です。値はすべて既定値なので、変えたい項目だけを残してください。',
    '# A sample of metsuke’s settings. All values are the defaults; keep only what you change.',
    '',
  ];
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    lines.push(...commented(member, ''));
    if (name === 'detectors') lines.push(...detectorLines(member));
    else if (name === 'sources') lines.push(...sourceLines(member));
    else if (name === 'outputs') lines.push(...outputLines(member));
    else if (['judging', 'operation', 'kafka'].includes(name))
      lines.push(`${name}:`, ...settingLines(member, '  '));
    else lines.push(...yamlLines(snake(name), effectiveDefault(member), ''));
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function detectorLines(schema: JsonSchema): string[] {
  const lines = ['detectors:'];
  for (const [id, declared] of Object.entries(schema.properties ?? {})) {
    const { preset: _, ...thresholds } = objectBranch(declared)?.properties ?? {};
    lines.push(...commented(declared, '  '), `  ${id}:`, ...settingLines({ properties: thresholds }, '    '));
  }
  return lines;
}

/** Sources have no default: the sample shows them behind a comment sign. */
function sourceLines(schema: JsonSchema): string[] {
  return ['sources: {}', '# sources:', ...namedLines('juki-core', memberSchema(schema, ''), '#   ', {})];
}

/** What an output cannot do without, as the sample shows it. */
const OUTPUT_EXAMPLES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  files: { folder: '/var/lib/metsuke/findings' },
  webhooks: { url: 'https://siem.example.jp/metsuke' },
  topics: { topic: 'metsuke.findings' },
};

function outputLines({ properties = {} }: JsonSchema): string[] {
  const kinds = Object.entries(properties).flatMap(([kind, schema]) => [
    ...commented(schema, '#   '),
    `#   ${kind}:`,
    ...namedLines(`my-${kind}`, memberSchema(schema, ''), '#     ', OUTPUT_EXAMPLES[kind] ?? {}),
  ]);
  return ['outputs: {}', '# outputs:', ...kinds];
}

/** The settings of one thing that the user names. */
function namedLines(
  name: string,
  schema: JsonSchema | undefined,
  indent: string,
  examples: Readonly<Record<string, string>>,
): string[] {
  return [`${indent}${name}:`, ...settingLines(schema, `${indent}  `, examples)];
}

/** The members of a group, each with its meaning. */
function settingLines(
  schema: JsonSchema | undefined,
  indent: string,
  examples: Readonly<Record<string, string>> = {},
): string[] {
  return Object.entries(schema?.properties ?? {}).flatMap(([key, setting]) => [
    ...commented(setting, indent),
    ...yamlLines(snake(key), examples[key] ?? effectiveDefault(setting), indent),
  ]);
}

/** What a setting means, and its limits, as comment lines. */
function commented(
  { about, description, minimum, maximum, exclusiveMinimum }: JsonSchema,
  indent: string,
): string[] {
  const texts = about === undefined ? [description ?? ''] : [about.ja, about.en];
  const least = minimum ?? exclusiveMinimum;
  const isBounded = least !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
  const limits = isBounded ? [`${least} – ${maximum}`] : [];
  return [...texts, ...limits]
    .filter((text) => text !== '')
    .flatMap((text) => wrap(text, WIDTH - indent.length).map((line) => `${indent}# ${line}`));
}

function yamlLines(key: string, value: unknown, indent: string): string[] {
  return stringify({ [key]: value ?? null }, { lineWidth: 0 })
    .trimEnd()
    .split('\n')
    .map((line) => indent + line);
}
