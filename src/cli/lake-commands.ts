/** The commands and options of the lake, as they declare themselves. */
import type { DeclaredCommand, DeclaredOption } from './declared.ts';

/** Where the lake is. */
export const LAKE_OPTION: DeclaredOption = {
  name: 'lake',
  value: 'DIR',
  about: {
    ja: '記録と判定をためる保管庫のフォルダー。前回の続きから、新しい分だけを調べて加えます',
    en: 'Folder of a lake, which keeps events and judgements. Goes on from the last run and judges only what is new.',
  },
};

/** Where the keys of seals are, and what to do when one is lost. */
export const KEY_OPTIONS: readonly DeclaredOption[] = [
  {
    name: 'keys',
    value: 'DIR',
    about: {
      ja: '封印の鍵のフォルダー（--lake とともに）。省略時は保管庫の中の keys。できれば別の装置に置いてください',
      en: 'Folder of the keys that seal the lake. Default: keys inside it; better on another disk.',
    },
  },
  {
    name: 'new-key',
    about: {
      ja: '封印の鍵を失ったとき、新しい鍵で封印を続けます。表示される指紋を必ず控えてください',
      en: 'Goes on with a new key where that of the seals was lost. Keep the fingerprint it prints.',
    },
  },
];

/** `metsuke verify`. */
export const verifyDeclared: DeclaredCommand = {
  name: 'verify',
  operands: {
    name: 'DIR|BUNDLE',
    min: 1,
    max: 1,
    about: {
      ja: '保管庫のフォルダー（コピーでも可）か、書き出した証拠一式（ZIP、または展開したフォルダー）',
      en: 'Folder of a lake or of a copy, or a bundle: the ZIP, or the folder it was unpacked to.',
    },
  },
  summary: {
    ja: '保管庫に改ざんや欠落がないか確かめます',
    en: 'Proves a lake unaltered, or says where it is not.',
  },
  notes: [
    {
      ja: '封印・コミット・すべてのファイルを読んで確かめます。何も書き込みません。改ざんや欠落があれば場所を示し、終了コード 4 で終わります。確かめられないところがあれば 5 です。',
      en: 'Reads seals, commits and every file; writes nothing. Where something was altered or is missing it names the place and ends with code 4; where something could not be checked, with 5.',
    },
    {
      ja: '保管庫全体が古い状態に戻されたり、鍵を持つ人に作り直されたりしたことは、別の場所に控えた指紋がなければ分かりません。--witness で指定してください。',
      en: 'That everything was rolled back, or made anew by who holds the key, can only be seen with a fingerprint that was kept elsewhere: give it with --witness.',
    },
  ],
  options: [
    {
      name: 'witness',
      value: 'FINGERPRINT',
      about: {
        ja: '控えておいた封印の指紋（取り込みの終わりに表示されたもの）',
        en: 'Fingerprint of a seal that was kept elsewhere, as printed at the end of an import.',
      },
    },
  ],
  examples: [
    {
      line: 'metsuke verify lake/',
      about: { ja: '保管庫を確かめます', en: 'Verifies a lake.' },
    },
    {
      line: 'metsuke verify --json lake/',
      about: { ja: '結果を JSON で出します', en: 'The result as JSON.' },
    },
  ],
};

/** `metsuke retention`. */
export const retentionDeclared: DeclaredCommand = {
  name: 'retention',
  summary: {
    ja: '保存期間を過ぎた記録を保管庫から消します',
    en: 'Removes events that are older than the settings allow.',
  },
  notes: [
    {
      ja: '設定の retention に従い、記録と、それに結び付く判定・検知結果・隔離した行を消します。消したこと（種類・期間・件数・元のハッシュ）は保管庫に残り、封印されます。metsuke run は同じことを毎日行います。run の動作中には実行しないでください（run が止まります）。',
      en: 'Follows retention in the configuration, and removes events with their verdicts, findings and refused rows. That it did (kinds, days, counts, hashes) stays on record and is sealed. metsuke run does the same daily; beside a running one this command would end it.',
    },
    {
      ja: '最後の 10 分の記録はまだ並び順が定まっていないため、次の取り込みまで残ります。バックアップからは消えません。',
      en: 'The last ten minutes of the log still wait for rows that may precede them, and stay until the next run. Nothing is removed from backups.',
    },
  ],
  options: [
    LAKE_OPTION,
    ...KEY_OPTIONS.filter(({ name }) => name === 'keys'),
    { name: 'config', value: 'FILE', about: { ja: '設定ファイル', en: 'The configuration.' } },
    {
      name: 'dry-run',
      about: {
        ja: '何が消えるかを示すだけで、何も消しません',
        en: 'Says what would go, and removes nothing.',
      },
    },
    { name: 'apply', about: { ja: '消します', en: 'Removes it.' } },
  ],
  examples: [
    {
      line: 'metsuke retention --lake lake/ --config metsuke.yaml --dry-run',
      about: { ja: '何が消えるかを確かめます', en: 'Looks at what would go.' },
    },
  ],
};

/** `metsuke import`. `shared`: the options it has in common with `detect`. */
export function importDeclaration(shared: readonly DeclaredOption[]): DeclaredCommand {
  const names = ['registers', 'config', 'verdicts', 'quarantine', 'encoding', 'now', 'strict'];
  return {
    name: 'import',
    operands: {
      name: 'FILES…',
      min: 1,
      max: Number.POSITIVE_INFINITY,
      about: {
        ja: 'アクセスログのファイルかフォルダー（detect と同じ形式）。- は標準入力です',
        en: 'Files or folders of access events, as for detect; - is standard input.',
      },
    },
    summary: { ja: 'アクセスログを保管庫に取り込みます', en: 'Takes access logs into a lake.' },
    notes: [
      {
        ja: '同じファイルをもう一度取り込んでも何も増えません（名前ではなく中身で見分けます）。増えたファイルは続きだけを取り込みます。途中で止まっても、同じコマンドで続きから始まります。',
        en: 'The same file again adds nothing: it is known by its content, not by its name. Of a file that has grown the rest is taken. After an interruption, the same command goes on from there.',
      },
      {
        ja: '取り込んだ記録は detect --lake と同じように判定され、検知結果も保管庫に残ります。台帳は保管庫が覚えるので、毎回指定する必要はありません。',
        en: 'What is taken in is judged as by detect --lake, and its findings are kept in the lake. The lake remembers the registers; they need not be named every time.',
      },
      {
        ja: '各社独自の形式のログを読む --source は、この版にはまだありません。NDJSON か CSV に直して取り込んでください。',
        en: 'Reading native logs with --source is not in this version: convert them to NDJSON or CSV first.',
      },
    ],
    options: [LAKE_OPTION, ...KEY_OPTIONS, ...shared.filter(({ name }) => names.includes(name))],
    examples: [
      {
        line: 'metsuke import --lake lake/ --registers registers/ logs/',
        about: {
          ja: 'フォルダーのログと台帳を保管庫に取り込みます',
          en: 'Takes the logs of a folder, and the registers, into a lake.',
        },
      },
    ],
  };
}
