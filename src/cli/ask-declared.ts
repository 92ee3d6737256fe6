/** `metsuke ask`, as it declares itself. */

import type { Bilingual } from '../core/bilingual.ts';
import type { ParameterName } from '../questions/define.ts';
import { PARAMETERS } from '../questions/parameters.ts';
import type { DeclaredCommand, DeclaredOption } from './declared.ts';

const ABOUT: Readonly<Record<ParameterName, Bilingual>> = {
  subject: {
    ja: '対象者（住民・顧客など）の番号。| で並べられます',
    en: 'Number of a subject (resident, customer …); several with | between.',
  },
  subjects: { ja: '対象者や記録の番号の一覧（1 行に 1 件）', en: 'List of subjects or records, one a line.' },
  principal: { ja: '職員番号', en: 'Number of a person.' },
  actor: { ja: 'アカウント', en: 'Account.' },
  device: { ja: '端末。| で並べられます', en: 'Device; several with | between.' },
  item: { ja: '文書や記録の名前。* が使えます', en: 'Name of a document or record; * stands for anything.' },
  from: {
    ja: '期間の始まり（2024-05-01 など。日本時間）',
    en: 'Begin of the period, such as 2024-05-01 (JST).',
  },
  to: { ja: '期間の終わり。日付ならその日を含みます', en: 'End of the period; a date is included.' },
  days: { ja: '日数', en: 'Number of days.' },
  base: { ja: 'もとになる記録の条件', en: 'Conditions of the records to split.' },
  parts: { ja: '内訳の条件（名前: 条件; …）', en: 'Conditions of the parts (name: conditions; …).' },
  seed: {
    ja: '抽出の種。同じ種なら同じ抽出になります',
    en: 'Seed of a sample: the same seed gives the same sample.',
  },
  size: { ja: '件数', en: 'Number of rows.' },
};

const PARAMETER_OPTIONS: readonly DeclaredOption[] = (Object.keys(ABOUT) as ParameterName[]).map((name) => ({
  name,
  value: PARAMETERS[name],
  about: ABOUT[name],
}));

/** The declaration. `lake`: the option of that name. */
export const askDeclaration: DeclaredCommand = {
  name: 'ask',
  operands: {
    name: '[QUESTION]',
    min: 0,
    max: 1,
    about: { ja: '質問の名前。一覧は --list で出ます', en: 'Name of a question; --list shows them all.' },
  },
  summary: {
    ja: '保管庫に、過去のアクセスについて質問します',
    en: 'Asks a lake about past accesses: who looked at whom, and more.',
  },
  notes: [
    {
      ja: '答えの初めに、正確な件数、調べた記録元と期間、記録の抜け、ログからは分からないことを示します。抜けがあるときは終了コード 5 で終わります。同じスナップショットへの同じ質問には、同じ答えが返ります。',
      en: 'An answer begins with the exact count, the sources and period searched, gaps, and what the log cannot show. Where there are gaps it ends with exit code 5. The same question on the same snapshot gives the same bytes.',
    },
    {
      ja: '質問したこと自体も、だれが何のために聞いたかとともに保管庫に記録します。マイナンバー関係の対象者と保護対象者は、--purpose でその旨を示さないかぎり伏せて表示します。',
      en: 'Asking is recorded in the lake too: who asked, what and why. Subjects of my-number records and protected persons are masked unless --purpose names them.',
    },
  ],
  options: [
    {
      name: 'list',
      about: { ja: '質問の一覧を、例とともに示します', en: 'Shows all questions with examples.' },
    },
    { name: 'lake', value: 'DIR', about: { ja: '保管庫のフォルダー', en: 'Folder of the lake.' } },
    ...PARAMETER_OPTIONS,
    {
      name: 'snapshot',
      value: 'N',
      about: {
        ja: 'この番号の時点の保管庫に聞きます。省略時は最新',
        en: 'Number of a commit. Default: the newest.',
      },
    },
    {
      name: 'registers',
      value: 'DIR',
      about: {
        ja: '保管庫の台帳の代わりに使う台帳のフォルダー。その旨とハッシュを答えに示します',
        en: 'Folder of registers to use in place of those of the lake; the answer says so, with their hash.',
      },
    },
    {
      name: 'config',
      value: 'FILE',
      about: {
        ja: '設定ファイル（勤務時間や休業日の数え方）。ハッシュを答えに示します',
        en: 'Settings (working hours, closing days); the answer says their hash.',
      },
    },
    {
      name: 'raw',
      about: {
        ja: 'ログの原文（取り込んだ行そのもの）を付けます。保管庫に原文を残す設定（keep_raw）のときに取り込んだ記録に限ります',
        en: 'Shows the lines that events were read from too, as far as the lake keeps them (keep_raw).',
      },
    },
    { name: 'purpose', value: 'TEXT', about: { ja: '何のために聞くか', en: 'What you ask for.' } },
    { name: 'case', value: 'ID', about: { ja: '関係する案件の番号', en: 'Case it belongs to.' } },
    {
      name: 'asker',
      value: 'NAME',
      about: { ja: '聞く人。省略時はこの端末の利用者名', en: 'Who asks. Default: the user of this machine.' },
    },
    {
      name: 'out',
      value: 'FILE',
      about: {
        ja: '答えの書き出し先。拡張子で形式が決まります（.csv .html .ndjson .xlsx、証明付きの一式は .zip）',
        en: 'Writes the answer to a file, in the form of its ending: .csv .html .ndjson .xlsx, or .zip for all of them with proofs.',
      },
    },
    {
      name: 'encoding',
      value: 'NAME',
      about: {
        ja: 'CSV の文字コード（utf-8、cp932）。省略時は BOM 付きの UTF-8。cp932 にない文字は〓とし、一覧を FILE.head.json に示します',
        en: 'Encoding of a CSV: utf-8 or cp932. Default: UTF-8 with a byte order mark. What cp932 has not becomes 〓 and is listed in FILE.head.json.',
      },
    },
  ],
  examples: [
    {
      line: 'metsuke ask who-looked-at --lake lake/ --subject R0012345 --from 2024-01-01',
      about: { ja: 'この住民をだれが照会したか', en: 'Who looked at this resident.' },
    },
    { line: 'metsuke ask --list', about: { ja: '質問の一覧', en: 'All questions.' } },
  ],
};
