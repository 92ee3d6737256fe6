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
    options: [LAKE_OPTION, ...shared.filter(({ name }) => names.includes(name))],
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
