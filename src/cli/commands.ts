/** Every command of this version with its options and examples, and the names that later versions will bring. */
import { SEVERITIES } from '../../schemas/severities.ts';
import { askDeclaration } from './ask-declared.ts';
import type { DeclaredCommand, DeclaredOption } from './declared.ts';
import {
  importDeclaration,
  KEY_OPTIONS,
  LAKE_OPTION,
  retentionDeclared,
  verifyDeclared,
} from './lake-commands.ts';
import { benchPowerDeclared, scoreDeclared } from './measuring-commands.ts';
import {
  doctorDeclared,
  quarantineListDeclared,
  quarantineReplayDeclared,
  topDeclared,
} from './operation-commands.ts';
import { outboxListDeclared, outboxResendDeclared } from './outbox-commands.ts';
import { reexamineDeclared } from './reexamine-command.ts';
import { runDeclared } from './run-declared.ts';

/** Options every command understands. */
export const COMMON_OPTIONS: readonly DeclaredOption[] = [
  {
    name: 'lang',
    value: 'LANG',
    choices: ['ja', 'en'],
    about: {
      ja: '表示する言語。省略時は LC_ALL、LC_MESSAGES、LANG に従います',
      en: 'Language. Default: from LC_ALL, LC_MESSAGES, LANG.',
    },
  },
  {
    name: 'json',
    about: {
      ja: '案内を減らし、結果の要約を JSON で出します',
      en: 'Less talk, and the summary as JSON for machines.',
    },
  },
  {
    name: 'quiet',
    about: { ja: '問題があるとき以外は何も案内しません', en: 'No talk unless something is wrong.' },
  },
  { name: 'help', about: { ja: 'この説明を表示します', en: 'Shows this help.' } },
];

const detect: DeclaredCommand = {
  name: 'detect',
  operands: {
    name: 'EVENTS…',
    min: 1,
    max: Number.POSITIVE_INFINITY,
    about: {
      ja: 'アクセスログのファイル（NDJSON、CSV、Parquet。.gz と .zst も可）。フォルダーを指定するとその中のログを読みます。- は標準入力です',
      en: 'Files of access events (NDJSON, CSV, also .gz and .zst, or Parquet); a folder stands for the log files in it; - is standard input.',
    },
  },
  summary: { ja: 'アクセスログを調べ、検知結果を出します', en: 'Reads access logs, writes findings.' },
  notes: [
    {
      ja: '検知結果は標準出力に 1 行 1 件で出ます。進み具合と最後の要約は標準エラー出力に出ます。同じ id の検知結果が複数出たときは、最後のもの（revision が最大のもの）が有効です。',
      en: 'Findings go to standard output, one a line; progress and the summary at the end go to standard error. Where several lines have the same id, the last one (the highest revision) holds.',
    },
    {
      ja: '台帳がなくても動きます。台帳がないためにできなかった判定は、要約で示します。',
      en: 'It works without registers; the summary says which judgements could not be made for want of one.',
    },
    {
      ja: '--lake を付けると、前回の続きから新しい分だけを調べます。台帳は保管庫が覚えます。最後の 10 分ほどの記録には、それより前の時刻の記録があとから届くことがあります。そのため、その間の検知結果は次の回にもう一度出ることがあります（id と revision は同じです）。',
      en: 'With --lake it goes on from the last run and judges only what is new; the lake remembers the registers. Records of the last ten minutes may still be preceded by others, so the next run may say their findings again, with the same id and revision.',
    },
  ],
  options: [
    {
      name: 'registers',
      value: 'DIR',
      about: {
        ja: '台帳のフォルダー（people.csv、cases.csv など）',
        en: 'Folder of registers: people.csv, cases.csv and so on.',
      },
    },
    {
      name: 'config',
      value: 'FILE',
      about: {
        ja: '設定ファイル（YAML または JSON）。見本は metsuke config check --example',
        en: 'Settings (YAML or JSON); metsuke config check --example prints a sample.',
      },
    },
    {
      name: 'format',
      value: 'FORMAT',
      choices: ['ndjson', 'ocsf'],
      about: {
        ja: '検知結果の形式。既定は ndjson。ocsf は OCSF Detection Finding（2004）',
        en: 'Form of the findings. Default ndjson; ocsf is OCSF Detection Finding (2004).',
      },
    },
    {
      name: 'verdicts',
      value: 'FILE',
      about: {
        ja: '照会ごとの判定（説明あり・矛盾など）を書き出します',
        en: 'Writes the verdict of every look-up: explained, contradicted and so on.',
      },
    },
    {
      name: 'quarantine',
      value: 'FILE',
      about: {
        ja: '読めなかった行を、位置・理由・元のバイト列とともに書き出します',
        en: 'Writes the rows that could not be read, with position, cause and raw bytes.',
      },
    },
    {
      name: 'alerts',
      value: 'FILE',
      about: {
        ja: '関連する検知結果をまとめたアラートを、経緯・順位・リスク値とともに書き出します',
        en: 'Writes alerts: findings that belong together, with their story, rank and risk.',
      },
    },
    {
      name: 'out',
      value: 'FILE',
      about: {
        ja: '日報を書き出します（.html は印刷用、.csv は表計算用）。確認していただきたいことを日ごとに重大な順で、許可された作業、判定できなかったこと、読めなかった行とともに示します',
        en: 'Writes a daily report: .html to print, .csv for a spreadsheet. What to look at, day by day, the gravest first; permits, what could not be judged, rows that could not be read.',
      },
    },
    {
      name: 'workers',
      value: 'N',
      choices: ['1', '2', '3', '4', '5', '6', '7', '8'],
      about: {
        ja: '使うスレッドの数（既定は 1）。2 以上では、検知を別のスレッドに分けて並行して行います。結果は変わりません。',
        en: 'Threads to work in (default 1). From 2 on, detectors are divided among threads beside the one that reads and judges rows; the result is the same.',
      },
    },
    {
      name: 'budget',
      value: 'N',
      about: {
        ja: '1日に見るアラートの数の目安。既定は設定の alerts_per_day（10）。超えた分も書き出します',
        en: 'How many alerts a day can be looked at. Default: alerts_per_day of the settings (10). The rest is written too.',
      },
    },
    LAKE_OPTION,
    ...KEY_OPTIONS,
    {
      name: 'encoding',
      value: 'NAME',
      about: {
        ja: '文字コード（utf-8、cp932 など）。省略時は自動で見分けます',
        en: 'Encoding (utf-8, cp932 …). Default: recognised.',
      },
    },
    {
      name: 'source',
      value: 'NAME',
      about: {
        ja: 'source のない行の記録元の名前。省略時はログの種類の名前',
        en: 'Name of the source for rows that have none. Default: the kind of log.',
      },
    },
    {
      name: 'now',
      value: 'TIME',
      about: {
        ja: '「現在」とみなす日時（例 2024-05-01T09:00:00+09:00）。省略時は実行開始時',
        en: 'What counts as now (2024-05-01T09:00:00+09:00). Default: the start of the run.',
      },
    },
    {
      name: 'fail-on',
      value: 'SEVERITY',
      choices: SEVERITIES,
      about: {
        ja: 'この重大度以上の検知結果があれば終了コード 3 で終わります',
        en: 'Exit code 3 if there is a finding of this severity or above.',
      },
    },
    {
      name: 'strict',
      about: {
        ja: '読めない行があれば終了コード 5 で終わります',
        en: 'Exit code 5 if a row could not be read.',
      },
    },
  ],
  examples: [
    {
      line: 'metsuke detect --registers registers/ logs/',
      about: {
        ja: 'フォルダーのログを、台帳と照らして調べます',
        en: 'Judges the logs of a folder by the registers.',
      },
    },
    {
      line: 'metsuke detect --registers registers/ --fail-on high may.csv.gz > may.ndjson',
      about: {
        ja: '夜間処理向け。重大度 high 以上があれば終了コード 3',
        en: 'For a nightly job: exit code 3 from severity high on.',
      },
    },
    {
      line: 'zcat access.ndjson.gz | metsuke detect --format ocsf -',
      about: { ja: '標準入力から読み、OCSF で出します', en: 'From standard input, findings as OCSF.' },
    },
  ],
};

const configCheck: DeclaredCommand = {
  name: 'config check',
  operands: {
    name: '[FILE]',
    min: 0,
    max: 1,
    about: { ja: '調べる設定ファイル（YAML または JSON）', en: 'The settings to check (YAML or JSON).' },
  },
  summary: {
    ja: '設定ファイルを調べます。見本も出せます',
    en: 'Checks a settings file, or prints a commented sample.',
  },
  options: [
    {
      name: 'example',
      about: {
        ja: 'すべての設定と既定値を、説明つきの見本として出します',
        en: 'Prints every setting with its default, commented.',
      },
    },
  ],
  examples: [
    {
      line: 'metsuke config check --example > metsuke.yaml',
      about: { ja: '見本から設定ファイルを作ります', en: 'Makes a settings file from the sample.' },
    },
    {
      line: 'metsuke config check metsuke.yaml',
      about: {
        ja: '誤りがあれば行と列を示し、終了コード 78 で終わります',
        en: 'Shows mistakes with line and column; exit code 78.',
      },
    },
  ],
};

const demo: DeclaredCommand = {
  name: 'demo',
  summary: {
    ja: '公表された実際の事案を再現し、検知の様子を見せます',
    en: 'Replays publicly reported incidents through the real engine.',
  },
  options: [],
  examples: [
    {
      line: 'metsuke demo --lang ja',
      about: {
        ja: '日本語で見ます。設定もネットワークも不要です',
        en: 'In Japanese. Needs no settings and no network.',
      },
    },
  ],
};

/** The commands of this version, in the order in which the help shows them. */
export const COMMANDS: readonly DeclaredCommand[] = [
  demo,
  detect,
  importDeclaration(detect.options),
  runDeclared,
  reexamineDeclared,
  verifyDeclared,
  retentionDeclared,
  askDeclaration,
  scoreDeclared,
  benchPowerDeclared,
  configCheck,
  doctorDeclared,
  topDeclared,
  quarantineListDeclared,
  quarantineReplayDeclared,
  outboxListDeclared,
  outboxResendDeclared,
];

/** Named in the outside contract, built later. */
export const LATER_COMMANDS: readonly string[] = ['backtest', 'console', 'generate'];

/** Options of this version's commands that the contract names and later versions build. */
export const LATER_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  import: ['source'],
};
