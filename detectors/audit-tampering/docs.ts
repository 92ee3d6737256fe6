/** What the thresholds and the evidence of audit-tampering mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  auditClasses: {
    ja: '監査ログとみなすデータ区分',
    en: 'Classes of data that are an audit log.',
  },
  monitorNames: {
    ja: 'この監視そのものを指す記録元（source）または操作対象（target）の名前',
    en: 'Names by which logs call this monitor itself: as a source, or as the target of a deed.',
  },
  administratorChanges: {
    ja: '管理用アカウントが1日に行う設定変更のうち、知らせない回数。停止・消去は常に知らせる。単位: 回',
    en: 'Changes of settings a day by an administrator’s account that are not told; stopping and clearing always are. Unit: changes.',
  },
  serviceRotation: {
    ja: 'サービス用アカウントがいつもの端末・サーバーから行うログの入れ替え（消去・更新）を知らせない',
    en: 'Whether deletions and updates by a service account on its usual machine are log rotation, and not told.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  cleared: { ja: 'ログの消去があったか', en: 'Whether a log was cleared.' },
  stopped: { ja: '記録の停止があったか', en: 'Whether recording was stopped.' },
  changed: { ja: '記録の設定の変更があったか', en: 'Whether settings of recording were changed.' },
  monitor: { ja: 'この監視そのものが対象か', en: 'Whether it was this monitor itself.' },
  done: { ja: '操作が成功したか（1回でも）', en: 'Whether any of it succeeded.' },
  standing: {
    ja: '操作した人の立場: left（退職・終了後）、outsider（外部の人、台帳にない人）、ordinary（一般のアカウント）、unknown、administrator、service',
    en: 'Who did it: `left` (after an end), `outsider` (a partner’s, or known to no register), `ordinary` account, `unknown`, `administrator`, `service`.',
  },
  leaving: { ja: '退職の申し出をした人か', en: 'Whether the person has given notice.' },
  object: { ja: '操作の対象', en: 'What it was done to.' },
  off_duty: {
    ja: '勤務時間外である理由。勤務中または不明なら `none`',
    en: 'Why the time was off duty; `none` on duty or not known.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
