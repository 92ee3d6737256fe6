/** What would make a finding of source-health harmless. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Evidence, Trouble } from './evidence.ts';

const CLEARED_IF: Readonly<Record<Trouble, Bilingual>> = {
  silence: {
    ja: '休業日や保守による停止と確かめられた場合（calendar 台帳に登録すると、以後は休みとみなします）。止まった原因と、その間の記録が後から届くかを確かめてください。',
    en: 'It was a closing day or maintenance (entered in the calendar register it counts as a day off). Find out why it stopped and whether its rows will still come.',
  },
  clock: {
    ja: '機器の時計の狂いと確かめ、直した場合。',
    en: 'The clock of a machine was wrong and has been corrected.',
  },
  'clock-jump': {
    ja: '時刻合わせや、処理の開始時に番号を取る仕組みのためと確かめられた場合。',
    en: 'The clock was set on purpose, or numbers are drawn when work begins and rows written when it ends.',
  },
  gap: {
    ja: '欠けた番号が隔離された行や別の出力先にあると確かめられた場合、または番号がもともと飛ぶ仕組みの場合。',
    en: 'The missing rows are in quarantine or in another file, or the numbers are known to skip.',
  },
  'reused-id': {
    ja: '記録元の更新や再出力で番号が振り直されたと確かめられた場合。',
    en: 'The source was renewed or exported again, and numbers its rows anew.',
  },
  'stale-register': {
    ja: '新しい台帳を取り込めば、以後の判定に使います。',
    en: 'A fresh delivery of the register is used from then on.',
  },
  'late-register': {
    ja: '案件を対応の前に（遅くとも同じ日のうちに）登録するか、台帳をこまめに書き出せば、以後は知らせません。',
    en: 'Cases are entered before the work on them begins, or the register is delivered more often: then it is not said again.',
  },
};

/** What would make it harmless. */
export function clearsIf({ kind = 'silence' }: Partial<Evidence>): Bilingual {
  return CLEARED_IF[kind];
}
