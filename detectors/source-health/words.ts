/** Puts a finding of source-health into words a lay reader understands. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import { parseInstant } from '../../src/core/time.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, when } from '../../src/detector/wording.ts';
import type { Evidence, Trouble } from './evidence.ts';

type Tell = (evidence: Partial<Evidence>, facts: Facts) => Bilingual;

const told = (text: string | undefined): Bilingual => when(parseInstant(text ?? '1970-01-01T00:00:00Z'));
const rows = ({ counts }: Facts): Bilingual => count(counts.events, 'row', 'rows', '件');

const SENTENCES: Readonly<Record<Trouble, Tell>> = {
  silence({ source = '', since, until, sudden, long }, { counts }) {
    const many = Math.ceil(counts.events / 2); // each has its beginning and, mostly, its end
    const again =
      many < 2
        ? { ja: '', en: '' }
        : { ja: `一連の途絶の${many}回目です。`, en: ` It is the latest of ${many} silences.` };
    const from = told(since);
    const how = sudden ? { ja: 'その日の途中で', en: ' in the middle of the day' } : { ja: '', en: '' };
    const to = told(until);
    const end =
      until === undefined
        ? {
            ja: `${long ? '長く続いています。' : ''}この間の操作は記録されていないおそれがあります。`,
            en: `${long ? ' It lasts.' : ''} What was done meanwhile may be on no record.`,
          }
        : {
            ja: `${to.ja}に再開しました。この間の操作は記録されていないおそれがあります。`,
            en: ` It came back on ${to.en}. What was done meanwhile may be on no record.`,
          };
    return {
      ja: `記録元 ${source} の記録が、${from.ja}を最後に${how.ja}途絶えました。ふだんなら記録のある時間帯です。${end.ja}${again.ja}`,
      en: `The source ${source} fell silent${how.en} after ${from.en}, at hours when it usually has events.${end.en}${again.en}`,
    };
  },
  clock({ source = '' }, facts) {
    const many = rows(facts);
    return {
      ja: `記録元 ${source} に、時計が正しくありえない記録が${many.ja}あります（2000年より前、または現在より後の日時）。順序や回数による判定には使えません。`,
      en: `The source ${source} has ${many.en} whose clock cannot be right (before 2000, or later than now). They cannot be judged by order or number.`,
    };
  },
  'clock-jump'({ source = '', minutes = 0 }, facts) {
    const many = rows(facts);
    const time = between(facts.firstTime, facts.lastTime);
    return {
      ja: `記録元 ${source} では、${time.ja}、番号の順と日時の順が${many.ja}食い違っています（最大で${minutes}分ほど）。時計が動かされたおそれがあります。`,
      en: `In the source ${source} the numbers of ${many.en} do not stand in the order of their times ${time.en} (by about ${minutes} minutes): its clock may have been set.`,
    };
  },
  gap({ source = '', missing = 1, first_missing: first, last_missing: last }, facts) {
    const which =
      first === last
        ? { ja: `${first}`, en: `${first}` }
        : { ja: `${first}〜${last}`, en: `${first} to ${last}` };
    const time = when(facts.lastTime);
    const lost = count(missing, 'row is', 'rows are', '件');
    const several =
      facts.counts.events > 1
        ? {
            ja: `ほかにも欠番が${facts.counts.events - 1}か所あります。`,
            en: ` There are ${facts.counts.events - 1} more such gaps.`,
          }
        : { ja: '', en: '' };
    return {
      ja: `連番で記録される記録元 ${source} で、${time.ja}の時点で${lost.ja}の番号（${which.ja}）が欠けています。${several.ja}記録が消されたか、届いていないおそれがあります。`,
      en: `The source ${source} numbers its rows one after the other; on ${time.en} ${lost.en} still missing (${which.en}).${several.en} They were deleted, or have not arrived.`,
    };
  },
  'reused-id'({ source = '' }, facts) {
    const many = rows(facts);
    const time = between(facts.firstTime, facts.lastTime);
    return {
      ja: `記録元 ${source} で、${time.ja}、前と同じ番号で内容の異なる記録が${many.ja}ありました。記録が書き換えられたか、番号の付け方が変わったおそれがあります。どちらの内容も保存しています。`,
      en: `In the source ${source} ${many.en} came with a number used before for other content ${time.en}. The record was rewritten, or its numbering has changed. Both are kept.`,
    };
  },
  'stale-register'({ register = '' }, facts) {
    const time = when(facts.lastTime);
    return {
      ja: `${register} 台帳が古くなっています（${time.ja}の時点）。これで決まる判定は「判定不能」となります。`,
      en: `The ${register} register is too old (on ${time.en}). What it decides is undecidable meanwhile.`,
    };
  },
  'late-register'({ register = '', late_entries = 0 }, facts) {
    const time = when(facts.lastTime);
    const late = count(late_entries, 'of them was', 'of them were', '件');
    return {
      ja: `${register} 台帳への登録が遅れています（${time.ja}の時点で、直近300件のうち${late.ja}が、対応が始まったあとに登録されています）。台帳にない案件番号を挙げた照会は、あとから登録されるかもしれないため「判定不能」となります。登録後の再判定で確かめられます。`,
      en: `Entries reach the ${register} register late: of the latest 300 on ${time.en}, ${late.en} entered after work on them had begun. A look-up that cites a case the register does not know is undecidable meanwhile, since the case may still be entered; judging again later decides it.`,
    };
  },
};

/** What is wrong, since when, and what it costs. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  return SENTENCES[evidence.kind ?? 'silence'](evidence, facts);
}
