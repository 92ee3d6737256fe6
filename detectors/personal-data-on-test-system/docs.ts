/** What the thresholds and the evidence of personal-data-on-test-system mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';

type Thresholds = {
  readonly personalClasses: readonly string[];
  readonly mediumRecords: number;
  readonly highRecords: number;
};

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  personalClasses: {
    ja: '個人情報とみなすデータ区分。対象者のあるアクセスは区分によらず個人情報とみなす',
    en: 'Classes of data that are about people. An access with a subject is, whatever its class.',
  },
  mediumRecords: {
    ja: '個人情報のデータ区分がなく対象者だけがわかる場合、1人が1つの試験環境で30日間にこの件数以上なら medium とする（それまでは low）。単位: 件',
    en: 'Records one person handles on one test system within 30 days that make a finding medium where only subjects show it, and no personal class; below it is low. Unit: records.',
  },
  highRecords: {
    ja: '1人が1つの試験環境で30日間に扱うと high とする件数（区分の有無によらない）。単位: 件',
    en: 'Records within 30 days that make it high, with or without a class. Unit: records.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  source: { ja: '試験環境の名前', en: 'The test system.' },
  sign: {
    ja: '個人情報とわかった理由: データ区分、または対象者',
    en: 'What shows that it is people’s data: its class, or a subject.',
  },
  data_class: {
    ja: '最後に扱われたデータ区分（あれば）',
    en: 'The latest personal class of data, where there was one.',
  },
  records_in_30_days: {
    ja: 'この人がこの環境で扱った件数の、直近30日の合計（最後の記録の時点）',
    en: 'Records this person handled on this system within 30 days, until the latest event.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
