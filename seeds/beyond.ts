/** The incidents of the list that no stream is told for yet, or ever: what answers them instead, said plainly. */
import type { Bilingual } from '../src/core/bilingual.ts';

/**
 * `question`: answered by a retrospective question of a later version · `later-detector`: by a detector of a later
 * version · `undetectable`: no access log could have shown it.
 */
export type BeyondOutcome = 'question' | 'later-detector' | 'undetectable';

/** An incident without a stream. */
export interface Beyond {
  readonly id: string;
  readonly outcome: BeyondOutcome;
  readonly why: Bilingual;
}

const PRE_DEPARTURE: Bilingual = {
  ja: '退職前の持ち出し検知（pre-departure-pull）が必要',
  en: 'needs the detector pre-departure-pull: an unusual pull in the weeks before leaving',
};

/** Every other incident of the list. */
export const BEYOND: readonly Beyond[] = [
  {
    id: 'lac-2022',
    outcome: 'later-detector',
    why: {
      ja: '許可されていないクラウドへの送信の検知（unsanctioned-destination）が必要',
      en: 'needs the detector unsanctioned-destination: an upload to a cloud that is not allowed',
    },
  },
  {
    id: 'kinkos-2022',
    outcome: 'later-detector',
    why: {
      ja: '委託契約の範囲外の利用と大量削除の検知（out-of-contract-access、destructive-administration）が必要。影響を受けた注文の絞り込みは事後調査で回答',
      en: 'needs out-of-contract-access and destructive-administration; which orders were affected is a retrospective question',
    },
  },
  {
    id: 'yjfx-2016',
    outcome: 'question',
    why: {
      ja: '公開された記録を「未取得・クローラー・人の閲覧」に分ける事後調査で回答',
      en: 'a retrospective question splits the exposed records into never fetched, crawler and person',
    },
  },
  {
    id: 'nhk-2023',
    outcome: 'question',
    why: {
      ja: '「この文書を誰が見たか」の事後調査で回答',
      en: 'a retrospective question: who touched this item before then',
    },
  },
  {
    id: 'dynac-2023',
    outcome: 'question',
    why: {
      ja: '照会はおそらく2件。「この顧客2人を誰が照会したか」の事後調査で回答',
      en: 'perhaps two look-ups; a retrospective question: who looked these two customers up',
    },
  },
  {
    id: 'cabinet-2023',
    outcome: 'question',
    why: {
      ja: '「この通報を誰が見たか」の事後調査で回答',
      en: 'a retrospective question: who read this report',
    },
  },
  {
    id: 'jipdec-2023',
    outcome: 'later-detector',
    why: {
      ja: '未登録端末の検知（unregistered-device）が必要',
      en: 'needs the detector unregistered-device: downloads to a device no register knows',
    },
  },
  {
    id: 'tsuyama-2023',
    outcome: 'later-detector',
    why: {
      ja: 'パスワードは正しく失敗がないため、他人のアカウント利用の検知（credential-takeover）が必要',
      en: 'the passwords were right and nothing failed: needs the detector credential-takeover',
    },
  },
  { id: 'sojitz-2023', outcome: 'later-detector', why: PRE_DEPARTURE },
  { id: 'kanematsu-2023', outcome: 'later-detector', why: PRE_DEPARTURE },
  { id: 'orientalairbridge-2023', outcome: 'later-detector', why: PRE_DEPARTURE },
  {
    id: 'osaka-2023',
    outcome: 'undetectable',
    why: {
      ja: '紙の再利用による漏えい。アクセスログには何も残らない',
      en: 'paper re-used as scrap: an access log holds no trace of it',
    },
  },
  {
    id: 'mie-2023',
    outcome: 'undetectable',
    why: {
      ja: 'メールの宛先（To）誤り。アクセスログには何も残らない',
      en: 'addresses put into the To: field: an access log holds no trace of it',
    },
  },
];
