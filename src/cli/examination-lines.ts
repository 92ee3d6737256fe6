/** What a re-examination came to, for a reader. */
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { ExaminationSummary } from '../pipeline/reexamination/find-out.ts';
import { grouped } from './progress.ts';

const WORDS = {
  head: {
    ja: '過去について新しく分かったことがあり、判定し直しました',
    en: 'Something has become known of the past, which was judged again',
  },
  more: { ja: 'ほか', en: 'and more:' },
  events: { ja: '判定し直した操作', en: 'Events judged again' },
  people: { ja: '対象の職員など', en: 'people concerned' },
  everybody: { ja: '全員', en: 'everybody' },
  findings: { ja: '検知結果', en: 'Findings' },
  raised: { ja: '追加', en: 'raised' },
  corrected: { ja: '訂正', en: 'corrected' },
  cleared: { ja: '解消', en: 'cleared' },
  verdicts: { ja: '照会の判定の変更', en: 'Verdicts on look-ups changed' },
  undecided: {
    ja: 'そのまま残したもの（判定し直した範囲の外の操作にもよるため）',
    en: 'Left as they are, because they rest on more than was judged again',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Causes and findings that are named. */
const NAMED_MAX = 5;

/** Some lines: why, how much, and what changed. */
export function examinationLines(examination: ExaminationSummary, language: Language): string[] {
  const say = (word: keyof typeof WORDS) => WORDS[word][language];
  const { causes, events, people, raised, corrected, cleared, verdicts, undecided } = examination;
  const named = causes.slice(0, NAMED_MAX);
  const rest = causes.length - named.length;
  const who = people === null ? say('everybody') : `${say('people')} ${grouped(people)}`;
  return [
    `${say('head')}: ${named.join(', ')}${rest > 0 ? ` ${say('more')} ${grouped(rest)}` : ''}`,
    `  ${say('events')}: ${grouped(events)} (${who})`,
    `  ${say('findings')}: ${say('raised')} ${grouped(raised)}, ${say('corrected')} ${grouped(corrected)}, ${say('cleared')} ${grouped(cleared)}`,
    `  ${say('verdicts')}: ${grouped(verdicts)}`,
    ...(undecided.length === 0
      ? []
      : [
          `  ${say('undecided')}: ${undecided
            .slice(0, NAMED_MAX)
            .join(', ')}${undecided.length > NAMED_MAX ? ` (${grouped(undecided.length)})` : ''}`,
        ]),
  ];
}
