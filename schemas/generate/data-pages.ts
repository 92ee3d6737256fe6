/** Reference pages of the data that goes in and comes out: events, logs, registers, verdicts, findings. */

import { type JsonSchema, jsonSchemaOf } from '../../src/cli/config-schema.ts';
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { QuarantineRecord } from '../../src/ingest/quarantine-file.ts';
import { accessEventFields } from '../access-event.ts';
import { alert, alertDocs } from '../alert.ts';
import type { Field } from '../field.ts';
import { finding, findingDocs } from '../finding.ts';
import { type Labels, labelDocs } from '../labels.ts';
import { LOG_KINDS } from '../logs.ts';
import type { Register } from '../registers/column.ts';
import { REGISTERS } from '../registers/registers.ts';
import { CONTRADICTIONS, EXPLANATIONS, VERDICTS, verdict, verdictDocs } from '../verdict.ts';
import { both, code, jsonBlock, markdownTable, page } from './markdown.ts';

/** docs/reference/events.md */
export function eventsPage(): string {
  const fields: readonly (readonly [string, Field])[] = Object.entries(accessEventFields);
  const isRequired = ({ schema }: Field) => !schema.safeParse(undefined).success;
  const example = Object.fromEntries(
    fields.filter(([name]) => name !== 'subjects').map(([name, field]) => [name, field.example]),
  );
  return page({ en: 'Access event', ja: 'アクセスイベント' }, [
    'One JSON object a line (NDJSON, UTF-8), or one CSV row with the same column names. Members that are not listed are kept as `extra` and never judged.',
    '1 行に 1 件の JSON（NDJSON、UTF-8）、または同じ列名の CSV です。ここにない項目は `extra` として残り、判定には使いません。',
    markdownTable(
      ['field', 'required', 'type', 'meaning / 意味', 'unit', 'example'],
      fields.map(([name, field]) => [
        code(name),
        isRequired(field) ? 'yes' : '',
        typeOf(jsonSchemaOf(field.schema)),
        both(field.about),
        field.unit ?? '',
        code(field.example),
      ]),
    ),
    '`time`, `system` and `action` must be there. `actor` should be; it is null only where the log really has none. A row that breaks a rule waits in quarantine with its position, the cause and its raw bytes; the rows around it are not affected.',
    '`time`・`system`・`action` は必須です。`actor` は、ログに本当にない場合だけ空にします。規則に合わない行は、位置・理由・元のバイト列とともに隔離され、前後の行には影響しません。',
    '## Example / 例',
    jsonBlock(example),
  ]);
}

/** docs/reference/logs.md */
export function logsPage(): string {
  return page({ en: 'The four kinds of log', ja: '4 種類のログ' }, [
    'What each kind of log is expected to carry beyond the required fields. Expected is not required: a row without these is accepted, and what cannot be judged without them is listed here.',
    '必須項目のほかに、それぞれのログにあることが望ましい項目です。なくても読み込みますが、右の判定ができなくなります。',
    ...LOG_KINDS.flatMap(({ system, title, about, actions, expects, example }) => [
      `## \`${system}\` — ${title.en} / ${title.ja}`,
      both(about),
      markdownTable(
        ['action', 'meaning / 意味'],
        actions.map(([action, meaning]) => [code(action), both(meaning)]),
      ),
      markdownTable(
        ['field', 'where it comes from / 元の項目', 'lost without it / ないとできない判定'],
        expects.map(({ field, comesFrom, lost }) => [code(field), both(comesFrom), both(lost)]),
      ),
      jsonBlock(example),
    ]),
  ]);
}

/** docs/reference/registers.md */
export function registersPage(): string {
  return page({ en: 'Registers', ja: '台帳' }, [
    'A folder of CSV (or NDJSON) files, one a register, named `people.csv` and so on. A missing file is a missing register: the summary of a run says which judgements could not be made for want of it. A file with only a header is present and says that nothing exists.',
    '台帳ごとに 1 ファイル（`people.csv` など、CSV または NDJSON）をフォルダーに置きます。ファイルがなければ台帳なしとみなし、できなかった判定を要約に示します。見出し行だけのファイルは「該当なし」を意味します。',
    'Columns marked ◦ restrict: empty there means no restriction. Everywhere else empty means unknown, and explains nothing. Lists are separated by `|`. / ◦ の列は制限で、空欄は制限なしを意味します。ほかの列の空欄は不明を意味し、何の説明にもなりません。一覧は `|` で区切ります。',
    ...Object.entries<Register>(REGISTERS).flatMap(([name, { about, key, columns, addsUp }]) => [
      `## \`${name}\``,
      both(about),
      `Key / 行を識別する列: ${key.length === 0 ? 'the whole row / 行全体' : key.map(code).join(' + ')}. ${addsUp ? 'Rows add up. / 行は足し合わされます。' : 'A later start ends an open earlier row. / 後から始まる行は、終わりのない前の行を終わらせます。'}`,
      markdownTable(
        ['column', 'required', 'type', 'meaning / 意味', 'example'],
        Object.entries(columns).map(
          ([column, { about: meaning, type, list, required, restricts, example, kind }]) => [
            `${code(column)}${restricts ? ' ◦' : ''}`,
            required ? 'yes' : '',
            `${list ? 'list of ' : ''}${type}${kind.choices === undefined ? '' : `: ${kind.choices}`}`,
            both(meaning),
            code(example),
          ],
        ),
      ),
    ]),
  ]);
}

/** docs/reference/verdict.md */
export function verdictPage(): string {
  return page({ en: 'Verdict', ja: '判定' }, [
    'Written by `--verdicts FILE`, one line for every look-up and subject, once it is settled. A graver verdict wins, in this order: / `--verdicts FILE` で、照会と対象者の組ごとに 1 行、確定したときに書き出します。優先順は次のとおりです。',
    VERDICTS.map((name) => `- \`${name}\``).join('\n'),
    propertiesTable(jsonSchemaOf(verdict), verdictDocs),
    '## Causes of a contradiction / 矛盾の理由',
    CONTRADICTIONS.map((name) => `- \`${name}\``).join('\n'),
    '## What explains / 説明となるもの',
    EXPLANATIONS.map((name) => `- \`${name}\``).join('\n'),
  ]);
}

/** docs/reference/alert.md */
export function alertPage(): string {
  return page({ en: 'Alert', ja: 'アラート' }, [
    'Written by `--alerts FILE`, one JSON object a line, in order of day and rank. Findings that belong together are one alert; how they are grouped, ranked and weighed: [docs/alerts.md](../alerts.md). / `--alerts FILE` で、日と順位の順に 1 行 1 件の JSON で書き出します。まとめ方、順位、リスク値は [docs/alerts.md](../alerts.md) にあります。',
    propertiesTable(jsonSchemaOf(alert), alertDocs),
  ]);
}

/** docs/reference/finding.md */
export function findingPage(): string {
  return page({ en: 'Finding', ja: '検知結果' }, [
    'One JSON object a line on standard output. Several lines with the same `id` are revisions of one finding; the highest `revision` holds. / 標準出力に 1 行 1 件の JSON で出ます。`id` が同じ行は同じ検知結果の改訂で、`revision` が最大のものが有効です。',
    propertiesTable(jsonSchemaOf(finding), findingDocs),
  ]);
}

const QUARANTINE_DOCS: Readonly<Record<keyof QuarantineRecord, Bilingual>> = {
  input: { ja: '入力（ファイル名）', en: 'The file, or `stdin`.' },
  input_number: {
    ja: '保管庫の中での入力の番号。保管庫の外のファイルにはない',
    en: 'The number of the input in its lake. Absent outside a lake.',
  },
  line: { ja: '行番号（1 から）', en: 'Line, from 1.' },
  byte: {
    ja: '位置（展開後のバイト、0 から）',
    en: 'Where the row begins: bytes from 0 in the decompressed stream.',
  },
  offset: {
    ja: 'Kafka のメッセージの行なら、その offset。行番号と位置はメッセージの中で数える。それ以外にはない',
    en: 'Of a row of a Kafka message: its offset; line and byte are counted in the message. Else absent.',
  },
  code: { ja: '理由の番号（problems.md）', en: 'Code of the cause; see problems.md.' },
  cause: { ja: '理由', en: 'The cause in words.' },
  fix: { ja: '対処', en: 'What to do about it.' },
  raw_length: { ja: '行全体のバイト数', en: 'Bytes of the whole row.' },
  raw: {
    ja: '元のバイト列（Base64）。長すぎる行は先頭だけ',
    en: 'The bytes, as Base64; of a row over the length limit only the head.',
  },
  text: {
    ja: '同じものを文字列で（正しい UTF-8 の場合）',
    en: 'The same as text, where it is valid UTF-8; else null.',
  },
};

/** docs/reference/labels.md */
export function labelsPage(): string {
  return page({ en: 'Labels', ja: 'ラベル' }, [
    'What `metsuke score FINDINGS LABELS` compares findings with: one JSON document. Members that are not named here are allowed and not read. / `metsuke score` が検知結果と比べる正解で、一つの JSON です。ここにない項目は読みません。',
    markdownTable(
      ['member', 'meaning / 意味'],
      Object.entries(labelDocs).map(([name, about]) => [code(name), both(about)]),
    ),
    'A finding has found what is expected where its detector is the pattern (or one of `also`) and it cites an event of the label, or is about all that `key` names while the incident goes on. A finding that has nothing to do with any label is false. / 検知器が pattern（または also）と同じで、ラベルの記録を根拠に挙げているか、期間中に key のすべてに一致する検知結果を当たりとします。どのラベルにも関係しない検知結果は誤検知です。',
    jsonBlock(LABELS_EXAMPLE, 2),
  ]);
}

const LABELS_EXAMPLE: Labels = {
  staffDays: 28_921,
  expected: [
    {
      id: 'sitting 1',
      pattern: 'mass-record-pull',
      also: ['pre-departure-pull'],
      kind: 'mass pull in a sitting',
      key: { account: 'u0412' },
      from: '2024-10-08T13:00:00+09:00',
      to: '2024-10-08T15:10:00+09:00',
      events: [{ event: 'tax-core/00012345', time: '2024-10-08T13:00:00+09:00', records: 1 }],
    },
  ],
  notExpected: [{ key: { ip: '192.0.2.10' } }],
};

/** docs/reference/quarantine.md */
export function quarantinePage(): string {
  return page({ en: 'Quarantined row', ja: '隔離した行' }, [
    'Written by `--quarantine FILE`, one line for every row that could not be read. The file holds raw data; only its owner may read it. / `--quarantine FILE` で、読めなかった行ごとに 1 行書き出します。元のデータを含むため、所有者だけが読めるファイルになります。',
    markdownTable(
      ['member', 'meaning / 意味'],
      Object.entries(QUARANTINE_DOCS).map(([name, about]) => [code(name), both(about)]),
    ),
  ]);
}

function propertiesTable({ properties = {} }: JsonSchema, docs: Readonly<Record<string, Bilingual>>): string {
  return markdownTable(
    ['member', 'type', 'meaning / 意味'],
    Object.entries(properties).map(([name, schema]) => [code(name), typeOf(schema), both(docs[name])]),
  );
}

/** A type in words: `text`, `integer ≥ 0`, `list of text`, one of a few values. */
export function typeOf(schema: JsonSchema): string {
  const { type, enum: choices, anyOf, items, minimum, exclusiveMinimum, properties, const: fixed } = schema;
  if (fixed !== undefined) return code(fixed);
  if (choices !== undefined) return choices.map(code).join(' ');
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ');
  if (items !== undefined) return `list of ${typeOf(items)}`;
  if (properties !== undefined) return `{${Object.keys(properties).join(', ')}}`;
  const names = [type ?? 'anything'].flat().map((name) => (name === 'string' ? 'text' : name));
  const least = exclusiveMinimum === undefined ? minimum : exclusiveMinimum + 1;
  const isBounded = least !== undefined && least > Number.MIN_SAFE_INTEGER;
  return isBounded ? `${names.join(' or ')} ≥ ${least}` : names.join(' or ');
}
