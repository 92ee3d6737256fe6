/** The sentences of personal-data-on-test-system. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, times, who } from '../../src/detector/wording.ts';
import type { Evidence } from './evidence.ts';

/** Who, where, when, how much, and that it should not be there. */
export function explain({ source = '?', data_class: name }: Partial<Evidence>, facts: Facts): Bilingual {
  const { counts, firstTime, lastTime } = facts;
  const doer = who(facts);
  const time = between(firstTime, lastTime);
  const often = times(counts.events);
  const records = count(counts.records, 'record', 'records', '件');
  const people = count(counts.subjects, 'person', 'people', '人');
  const what = counts.records > counts.subjects ? records : people;
  const much = counts.records > 0 ? { ja: `、${what.ja}`, en: `, ${what.en}` } : { ja: '', en: '' };
  const ofClass = name ? { ja: `（区分「${name}」）`, en: ` of class “${name}”` } : { ja: '', en: '' };
  return {
    ja: `${doer.ja}が${time.ja}、試験環境 ${source} で個人情報${ofClass.ja}を扱いました（${often.ja}${much.ja}）。この環境は個人情報を置かないと登録されています。`,
    en: `${doer.en} handled people’s data${ofClass.en} (${often.en}${much.en}) on the test system ${source} ${time.en}. By register it holds no personal data.`,
  };
}

/** What would make it harmless. */
export function clearsIf(): Bilingual {
  return {
    ja: '架空のデータだったと確認できた場合、または systems 台帳の environment・personal_data が誤りだった場合（台帳を直してください）。',
    en: 'The data was invented, or environment or personal_data in the systems register is wrong: correct it.',
  };
}
