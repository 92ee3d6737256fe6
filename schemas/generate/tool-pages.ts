/** Reference pages of metsuke itself: its configuration, its detectors, and what can go wrong. */

import { configExample } from '../../src/cli/config-example.ts';
import {
  documentedSchemaOf,
  effectiveDefault,
  type JsonSchema,
  outside,
} from '../../src/cli/config-schema.ts';
import { PROBLEMS } from '../../src/core/problem-list.ts';
import { DAY, HOUR, MINUTE, type Micros } from '../../src/core/time.ts';
import type { Detector } from '../../src/detector/define.ts';
import { presetThresholds } from '../../src/detector/presets.ts';
import { snake } from '../field.ts';
import { PRESET_TITLES, PRESETS } from '../presets.ts';
import { typeOf } from './data-pages.ts';
import { both, code, markdownTable, page } from './markdown.ts';

/** docs/reference/configuration.md */
export function configurationPage(detectors: readonly Detector[]): string {
  return page({ en: 'Configuration', ja: '設定' }, [
    'YAML or JSON, given with `--config FILE`. Everything has a default. `metsuke config check FILE` finds mistakes; `metsuke config check --example` prints the sample below.',
    'YAML または JSON で書き、`--config FILE` で指定します。すべての項目に既定値があります。`metsuke config check FILE` で誤りを調べ、`metsuke config check --example` で次の見本を出せます。',
    `\`\`\`yaml\n${configExample(detectors)}\`\`\``,
  ]);
}

/** docs/reference/detectors/<id>.md; its written companion in docs/detectors/ says how it counts and what to do. */
export function detectorPage(detector: Detector, hasRunbook: boolean): string {
  const { id, title, about, version, attack, answers, quiet, evidence, docs } = detector;
  return page(title, [
    `\`${id}\`, version ${version}`,
    both(about),
    `ATT&CK: ${attack.map(code).join(' ')}. Made for / もとになった事案: ${answers.map(code).join(' ')}.`,
    `One finding covers one episode; it ends when nothing was added for ${span(quiet).en}. / 一連の行為を 1 件の検知結果にまとめ、${span(quiet).ja}のあいだ何も加わらなければ終わりとします。`,
    hasRunbook
      ? `How it counts, its severities and what to do: [docs/detectors/${id}.md](../../detectors/${id}.md). / 数え方、重大度、対応はこちらです。`
      : '',
    '## Thresholds / しきい値',
    `Set under \`detectors: ${id}:\` in the configuration; \`preset\` chooses a column, there or for all detectors. / 設定の \`detectors: ${id}:\` の下に書きます。列は \`preset\` で、検知器ごとに、またはまとめて選びます。`,
    thresholdsTable(detector),
    '## Evidence / 根拠',
    'What `evidence` of a finding may hold. / 検知結果の `evidence` に入る項目です。',
    membersTable(documentedSchemaOf(evidence, docs?.evidence)),
  ]);
}

/** docs/reference/detectors.md */
export function detectorsPage(detectors: readonly Detector[]): string {
  return page({ en: 'Detectors', ja: '検知器' }, [
    markdownTable(
      ['detector', 'recognises / 何を見つけるか', 'ATT&CK'],
      detectors.map(({ id, about, attack }) => [
        `[\`${id}\`](detectors/${id}.md)`,
        both(about),
        attack.map(code).join(' '),
      ]),
    ),
  ]);
}

/** docs/reference/problems.md */
export function problemsPage(): string {
  return page({ en: 'Problems', ja: 'エラーと対処' }, [
    'What metsuke may report, and the way out. Words in braces are filled in. / metsuke が出す警告・エラーと対処です。{ } の中には実際の値が入ります。',
    markdownTable(
      ['code', 'message / 内容', 'what to do / 対処'],
      Object.entries(PROBLEMS).map(([name, { message, fix }]) => [code(name), both(message), both(fix)]),
    ),
  ]);
}

function membersTable({ properties = {} }: JsonSchema): string {
  return markdownTable(
    ['name', 'type', 'default', 'meaning / 意味'],
    Object.entries(properties).map(([name, schema]) => [
      code(snake(name)),
      typeOf(outside(schema)),
      code(effectiveDefault(schema)),
      schema.about === undefined ? '' : both(schema.about),
    ]),
  );
}

/** The thresholds at each preset; members of a group have a row of their own. */
function thresholdsTable(detector: Detector): string {
  const { thresholds, docs } = detector;
  const schema = documentedSchemaOf(thresholds, docs?.thresholds);
  const heads = PRESETS.map((name) => `${PRESET_TITLES[name].ja} ${name}`);
  const rows = thresholdRows(
    schema,
    PRESETS.map((name) => presetThresholds(detector, name)),
    '',
  );
  return markdownTable(['name', 'type', ...heads, 'meaning / 意味'], rows);
}

function thresholdRows(
  { properties = {} }: JsonSchema,
  values: readonly unknown[],
  prefix: string,
): string[][] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const path = `${prefix}${snake(name)}`;
    const meaning = schema.about === undefined ? '' : both(schema.about);
    const own = values.map((value) => (value as Readonly<Record<string, unknown>>)[name]);
    if (schema.properties === undefined)
      return [[code(path), typeOf(outside(schema)), ...own.map(code), meaning]];
    const head = meaning === '' ? [] : [[code(path), 'group / 項目の集まり', ...own.map(() => ''), meaning]];
    return [...head, ...thresholdRows(schema, own, `${path}.`)];
  });
}

/** A span in its largest whole unit. */
function span(length: Micros) {
  const [unit, ja, en] = (
    [
      [DAY, '日', 'days'],
      [HOUR, '時間', 'hours'],
      [MINUTE, '分', 'minutes'],
    ] as const
  ).find(([size]) => length % size === 0) ?? [MINUTE, '分', 'minutes'];
  const count = length / unit;
  return { ja: ` ${count} ${ja}`, en: `${count} ${count === 1 ? en.slice(0, -1) : en}` };
}
