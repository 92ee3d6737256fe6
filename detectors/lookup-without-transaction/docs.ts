/** What the thresholds and the evidence of lookup-without-transaction mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';

const excess = (ja: string, en: string) => ({
  ja: `${ja}以内に、売上につながらない照会がふだんの割合からこれだけ多ければ知らせる。単位: 件`,
  en: `Look-ups without a sale within ${en}, beyond what the usual share explains. Unit: look-ups.`,
});

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  graceMinutes: {
    ja: '照会のあと、売上・見積・受付を待つ時間（照会の判定の猶予時間と同じにする）。単位: 分',
    en: 'How long a look-up waits for a sale, a quote or a ticket; keep it the same as the grace time of verdicts. Unit: minutes.',
  },
  excessHour: excess('1時間', 'an hour'),
  excessDay: excess('1日', 'a day'),
  excessMonth: excess('30日', '30 days'),
  onceIn: {
    ja: 'ふだんの割合から、これだけの回数に1回も起きないほど多いときに知らせる。単位: 回',
    en: 'How rarely as many may come about by chance, at the usual share. Unit: once in so many times.',
  },
  oddDay: {
    ja: '利用を認められなくなった拠点、休暇・勤務外の人、別の人が開いたセッションでの、売上につながらない照会が1日にこの件数あれば知らせる。単位: 件',
    en: 'Look-ups without a sale in a day at a site that has ended, by somebody on leave or off the roster, or in a session somebody else opened. Unit: look-ups.',
  },
  knownFrom: {
    ja: 'ふだんの割合が分かったとみなす、それまでの照会の件数。単位: 件',
    en: 'Earlier look-ups from which the usual share counts as known. Unit: look-ups.',
  },
  usualMax: {
    ja: 'ふだんから売上につながらない割合がこれを超える端末・人は判定しない（売上を記録しないシステム）。単位: 割合（0〜1）',
    en: 'Where a greater share usually ends without a sale nothing is judged: such a log knows no sales. Unit: share from 0 to 1.',
  },
  highLookups: {
    ja: '売上につながらない照会が、ふだんの割合よりこの件数多くなったら high とする。単位: 件',
    en: 'Look-ups without a sale beyond the usual share that make a finding high. Unit: look-ups.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  how: {
    ja: 'ふだんの割合との差か、状況（拠点・勤務・セッション）か',
    en: 'The share against the usual one, or the context: site, duty, session.',
  },
  of: { ja: 'だれのふだんと比べたか: 端末、人', en: 'Whose usual share it is held against.' },
  window_minutes: { ja: '数えた期間（分）', en: 'The horizon, in minutes.' },
  lookups: { ja: 'その期間の照会の件数', en: 'Look-ups in the horizon.' },
  without: {
    ja: 'そのうち売上などにつながらなかった件数',
    en: 'Those of them after which nothing was sold.',
  },
  usual_percent: { ja: 'ふだんの割合（%）', en: 'The usual share, in percent.' },
  most: { ja: 'ふだんの割合なら、ほぼこの件数まで', en: 'How many the usual share explains at most.' },
  context: {
    ja: '状況: 利用を認められなくなった拠点、勤務でない人、別の人が開いたセッション',
    en: 'What else is odd: the site has ended, the person is away, somebody else opened the session.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
