/** What the thresholds and the evidence of out-of-scope-lookup mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './new-class.ts';

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  learning_days: {
    ja: '人と部署をこの日数見てから、初めてのデータ区分を判断する。初めての区分は、この日数の間、新しいものとして扱う。単位: 日',
    en: 'How long a person and a unit must have been seen before a class of data can be new to them, and how long it then stays new. Unit: days.',
  },
  learning_lookups: {
    ja: 'それまでに必要な、データ区分のある照会の数。単位: 件',
    en: 'Look-ups with a class of data that must have been seen of them before. Unit: look-ups.',
  },
  new_class: {
    ja: '本人にも部署にも初めてのデータ区分を知らせるか',
    en: 'Whether to report a class of data that is new to a person and his unit.',
  },
  bulk_records: {
    ja: '初めての区分のレコードをこの件数読んだら重大度を1段、その10倍で2段上げる。単位: 件',
    en: 'Records read of a class while it is new that raise the severity by one step; ten times as many by two. Unit: records.',
  },
  sensitive_classes: {
    ja: '初めての照会を low ではなく medium とするデータ区分',
    en: 'Classes of data whose first look-up is medium instead of low.',
  },
  goods_classes: {
    ja: '人の情報ではない商品・在庫などのデータ区分。初めてでも知らせない',
    en: 'Classes of data about wares and not about people (stock, prices): never told as new.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  cause: {
    ja: '照会と矛盾するもの',
    en: 'What speaks against the look-up.',
  },
  off_duty: {
    ja: '勤務時間外か、その理由。それだけでは知らせない',
    en: 'Whether the person was off duty, and why. By itself no cause.',
  },
  case_id: {
    ja: '根拠とされた案件、または終わった案件',
    en: 'The case it cites, or the case that is over.',
  },
  closed_on: {
    ja: 'その案件の最後の日',
    en: 'Last day of that case.',
  },
  protection: {
    ja: '保護の種類',
    en: 'Why the subject is protected.',
  },
  data_class: {
    ja: 'データ区分',
    en: 'Class of the data.',
  },
  site: {
    ja: '拠点が原因の場合、その拠点',
    en: 'The site it came from, where that is the cause.',
  },
  authorised_until: {
    ja: '拠点の利用が認められた最後の日',
    en: 'Last day on which the site was authorised.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
