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
    else lines.push(...yamlLines(snake(name), effectiveDefault(member), ''));
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function detectorLines(schema: JsonSchema): string[] {
  const lines = ['detectors:'];
  for (const [id, declared] of Object.entries(schema.properties ?? {})) {
    const { preset: _, ...thresholds } = objectBranch(declared)?.properties ?? {};
    lines.push(...commented(declared, '  '), `  ${id}:`);
    for (const [name, threshold] of Object.entries(thresholds)) {
      lines.push(...commented(threshold, '    '));
      lines.push(...yamlLines(snake(name), effectiveDefault(threshold), '    '));
    }
  }
  return lines;
}

/** Sources have no default: the sample shows them behind a comment sign. */
function sourceLines(schema: JsonSchema): string[] {
  const settings = Object.entries(memberSchema(schema, '')?.properties ?? {});
  return [
    'sources: {}',
    '# sources:',
    '#   juki-core:',
    ...settings.flatMap(([name, setting]) => [
      ...commented(setting, '#     '),
      `#     ${snake(name)}: ${String(setting.default ?? setting.enum?.[0])}`,
    ]),
  ];
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
