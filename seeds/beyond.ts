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
  ja: '退職前の大量取得（pre-departure-pull）',
  en: 'pre-departure-pull, an unusual pull in the weeks before leaving',
};

/** Every other incident of the list. */
export const BEYOND: readonly Beyond[] = [
  {
    id: 'lac-2022',
    outcome: 'later-detector',
    why: {
      ja: '許可されていないクラウドへの送信（unsanctioned-destination）',
      en: 'unsanctioned-destination, an upload to a cloud that is not allowed',
    },
  },
  {
    id: 'kinkos-2022',
    outcome: 'later-detector',
    why: {
      ja: '契約範囲外の利用と大量削除（out-of-contract-access、destructive-administration）。影響を受けた注文は事後調査で絞り込む',
      en: 'out-of-contract-access and destructive-administration; a question narrows the affected orders',
    },
  },
  {
    id: 'yjfx-2016',
    outcome: 'question',
    why: {
      ja: '公開状態の記録を「未取得・クローラー・人の閲覧」に分ける',
      en: 'which exposed records were never fetched, fetched by a crawler, seen by a person',
    },
  },
  {
    id: 'nhk-2023',
    outcome: 'question',
    why: {
      ja: 'その取材メモを誰が見たか',
      en: 'who touched this item before then',
    },
  },
  {
    id: 'dynac-2023',
    outcome: 'question',
    why: {
      ja: 'その顧客2人を誰が照会したか（照会はおそらく2件）',
      en: 'who looked these two customers up: perhaps two look-ups in all',
    },
  },
  {
    id: 'cabinet-2023',
    outcome: 'question',
    why: {
      ja: 'その通報を誰が見たか',
      en: 'who read this report',
    },
  },
  {
    id: 'jipdec-2023',
    outcome: 'later-detector',
    why: {
      ja: '未登録端末への保存（unregistered-device）',
      en: 'unregistered-device, downloads to a device no register knows',
    },
  },
  {
    id: 'tsuyama-2023',
    outcome: 'later-detector',
    why: {
      ja: '他人のアカウントの利用（credential-takeover）。パスワードは正しく、失敗は残らない',
      en: 'credential-takeover: the passwords were right and nothing failed',
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
