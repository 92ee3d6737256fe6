/** What the thresholds and the evidence of out-of-contract-access mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';

type Thresholds = {
  readonly highRecords: number;
  readonly criticalRecords: number;
  readonly renewalDays: number;
};

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  highRecords: {
    ja: '1人が契約の範囲外で30日間に参照・変更すると high とする件数。単位: 件',
    en: 'Records one person reads or changes outside a contract within 30 days that make a finding high. Unit: records.',
  },
  criticalRecords: {
    ja: '同じく critical とする件数。単位: 件',
    en: 'The same for critical. Unit: records.',
  },
  renewalDays: {
    ja: '契約の終了からこの日数までは、更新の登録が遅れているだけかもしれないため、件数や操作によらず medium とする。単位: 日',
    en: 'For so many days after the end of a contract it may have been renewed and not entered: a finding stays medium, however much was done. Unit: days.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  beyond: {
    ja: '契約を超える点: 契約なし、契約終了、システム、委託元、データ区分、操作、記録の日付（最も近い契約と比べたもの）',
    en: 'What lies beyond: no contract, an ended one, or, against the contract that comes nearest, the system, the tenant, the class of data, the action, the date of the record.',
  },
  employer: { ja: '委託先・派遣元', en: 'The person’s employer.' },
  contract: {
    ja: '最も近い契約、または最後に終了した契約',
    en: 'The contract that comes nearest, or ended last.',
  },
  ended_on: { ja: '契約が終了している場合、その最終日', en: 'Last day of the contract, where it has ended.' },
  days_after: { ja: 'その日からの日数', en: 'Days since then.' },
  source: { ja: '利用したシステム', en: 'The system used.' },
  tenant: { ja: '委託元（ログにある場合）', en: 'Whose data it was, where the log says.' },
  data_class: { ja: 'データ区分（ログにある場合）', en: 'Class of the data, where the log says.' },
  action: { ja: '操作', en: 'What was done.' },
  record_date: { ja: '記録の日付（ログにある場合）', en: 'Date of the record, where the log says.' },
  records_from: { ja: '契約で扱える記録の最初の日', en: 'First day of records that the contract covers.' },
  records_to: { ja: '契約で扱える記録の最後の日', en: 'Last day of records that the contract covers.' },
  records_in_30_days: {
    ja: 'この人が契約の範囲外で参照・変更した件数の、直近30日の合計（最後の記録の時点）',
    en: 'Records the person read or changed outside contracts within 30 days, until the latest event.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
