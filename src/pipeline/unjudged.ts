/** What a run cannot judge for want of a register: said in every summary, so that nothing is switched off silently. */
import type { Bilingual } from '../core/bilingual.ts';
import type { RegisterName } from '../registers/registers.ts';

/** The judgement that is lost without a register. */
export const LOST_WITHOUT: Readonly<Record<RegisterName, Bilingual>> = {
  people: {
    ja: '退職と退職前の持ち出し、異動・所属・職務、本人や親族の照会',
    en: 'who has left or is about to, units and duties, look-ups of oneself and of relatives',
  },
  accounts: {
    ja: 'アカウントの持ち主と廃止、未登録のアカウント',
    en: 'whose account it is, accounts that have ended, and accounts nobody registered',
  },
  devices: {
    ja: '自分の端末か共用端末か、退職者の端末か、未登録の端末か',
    en: 'own or shared devices, devices of people who have left, and devices nobody registered',
  },
  sites: {
    ja: '利用を認められていない拠点・店舗とネットワーク',
    en: 'offices and shops that are not, or no longer, authorised, and their networks',
  },
  systems: {
    ja: '案件番号が必須のシステム、試験環境の個人情報、接続を認めるネットワーク',
    en: 'systems that require a case, people’s data on test systems, and allowed networks',
  },
  cases: { ja: '照会の根拠となる案件', en: 'the case behind a look-up' },
  households: {
    ja: '同じ世帯の案件による照会',
    en: 'look-ups explained by a case about a member of the household',
  },
  permits: { ja: '承認された作業', en: 'approved work' },
  'no-contact': {
    ja: '接触を禁じられた相手の照会',
    en: 'look-ups of a person the employee must not contact',
  },
  protected: { ja: '支援対象者など保護が必要な人の照会', en: 'look-ups of protected persons' },
  contracts: { ja: '委託契約の範囲', en: 'what a partner’s contract covers' },
  destinations: { ja: '持ち出し先が認められているか', en: 'whether data may go where it went' },
  calendar: {
    ja: '組織独自の休業日・開庁日（祝日は内蔵）',
    en: 'the organisation’s own closing and opening days (public holidays are built in)',
  },
  shifts: { ja: '勤務と休暇', en: 'duty and leave of a person' },
  duties: { ja: '職務に含まれるデータと操作', en: 'which data and actions a duty includes' },
};
