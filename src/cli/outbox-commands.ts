/** The commands that look at outputs, as they declare themselves. */
import type { DeclaredCommand, DeclaredOption } from './declared.ts';

const OPTIONS: readonly DeclaredOption[] = [
  {
    name: 'config',
    value: 'FILE',
    about: { ja: 'metsuke run の設定ファイル', en: 'The settings of metsuke run.' },
  },
  {
    name: 'output',
    value: 'NAME',
    about: { ja: 'この出力先だけ', en: 'This output only.' },
  },
];

/** `outbox list`. */
export const outboxListDeclared: DeclaredCommand = {
  name: 'outbox list',
  summary: {
    ja: '検知結果の出力先ごとに、未送信の件数と、断られたものを示します',
    en: 'Shows of every output how much is still to be sent, and what was refused.',
  },
  options: OPTIONS,
  examples: [
    {
      line: 'metsuke outbox list --config metsuke.yaml',
      about: { ja: 'すべての出力先を見ます', en: 'Looks at all outputs.' },
    },
  ],
};

/** `outbox resend`. */
export const outboxResendDeclared: DeclaredCommand = {
  name: 'outbox resend',
  summary: {
    ja: '断られて取り置いた検知結果を、もう一度送ります',
    en: 'Sends again what outputs refused.',
  },
  notes: [
    {
      ja: '届いたものは取り置きから消えます。動いている metsuke run のそばで実行できます。受け手は、同じ id では revision の大きいほうを採ってください。',
      en: 'What arrives is no longer set aside. It may be run beside metsuke run. Receivers keep the higher revision of an id.',
    },
  ],
  options: OPTIONS,
  examples: [
    {
      line: 'metsuke outbox resend --config metsuke.yaml --output siem',
      about: { ja: '直した出力先へ送り直します', en: 'Sends to an output that was mended.' },
    },
  ],
};
