/** What the thresholds and the evidence of access-after-termination mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';

type Thresholds = { readonly critical_records: number; readonly high_accounts: number };
/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  critical_records: {
    ja: '終了後30日間に参照すると critical とする件数。単位: 件',
    en: 'Records read after the end, within 30 days, that make a finding critical. Unit: records.',
  },
  high_accounts: {
    ja: '離れた人の端末で30日間に使われると high とするアカウントの数。単位: 個',
    en: 'Accounts used within 30 days on the device of somebody who has left that make a finding high. Unit: accounts.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  ended: {
    ja: '終わったもの: 在職、出向、業務委託・派遣、アカウント、端末の持ち主の在職、場所（`leavers-place`）を使っていた人の在職。`log` はログがアカウントの無効を示すもの',
    en: 'What had ended: employment, secondment, assignment (partners, agencies), the account; the employment of the device’s holder, or of the one whose place outside it was; or the log says that the account is disabled.',
  },
  ended_on: {
    ja: '最後に有効だった日。ログだけが示すときは null',
    en: 'Last day on which it held; null where only the log says so.',
  },
  days_after: {
    ja: 'その日からの日数',
    en: 'Days since then.',
  },
  entered: {
    ja: 'アクセスに成功したか',
    en: 'Whether an access succeeded.',
  },
  records_in_30_days: {
    ja: '終了後に参照したレコードの、直近30日の合計（最後の記録の時点）',
    en: 'Records read after the end within 30 days, until the latest event.',
  },
  account_kind: {
    ja: '台帳でのアカウントの種類',
    en: 'Kind of the account by register.',
  },
  holder: {
    ja: '離れた人の端末や場所の場合、その人',
    en: 'Whose device or place it was, where that person has left.',
  },
  renewal_likely: {
    ja: '更新の登録が遅れているだけとみられるか（同じ日に5人以上の期間が終わり、届出がなく、登録された自席の端末から14日以内に使っている）',
    en: 'Whether the renewal is likely to have been entered late: five or more ended on one day, no notice was given, and the person works at the registered desk within 14 days.',
  },
  reason: {
    ja: '最後に拒否されたときの理由',
    en: 'Why the latest refused try was refused.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
