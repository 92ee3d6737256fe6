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
