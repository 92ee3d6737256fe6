/** `metsuke reexamine`, as it declares itself. */
import type { DeclaredCommand } from './declared.ts';
import { KEY_OPTIONS, LAKE_OPTION } from './lake-commands.ts';

/** The command and its options. */
export const reexamineDeclared: DeclaredCommand = {
  name: 'reexamine',
  summary: {
    ja: '後から分かった事実に照らして、過去を判定し直します',
    en: 'Judges the past again by what has become known of it since.',
  },
  notes: [
    {
      ja: '台帳の訂正や遅れて届いたログが過去に関わるときに、関わる操作だけを同じ検知器で判定し直します。detect --lake と run は、これを自動で行います。',
      en: 'Where corrected registers or late logs speak of the past, the events concerned are judged again by the same detectors. detect --lake and run do so by themselves.',
    },
    {
      ja: '--all は保管庫全体を当時のまま再生して、検知結果が一致するか確かめます。何も書き込みません。一致しなければ終了コード 4 で終わります。',
      en: '--all replays the whole lake as it was judged and compares the findings. It writes nothing, and ends with code 4 where they differ.',
    },
  ],
  options: [
    LAKE_OPTION,
    {
      name: 'registers',
      value: 'DIR',
      about: {
        ja: '新しい台帳のフォルダー。省略時は保管庫に取り込み済みの台帳',
        en: 'Folder of a new delivery of registers. Default: those that the lake holds.',
      },
    },
    {
      name: 'config',
      value: 'FILE',
      about: { ja: '設定ファイル（YAML または JSON）', en: 'Settings (YAML or JSON).' },
    },
    {
      name: 'principal',
      value: 'ID',
      about: { ja: 'この職員などの操作を判定し直します', en: 'Judges what this person did.' },
    },
    {
      name: 'subject',
      value: 'ID',
      about: { ja: 'この対象者の照会を判定し直します', en: 'Judges look-ups of this data subject.' },
    },
    {
      name: 'from',
      value: 'TIME',
      about: { ja: 'この日（日時）から', en: 'From this day or time on.' },
    },
    { name: 'to', value: 'TIME', about: { ja: 'この日（日時）まで', en: 'Up to this day or time.' } },
    {
      name: 'dry-run',
      about: {
        ja: '何も書き込まずに、何が変わるかだけを示します',
        en: 'Only shows what would change; writes nothing.',
      },
    },
    {
      name: 'all',
      about: {
        ja: '保管庫全体を再生して、検知結果が一致するか確かめます',
        en: 'Replays the whole lake and compares the findings.',
      },
    },
    {
      name: 'now',
      value: 'TIME',
      about: {
        ja: '「現在」とみなす日時。省略時は実行開始時',
        en: 'What counts as now. Default: the start of the run.',
      },
    },
    ...KEY_OPTIONS,
  ],
  examples: [
    {
      line: 'metsuke reexamine --lake lake/ --registers registers/ --dry-run',
      about: {
        ja: '新しい台帳で過去の判定がどう変わるかを、書き込まずに見ます',
        en: 'What a new delivery of registers would change.',
      },
    },
    {
      line: 'metsuke reexamine --lake lake/ --principal P0112 --from 2024-04-01',
      about: { ja: '一人の操作を判定し直します', en: 'Judges one person again.' },
    },
    {
      line: 'metsuke reexamine --lake lake/ --all',
      about: { ja: '保管庫全体を再生して確かめます', en: 'Replays the whole lake and compares.' },
    },
  ],
};
