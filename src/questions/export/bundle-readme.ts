/** The text in a bundle that is read first: what is in it, and how anybody proves it unaltered. For Windows' own editor. */
import type { Language } from '../../core/bilingual.ts';

/** Name of the file. */
export const README = 'README.txt';

const LINES: Readonly<Record<Language, readonly string[]>> = {
  ja: [
    'アクセス記録の照会結果（一式）',
    '',
    'answer.html        印刷用の文書です。ダブルクリックすると開きます（A4 横。作成日と確認の欄があります）',
    'answer.xlsx        Excel で開くための表です。最後のシートに質問と調べた範囲があります',
    'answer.csv         同じ表の CSV です',
    'answer.ndjson      同じ内容を、ほかのプログラムで読むためのものです',
    'manifest.json      各ファイルの値と、保管庫の封印までの証明です',
    'verify-lake.mjs    検証プログラムです（ダブルクリックでは動きません）',
    '',
    '書き換えられていないことの確かめ方',
    '  1. Node.js 22 以上を入れたパソコンで、この一式をフォルダーに展開します。',
    '  2. そのフォルダーでコマンドプロンプトを開き、次のとおり入力します。',
    '       node verify-lake.mjs . --lang ja',
    '     保管庫の封印の指紋を控えてあるときは、--witness 指紋 を続けて入力します。',
    '  3.「改ざんも欠落もありません」と表示されれば、元のままです。違うところがあれば、その場所が表示されます。',
    '  検証プログラムも、この一式とは別に metsuke の配布元から入手したものを使うと確実です。',
  ],
  en: [
    'An answer from the access log, with its proof',
    '',
    'answer.html        a document to print: open it with a double click (A4, with a place for date and signatures)',
    'answer.xlsx        the rows for Excel; the question and what was searched are on the last sheet',
    'answer.csv         the same rows as CSV',
    'answer.ndjson      the same for other programs',
    'manifest.json      the hash of each file and the proof up to a seal of the lake',
    'verify-lake.mjs    the verifier (a double click does not start it)',
    '',
    'How to see that nothing was altered',
    '  1. Unpack this into a folder on a computer with Node.js 22 or newer.',
    '  2. Open a command line in that folder and type:',
    '       node verify-lake.mjs .',
    '     If you kept a fingerprint of the seals, add: --witness FINGERPRINT',
    '  3. It says which files are as they were, and what is not.',
    '  Best take the verifier from where metsuke is published, not from this bundle.',
  ],
};

/** The file: UTF-8 with a byte order mark, CRLF. */
export function readmeBytes(language: Language): Uint8Array {
  return Buffer.from(`\ufeff${LINES[language].join('\r\n')}\r\n`);
}
