/** Commands that measure: how good findings are, and how small a theft may be. */
import { SEVERITIES } from '../../schemas/severities.ts';
import type { DeclaredCommand } from './declared.ts';

/** `metsuke score`. */
export const scoreDeclared: DeclaredCommand = {
  name: 'score',
  operands: {
    name: 'FINDINGS LABELS',
    min: 2,
    max: 2,
    about: {
      ja: '検知結果（1 行 1 件の JSON。OCSF やほかの製品のものも可。- は標準入力）と、正解のラベル（JSON）',
      en: 'Findings (one JSON object a line, also OCSF or another engine’s; - is standard input) and labels (JSON).',
    },
  },
  summary: {
    ja: '検知結果を正解のラベルと比べ、見逃し・遅れ・誤検知を数えます',
    en: 'Compares findings with labels: recall, delay, false findings.',
  },
  notes: [
    {
      ja: 'ラベルの形は docs/reference/labels.md にあります。誤検知は延べ勤務日数 1,000 日あたりで示します。勤務日数はラベルの staffDays か --staff-days によります。',
      en: 'docs/reference/labels.md describes the labels. False findings are given per 1,000 staff-days, known from staffDays of the labels or from --staff-days.',
    },
    {
      ja: '見逃しや誤検知があっても終了コードは 0 です。読めない検知結果の行があれば 5 です。',
      en: 'Misses and false findings are results, exit code 0. Lines that are no findings make it 5.',
    },
  ],
  options: [
    {
      name: 'staff-days',
      value: 'N',
      about: {
        ja: '延べ勤務日数（人 × 日）。ラベルの staffDays より優先します',
        en: 'Staff-days (people × days), instead of what the labels say.',
      },
    },
    {
      name: 'least',
      value: 'SEVERITY',
      choices: SEVERITIES,
      about: {
        ja: 'この重大度に達したときに初めて検知したとみなします。既定は low',
        en: 'What is found counts from the moment it reaches this severity. Default low.',
      },
    },
  ],
  examples: [
    {
      line: 'metsuke score findings.ndjson labels.json',
      about: { ja: '検知結果を採点します', en: 'Scores findings.' },
    },
    {
      line: 'metsuke detect --registers registers/ logs/ | metsuke score - labels.json',
      about: { ja: '検知と採点を続けて行います', en: 'Detects and scores.' },
    },
  ],
};

/** `metsuke bench power`. */
export const benchPowerDeclared: DeclaredCommand = {
  name: 'bench power',
  operands: {
    name: 'EVENTS…',
    min: 1,
    max: Number.POSITIVE_INFINITY,
    about: {
      ja: 'アクセスログのファイルまたはフォルダー（標準入力は使えません）',
      en: 'Files of access events, or folders; not standard input, as they are read several times.',
    },
  },
  summary: {
    ja: 'このログと設定なら、どれだけ少しずつの持ち出しまで検知できるかを測ります',
    en: 'Measures how small and how slow a theft this log and these settings would show.',
  },
  notes: [
    {
      ja: 'ログに実在するアカウントに、1 日 1 件から 10,000 件までの架空の持ち出しを加え、本物と同じように判定します。ログの最初の 3 分の 1 は「いつも」を覚えるために使います。',
      en: 'Invented thefts, from 1 to 10,000 records a day, are put behind accounts of the log and judged with it. The first third of the log is left alone, so that what is usual can be learnt.',
    },
  ],
  options: [
    {
      name: 'registers',
      value: 'DIR',
      about: { ja: '台帳のフォルダー', en: 'Folder of registers.' },
    },
    {
      name: 'config',
      value: 'FILE',
      about: { ja: '設定ファイル（YAML または JSON）', en: 'Settings (YAML or JSON).' },
    },
    {
      name: 'least',
      value: 'SEVERITY',
      choices: SEVERITIES,
      about: {
        ja: 'この重大度に達したときに検知したとみなします。既定は medium',
        en: 'What counts as found. Default medium.',
      },
    },
    {
      name: 'out',
      value: 'FILE.svg',
      about: { ja: '図（SVG）の書き出し先', en: 'Where to write the picture (SVG).' },
    },
    {
      name: 'now',
      value: 'TIME',
      about: {
        ja: '「現在」とみなす日時。省略時は実行開始時',
        en: 'What counts as now. Default: the start of the run.',
      },
    },
  ],
  examples: [
    {
      line: 'metsuke bench power --registers registers/ --out power.svg logs/',
      about: { ja: '表と図を出します', en: 'Prints the table and writes the picture.' },
    },
  ],
};
