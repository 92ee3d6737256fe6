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
