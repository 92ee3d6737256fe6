/** What the thresholds and the evidence of source-health mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  learnDays: {
    ja: '記録元のふだんの時間帯を覚えるのに要る、同じ曜日（または休日）の日数。単位: 日',
    en: 'Days of a weekday (or days off) from which the usual hours of a source are known. Unit: days.',
  },
  hourlyEvents: {
    ja: 'ふだん記録があるとみなす時間帯の、1時間あたりの平均件数の下限。単位: 件',
    en: 'Events an hour has on average, at least, to be expected again. Unit: events.',
  },
  silentHours: {
    ja: 'ふだん記録のある時間帯が何時間続けて空なら沈黙とするか。単位: 時間',
    en: 'Expected hours without an event after which a source is silent. Unit: hours.',
  },
  silentDays: {
    ja: '同じく、記録の少ない記録元について、ふだん記録のある日が何日続けて空なら沈黙とするか。単位: 日',
    en: 'The same for sources with few events, in whole expected days. Unit: days.',
  },
  longDays: {
    ja: 'ふだん記録のある日が何日続けて空なら長い沈黙とするか。単位: 日',
    en: 'Expected days without an event after which a silence is long. Unit: days.',
  },
  clockRows: {
    ja: '1時間に何件、時計の異常な記録があれば medium とするか。単位: 件',
    en: 'Rows with an impossible time in an hour that make a finding medium. Unit: rows.',
  },
  numberedRows: {
    ja: '連番が続けて何件あれば、連番の記録元とみなすか。単位: 件',
    en: 'Rows in sequence from which a source is known to number them one after the other. Unit: rows.',
  },
  gapMinutes: {
    ja: '欠けた番号が後から届くのを待つ時間。単位: 分',
    en: 'How long a missing number may come later. Unit: minutes.',
  },
  gapRows: {
    ja: 'まとめて何件欠けていれば medium とするか。単位: 件',
    en: 'Rows missing at one place that make a finding medium. Unit: rows.',
  },
  jumpMinutes: {
    ja: '番号の順と日時の順が何分を超えて食い違えば、時計が動いたとみなすか。単位: 分',
    en: 'By how much numbers and times may disagree before the clock seems to have been set. Unit: minutes.',
  },
  jumpRows: {
    ja: 'それが1時間に何件あれば知らせるか。単位: 件',
    en: 'How many such rows in an hour are told. Unit: rows.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  kind: {
    ja: '種類: 沈黙、時計の異常、時計の変更、欠番、番号の使い回し、古い台帳、登録の遅い台帳',
    en: 'What is wrong: silence, an impossible clock, a clock that was set, missing numbers, reused ids, a register too old, or one that entries reach late.',
  },
  source: { ja: '記録元', en: 'The source.' },
  register: { ja: '台帳', en: 'The register that is too old or late.' },
  late_entries: {
    ja: '直近300件のうち、対応が始まったあとに登録された件数。単位: 件',
    en: 'How many of the latest 300 entries came after the fact. Unit: entries.',
  },
  since: { ja: '沈黙の前の最後の記録の日時', en: 'Time of the last event before the silence.' },
  until: { ja: '沈黙の後の最初の記録の日時', en: 'Time of the first event after it.' },
  sudden: { ja: 'その日の途中で途絶えたか', en: 'Whether it broke off in the middle of a day.' },
  long: { ja: '長い沈黙か', en: 'Whether it lasted for long.' },
  missing: { ja: '欠けている件数（最後の欠番）', en: 'Rows missing at the latest gap.' },
  first_missing: { ja: '欠けている最初の番号', en: 'The first id missing there.' },
  last_missing: { ja: '欠けている最後の番号', en: 'The last id missing there.' },
  minutes: {
    ja: '番号の順と日時の順の食い違い。単位: 分',
    en: 'By how much numbers and times disagree. Unit: minutes.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
