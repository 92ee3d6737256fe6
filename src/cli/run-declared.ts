/** `metsuke run`, as it declares itself. */
import type { DeclaredCommand } from './declared.ts';

/** The declaration. */
export const runDeclared: DeclaredCommand = {
  name: 'run',
  summary: {
    ja: 'ログを読み続け、検知し、保管庫にためます',
    en: 'Follows logs for ever: judges what comes, and keeps it in the lake.',
  },
  notes: [
    {
      ja: '読むもの（files、kafka）、書く場所（lake）、出力先（outputs）は設定ファイルに書きます。増え続けるファイルを読み、名前の付け替えや切り詰めにも追い付きます。',
      en: 'What to read (files, kafka), where to keep it (lake) and where findings go (outputs) stand in the settings. Files may grow, be rotated, be copied and cut.',
    },
    {
      ja: 'Ctrl-C か SIGTERM で、判定済みの分を確定してから終わります。もう一度送るとすぐに終わります。強制終了しても失われるものはなく、同じコマンドで続きから始まります。',
      en: 'Ctrl-C or SIGTERM makes durable what was judged, then ends; a second one ends at once. Nothing is lost even by kill -9: the same command goes on from there.',
    },
  ],
  options: [
    {
      name: 'config',
      value: 'FILE',
      about: { ja: '設定ファイル（YAML または JSON）', en: 'The settings (YAML or JSON).' },
    },
    {
      name: 'findings',
      value: 'FILE',
      about: {
        ja: '検知結果を、確定を待たずに 1 行 1 件で書き足すファイル。- は標準出力',
        en: 'Where findings are also written as they are said, one a line, before they are committed; - is standard output.',
      },
    },
    {
      name: 'helper',
      about: {
        ja: '判定せず、同じ保管庫に書いている metsuke の行づくりとファイルのまとめ直しだけを手伝う。引き継ぎはしない',
        en: 'Judges nothing and never takes over: makes rows of the lake and merges files for the run that writes it.',
      },
    },
  ],
  examples: [
    {
      line: 'metsuke run --config metsuke.yaml',
      about: { ja: '設定どおりに動かします', en: 'Runs as the settings say.' },
    },
    {
      line: 'metsuke run --config metsuke.yaml --findings -',
      about: { ja: '検知結果を画面でも見ます', en: 'Shows findings on standard output too.' },
    },
  ],
};
