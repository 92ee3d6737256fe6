/** `metsuke config check`: is a settings file right, and what does it change? */

import { DETECTORS } from '../../detectors/index.ts';
import { type Config, config } from '../../schemas/config.ts';
import { snake } from '../../schemas/field.ts';
import type { Bilingual } from '../core/bilingual.ts';
import { problem } from '../core/problem.ts';
import { presetFor, presetThresholds } from '../detector/presets.ts';
import { configExample } from './config-example.ts';
import type { Request } from './declared.ts';
import { EXIT } from './exit.ts';
import { loadConfig } from './load-config.ts';
import { tell } from './run.ts';

const SAME: Bilingual = { ja: 'すべて既定値のままです。', en: 'Everything is at its default.' };
const CHANGED: Bilingual = { ja: '既定値と異なる設定:', en: 'Differs from the defaults:' };
const RIGHT: Bilingual = { ja: '誤りはありません', en: 'no mistakes' };

/** Checks a settings file, or prints the sample. */
export async function configCheck({ operands, options, language }: Request): Promise<number> {
  if (options.has('example')) {
    process.stdout.write(configExample(DETECTORS));
    return EXIT.ok;
  }
  const [file] = operands;
  if (file === undefined) {
    tell(problem('operand-missing', { operand: 'FILE', help: 'metsuke help config check' }), language);
    return EXIT.usage;
  }
  const { config: found, problems } = loadConfig(file, DETECTORS);
  if (options.has('json')) {
    process.stdout.write(
      `${JSON.stringify({ file, ok: found !== null, changes: found === null ? [] : changesOf(found), problems })}\n`,
    );
  } else {
    for (const one of problems) tell(one, language);
  }
  if (found === null) {
    return problems.some(({ code }) => code === 'file-unreadable') ? EXIT.unreadable : EXIT.configuration;
  }
  if (options.has('json') || options.has('quiet')) return EXIT.ok;
  const changes = changesOf(found);
  const lines = changes.map(({ key, value, byDefault }) => `  ${key}: ${show(value)}  (${show(byDefault)})`);
  const said = changes.length === 0 ? [SAME[language]] : [CHANGED[language], ...lines];
  process.stdout.write(`${file}: ${RIGHT[language]}\n${said.join('\n')}\n`);
  return EXIT.ok;
}

interface Change {
  readonly key: string;
  readonly value: unknown;
  readonly byDefault: unknown;
}

/** Every setting that is not at its default, by its name in the file; thresholds against the preset in force. */
function changesOf(found: Config): Change[] {
  const thresholds = Object.fromEntries(
    DETECTORS.map((detector) => [
      detector.id,
      { preset: found.preset, ...presetThresholds(detector, presetFor(detector, found)) },
    ]),
  );
  return differences('', found, { ...config.parse({}), detectors: thresholds });
}

function differences(prefix: string, found: object, defaults: Readonly<Record<string, unknown>>): Change[] {
  return Object.entries(found).flatMap(([name, value]) => {
    const byDefault = defaults[name];
    const key = prefix === '' ? snake(name) : `${prefix}.${snake(name)}`;
    if (JSON.stringify(value) === JSON.stringify(byDefault)) return [];
    return isGroup(value) && isGroup(byDefault)
      ? differences(key, value, byDefault)
      : [{ key, value, byDefault }];
  });
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return value === undefined ? '–' : JSON.stringify(value);
}
