/** The commands for who operates metsuke: is it well, what was refused. */
import type { DeclaredCommand } from './declared.ts';
import { KEY_OPTIONS } from './lake-commands.ts';

/** `doctor`. */
export const doctorDeclared: DeclaredCommand = {
  name: 'doctor',
  summary: {
    ja: '設定・ディスク・権限・時計・台帳・保管庫を調べ、直し方を示します',
    en: 'Looks at settings, disk, rights, clock, registers and lake, with the fix for each.',
  },
  notes: [
    {
      ja: '何も変更しません。動いている metsuke のそばで実行できます。保管庫の中身がすべて元のままかどうかは、metsuke verify が確かめます。',
      en: 'It changes nothing and may be run beside a metsuke at work. Whether every byte of the lake is as it was, metsuke verify says.',
    },
    {
      ja: '直すところがなければ終了コードは 0 です（知っておくことだけなら 0）。',
      en: 'Exit code 0 where nothing is to be mended, also if there are things to know.',
    },
  ],
  options: [
    {
      name: 'config',
      value: 'FILE',
      about: { ja: '調べる設定ファイル', en: 'The settings to look at.' },
    },
    {
      name: 'lake',
      value: 'DIR',
      about: { ja: '調べる保管庫のフォルダー', en: 'The folder of the lake to look at.' },
    },
    {
      name: 'registers',
      value: 'DIR',
      about: {
        ja: '調べる台帳のフォルダー。省略時は保管庫が覚えている台帳',
        en: 'The folder of registers to look at. Default: what the lake remembers.',
      },
    },
    ...KEY_OPTIONS.filter(({ name }) => name === 'keys'),
  ],
  examples: [
    {
      line: 'metsuke doctor --config metsuke.yaml --lake lake/ --registers registers/',
      about: { ja: 'すべてを調べます', en: 'Looks at everything.' },
    },
  ],
};

/** `top`. */
export const topDeclared: DeclaredCommand = {
  name: 'top',
  operands: {
    name: '[HOST:PORT]',
    min: 0,
    max: 1,
    about: {
      ja: '見る metsuke のアドレス。省略時は設定の operation の host と port（127.0.0.1:9465）',
      en: 'The metsuke to look at. Default: host and port under operation in the settings (127.0.0.1:9465).',
    },
  },
  summary: {
    ja: '動いている metsuke run のようすを、1 秒ごとに表示します',
    en: 'Shows a running metsuke, every second.',
  },
  notes: [
    {
      ja: '端末でないところでは 1 回だけ出します。--json は 1 行の JSON です。終えるには Ctrl-C を押します。',
      en: 'Elsewhere than at a terminal it prints once; --json is one line of JSON. Ctrl-C ends it.',
    },
  ],
  options: [
    {
      name: 'config',
      value: 'FILE',
      about: { ja: '動いている metsuke の設定ファイル', en: 'The settings of the running metsuke.' },
    },
  ],
  examples: [
    {
      line: 'metsuke top --config metsuke.yaml',
      about: { ja: '読み込みの遅れや検知の数を見ます', en: 'How far behind it is, and what it finds.' },
    },
  ],
};

const QUARANTINE_LAKE = {
  name: 'lake',
  value: 'DIR',
  about: { ja: '保管庫のフォルダー', en: 'The folder of the lake.' },
} as const;
const QUARANTINE_CONFIG = {
  name: 'config',
  value: 'FILE',
  about: {
    ja: '設定ファイル（取り込みや run のときと同じもの）。保管庫などの場所も、ここから分かります',
    en: 'The settings, the same as for import or run. They may name the lake, too.',
  },
} as const;
const QUARANTINE_CODE = {
  name: 'code',
  value: 'CODE',
  about: {
    ja: 'この理由の行だけ（row-not-json など）',
    en: 'Only rows that were refused for this, as row-not-json.',
  },
} as const;

/** `quarantine list`. */
export const quarantineListDeclared: DeclaredCommand = {
  name: 'quarantine list',
  summary: {
    ja: '読めずに隔離した行を、理由・ログ・日ごとに示します',
    en: 'Shows the rows that could not be read, by cause, log and day.',
  },
  notes: [
    {
      ja: '元の行の初めが表示されます。個人データを含みます。--json は 1 行に 1 件で、quarantine replay --input に渡せる形です。',
      en: 'It shows how the rows begin, which is personal data. --json gives one row a line, in the form that quarantine replay --input takes.',
    },
  ],
  options: [QUARANTINE_LAKE, QUARANTINE_CONFIG, QUARANTINE_CODE],
  examples: [
    {
      line: 'metsuke quarantine list --lake lake/',
      about: { ja: '何がなぜ読めなかったかを見ます', en: 'What could not be read, and why.' },
    },
  ],
};

/** `quarantine replay`. */
export const quarantineReplayDeclared: DeclaredCommand = {
  name: 'quarantine replay',
  summary: {
    ja: '隔離した行を読み直し、読めたものを保管庫に取り込みます',
    en: 'Reads refused rows again, and takes in what can be read now.',
  },
  notes: [
    {
      ja: 'どの行も一度だけ取り込まれ、そのことが保管庫に記録されます。元の行は隔離に残ります。途中で止まっても、もう一度実行できます。動いている metsuke run は先に止めてください。',
      en: 'Each row is taken in once, which the lake records; the original stays in quarantine. After an interruption, run it again. Stop a running metsuke run first.',
    },
    {
      ja: '行を直すには、quarantine list --json の出力の text を直し、--input で渡します。直した行だけが読まれます。',
      en: 'To mend rows, change text in the output of quarantine list --json and give it with --input: only rows that were changed are read.',
    },
  ],
  options: [
    QUARANTINE_LAKE,
    QUARANTINE_CODE,
    {
      name: 'input',
      value: 'FILE',
      about: {
        ja: '直した行（quarantine list --json の形）',
        en: 'Mended rows, in the form of quarantine list --json.',
      },
    },
    {
      name: 'dry-run',
      about: { ja: '試すだけで、何も取り込みません', en: 'Only tries, and takes nothing in.' },
    },
    QUARANTINE_CONFIG,
    {
      name: 'registers',
      value: 'DIR',
      about: {
        ja: '台帳のフォルダー。省略時は保管庫が覚えている台帳',
        en: 'Folder of registers. Default: what the lake remembers.',
      },
    },
    {
      name: 'encoding',
      value: 'NAME',
      about: { ja: '文字コード（cp932 など）', en: 'Encoding of the rows (cp932 …).' },
    },
    {
      name: 'source',
      value: 'NAME',
      about: { ja: 'source のない行の記録元の名前', en: 'Name of the source for rows that have none.' },
    },
    {
      name: 'now',
      value: 'TIME',
      about: {
        ja: '「現在」とみなす日時。省略時は実行開始時',
        en: 'What counts as now. Default: the start of the run.',
      },
    },
    ...KEY_OPTIONS.filter(({ name }) => name === 'keys'),
  ],
  examples: [
    {
      line: 'metsuke quarantine replay --lake lake/ --code row-encoding --encoding cp932',
      about: { ja: '文字コードの違う行を読み直します', en: 'Rows that are in another encoding.' },
    },
    {
      line: 'metsuke quarantine replay --lake lake/ --input mended.ndjson --dry-run',
      about: { ja: '直した行が読めるか試します', en: 'Whether mended rows can be read.' },
    },
  ],
};
